"""F5 reads again what a page shows, from the disk too: another start of the program changed it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView

from tat_console.composition import Surroundings, open_household
from tat_console.ports.archive import Script
from tat_console.ports.profiles import KeySource, Profile, SourceKind
from tat_console.runs.plan import make_plan
from tat_console.runs.target_sets import TargetFilter, TargetSet
from tat_console.services.services import Services
from tat_console.support.paths import AppPaths
from tat_console.tat.statuses import CommandType
from tests.fixtures.console import until_ended
from tests.fixtures.sandbox import Sandbox
from tests.journeys.conftest import OUTSIDE, OpenConsole, Person, offer_outside

Run = Callable[[Coroutine[Any, Any, Any]], Any]


@asynccontextmanager
async def another_start(home: Path, sandbox: Sandbox) -> AsyncIterator[Services]:
    """The services of a second start of the program, on the disk of the first."""
    household = await open_household(AppPaths.below(home / "console"), Surroundings(examples=None))
    services = household.services
    offer_outside(services, sandbox)
    try:
        await services.session.activate(OUTSIDE)
        await services.directory.refresh()
        yield services
    finally:
        await household.close()


async def change_documents(other: Services) -> None:
    """Save a set, a search and a profile, and mark a command of the gallery."""
    live = TargetFilter(names=("web-*",))
    other.target_sets.save(TargetSet(set_id="", name="Web servers", live=live))
    other.past.searches.save("Broken", "status:failed")
    source = KeySource(kind=SourceKind.ENVIRONMENT)
    await other.profiles.save(Profile(profile_id="p-1", name="From there", source=source), None)
    gallery = other.scripts.gallery
    await gallery.refresh()
    gallery.mark(gallery.items[0].key, favourite=True)


async def run_there(other: Services, name: str) -> None:
    """Run a script to its end."""
    ready = [one for one in other.directory.machines if one.refusal(CommandType.SHELL) is None]
    script = Script(name=name, content=b"echo done elsewhere")
    profile = other.session.require().profile
    plan = make_plan(script, ready[:2], profile, now=other.clock.now())
    await until_ended(await other.runs.start(plan))


async def entries(person: Person, name: str) -> str:
    """The words of a menu, a line each."""
    menu = await person.hand.open_menu(name)
    found = [action.text() for action in menu.actions()]
    menu.close()
    await person.hand.settle()
    return "\n".join(found)


def listed(person: Person) -> list[str]:
    """The scripts of the runs in the list."""
    return [row[1] for row in person.hand.rows("run_list")]


def test_what_another_window_kept_is_there_after_f5(
    run: Run, open_console: OpenConsole, home: Path, sandbox: Sandbox
) -> None:
    async def work() -> None:
        async with open_console(outside=sandbox) as person:
            hand, services = person.hand, person.services
            await person.machines_are_there()
            async with another_start(home, sandbox) as other:
                await change_documents(other)
                await run_there(other, "anything")
                (favourite,) = other.scripts.gallery.favourites
            await hand.click("rail_instances")
            assert "Web servers" not in await entries(person, "saved_sets")
            assert "From there" not in await entries(person, "profile_switch")
            await hand.press(Qt.Key.Key_F5)
            assert "Web servers" in await entries(person, "saved_sets")
            assert "From there" in await entries(person, "profile_switch")
            await hand.click("rail_history")
            await hand.press(Qt.Key.Key_F5)
            assert "Broken" in await entries(person, "save_search")
            await services.scripts.gallery.ensure()
            assert [one.key for one in services.scripts.gallery.favourites] == [favourite.key]

    run(work())


def test_runs_of_another_window_are_listed_after_f5(
    run: Run, open_console: OpenConsole, home: Path, sandbox: Sandbox
) -> None:
    async def work() -> None:
        async with open_console(outside=sandbox) as person:
            hand = person.hand
            await person.machines_are_there()
            async with another_start(home, sandbox) as other:
                await run_there(other, "first")
                await hand.click("rail_runs")
                await hand.until(lambda: listed(person) == ["first"], "the first is listed")
                await run_there(other, "second")
                assert listed(person) == ["first"]
                await hand.press(Qt.Key.Key_F5)
                await hand.until(lambda: listed(person) == ["second", "first"], "both are listed")
                await hand.click("rail_history")
                await hand.until(lambda: len(found(person)) == 2, "the history has both")
                await run_there(other, "third")
                assert len(found(person)) == 2
                await hand.press(Qt.Key.Key_F5)
                await hand.until(lambda: len(found(person)) == 3, "the history has the third")

    run(work())


def found(person: Person) -> list[list[str]]:
    """The runs that the history lists."""
    return person.hand.rows("history") if person.hand.shown(QListView, "history") else []


def test_who_saves_a_set_keeps_those_of_another_window(
    run: Run, open_console: OpenConsole, home: Path, sandbox: Sandbox
) -> None:
    async def work() -> None:
        async with open_console(outside=sandbox) as person:
            await person.machines_are_there()
            async with another_start(home, sandbox) as other:
                await change_documents(other)
                await person.tick(1)
                menu = await person.hand.open_menu("saved_sets")
                save = next(one for one in menu.actions() if one.objectName() == "save_set_action")
                save.trigger()
                menu.close()
                await person.hand.type_into("set_name", "Mine")
                await person.hand.click("set_accept")
                other.target_sets.read_again()
                assert [one.name for one in other.target_sets] == ["Mine", "Web servers"]

    run(work())
