"""A clock that is wrong is measured and made up for; a certificate that is not trusted is said."""

from __future__ import annotations

import re
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from tat_console.tat.statuses import TaskStatus
from tat_console.ui.shell.status_line import Cell
from tests.fixtures.console import Access
from tests.fixtures.sandbox import Sandbox, StartSandbox
from tests.fixtures.tls import LOOPBACK, encrypted_door, make_certificate
from tests.journeys.conftest import OpenConsole, Person
from tests.journeys.test_bad_input import shown_banners
from tests.journeys.test_credentials import connected, save_it, try_it, type_profile
from tests.journeys.test_several_profiles import from_the_switch

Run = Callable[[Coroutine[Any, Any, Any]], Any]
NOT_TRUSTED = "The service's certificate is not trusted"
NEXT_STEP = "Check the clock of this computer and the CA file of the profile."


async def run_a_script(person: Person) -> None:
    """Run on one machine; it succeeds."""
    await person.tick(1)
    await person.write("hello", "echo hello there")
    await person.run_it()
    await person.ended()
    assert person.run.counts[TaskStatus.SUCCESS] == 1
    assert await person.outputs() == ["hello there\n"]


@pytest.mark.parametrize(("seconds", "side"), [(1_200, "behind"), (-1_200, "ahead of")])
def test_a_wrong_clock_is_told_and_work_goes_on(
    run: Run,
    open_console: OpenConsole,
    start_sandbox: StartSandbox,
    tmp_path: Path,
    seconds: int,
    side: str,
) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text(f'[[rule]]\neffect = "clock"\nseconds = {seconds}\n')
    sandbox = start_sandbox("--instances", "6", "--faults", str(rules))

    async def work() -> None:
        async with open_console(outside=sandbox) as person:
            hand = person.hand
            await connected(person, "Outside")
            clock = hand.find(Cell, "clock_offset")
            await hand.until(lambda: clock.text.text() == "Clock off by 20 min", "it is measured")
            told = rf"This computer's clock is (19|20) min \d+ s {side} the service's\."
            assert re.match(told, clock.toolTip())
            assert "The program corrects it" in clock.toolTip()
            person.console.window.resize(960, 600)
            await hand.settle()
            assert clock.isVisible()
            person.console.window.resize(1280, 800)
            await run_a_script(person)

    run(work())


def test_a_certificate_nobody_vouches_for_is_said_and_trusted_by_a_ca_file(
    run: Run, open_console: OpenConsole, sandbox: Sandbox, tmp_path: Path
) -> None:
    certificate = make_certificate(tmp_path / "own.pem", LOOPBACK)

    async def work(endpoint: str) -> None:
        door = Access(endpoint, sandbox.secret_id, sandbox.secret_key)
        async with open_console() as person:
            hand = person.hand
            await type_profile(person, door, "Behind TLS", sandbox.secret_key)
            said = await try_it(person)
            assert NOT_TRUSTED in said
            assert NEXT_STEP in said
            await hand.click("close_test")
            await save_it(person, "Behind TLS")
            await from_the_switch(person, "Behind TLS")
            await hand.until(lambda: shown_banners(person), "the window says it")
            (banner,) = shown_banners(person)
            assert NOT_TRUSTED in banner.accessibleName()
            assert LOOPBACK in banner.accessibleName()
            assert NEXT_STEP in banner.accessibleName()

            await hand.type_into("profile_ca_file", str(certificate))
            await hand.click("save_profile")
            await from_the_switch(person, "Behind TLS")
            await connected(person, "Behind TLS")
            assert shown_banners(person) == []
            await run_a_script(person)

    with encrypted_door(sandbox.endpoint, certificate) as endpoint:
        run(work(endpoint))
