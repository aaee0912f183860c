"""Every action by area, to be searched and picked."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QFrame, QListWidgetItem

from tat_console.support.i18n import _
from tat_console.tat.actions import Action
from tat_console.ui.kit.controls import Label
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GRID, column
from tat_console.ui.kit.theme import current
from tat_console.ui.kit.writing import AT_RIGHT, write
from tat_console.ui.pages.api.words import SAFETY, actions_by_area, full_name
from tat_console.ui.widgets.search_field import SearchField
from tat_console.ui.widgets.side_list import ROW, SideList

WIDTH: Final = 284
NARROW_WIDTH: Final = 208
ROW_HEIGHT: Final = 27
HEAD_HEIGHT: Final = 30


class ActionList(QFrame):
    """`picked` tells the action the user goes to; Down and Up in the search move in the list."""

    picked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "panel")
        self.setProperty("edge", "right")
        self.setFixedWidth(WIDTH)
        self.search = _ActionSearch(_("Find an action"))
        self.search.setObjectName("action_search")
        self.search.setToolTip(_("Find an action by words of its name (Ctrl+F)"))
        self.list = SideList(_("Actions"), _paint_action)
        self.list.setObjectName("actions")
        self.none = Label(_("No action matches."), Type.BASE, "text_2")
        self.none.hide()
        box = column(self.search, self.none, self.list, margins=(GRID, GRID, GRID, GRID))
        box.setStretch(2, 1)
        self.setLayout(box)
        self._fill("")
        self.search.textChanged.connect(self._fill)
        self.search.stepped.connect(self._step)
        self.list.picked.connect(self.picked)

    def show_action(self, action: Action) -> None:
        """Mark an action; one that the search hides is brought back."""
        if self._item_of(action) is None:
            self.search.clear()
        if (item := self._item_of(action)) is not None:
            self.list.setCurrentItem(item)
            self.list.scrollToItem(item)

    def set_narrow(self, narrow: bool) -> None:
        """Take less room."""
        self.setFixedWidth(NARROW_WIDTH if narrow else WIDTH)

    def _fill(self, text: str) -> None:
        """List what matches; the action that is worked on stays marked and is not left."""
        item = self.list.currentItem()
        before = item.data(ROW) if self.list.currentRow() >= 0 else None
        words = text.casefold().split()
        self.list.blockSignals(True)
        self.list.clear()
        for area, actions in actions_by_area():
            found = [one for one in actions if _matches(one, area, words)]
            if found:
                self.list.add_heading(area, HEAD_HEIGHT)
            for action in found:
                self._add(action)
        if before is not None and (again := self._item_of(before)) is not None:
            self.list.setCurrentItem(again)
        self.list.blockSignals(False)
        self.none.setVisible(not self.list.count())

    def _add(self, action: Action) -> None:
        safety = SAFETY[action.safety]
        item = QListWidgetItem(full_name(action), self.list)
        item.setData(ROW, action)
        item.setToolTip(f"{action.key}. {_(safety.sentence)}")
        spoken = f"{full_name(action)}, {_(safety.word)}"
        item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
        item.setSizeHint(QSize(0, ROW_HEIGHT))

    def _item_of(self, action: Action) -> QListWidgetItem | None:
        return next((item for item in self.list.rows() if item.data(ROW) is action), None)

    def _step(self, steps: int) -> None:
        """Go to the next action in that direction."""
        places = [self.list.row(item) for item in self.list.rows()]
        if places:
            here = self.list.currentRow()
            after = [place for place in places if (place - here) * steps > 0]
            nearest = min(after, key=lambda place: abs(place - here), default=places[0])
            self.list.setCurrentRow(nearest)


class _ActionSearch(SearchField):
    """`stepped` tells +1 for Down and Enter, -1 for Up."""

    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move in the list."""
        keys = {Qt.Key.Key_Down: 1, Qt.Key.Key_Return: 1, Qt.Key.Key_Enter: 1, Qt.Key.Key_Up: -1}
        is_plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        steps = keys.get(Qt.Key(event.key())) if is_plain else None
        if steps:
            self.stepped.emit(steps)
        else:
            super().keyPressEvent(event)


def _matches(action: Action, area: str, words: list[str]) -> bool:
    text = f"{action.key} {area} {_(SAFETY[action.safety].word)}".casefold()
    return all(word in text for word in words)


def _paint_action(painter: QPainter, body: QRectF, action: Action, is_current: bool) -> None:
    colours = current()
    safety = SAFETY[action.safety]
    tail, ink = body.adjusted(0, 0, -GRID, 0), colours.tone(safety.tone).text
    taken = write(painter, tail, _(safety.word), Type.SMALL, ink, AT_RIGHT) + 2 * GRID
    kind = Type.NAME if is_current else Type.BASE
    ink = colours.accent if is_current else colours.text
    middle = Qt.TextElideMode.ElideMiddle
    write(painter, body.adjusted(10, 0, -taken, 0), full_name(action), kind, ink, mode=middle)
