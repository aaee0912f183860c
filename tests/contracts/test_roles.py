"""A role taken with a profile's key: its code, its end, and a new key in the middle of the work."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tat_console.ports.cloud import CallRecord
from tat_console.ports.profiles import AssumedRole, Credential, Profile
from tat_console.support.clock import SystemClock
from tat_console.support.errors import ConsoleError
from tat_console.tat.account import GetCallerIdentity
from tat_console.tat.invocations import DescribeInvocations
from tests.fixtures.console import Access, Headless, headless_console
from tests.fixtures.sandbox import Sandbox, StartSandbox

ROLE = "qcs::cam::uin/100000000001:roleName/operator"
SERIAL = "qcs::cam:uin/100000000001::mfa/softToken"


class MovedClock(SystemClock):
    """A clock that a test moves on."""

    ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead


def access(sandbox: Sandbox) -> Access:
    return Access(sandbox.endpoint, sandbox.secret_id, sandbox.secret_key)


def with_role(console: Headless, sandbox: Sandbox, role: AssumedRole) -> Profile:
    return console.add_profile(access(sandbox), profile_id="p-role", name="Role", role=role)


def test_the_role_signs_and_its_end_is_known(tmp_path: Path, shared_sandbox: Sandbox) -> None:
    async def work() -> None:
        async with headless_console(tmp_path, access(shared_sandbox)) as console:
            with_role(console, shared_sandbox, AssumedRole(role_arn=ROLE, duration_s=1800))
            await console.session.activate("p-role")
            assert console.session.identity is not None
            assert "assumed-role/operator" in console.session.identity.arn
            ends = console.session.keys.ends_at("p-role")
            assert ends is not None
            assert timedelta(minutes=25) < ends - datetime.now(UTC) <= timedelta(minutes=30)
            assert console.session.keys.ends_at("sandbox") is None

    asyncio.run(work())


def test_two_profiles_of_one_account_share_its_rate(
    tmp_path: Path, start_sandbox: StartSandbox
) -> None:
    """Their keys differ; the service counts the account, so nothing may be refused as too much."""

    async def work() -> None:
        sandbox = start_sandbox("--instances", "2")
        async with headless_console(tmp_path, access(sandbox)) as console:
            with_role(console, sandbox, AssumedRole(role_arn=ROLE))
            await console.session.activate("sandbox")
            await console.session.look_beside("p-role")
            clouds = [
                connection.cloud
                for key in ("sandbox", "p-role")
                if (connection := await console.session.connection_of(key))
            ]
            records: list[CallRecord] = []
            for cloud in clouds:
                cloud.calls.subscribe(records.append)
            calls = (
                cloud.call(DescribeInvocations(), region="ap-guangzhou") for cloud in clouds * 30
            )
            await asyncio.gather(*calls)
            assert {(record.outcome, record.attempts) for record in records} == {("ok", 1)}
            assert clouds[0].usage() == clouds[1].usage()

    asyncio.run(work())


def test_a_new_key_is_taken_before_the_old_one_ends(
    tmp_path: Path, shared_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def work() -> None:
        clock = MovedClock()
        async with headless_console(tmp_path, access(shared_sandbox), clock) as console:
            with_role(console, shared_sandbox, AssumedRole(role_arn=ROLE, duration_s=400))
            asked: list[str] = []
            own_key = console.profiles.credential

            async def counted(profile: Profile) -> Credential:
                asked.append(profile.profile_id)
                return await own_key(profile)

            monkeypatch.setattr(console.profiles, "credential", counted)
            connection = await console.session.connection_of("p-role")
            assert connection is not None
            outcomes: list[str] = []
            connection.cloud.calls.subscribe(lambda record: outcomes.append(record.outcome))
            for ahead_s, keys in ((0, 1), (90, 1), (110, 2), (110, 2)):
                clock.ahead = timedelta(seconds=ahead_s)
                await connection.cloud.call(GetCallerIdentity(), region="ap-guangzhou")
                assert len(asked) == keys
            assert outcomes == ["ok"] * 4
            assert asked == ["p-role"] * 2

    asyncio.run(work())


def test_a_code_is_asked_for_where_the_role_wants_one(
    tmp_path: Path, shared_sandbox: Sandbox
) -> None:
    async def work() -> None:
        async with headless_console(tmp_path, access(shared_sandbox)) as console:
            role = AssumedRole(role_arn=f"{ROLE}-mfa", mfa_serial=SERIAL)
            with_role(console, shared_sandbox, role)
            with pytest.raises(ConsoleError, match="6 digits"):
                await console.session.activate("p-role")
            given = iter(["000000", " 123456 "])

            async def ask(profile: Profile, asked: AssumedRole) -> str:
                assert (profile.profile_id, asked) == ("p-role", role)
                return next(given)

            console.session.keys.ask_code = ask
            with pytest.raises(ConsoleError, match="second factor was not accepted"):
                await console.session.activate("p-role")
            await console.session.activate("p-role")
            assert console.session.identity is not None

    asyncio.run(work())


def test_nobody_is_asked_twice_at_once_nor_again_after_refusing(
    tmp_path: Path, shared_sandbox: Sandbox
) -> None:
    async def work() -> None:
        async with headless_console(tmp_path, access(shared_sandbox)) as console:
            role = AssumedRole(role_arn=f"{ROLE}-mfa", mfa_serial=SERIAL)
            profile = with_role(console, shared_sandbox, role)
            codes = ["", "123456"]
            asked: list[str] = []

            async def ask(_profile: Profile, _role: AssumedRole) -> str:
                asked.append(codes[len(asked)])
                await asyncio.sleep(0)
                return asked[-1]

            keys = console.session.keys
            keys.ask_code = ask
            for _look in range(3):
                with pytest.raises(ConsoleError, match="was not taken"):
                    await keys.credential(profile)
            assert asked == [""]
            keys.ask_again("p-role")
            first, second = await asyncio.gather(keys.credential(profile), keys.credential(profile))
            assert first == second
            assert asked == ["", "123456"]

    asyncio.run(work())
