"""From the start of the program to reading a folded output, without a mouse.

Every key goes to whatever has the focus. Nothing is clicked, and nothing is given the focus.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTabBar, QWidget

from tat_console.ui.navigation import PageKey
from tat_console.ui.widgets.group_cards import GroupCards
from tests.journeys.conftest import Journey, OpenConsole, Person

MOST_STEPS: Final = 60
_CONTROL: Final = Qt.KeyboardModifier.ControlModifier


class Keyboard:
    """Presses keys on whatever has the focus."""

    def __init__(self, person: Person) -> None:
        self._hand = person.hand
        self._window = person.console.window
        self.until = person.hand.until

    @property
    def focus(self) -> QWidget:
        """Who gets the next key: an open menu or list, else what has the focus."""
        found = self._found()
        assert found is not None, "nobody has the focus"
        return found

    @property
    def place(self) -> str:
        """The object name of what has the focus, "" for nobody."""
        found = self._found()
        return "" if found is None else found.objectName()

    def _found(self) -> QWidget | None:
        if QApplication.activeWindow() is None:
            # As a desktop does when a dialog is closed; the offscreen platform has no desktop.
            self._window.activateWindow()
        return QApplication.activePopupWidget() or QApplication.focusWidget()

    async def press(
        self,
        key: Qt.Key,
        modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        times: int = 1,
    ) -> None:
        """Press a key, and let happen what follows."""
        for _time in range(times):
            QTest.keyClick(self.focus, key, modifier)
            await self._hand.settle()

    async def write(self, text: str) -> None:
        """Type a text."""
        for letter in text:
            if letter.isascii():
                QTest.keyClicks(self.focus, letter)
            else:
                event = QInputMethodEvent()
                event.setCommitString(letter)
                QCoreApplication.sendEvent(self.focus, event)
        await self._hand.settle()

    async def tab_to(self, name: str, back: bool = False) -> None:
        """Press Tab, or Shift+Tab, until a control of this name has the focus."""
        key = Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab
        visited = []
        for _step in range(MOST_STEPS):
            if self.place == name:
                return
            visited.append(self.place or type(self.focus).__name__)
            await self.press(key)
        raise AssertionError(f"{name} is not reached by Tab, only {visited}")


async def _meet_the_machines(keys: Keyboard, person: Person) -> None:
    await keys.until(lambda: keys.place == "welcome_begin", "the welcome waits for Enter")
    await keys.press(Qt.Key.Key_Return)
    await person.machines_are_there()
    await keys.until(lambda: keys.place == "machines", "the keys are for the machines")


async def _tick(keys: Keyboard, person: Person) -> None:
    await keys.press(Qt.Key.Key_Home, _CONTROL)
    while len(person.services.chosen.ids) < 3:
        await keys.press(Qt.Key.Key_Space)
        await keys.press(Qt.Key.Key_Down)


async def _write(keys: Keyboard) -> None:
    await keys.press(Qt.Key.Key_Return, _CONTROL)
    assert keys.place == "script_editor"
    await keys.press(Qt.Key.Key_N, _CONTROL)
    await keys.write("echo '{{word}}'")
    await keys.press(Qt.Key.Key_Escape)
    await keys.tab_to("parameter_word")
    await keys.write("good day 你好")


async def _run(keys: Keyboard, person: Person) -> None:
    await keys.press(Qt.Key.Key_Return, _CONTROL)
    await keys.until(lambda: keys.focus.window().objectName() == "confirm_run", "it asks first")
    await keys.tab_to("confirm_button")
    await keys.press(Qt.Key.Key_Space)
    await keys.until(lambda: keys.place == "task_table", "the keys are for the tasks")
    await person.ended()


async def _read_the_answers(keys: Keyboard, person: Person) -> tuple[str, str]:
    """What the folded answer is called, and the output in it."""
    await keys.tab_to("run_tabs")
    bar = keys.focus
    assert isinstance(bar, QTabBar)
    await keys.press(Qt.Key.Key_Right)
    assert bar.tabText(bar.currentIndex()) == "Groups"
    await keys.tab_to("groups")
    cards = keys.focus
    assert isinstance(cards, GroupCards)
    await keys.until(lambda: cards.model().rowCount() == 1, "equal answers stand together")
    spoken = str(cards.currentIndex().data(Qt.ItemDataRole.DisplayRole))
    await keys.press(Qt.Key.Key_Return)
    await keys.tab_to("output_text")
    await keys.until(lambda: person.hand.text("output_view"), "the output is shown")
    return spoken, person.hand.text("output_view")


def test_the_main_job_without_a_mouse(
    run: Callable[[Coroutine[Any, Any, Any]], Any], open_console: OpenConsole
) -> None:
    async def work() -> None:
        async with open_console(welcome=True) as person:
            keys = Keyboard(person)
            await _meet_the_machines(keys, person)
            await _tick(keys, person)
            await _write(keys)
            await _run(keys, person)
            assert await _read_the_answers(keys, person) == (
                "3 machines, Success, exit 0, good day 你好",
                "good day 你好\n",
            )

    run(work())


def test_the_script_is_left_by_escape_and_tab(journey: Journey) -> None:
    async def work(person: Person) -> None:
        keys = Keyboard(person)
        await person.hand.click(f"rail_{PageKey.SCRIPTS}")
        assert keys.place == "script_editor"
        await keys.press(Qt.Key.Key_Tab)
        assert person.hand.text("script_editor").startswith("    ")
        await keys.press(Qt.Key.Key_Escape)
        await keys.press(Qt.Key.Key_Tab)
        assert keys.place != "script_editor"
        await keys.press(Qt.Key.Key_Backtab)
        assert keys.place == "script_editor"
        await keys.press(Qt.Key.Key_Backtab)
        assert keys.place == "script_editor", "coming back, Tab is the text's again"

    journey(work)


def test_the_rail_is_one_stop_and_arrows_open_nothing(journey: Journey) -> None:
    async def work(person: Person) -> None:
        keys = Keyboard(person)
        await person.machines_are_there()
        await keys.tab_to("rail_instances")
        await keys.press(Qt.Key.Key_Down, times=3)
        assert keys.place == f"rail_{PageKey.RUNS}"
        assert _page(person) == "instances"
        await keys.press(Qt.Key.Key_Return)
        assert _page(person) == "runs"

    journey(work)


def _page(person: Person) -> str:
    return str(person.console.window.page)
