"""Two runs side by side, each in a window of its own, which end with the program."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QWidget

from tat_console.tour.hand import Hand
from tat_console.ui.models.view import TableView
from tat_console.ui.navigation import OpenRun, PageKey
from tat_console.ui.pages.runs.run_window import RunWindow
from tests.journeys.conftest import Journey, OpenConsole, Person
from tests.journeys.test_memory import Run

CONTROL = Qt.KeyboardModifier.ControlModifier


def windows(person: Person) -> list[RunWindow]:
    """The windows of single runs that are open."""
    found = person.console.window.findChildren(RunWindow)
    return [one for one in found if one.isVisible() and one.view is not None]


async def ran(person: Person, name: str, script: str) -> str:
    """Run a script to its end; the id of the run."""
    await person.write(name, script)
    run = await person.run_it()
    await person.ended()
    return run.run_id


async def output_in(person: Person, window: RunWindow) -> str:
    """The output that a window shows."""
    hand = Hand(window)
    await person.hand.until(lambda: hand.text("output_view").strip(), "the output is shown")
    return hand.text("output_view").strip()


def test_two_runs_side_by_side(journey: Journey) -> None:
    async def work(person: Person) -> None:
        await person.machines_are_there()
        await person.tick(1)
        ids = [await ran(person, "one", "echo from-one"), await ran(person, "two", "echo from-two")]
        main = person.console.window
        person.hand.find(QAction, "open_in_window").trigger()  # type: ignore[type-var]
        main.go(PageKey.RUNS, OpenRun(ids[0], apart=True))
        await person.hand.until(lambda: len(windows(person)) == 2, "both windows are there")
        assert {one.run_id for one in windows(person)} == set(ids)
        assert all(one.isWindow() for one in windows(person))
        said = {one.run_id: await output_in(person, one) for one in windows(person)}
        assert said == {ids[0]: "from-one", ids[1]: "from-two"}
        first, second = windows(person)
        assert first.pos() != second.pos()
        assert {one.windowTitle() for one in windows(person)} == {"one – run", "two – run"}
        # A second wish for the same run brings its window to the front.
        main.go(PageKey.RUNS, OpenRun(ids[0], apart=True))
        await person.hand.settle()
        assert len(windows(person)) == 2
        first.activateWindow()
        await person.hand.press(Qt.Key.Key_W, CONTROL, on=first.view)
        await person.hand.until(lambda: len(windows(person)) == 1, "it is closed")
        assert main.isVisible()
        assert not Hand(windows(person)[0]).shown(QWidget, "back_to_runs")

    journey(work)


def test_the_page_in_front_stays_and_the_table_is_another_one(journey: Journey) -> None:
    async def work(person: Person) -> None:
        await person.machines_are_there()
        await person.tick(1)
        run_id = await ran(person, "one", "echo here")
        await person.hand.click("rail_instances")
        person.console.window.go(PageKey.RUNS, OpenRun(run_id, apart=True))
        await person.hand.until(lambda: windows(person), "the window is there")
        assert person.console.window.page is PageKey.INSTANCES
        tables = person.console.window.findChildren(TableView, "task_table")
        assert windows(person)[0].view.tasks.table in tables  # type: ignore[union-attr]

    journey(work)


def test_windows_end_with_the_program(run: Run, open_console: OpenConsole) -> None:
    async def work() -> None:
        async with open_console() as person:
            await person.machines_are_there()
            await person.tick(1)
            run_id = await ran(person, "one", "sleep 0.2; echo here")
            person.console.window.go(PageKey.RUNS, OpenRun(run_id, apart=True))
            await person.hand.until(lambda: windows(person), "the window is there")
        left = [one for one in QApplication.topLevelWidgets() if isinstance(one, RunWindow)]
        assert not [one for one in left if one.isVisible()]

    run(work())


def test_the_windows_of_runs_speak_the_other_language_in_their_places(journey: Journey) -> None:
    async def work(person: Person) -> None:
        await person.machines_are_there()
        await person.tick(1)
        apart, in_front = [await ran(person, name, f"echo {name}") for name in ("one", "two")]
        before = person.console.window
        before.go(PageKey.RUNS, OpenRun(apart, apart=True))
        await person.hand.until(lambda: windows(person), "the window is there")
        (earlier,) = windows(person)
        earlier.setGeometry(60, 90, 660, 500)
        await person.hand.settle()
        place = earlier.pos(), earlier.size()
        before.use_chinese()
        await person.hand.until(lambda: person.console.window is not before, "another window")
        await person.hand.until(lambda: windows(person), "the window of the run is there again")
        (again,) = windows(person)
        assert again is not earlier
        assert again.run_id == apart
        assert again.windowTitle() == "one – 运行"
        assert (again.pos(), again.size()) == place
        page: Any = person.console.window.page_widget(PageKey.RUNS)
        await person.hand.until(lambda: page.view, "the run in front is open again")
        assert page.view.progress.run_id == in_front
        profile = person.services.session.require().profile
        assert profile == person.services.session.profile
        assert profile.name == "本机沙箱"
        person.console.window.use_english()
        await person.hand.until(
            lambda: person.services.session.require().profile.name == "Local sandbox",
            "the sandbox has its English name",
        )

    journey(work)
