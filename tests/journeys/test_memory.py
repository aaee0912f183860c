"""What the user arranged is there again after a restart, and after a change of the language."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidget, QTabBar

from tat_console.ui.kit.splitter import Splitter
from tat_console.ui.models.arrangement import Columns
from tat_console.ui.models.view import TableView
from tat_console.ui.navigation import OpenProfiles, PageKey
from tat_console.ui.shell.window import DESIGN_SIZE
from tat_console.ui.widgets.output_text import OutputText
from tat_console.ui.widgets.script_editor import ScriptEditor
from tat_console.ui.widgets.segments import Segments
from tests.journeys.conftest import OpenConsole, Person

Run = Callable[[Coroutine[Any, Any, Any]], Any]
LEFT = Qt.MouseButton.LeftButton


def place_of(table: TableView[Any], key: str) -> int:
    return [one.key for one in table._model.columns].index(key)


def columns_of(table: TableView[Any]) -> Columns:
    return table.arrangement.columns()


async def arrange_machines(person: Person) -> Columns:
    """Sort by a title twice, widen and move a column, hide another; type into the filter."""
    table = person.hand.find(TableView, "machines")
    header = table.horizontalHeader()
    region, agent = place_of(table, "region"), place_of(table, "agent")
    for _click in range(2):
        spot = QPoint(header.sectionViewportPosition(region) + 12, 10)
        QTest.mouseClick(header.viewport(), LEFT, pos=spot)
    header.resizeSection(agent, 171)
    header.moveSection(header.visualIndex(agent), 1)
    table.arrangement.hide("region", True)
    await person.hand.type_into("machine_search", "web")
    return columns_of(table)


def drag(panes: Splitter, by: int) -> list[int]:
    """Move the handle of a splitter as the mouse does."""
    panes.moveSplitter(sum(panes.sizes()[:1]) + by, 1)
    return panes.sizes()


def test_everything_is_as_it_was_left(run: Run, open_console: OpenConsole) -> None:
    left: dict[str, Any] = {}

    async def first() -> None:
        async with open_console() as person:
            hand = person.hand
            await person.tick(1)
            await person.write("first", "echo 1")
            await person.run_it()
            await person.ended()
            await hand.click("rail_instances")
            left["columns"] = await arrange_machines(person)
            left["machines"] = [row[1] for row in hand.rows("machines")]
            await person.write("second", "echo 2")
            left["front"] = place = hand.find(QTabBar, "script_tabs").currentIndex() - 1
            hand.find(QTabBar, "script_tabs").setCurrentIndex(place)
            left["desk"] = drag(hand.find(Splitter, "script_desk"), -60)
            await hand.click("rail_history")
            await hand.type_into("history_search", "status:failed")
            span = hand.find(Segments, "history_span")
            QTest.mouseClick(span._buttons[92], LEFT)
            await hand.settle()

    async def second() -> None:
        async with open_console() as person:
            hand = person.hand
            # The screen of the tests is small, and a window is restored within the screen.
            person.console.window.resize(DESIGN_SIZE)
            assert person.console.window.page is PageKey.HISTORY
            span = await hand.see(Segments, "history_span")
            assert span.choice() == 92
            field = person.console.window.page_widget(PageKey.HISTORY).field  # type: ignore[attr-defined]
            assert field.text() == "status:failed"
            await hand.click("rail_scripts")
            tabs = hand.find(QTabBar, "script_tabs")
            assert tabs.currentIndex() == left["front"]
            assert hand.text("script_editor") == "echo 1"
            assert hand.find(Splitter, "script_desk").sizes() == left["desk"]
            await hand.click("rail_instances")
            await person.machines_are_there()
            await hand.until(lambda: hand.shown(TableView, "machines"), "the machines are listed")
            table = hand.find(TableView, "machines")
            assert columns_of(table) == left["columns"]
            assert columns_of(table).sorted_by == "region"
            assert columns_of(table).descending
            assert table.isColumnHidden(place_of(table, "region"))
            assert hand.text("machine_search") == "web"
            assert [row[1] for row in hand.rows("machines")] == left["machines"]

    async def both() -> None:
        await first()
        await second()

    run(both())


def test_the_size_of_the_letters_stays(run: Run, open_console: OpenConsole) -> None:
    control = Qt.KeyboardModifier.ControlModifier

    def editor(person: Person) -> ScriptEditor:
        return person.hand.find(ScriptEditor, "script_editor")

    async def first() -> None:
        async with open_console() as person:
            await person.tick(1)
            await person.write("first", "echo 1")
            for _press in range(3):
                QTest.keyClick(editor(person), Qt.Key.Key_Plus, control)
            await person.write("second", "echo 2")
            assert editor(person).zoom() == 3
            QTest.keyClick(editor(person), Qt.Key.Key_Minus, control)
            await person.run_it()
            await person.ended()
            QTest.keyClick(person.hand.find(OutputText, "output_text"), Qt.Key.Key_Plus, control)

    async def second() -> None:
        async with open_console() as person:
            hand = person.hand
            await person.tick(1)
            await hand.click("rail_scripts")
            assert editor(person).zoom() == 2
            await person.run_it()
            await person.ended()
            assert hand.find(OutputText, "output_text").zoom() == 1
            person.console.window.memory.reset_layout()
            assert hand.find(OutputText, "output_text").zoom() == 0
            await hand.click("rail_scripts")
            assert editor(person).zoom() == 0

    async def both() -> None:
        await first()
        await second()

    run(both())


def test_another_language_keeps_the_section_of_the_settings(
    run: Run, open_console: OpenConsole
) -> None:
    def section(person: Person) -> int:
        return person.hand.find(QListWidget, "settings_sections").currentRow()

    async def work() -> None:
        async with open_console() as person:
            await person.machines_are_there()
            await person.hand.click("rail_settings")
            person.hand.find(QListWidget, "settings_sections").setCurrentRow(3)
            before = person.console.window
            before.use_chinese()
            await person.hand.until(lambda: person.console.window is not before, "it is remade")
            person.hand.window = person.console.window
            await person.hand.until(
                lambda: person.hand.shown(QListWidget, "settings_sections"), "the page is there"
            )
            assert section(person) == 3
            person.console.window.use_english()
            await person.hand.settle()
        async with open_console() as person:
            person.console.window.go(PageKey.SETTINGS, OpenProfiles())
            await person.hand.settle()
            assert section(person) == 0

    run(work())


def test_another_language_keeps_the_script_in_front(run: Run, open_console: OpenConsole) -> None:
    async def work() -> None:
        async with open_console() as person:
            await person.machines_are_there()
            await person.write("first", "echo 1")
            await person.write("second", "echo 2")
            await person.hand.until(
                lambda: "echo 2" in [one.content for one in person.services.drafts], "it is kept"
            )
            before = person.console.window
            before.use_chinese()
            await person.hand.until(lambda: person.console.window is not before, "it is remade")
            person.hand.window = person.console.window
            await person.hand.until(
                lambda: person.hand.shown(QTabBar, "script_tabs"), "the page is there"
            )
            assert person.hand.text("script_editor") == "echo 2"
            person.console.window.use_english()
            await person.hand.settle()

    run(work())
