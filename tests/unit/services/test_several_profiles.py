"""Several profiles looked at together: whose machines there are, and which of them count once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec
import pytest

from tat_console.cloud.connect import Connector
from tat_console.ports.profiles import Environment
from tat_console.services.session import Session
from tat_console.support.errors import ConsoleError
from tests.fixtures.console import PROFILE_ID, Access, Headless, headless_console
from tests.fixtures.sandbox import Sandbox, StartSandbox

EAST = "east"
Work = Callable[[Headless], Awaitable[None]]
WithTwo = Callable[[Work], None]


def access(sandbox: Sandbox) -> Access:
    return Access(sandbox.endpoint, sandbox.secret_id, sandbox.secret_key)


@pytest.fixture
def with_two(home: Path, start_sandbox: StartSandbox, tmp_path: Path) -> WithTwo:
    """`with_two(work)`: a console with a profile in front and one in other regions, `EAST`."""
    front = start_sandbox("--instances", "8", "--region", "ap-guangzhou", "ap-shanghai")
    east = start_sandbox("--instances", "8", "--region", "ap-seoul", state=tmp_path / "east")

    def go(work: Work) -> None:
        async def inside() -> None:
            async with headless_console(home / "console", access(front)) as console:
                console.add_profile(
                    access(east),
                    profile_id=EAST,
                    name="East",
                    environment=Environment.STAGING,
                    regions=("ap-seoul",),
                )
                await console.session.activate(PROFILE_ID)
                async with asyncio.timeout(60):
                    await work(console)

        asyncio.run(inside())

    return go


def names_of_profiles(console: Headless) -> list[str]:
    return [one.profile_id for one in console.session.profiles_in_use]


def regions(console: Headless) -> set[str]:
    return {machine.region for machine in console.directory.machines}


def test_machines_of_all_profiles_in_use_are_known_with_whose_they_are(with_two: WithTwo) -> None:
    async def work(console: Headless) -> None:
        await console.session.look_beside(EAST)
        await console.directory.refresh()
        assert regions(console) == {"ap-guangzhou", "ap-shanghai", "ap-seoul"}
        assert len(console.directory.machines) == 16
        for machine in console.directory.machines:
            wanted = EAST if machine.region == "ap-seoul" else PROFILE_ID
            assert console.directory.owners[machine.instance_id] == wanted
            assert (
                console.directory.profiles_of([machine])[machine.instance_id].profile_id == wanted
            )
        console.session.choose_regions(("ap-shanghai",))
        await console.directory.refresh()
        assert regions(console) == {"ap-shanghai", "ap-seoul"}
        console.session.look_away(EAST)
        assert regions(console) == {"ap-shanghai"}

    with_two(work)


def test_a_profile_that_was_looked_at_changes_places_and_another_is_looked_at_alone(
    with_two: WithTwo,
) -> None:
    async def work(console: Headless) -> None:
        await console.session.look_beside(EAST)
        await console.directory.refresh()
        await console.session.activate(EAST)
        assert names_of_profiles(console) == [EAST, PROFILE_ID]
        assert console.session.chosen_regions == ("ap-seoul",)
        assert len(console.directory.machines) == 16
        front = console.profiles.get(PROFILE_ID)
        assert front is not None
        console.profiles.provide(
            msgspec.structs.replace(front, profile_id="third"),
            await console.profiles.credential(front),
        )
        await console.session.activate("third")
        assert names_of_profiles(console) == ["third"]
        assert console.directory.machines == ()

    with_two(work)


def test_profiles_beside_the_front_are_looked_at_again_after_a_restart(with_two: WithTwo) -> None:
    async def work(console: Headless) -> None:
        await console.session.look_beside(EAST)
        again = Session(console.profiles, console.settings, Connector(console.clock))
        await again.activate(PROFILE_ID)
        assert [one.profile_id for one in again.profiles_in_use] == [PROFILE_ID, EAST]
        assert again.regions_of(EAST) == ("ap-seoul",)
        await again.close()

    with_two(work)


def test_a_machine_that_two_profiles_see_is_there_once(with_two: WithTwo) -> None:
    async def work(console: Headless) -> None:
        front = console.profiles.get(PROFILE_ID)
        assert front is not None
        console.profiles.provide(
            msgspec.structs.replace(front, profile_id="twin", name="Twin"),
            await console.profiles.credential(front),
        )
        await console.session.look_beside("twin")
        await console.directory.refresh()
        assert len(console.directory.machines) == 8
        assert set(console.directory.owners.values()) == {PROFILE_ID}
        assert console.directory.errors == ()

    with_two(work)


def test_a_profile_that_does_not_answer_leaves_the_others_as_they_are(with_two: WithTwo) -> None:
    async def work(console: Headless) -> None:
        east = console.profiles.get(EAST)
        assert east is not None
        await console.session.look_beside(EAST)
        await console.directory.refresh()
        credential = await console.profiles.credential(east)
        away = msgspec.structs.replace(east, endpoint="http://127.0.0.1:9")
        console.profiles.provide(away, credential)
        await console.session.load_account()
        await console.directory.refresh()
        assert len(console.directory.machines) == 16, "what was known is kept"
        assert console.directory.errors
        assert all(error.title.startswith("“East”: ") for error in console.directory.errors)
        console.session.look_away(EAST)
        with pytest.raises(ConsoleError):
            await console.session.look_beside(EAST)
        assert names_of_profiles(console) == [PROFILE_ID]

    with_two(work)
