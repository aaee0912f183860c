"""The frame of the window: rail, palette, regions, profile, and what it remembers."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from tat_console.ui.kit.theme import current
from tat_console.ui.navigation import PageKey
from tat_console.ui.shell.first_size import come_up
from tat_console.ui.shell.palette import Palette
from tests.fixtures.sandbox import Sandbox
from tests.journeys.conftest import Journey, OpenConsole, Person

CTRL = Qt.KeyboardModifier.ControlModifier
Run = Callable[[Coroutine[Any, Any, Any]], Any]


async def find(person: Person, words: str) -> None:
    """Open the palette by Ctrl+K, type, and take what is found first."""
    await person.hand.press(Qt.Key.Key_K, CTRL, on=person.console.window)
    field = await person.hand.see(QLineEdit, "palette_field")
    await person.hand.type_into("palette_field", words)
    await person.hand.press(Qt.Key.Key_Return, on=field)


def test_every_page_has_a_key_and_a_place_in_the_rail(journey: Journey) -> None:
    async def work(person: Person) -> None:
        window = person.console.window
        assert set(window.rail.buttons) == set(PageKey)
        for number, page in enumerate(window.rail.buttons, start=1):
            await person.hand.press(Qt.Key(Qt.Key.Key_0 + number), CTRL, on=window)
            assert window.page == page
            assert window.rail.buttons[page].isChecked()

    journey(work)


def test_the_palette_finds_machines_pages_and_colours(journey: Journey) -> None:
    async def work(person: Person) -> None:
        await person.machines_are_there()
        machine = person.services.directory.machines[3]
        await find(person, machine.instance_id)
        assert person.services.chosen.ids == (machine.instance_id,)
        assert person.console.window.page is PageKey.INSTANCES
        await find(person, "go to history")
        assert person.console.window.rail.buttons[PageKey.HISTORY].isChecked()
        await find(person, "dark colours")
        assert current().is_dark
        await find(person, "light colours")
        assert not current().is_dark
        assert not person.hand.shown(Palette, "palette")

    journey(work)


def test_the_palette_says_nothing_where_nothing_is_found(journey: Journey) -> None:
    async def work(person: Person) -> None:
        await find(person, "zzz no such thing")
        palette = person.hand.find(Palette, "palette")
        assert palette.list.count() == 0
        await person.hand.press(Qt.Key.Key_Escape, on=palette)
        assert not person.hand.shown(Palette, "palette")

    journey(work)


def test_fewer_regions_show_fewer_machines(journey: Journey) -> None:
    async def work(person: Person) -> None:
        await person.machines_are_there()
        assert len({machine.region for machine in person.services.directory.machines}) == 3
        await person.hand.click("regions_button")
        menu = person.hand.shown(QMenu, "")[-1]
        menu.actions()[0].trigger()
        menu.close()
        await person.hand.until(
            lambda: len({machine.region for machine in person.services.directory.machines}) == 2,
            "one region less is read",
        )

    journey(work)


def test_the_window_folds_and_remembers(run: Run, open_console: OpenConsole) -> None:
    async def first() -> None:
        async with open_console() as person:
            window = person.console.window
            await person.hand.click("rail_history")
            window.resize(QSize(980, 620))
            await person.hand.settle()
            assert window.rail.width() < 60

    async def second() -> None:
        async with open_console() as person:
            window = person.console.window
            assert window.page is PageKey.HISTORY
            assert window.height() == 620

    async def both() -> None:
        await first()
        await second()

    run(both())


def test_another_profile_shows_its_machines_and_its_colour(
    run: Run, open_console: OpenConsole, sandbox: Sandbox
) -> None:
    async def work() -> None:
        async with open_console() as person:
            await person.machines_are_there()
            here = {machine.instance_id for machine in person.services.directory.machines}
            person.use(sandbox)
            await person.hand.click("profile_switch")
            menu = person.hand.shown(QMenu, "")[-1]
            next(action for action in menu.actions() if "Outside" in action.text()).trigger()
            menu.close()
            await person.hand.until(
                lambda: (
                    person.services.session.profile is not None
                    and person.services.session.profile.name == "Outside"
                    and len(person.services.directory.machines) > len(here)
                ),
                "the machines of the other profile are read",
            )
            assert "Development" in person.hand.find(QWidget, "profile_switch").accessibleName()
            assert not person.console.window.status_line.notice.isVisible()

    run(work())


def test_the_first_window_fits_a_small_screen(run: Run, open_console: OpenConsole) -> None:
    async def work() -> None:
        async with open_console() as person:
            window = person.console.window
            window.hide()
            come_up(window)
            assert window.isMaximized()  # the screen of the tests is smaller than the first size
            window.showNormal()
            window.resize(1000, 700)
            window.keep_geometry()
            window.hide()
            come_up(window)
            assert not window.isMaximized()

    run(work())
