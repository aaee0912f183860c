"""The list of cards: chosen, opened and marked by mouse and by keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QListView

from tat_console.support.i18n import _
from tat_console.ui.kit.layout import MARGIN
from tat_console.ui.pages.gallery.card_delegate import GAP, CardDelegate
from tat_console.ui.pages.gallery.card_model import Card, CardModel, Heading, Index, Row
from tat_console.ui.widgets.card_list import CardList

WIDE: Final = 1000
NARROW: Final = 700
LEAST_CARD: Final = 210
STEP_PX: Final = 26
_MARK_KEYS: Final = (Qt.Key.Key_Space, Qt.Key.Key_F)
_ENTER_KEYS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CardView(CardList):
    """Cards in columns below their headings.

    `current_changed` tells the key of the current card; `opened` the one that was clicked or
    opened by Enter; `marked` the one whose star was turned; `more_asked` the place a
    heading leads to. `columns_changed` fires when other numbers of cards fit side by side.
    """

    current_changed = Signal(str)
    opened = Signal(str)
    marked = Signal(str)
    more_asked = Signal(str)
    columns_changed = Signal()

    def __init__(self) -> None:
        super().__init__(STEP_PX)
        self._model = CardModel()
        self._painter = CardDelegate()
        self.setObjectName("gallery_cards")
        self.setAccessibleName(_("Public commands"))
        self.setModel(self._model)
        self.setItemDelegate(self._painter)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setViewportMargins(MARGIN, 0, 0, 0)
        self.clicked.connect(self._open)

    @property
    def columns(self) -> int:
        """How many cards stand side by side."""
        return self._painter.columns

    def card(self) -> Card | None:
        """The current card."""
        return self._model.card(self.currentIndex())

    def cards(self) -> list[Card]:
        """All cards that are listed."""
        return self._model.cards()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """List these rows; the current card stays the current one where it is among them."""
        earlier = self.card()
        if self._model.set_rows(rows) and earlier is not None:
            self.go_to(earlier.key)

    def go_to(self, key: str) -> None:
        """Make a card the current one and bring it into view; "" chooses none."""
        index = self._model.index_of(key)
        self.setCurrentIndex(index)
        if index.isValid():
            self.scrollTo(index)

    # -- what Qt asks

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which card is the current one."""
        super().currentChanged(current, previous)
        if card := self._model.card(current):
            self.current_changed.emit(card.key)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keys need a card to begin with."""
        super().focusInEvent(event)
        is_by_mouse = event.reason() is Qt.FocusReason.MouseFocusReason
        if not is_by_mouse and not self.selectedIndexes():
            self.setCurrentIndex(self._model.first_card())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Space and F mark, Home goes to the first card; the rest is Qt's."""
        card = self.card()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
        elif event.key() in _ENTER_KEYS and card:
            self.opened.emit(card.key)
        elif event.key() in _MARK_KEYS and card:
            self.marked.emit(card.key)
        elif event.key() == Qt.Key.Key_Home:
            self.setCurrentIndex(self._model.first_card())
            self.scrollToTop()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters find nothing here: F marks, and there is a field to search in."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Turn a star or follow a link; else choose the card."""
        index = self._spot_at(event.position().toPoint())
        row = self._model.row(index) if index else None
        if event.button() is not Qt.MouseButton.LeftButton or row is None:
            super().mousePressEvent(event)
        elif isinstance(row, Heading):
            self.more_asked.emit(row.more_key)
        else:
            self.marked.emit(row.key)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A star or link was done with when it was pressed."""
        if self._spot_at(event.position().toPoint()) is None:
            super().mouseReleaseEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what is under the mouse."""
        super().mouseMoveEvent(event)
        place = event.position().toPoint()
        spot = self._spot_at(place)
        self._hover(self.indexAt(place).row(), hovers_spot=spot is not None)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the mouse."""
        super().leaveEvent(event)
        self._hover(-1, hovers_spot=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        self._painter.width = self._list_width()
        columns = columns_for(self.width(), self._painter.width)
        differs, self._painter.columns = columns != self._painter.columns, columns
        super().resizeEvent(event)
        self.doItemsLayout()  # at once: Qt would show the old places for a tenth of a second
        if differs:
            self.columns_changed.emit()

    # -- inside

    def _list_width(self) -> int:
        """Qt lays out as if the scroll bar were always there."""
        bar = self.verticalScrollBar().sizeHint().width()
        return max(LEAST_CARD, self.maximumViewportSize().width() - bar)

    def _spot_at(self, place: QPoint) -> QModelIndex | None:
        index = self.indexAt(place)
        if not index.isValid():
            return None
        spot = self._painter.spot(self.visualRect(index), index)
        return index if spot.contains(place.toPointF()) else None

    def _hover(self, row: int, *, hovers_spot: bool) -> None:
        if (row, hovers_spot) != (self._painter.hovered, self._painter.hovers_spot):
            self._painter.hovered, self._painter.hovers_spot = row, hovers_spot
            is_link = hovers_spot or self._model.card(self._model.index(row)) is not None
            pointing, arrow = Qt.CursorShape.PointingHandCursor, Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(pointing if is_link else arrow)
            self.viewport().update()

    def _open(self, index: QModelIndex) -> None:
        if card := self._model.card(index):
            self.opened.emit(card.key)


def columns_for(area: int, width: int) -> int:
    """How many cards go side by side in an area with so much room for them."""
    wanted = 2 if area < NARROW else 4 if area > WIDE else 3
    return max(1, min(wanted, (width + GAP) // (LEAST_CARD + GAP)))
