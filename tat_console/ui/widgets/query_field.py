"""The search field of the history: coloured parts, earlier searches, and mistakes in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QMenu, QStyle, QWidget

from tat_console.support.i18n import _
from tat_console.ui.kit.controls import IconLabel, Label, tool_button
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GRID, HALF, column, row
from tat_console.ui.kit.painting import paint_field
from tat_console.ui.widgets.query_line import QueryLine

HEIGHT: Final = 30
HISTORY_AT_MOST: Final = 30
_MENU_WIDTH: Final = 90


class QueryField(QWidget):
    """`edited(text)` tells every change, `searched(text)` Enter.

    `fields` are the words that may stand before a colon; up and down go through earlier
    searches, Alt+Down opens the list of them, Escape clears.
    """

    edited = Signal(str)
    searched = Signal(str)

    def __init__(self, hint: str, fields: Iterable[str]) -> None:
        super().__init__()
        self._history: list[str] = []
        self._examples: Sequence[tuple[str, str]] = ()
        self._place = -1
        self._draft = ""
        self.line = QueryLine(fields)
        self.line.setPlaceholderText(hint)
        self.line.setAccessibleName(hint)
        self.clear_button = tool_button("ph.x", _("Clear the search"))
        self.clear_button.hide()
        self.more = tool_button(
            "ph.clock-counter-clockwise", _("Earlier searches and what can be written (Alt+Down)")
        )
        self.problem = Label("", Type.SMALL, "bad_text", wrap=True)
        self.problem.setContentsMargins(GRID, 0, GRID, 0)
        self.problem.hide()
        self.menu = QMenu(self)
        self.menu.setAccessibleName(self.more.toolTip())
        box = _Box(self.line, self.clear_button, self.more)
        self.setLayout(column(box, self.problem, gap=2))
        self._connect()

    def text(self) -> str:
        """What stands in the field."""
        return self.line.text()

    def set_text(self, text: str) -> None:
        """Put a search in and tell so as if it were typed."""
        self.line.set_text(text)

    def set_problem(self, sentence: str, start: int = 0, end: int = 0) -> None:
        """Say what is wrong with the search and underline the place; "" takes it back.

        It goes by itself when the text is edited.
        """
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        self.line.setAccessibleDescription(sentence)
        self.line.set_mistake(start, end)

    def set_history(self, searches: Iterable[str]) -> None:
        """Earlier searches, the latest first."""
        self._history = list(searches)[:HISTORY_AT_MOST]
        self._place = -1

    def history(self) -> list[str]:
        """Earlier searches, the latest first; Enter adds to them."""
        return list(self._history)

    def set_examples(self, examples: Sequence[tuple[str, str]]) -> None:
        """What can be written, as ("status:failed", "Status of a task")."""
        self._examples = examples

    def open_menu(self) -> None:
        """Show earlier searches and what can be written."""
        self.menu.clear()
        for search in self._history[:10]:
            shown = self.fontMetrics().elidedText(
                search, Qt.TextElideMode.ElideRight, _MENU_WIDTH * 5
            )
            action = self.menu.addAction(shown.replace("&", "&&"))
            action.triggered.connect(lambda _on, search=search: self.set_text(search))
        if self._history and self._examples:
            self.menu.addSeparator()
        for example, title in self._examples:
            action = self.menu.addAction(f"{example}\t{title}")
            action.triggered.connect(lambda _on, example=example: self._add(example))
        if not self.menu.isEmpty():
            self.menu.popup(self.mapToGlobal(QPoint(0, HEIGHT + 2)))

    # -- what Qt asks

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+Down opens the list."""
        is_alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if event.key() == Qt.Key.Key_Down and is_alt:
            self.open_menu()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The line is what has the focus; a focus proxy inside would cut the chain of Tab (Qt 6.11)."""
        self.line.setFocus(event.reason())

    # -- inside

    def _connect(self) -> None:
        self.line.edited.connect(self._edit)
        self.line.entered.connect(self._search)
        self.line.moved.connect(self._go_through_history)
        self.clear_button.clicked.connect(self._clear)
        self.more.clicked.connect(self.open_menu)

    def _edit(self, text: str) -> None:
        self.set_problem("")
        self.clear_button.setVisible(bool(text))
        if self._place < 0 or text != self._history[self._place]:
            self._place = -1
            self._draft = text
        self.edited.emit(text)

    def _search(self) -> None:
        text = self.text().strip()
        if text:
            self.set_history([text, *(one for one in self._history if one != text)])
        self.searched.emit(text)

    def _go_through_history(self, by: int) -> None:
        place = self._place - by
        if -1 <= place < len(self._history):
            draft = self._draft
            self._place = place
            self.set_text(self._history[place] if place >= 0 else draft)
            self._draft = draft

    def _add(self, example: str) -> None:
        self.set_text(f"{self.text()} {example}".strip())
        self.line.setFocus()

    def _clear(self) -> None:
        self.set_text("")
        self.line.setFocus()


class _Box(QFrame):
    """The frame of the field, painted like that of all others."""

    def __init__(self, line: QueryLine, *buttons: QWidget) -> None:
        super().__init__()
        self._line = line
        self.setFixedHeight(HEIGHT)
        glass = IconLabel("ph.magnifying-glass", "text_2", 16)
        box = row(glass, line, *buttons, gap=HALF, margins=(GRID, 2, 3, 2))
        box.setStretch(1, 1)
        self.setLayout(box)
        line.focus_changed.connect(self.update)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the text is for the text."""
        self._line.setFocus(Qt.FocusReason.MouseFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground and border."""
        state = QStyle.StateFlag.State_Enabled
        if self._line.hasFocus():
            state |= QStyle.StateFlag.State_HasFocus
        paint_field(QPainter(self), self.rect(), state)
