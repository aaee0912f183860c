"""A hand that drives the real window by its controls, as a person would.

It clicks and types, and waits for what a person would wait for. The tour and the journeys of the
tests share it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from typing import Any, Final, TypeVar, cast

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPlainTextEdit,
    QWidget,
)

from tat_console.ui.widgets.output_view import OutputView

W = TypeVar("W", bound=QWidget)
PATIENCE_S: Final = 30.0
LOOK_AGAIN_S: Final = 0.01
NO_KEY: Final = Qt.KeyboardModifier.NoModifier


class NotThere(Exception):
    """What a person would look or wait for did not come; the text says what it was."""


class Hand:
    """Finds controls by object name below a window, and uses them."""

    def __init__(self, window: QWidget) -> None:
        self.window = window

    def shown(self, kind: type[W], name: str) -> list[W]:
        """The visible controls of this object name, dialogs of the window included."""
        return [found for found in self.window.findChildren(kind, name) if found.isVisible()]

    def find(self, kind: type[W], name: str) -> W:
        """The visible control of this object name; raises NotThere."""
        found = self.shown(kind, name)
        if not found:
            raise NotThere(f"there is no {name} to be seen")
        return found[-1]

    def start(self, work: Coroutine[Any, Any, object]) -> asyncio.Task[object]:
        """Let something go on beside what the hand does next."""
        return asyncio.get_running_loop().create_task(work)

    async def until(self, condition: Callable[[], object], words: str) -> None:
        """Wait until something is so; the words say what was waited for."""
        end = time.monotonic() + PATIENCE_S
        while not condition():
            if time.monotonic() > end:
                raise NotThere(f"waited {PATIENCE_S:.0f} s, but it was never so that {words}")
            await asyncio.sleep(LOOK_AGAIN_S)
        await self.settle()

    async def settle(self) -> None:
        """Let everything that is due happen and be painted."""
        for _turn in range(3):
            await asyncio.sleep(LOOK_AGAIN_S)

    async def see(self, kind: type[W], name: str) -> W:
        """Wait for a control and return it."""
        await self.until(lambda: self.shown(kind, name), f"{name} can be seen")
        return self.find(kind, name)

    async def click(self, name: str) -> None:
        """Click a button as soon as it can be clicked."""
        await self.until(
            lambda: any(made.isEnabled() for made in self.shown(QAbstractButton, name)),
            f"{name} can be clicked",
        )
        QTest.mouseClick(self.find(QAbstractButton, name), Qt.MouseButton.LeftButton)
        await self.settle()

    async def open_menu(self, name: str) -> QMenu:
        """Click a button that has a menu, and return the menu as it is open."""
        await self.see(QAbstractButton, name)
        pressed = self.find(QAbstractButton, name)
        # Such a menu turns the loop by itself until it is closed: the click is left to the loop,
        # so that what is to be done with the menu can go on here.
        click = QTest.mouseClick
        asyncio.get_running_loop().call_soon(click, pressed, Qt.MouseButton.LeftButton)
        await self.until(self._menus, f"the menu of {name} is open")
        return self._menus()[-1]

    def _menus(self) -> list[QMenu]:
        return [menu for menu in self.window.findChildren(QMenu) if menu.isVisible()]

    async def press(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = NO_KEY, on: QWidget | None = None
    ) -> None:
        """Press a key on a control, or on whatever has the focus."""
        if QApplication.activeWindow() is None:
            self.window.activateWindow()
            await self.settle()
        focused = cast("QWidget | None", self.window.focusWidget())
        target = on if on is not None else focused
        target = self.window if target is None else target
        QTest.keyClick(target, key, modifier)
        await self.settle()

    async def type_into(self, name: str, text: str) -> None:
        """Put the cursor into a field, replace what is in it, letter by letter."""
        field = await self.see(QWidget, name)
        QTest.mouseClick(field, Qt.MouseButton.LeftButton)
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(field, Qt.Key.Key_Delete)
        type_text(field, text)
        await self.settle()

    async def pick(self, name: str, words: str) -> None:
        """Choose the entry of a list that begins with these words, by arrow keys."""
        box = self.find(QComboBox, name)
        box.setFocus()
        await self.press(Qt.Key.Key_Home, on=box)
        for _entry in range(box.count()):
            if box.currentText().startswith(words):
                return
            await self.press(Qt.Key.Key_Down, on=box)
        raise NotThere(f"{name} has no entry “{words}”")

    async def paste_into(self, name: str, text: str) -> None:
        """Replace what is in an editor by a text from the clipboard."""
        editor = await self.see(QWidget, name)
        editor.setFocus()
        QApplication.clipboard().setText(text)
        QTest.keyClick(editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(editor, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        await self.settle()

    async def click_row(
        self, name: str, row: int, column: int = 1, modifier: Qt.KeyboardModifier = NO_KEY
    ) -> None:
        """Click a cell of a table or list."""
        await self.until(
            lambda: any(
                view.model().rowCount() > row for view in self.shown(QAbstractItemView, name)
            ),
            f"{name} has row {row}",
        )
        view = self.find(QAbstractItemView, name)
        index = view.model().index(row, column)
        view.scrollTo(index)
        await self.settle()
        where: QPoint = view.visualRect(index).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, modifier, where)
        await self.settle()

    def rows(self, name: str) -> list[list[str]]:
        """The texts of a table as it is shown."""
        view = self.find(QAbstractItemView, name)
        model = view.model()
        columns = 1 if isinstance(view, QListView) else model.columnCount()
        return [
            [
                str(model.index(row, column).data(Qt.ItemDataRole.DisplayRole) or "")
                for column in range(columns)
            ]
            for row in range(model.rowCount())
        ]

    def text(self, name: str) -> str:
        """What a field, an editor, a label or an output shows."""
        widget = self.find(QWidget, name)
        if isinstance(widget, QLineEdit):
            return widget.text()
        if isinstance(widget, QPlainTextEdit):
            return widget.toPlainText()
        if isinstance(widget, OutputView):
            return widget.plain_text()
        if isinstance(widget, QLabel):
            return widget.text()
        raise NotThere(f"{name} holds no text")


def type_text(field: QWidget, text: str) -> None:
    """Type a text key by key; letters beyond ASCII come as an input method sends them."""
    for letter in text:
        if letter == "\n":
            QTest.keyClick(field, Qt.Key.Key_Return)
        elif letter.isascii():
            QTest.keyClicks(field, letter)
        else:
            event = QInputMethodEvent()
            event.setCommitString(letter)
            QCoreApplication.sendEvent(field, event)
