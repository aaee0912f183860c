"""Every way in which a connection can fail is told apart, on a sandbox that fails that way."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tat_console.cloud.connect import Connector
from tat_console.ports.profiles import AssumedRole, Credential, Profile
from tat_console.services.connection_trial import (
    KEY_STEP,
    ROLE_STEP,
    STEPS,
    ConnectionTrial,
    StepResult,
    titles_of,
    try_connection,
    try_profile,
)
from tat_console.services.diagnosis import Cause, Diagnosis
from tat_console.services.profiles import Profiles
from tat_console.services.role_keys import RoleKeys
from tat_console.storage.documents import JsonDocuments
from tat_console.storage.secrets import KeyringSecrets
from tat_console.support.clock import Clock, SystemClock
from tat_console.support.errors import ConsoleError
from tat_console.support.logs import Secret
from tests.contracts.clients import ShiftedClock, profile_of
from tests.fixtures.console import Access, headless_console
from tests.fixtures.sandbox import Sandbox
from tests.sandbox.official import ByHand

ROLE = "qcs::cam::uin/100000000001:roleName/operator"
DEVICE = "qcs::cam:uin/100000000001::mfa/softToken"


def set_faults(sandbox: Sandbox, *rules: dict[str, Any]) -> None:
    body = json.dumps({"rules": rules}).encode()
    _, response = ByHand(sandbox, path="/faults", body=body).send()
    assert len(response["rules"]) == len(rules)


@pytest.fixture
def faulty(shared_sandbox: Sandbox) -> Iterator[Sandbox]:
    yield shared_sandbox
    set_faults(shared_sandbox)


def trial(
    sandbox: Sandbox,
    *,
    clock: Clock | None = None,
    secret_id: str = "",
    secret_key: str = "",
    token: str = "",
    **changes: Any,
) -> ConnectionTrial:
    profile: Profile = msgspec.structs.replace(profile_of(sandbox), **changes)
    credential = Credential(
        secret_id=secret_id or sandbox.secret_id,
        secret_key=Secret(secret_key or sandbox.secret_key),
        token=Secret(token) if token else None,
    )
    return asyncio.run(try_connection(Connector(clock or SystemClock()), profile, credential))


class Heard:
    """The steps as they were told, each with its cause."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, Cause | None]] = []

    def __call__(self, result: StepResult) -> None:
        self.steps.append((result.title, result.diagnosis.cause if result.diagnosis else None))


def trial_of(
    home: Path, sandbox: Sandbox, role: AssumedRole | None, code: str = ""
) -> tuple[ConnectionTrial, Heard]:
    """Try a profile with its role, as the window does; `code` is what the user types."""
    access = Access(sandbox.endpoint, sandbox.secret_id, sandbox.secret_key)
    heard = Heard()

    async def ask(_profile: Profile, _role: AssumedRole) -> str:
        return code

    async def work() -> ConnectionTrial:
        async with headless_console(home, access) as console:
            profile = console.add_profile(access, profile_id="p-role", name="Role", role=role)
            keys = console.session.keys
            keys.ask_code = ask
            return await try_profile(
                Connector(SystemClock()),
                keys,
                profile,
                lambda: console.profiles.credential(profile),
                heard,
            )

    return asyncio.run(work()), heard


def refused(found: ConnectionTrial) -> Diagnosis:
    """Why nothing came of it."""
    assert found.identity is None
    assert found.steps == ()
    assert not found.is_good
    assert found.diagnosis is not None
    assert found.diagnosis.title
    assert found.diagnosis.next_step
    return found.diagnosis


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def test_every_step_is_told_as_it_was_tried(tmp_path: Path, shared_sandbox: Sandbox) -> None:
    role = AssumedRole(role_arn=f"{ROLE}-mfa", mfa_serial=DEVICE)
    found, heard = trial_of(tmp_path, shared_sandbox, role, "123456")
    assert found.is_good
    assert found.identity is not None
    assert "assumed-role/operator-mfa" in found.identity.arn
    profile = msgspec.structs.replace(profile_of(shared_sandbox), role=role)
    assert heard.steps == [(title, None) for title in titles_of(profile)]


@pytest.mark.parametrize("code", ["", "000000"])
def test_a_role_without_its_code(tmp_path: Path, shared_sandbox: Sandbox, code: str) -> None:
    role = AssumedRole(role_arn=f"{ROLE}-mfa", mfa_serial=DEVICE)
    found, heard = trial_of(tmp_path, shared_sandbox, role, code)
    assert refused(found).cause is Cause.SECOND_FACTOR
    assert heard.steps == [(KEY_STEP, None), (ROLE_STEP, Cause.SECOND_FACTOR)]


def test_a_role_that_may_not_be_taken_comes_with_its_policy(
    tmp_path: Path, faulty: Sandbox
) -> None:
    set_faults(faulty, {"effect": "error", "action": "AssumeRole", "code": "UnauthorizedOperation"})
    found, _heard = trial_of(tmp_path, faulty, AssumedRole(role_arn=ROLE))
    diagnosis = refused(found)
    assert diagnosis.cause is Cause.PERMISSION
    statement = json.loads(diagnosis.policy)["statement"][0]
    assert statement["action"] == ["sts:AssumeRole"]
    assert statement["resource"] == [ROLE]


def test_a_key_that_cannot_be_read(tmp_path: Path, shared_sandbox: Sandbox) -> None:
    connect = Connector(SystemClock())

    async def gone() -> Credential:
        raise ConsoleError("It is gone.", "", "Type it again.")

    heard = Heard()
    found = asyncio.run(
        try_profile(
            connect,
            RoleKeys(Profiles(JsonDocuments(tmp_path), KeyringSecrets()), connect),
            profile_of(shared_sandbox),
            gone,
            heard,
        )
    )
    assert refused(found).cause is Cause.KEY_PLACE
    assert heard.steps == [(KEY_STEP, Cause.KEY_PLACE)]


def test_all_is_well(shared_sandbox: Sandbox) -> None:
    found = trial(shared_sandbox)
    assert found.is_good
    assert found.identity is not None
    assert len(found.steps) == len(STEPS)
    assert found.clock_warning == ""


@pytest.mark.parametrize(
    ("key", "cause"),
    [
        ({"secret_key": "not-the-key-at-all"}, Cause.KEY_WRONG),
        ({"secret_id": "AKIDnobodyknowsthisone"}, Cause.KEY_UNKNOWN),
        ({"secret_id": "a,b"}, Cause.SERVICE),
        ({"token": "no-token-of-this-key"}, Cause.TOKEN),
        ({"token": " spaced "}, Cause.TOKEN),
        ({"secret_key": "two words "}, Cause.KEY_WRONG),
    ],
)
def test_a_key_that_is_not_good(shared_sandbox: Sandbox, key: dict[str, Any], cause: Cause) -> None:
    assert refused(trial(shared_sandbox, **key)).cause is cause


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        ("AuthFailure.SecretIdNotFound", Cause.KEY_UNKNOWN),
        ("AuthFailure.MFAFailure", Cause.SECOND_FACTOR),
        ("IpNotInWhitelist", Cause.SOURCE_ADDRESS),
        ("InternalError", Cause.SERVICE),
        ("NoSuchProduct", Cause.ADDRESS),
        ("SomethingNew", Cause.SERVICE),
    ],
)
def test_codes_of_the_service(faulty: Sandbox, code: str, cause: Cause) -> None:
    set_faults(faulty, {"effect": "error", "code": code})
    diagnosis = refused(trial(faulty))
    assert diagnosis.cause is cause
    assert diagnosis.request_id


def test_a_wrong_clock_is_measured_and_does_not_matter(shared_sandbox: Sandbox) -> None:
    found = trial(shared_sandbox, clock=ShiftedClock(-754))
    assert found.is_good
    assert found.clock_warning.startswith("This computer's clock is 12 min 3")
    assert found.clock_warning.endswith("behind the service's.")
    found = trial(shared_sandbox, clock=ShiftedClock(3600))
    assert found.is_good
    assert "ahead" in found.clock_warning


def test_a_wrong_clock_that_cannot_be_corrected_is_told_with_its_offset(faulty: Sandbox) -> None:
    set_faults(faulty, {"effect": "error", "code": "AuthFailure.SignatureExpire"})
    diagnosis = refused(trial(faulty, clock=ShiftedClock(-3600)))
    assert diagnosis.cause is Cause.CLOCK
    assert "is 60 min 0 s behind" in diagnosis.what or "is 59 min" in diagnosis.what


def test_a_missing_permission_names_the_action_and_its_policy(faulty: Sandbox) -> None:
    set_faults(
        faulty,
        {
            "effect": "error",
            "action": "DescribeCommands",
            "code": "UnauthorizedOperation.CamAuthFailed",
        },
        {"effect": "error", "action": "DescribeInstances", "code": "UnauthorizedOperation"},
    )
    found = trial(faulty, regions=("ap-shanghai",))
    assert found.identity is not None
    missing = [step.diagnosis for step in found.steps if step.diagnosis]
    assert [each.cause for each in missing] == [Cause.PERMISSION] * 2
    assert "tat:DescribeCommands in ap-shanghai" in missing[0].what
    statements = [json.loads(each.policy)["statement"][0] for each in missing]
    account = found.identity.account_id
    assert statements[0]["resource"] == [f"qcs::tat:ap-shanghai:uin/{account}:command/*"]
    assert statements[1]["action"] == ["cvm:DescribeInstances"]


def test_what_is_no_matter_of_permission_ends_the_trial(faulty: Sandbox) -> None:
    set_faults(faulty, {"effect": "error", "action": "DescribeCommands", "code": "IpInBlacklist"})
    found = trial(faulty)
    assert [step.diagnosis is None for step in found.steps] == [True, False]


def test_the_network(shared_sandbox: Sandbox) -> None:
    nobody = f"http://127.0.0.1:{free_port()}"
    assert refused(trial(shared_sandbox, endpoint=nobody)).cause is Cause.NETWORK
    unknown = refused(trial(shared_sandbox, endpoint="http://tat.invalid"))
    assert unknown.cause is Cause.NAME
    assert refused(trial(shared_sandbox, endpoint="nowhere")).cause is Cause.ADDRESS


def test_the_proxy_is_named_without_its_password(shared_sandbox: Sandbox) -> None:
    proxy = f"http://me:hush@127.0.0.1:{free_port()}"
    diagnosis = refused(trial(shared_sandbox, endpoint="http://tat.invalid", proxy=proxy))
    assert diagnosis.cause is Cause.PROXY
    assert "hush" not in f"{diagnosis.title} {diagnosis.what} {diagnosis.next_step}"


def test_a_lost_answer_is_the_network_too(faulty: Sandbox) -> None:
    set_faults(faulty, {"effect": "drop-before", "action": "GetCallerIdentity"})
    assert refused(trial(faulty)).cause is Cause.NETWORK
