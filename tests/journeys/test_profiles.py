"""An account of one's own: its key goes to the keyring of the system, and nowhere else."""

from __future__ import annotations

import base64
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QCheckBox

from tests.journeys.conftest import OpenConsole, Person

KEY = "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE"
TOKEN = "a-temporary-token-of-the-account-4711"
Run = Callable[[Coroutine[Any, Any, Any]], Any]


async def fill_form(person: Person) -> None:
    """Add a profile in the settings and save it."""
    await person.machines_are_there()
    await person.hand.click("rail_settings")
    await person.hand.click("new_profile")
    await person.hand.type_into("profile_name", "harbor")
    await person.hand.type_into("profile_secret_id", "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE")
    await person.hand.type_into("profile_secret_key", KEY)
    await person.hand.type_into("profile_token", TOKEN)
    await person.hand.click("save_profile")
    await person.hand.until(
        lambda: any(profile.name == "harbor" for profile in person.services.profiles),
        "the profile is saved",
    )


def files_that_hold(home: Path, secret: str) -> list[Path]:
    """Files below a folder with a secret in them, plain or in a common disguise."""
    shapes = (
        secret.encode(),
        secret.encode("utf-16-le"),
        base64.b64encode(secret.encode()).rstrip(b"=")[:-1],
        secret.encode().hex().encode(),
    )
    return [
        path
        for path in home.rglob("*")
        if path.is_file() and any(shape in path.read_bytes() for shape in shapes)
    ]


def test_a_key_is_stored_read_and_forgotten(
    run: Run, open_console: OpenConsole, secret_service: str, home: Path
) -> None:
    async def first() -> None:
        async with open_console() as person:
            await fill_form(person)

    async def second() -> None:
        async with open_console() as person:
            profile = next(one for one in person.services.profiles if one.name == "harbor")
            credential = await person.services.profiles.credential(profile)
            assert credential.secret_key.reveal() == KEY
            assert credential.token is not None
            assert credential.token.reveal() == TOKEN
            await person.hand.click("rail_settings")
            await person.hand.click_row("profiles", 1, 0)
            await person.hand.click("remove_profile")
            await person.hand.click("agree")
            await person.hand.until(
                lambda: person.services.profiles.get(profile.profile_id) is None, "it is removed"
            )

    async def third() -> None:
        async with open_console() as person:
            assert [profile.name for profile in person.services.profiles] == ["Local sandbox"]

    async def all_three() -> None:
        await first()
        assert not files_that_hold(home, KEY)
        assert not files_that_hold(home, TOKEN)
        await second()
        await third()
        assert not files_that_hold(home, KEY)

    run(all_three())


def test_without_a_keyring_the_key_lasts_for_the_session(
    run: Run, open_console: OpenConsole, home: Path
) -> None:
    async def first() -> None:
        async with open_console() as person:
            await fill_form(person)
            assert person.hand.find(QCheckBox, "profile_session_only").isChecked()
            profile = next(one for one in person.services.profiles if one.name == "harbor")
            credential = await person.services.profiles.credential(profile)
            assert credential.secret_key.reveal() == KEY

    async def second() -> None:
        async with open_console() as person:
            names = [profile.name for profile in person.services.profiles]
            assert "harbor" in names

    async def both() -> None:
        await first()
        await second()

    run(both())
    assert not files_that_hold(home, KEY)
