"""Keys that lie on this computer, tests that fail, roles with a code, and a key that ends."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from tat_console.composition import Surroundings
from tat_console.ports.profiles import FoundKey, KeySource
from tat_console.services.imports import KeysAround
from tat_console.storage.keys_elsewhere.reader import KeysElsewhere
from tat_console.tat.statuses import TaskStatus
from tat_console.ui.dialogs.form_field import FormField
from tat_console.ui.kit.banner import Banner, Notice
from tests.contracts.test_connection_trial import set_faults
from tests.fixtures.console import Access
from tests.fixtures.sandbox import Sandbox
from tests.journeys.conftest import OpenConsole, Person
from tests.sandbox.official import ByHand

ROLE = "qcs::cam::uin/100000000001:roleName/operator-mfa"
DEVICE = "qcs::cam:uin/100000000001::mfa/softToken"
Run = Callable[[Coroutine[Any, Any, Any]], Any]


class NoMachine:
    """This computer is no machine of the cloud, so it has no role."""

    async def found(self) -> tuple[FoundKey, ...]:
        return ()

    async def read(self, source: KeySource) -> Any:
        raise AssertionError(source)


@pytest.fixture
def around(home: Path) -> Surroundings:
    """The keys below the test's home and in its environment."""
    files = KeysElsewhere(home, os.environ, home / "none")
    return Surroundings(keys=KeysAround(files, NoMachine()))


def tccli_profile(home: Path, name: str, content: dict[str, object], mode: int = 0o600) -> Path:
    path = home / ".tccli" / f"{name}.credential"
    path.parent.mkdir(mode=0o755, exist_ok=True)
    path.write_text(json.dumps(content))
    path.chmod(mode)
    return path


def key_of(sandbox: Sandbox) -> dict[str, object]:
    return {"secretId": sandbox.secret_id, "secretKey": sandbox.secret_key}


def temporary_key(sandbox: Sandbox, ends: int) -> dict[str, object]:
    """A key of a role, as a program that signs in would keep it."""
    body = {"RoleArn": ROLE.removesuffix("-mfa"), "RoleSessionName": "journey"}
    _status, response = ByHand(sandbox, "AssumeRole", "sts", json.dumps(body).encode()).send()
    lent = response["Credentials"]
    return {
        "type": "oauth",
        "expiresAt": ends,
        "secretId": lent["TmpSecretId"],
        "secretKey": lent["TmpSecretKey"],
        "token": lent["Token"],
    }


def words_of(part: QWidget) -> str:
    """All that a part of the window says."""
    return "\n".join(label.text() for label in part.findChildren(QLabel))


def below(person: Person, name: str) -> str:
    """What stands under a field."""
    parent = person.hand.find(QWidget, name).parentWidget()
    while parent is not None and not isinstance(parent, FormField):
        parent = parent.parentWidget()
    assert parent is not None
    return parent.shown_text()


async def say_address(person: Person, sandbox: Sandbox | Access) -> None:
    """Lead the profile that is open to the sandbox instead of the cloud."""
    if not person.hand.shown(QLineEdit, "profile_endpoint"):
        await person.hand.click("fold_network")
    await person.hand.type_into("profile_endpoint", sandbox.endpoint)


async def type_profile(person: Person, sandbox: Sandbox | Access, name: str, key: str) -> None:
    await person.machines_are_there()
    await person.hand.click("rail_settings")
    await person.hand.click("new_profile")
    await person.hand.type_into("profile_name", name)
    await person.hand.type_into("profile_secret_id", sandbox.secret_id)
    await person.hand.type_into("profile_secret_key", key)
    await say_address(person, sandbox)


async def save_it(person: Person, name: str) -> None:
    await person.hand.click("save_profile")
    await person.hand.until(
        lambda: any(one.name == name for one in person.services.profiles), "it is saved"
    )


async def try_it(person: Person) -> str:
    """Test the profile that is open; returns all that the test says."""
    await person.hand.click("test_profile")
    again = await person.hand.see(QAbstractButton, "test_again")
    await person.hand.until(again.isEnabled, "the test has ended")
    return words_of(person.hand.find(QDialog, "connection_test"))


async def connected(person: Person, name: str) -> None:
    session = person.services.session
    await person.hand.until(
        lambda: session.profile and session.profile.name == name and session.identity,
        f"{name} is connected",
    )


def test_keys_of_other_programs_are_imported_and_run_a_script(
    run: Run, open_console: OpenConsole, home: Path, around: Surroundings, sandbox: Sandbox
) -> None:
    path = tccli_profile(home, "default", key_of(sandbox), 0o644)
    ended = {"type": "sso", "token": "t", "expiresAt": 1_700_000_000}
    tccli_profile(home, "office", key_of(sandbox) | ended)
    ini = home / ".tencentcloud" / "credentials"
    ini.parent.mkdir(mode=0o700)
    ini.write_text(f"secret_id = '{sandbox.secret_id}'\nsecret_key = '{sandbox.secret_key}'\n")
    ini.chmod(0o600)

    async def visit() -> None:
        async with open_console(welcome=True, around=around) as person:
            hand = person.hand
            await hand.click("welcome_find")
            await hand.until(lambda: len(hand.shown(QCheckBox, "take_key")) == 3, "keys are found")
            dialog = hand.find(QDialog, "import_keys")
            said = words_of(dialog)
            assert f"close it with: chmod 600 {path}" in said
            assert "tccli sso login --profile office" in said
            assert "no section [default]" in said
            boxes = {box.text(): box for box in hand.shown(QCheckBox, "take_key")}
            ticked = {name: box.isChecked() for name, box in boxes.items()}
            assert ticked == {"tccli default": True, "tccli office": False, "SDK": True}
            _first, second = hand.shown(QLineEdit, "key_name")
            second.setText("tccli default")
            await hand.click("import_button")
            assert second.parentWidget().shown_text().startswith("Another profile")  # type: ignore[union-attr]
            assert hand.shown(QDialog, "import_keys")
            second.setText("harbor-sdk")
            await hand.click("import_button")
            await hand.until(lambda: len(hand.rows("profiles")) == 3, "both are profiles")
            for place, name in ((1, "tccli default"), (2, "harbor-sdk")):
                await hand.click_row("profiles", place, 0)
                await say_address(person, sandbox)
                await save_it(person, name)
                assert "Everything works" in await outcome(person)
                await hand.click("close_test")
            kept = (home / "console" / "config" / "profiles.json").read_text()
            assert sandbox.secret_key not in kept
            await hand.click("use_profile")
            await connected(person, "harbor-sdk")
            await person.tick(1)
            await person.write("who", "echo from here")
            await person.run_it()
            await person.ended()
            assert await person.outputs() == ["from here\n"]

    run(visit())


async def outcome(person: Person) -> str:
    await try_it(person)
    return person.hand.find(Notice, "test_summary").accessibleName()


def test_the_key_of_the_environment(
    run: Run,
    open_console: OpenConsole,
    around: Surroundings,
    sandbox: Sandbox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TENCENTCLOUD_SECRET_ID", sandbox.secret_id)
    monkeypatch.setenv("TENCENTCLOUD_SECRET_KEY", sandbox.secret_key)

    async def visit() -> None:
        async with open_console(around=around) as person:
            hand = person.hand
            await person.machines_are_there()
            await hand.click("rail_settings")
            await hand.click("new_profile")
            await hand.type_into("profile_name", "from-environment")
            source = hand.find(QComboBox, "profile_source")
            await hand.press(Qt.Key.Key_Down, on=source)
            assert not hand.shown(QLineEdit, "profile_secret_key")
            await hand.until(
                lambda: sandbox.secret_id in words_of(hand.find(QWidget, "found_key")),
                "what lies there is told",
            )
            await say_address(person, sandbox)
            await save_it(person, "from-environment")
            assert "Everything works" in await outcome(person)

    run(visit())


def test_a_test_explains_what_is_in_the_way(
    run: Run, open_console: OpenConsole, around: Surroundings, sandbox: Sandbox
) -> None:
    async def visit() -> None:
        async with open_console(around=around) as person:
            hand = person.hand
            await type_profile(person, sandbox, "harbor", "not-the-key-at-all")
            said = await try_it(person)
            assert "The SecretKey does not fit" in said
            assert "RequestId" in said
            await hand.click("correct_field")
            await hand.type_into("profile_secret_key", sandbox.secret_key)
            expired = {"effect": "error", "code": "AuthFailure.SignatureExpire"}
            await asyncio.to_thread(set_faults, sandbox, expired)
            said = await try_it(person)
            assert "Clock" in said
            await hand.click("close_test")
            denied = {
                "effect": "error",
                "action": "DescribeCommands",
                "code": "UnauthorizedOperation",
            }
            await asyncio.to_thread(set_faults, sandbox, denied)
            said = await try_it(person)
            assert "tat:DescribeCommands in ap-guangzhou" in said
            await hand.click("copy_policy")
            policy = json.loads(QGuiApplication.clipboard().text())
            assert policy["statement"][0]["action"] == ["tat:DescribeCommands"]
            await hand.click("close_test")
            assert hand.text("profile_secret_key") == sandbox.secret_key
            slow = {"effect": "delay", "seconds": 60}
            await asyncio.to_thread(set_faults, sandbox, slow)
            await hand.click("test_profile")
            assert hand.find(QPushButton, "close_test").text() == "Cancel"
            await hand.click("close_test")
            await hand.until(lambda: not hand.shown(QDialog, "connection_test"), "it is given up")

    run(visit())


def test_what_cannot_be_is_said_beside_its_field(
    run: Run, open_console: OpenConsole, around: Surroundings, sandbox: Sandbox, home: Path
) -> None:
    async def visit() -> None:
        async with open_console(around=around) as person:
            hand = person.hand
            await type_profile(person, sandbox, "harbor", sandbox.secret_key)
            await hand.type_into("profile_endpoint", "tat.example.com")
            await hand.type_into("profile_proxy", "10.0.0.1")
            await hand.type_into("profile_ca_file", str(home / "missing.pem"))
            await hand.click("fold_role")
            await hand.click("profile_takes_role")
            await hand.type_into("profile_role_arn", "operator")
            await hand.type_into("profile_role_duration", "50000")
            await hand.click("fold_network")
            await hand.click("save_profile")
            assert "roleName/NAME" in below(person, "profile_role_arn")
            assert "43,200" in below(person, "profile_role_duration")
            await hand.click("fold_network")
            assert "https://HOST" in below(person, "profile_endpoint")
            assert "http://HOST:PORT" in below(person, "profile_proxy")
            assert "no file" in below(person, "profile_ca_file")
            assert hand.text("profile_secret_key") == sandbox.secret_key
            assert [one.name for one in person.services.profiles] == ["Local sandbox"]

    run(visit())


def test_a_role_with_a_code_runs_a_script(
    run: Run, open_console: OpenConsole, around: Surroundings, sandbox: Sandbox
) -> None:
    async def visit() -> None:
        async with open_console(around=around) as person:
            hand = person.hand
            await type_profile(person, sandbox, "operator", sandbox.secret_key)
            await hand.click("fold_role")
            await hand.click("profile_takes_role")
            await hand.type_into("profile_role_arn", ROLE)
            await hand.type_into("profile_role_mfa", DEVICE)
            await save_it(person, "operator")
            await hand.click("use_profile")
            await hand.type_into("mfa_code", "000000")
            await hand.click("give_code")
            await hand.until(
                lambda: any(
                    "second factor" in banner.error.title
                    for banner in hand.window.findChildren(Banner)
                    if banner.isVisible()
                ),
                "the wrong code is told",
            )
            await hand.click("use_profile")
            await hand.type_into("mfa_code", "12345")
            assert not hand.find(QAbstractButton, "give_code").isEnabled()
            await hand.type_into("mfa_code", "123456")
            await hand.press(Qt.Key.Key_Return, on=hand.find(QLineEdit, "mfa_code"))
            await connected(person, "operator")
            identity = person.services.session.identity
            assert identity is not None
            assert "assumed-role/operator-mfa" in identity.arn
            assert hand.find(QWidget, "key_end").accessibleName().startswith("Key until ")
            await person.tick(1)
            await person.write("who", "echo with a role")
            await person.run_it()
            await person.ended()
            assert await person.outputs() == ["with a role\n"]

    run(visit())


def test_a_key_that_ends_in_the_middle_of_a_run_is_renewed_and_nothing_is_lost(
    run: Run, open_console: OpenConsole, home: Path, around: Surroundings, sandbox: Sandbox
) -> None:
    tccli_profile(home, "me", temporary_key(sandbox, 4_000_000_000))

    async def visit() -> None:
        async with open_console(around=around) as person:
            hand = person.hand
            await person.machines_are_there()
            await hand.click("rail_settings")
            await hand.click("import_profiles")
            await hand.click("import_button")
            await hand.until(lambda: len(hand.rows("profiles")) == 2, "it is imported")
            await say_address(person, sandbox)
            await save_it(person, "tccli me")
            await hand.click("use_profile")
            await connected(person, "tccli me")
            await person.tick(1)
            go = home / "go-on"
            await person.write(
                "wait", f"echo begun; until [ -e {go} ]; do sleep 0.1; done; echo done"
            )
            await person.run_it()
            await person.all_run()
            await asyncio.to_thread(set_faults, sandbox, {"effect": "expired-token"})
            await hand.until(
                lambda: any(
                    "temporary key" in f"{banner.error.title} {banner.error.next_step}".casefold()
                    for banner in hand.window.findChildren(Banner)
                    if banner.isVisible()
                ),
                "it is said that the key has ended, and what to do",
            )
            assert person.run.is_live
            tccli_profile(home, "me", temporary_key(sandbox, 4_100_000_000))
            await asyncio.to_thread(set_faults, sandbox)
            go.touch()
            await person.ended()
            assert person.run.counts[TaskStatus.SUCCESS] == 1
            assert await person.outputs() == ["begun\ndone\n"]

    run(visit())
