"""Equal answers as cards, the largest first: one by arrow keys, two letters for comparing."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)
from PySide6.QtWidgets import QListView, QMenu

from tat_console.support.i18n import _
from tat_console.ui.models.columns import Column
from tat_console.ui.models.table import Index, TableModel
from tat_console.ui.widgets.card_list import CardList
from tat_console.ui.widgets.group_card_painting import (
    CardState,
    GroupCard,
    GroupCardDelegate,
    card_boxes,
    copy_words,
    retry_words,
)

LETTERS: Final = ("A", "B")
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class GroupCards(CardList):
    """A list of `GroupCard`; nothing jumps when answers come in: the card looked at stays put.

    A and B give the current card a letter, Space folds it, Enter opens it (`opened`), Ctrl+C
    copies the names of its machines, R asks to run again on them (`retry_wanted`).
    """

    opened = Signal(object)
    retry_wanted = Signal(object)
    letters_changed = Signal()
    current_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.card_state = CardState()
        self._letters_are_own = False
        self._reference: Hashable | None = None
        self._pressed: tuple[GroupCard | None, str] = (None, "")
        column = Column[GroupCard]("group", _("Group"), 0, lambda card: card.spoken)
        self.cards = TableModel[GroupCard]([column], lambda card: card.key)
        self._delegate = GroupCardDelegate(self.card_state)
        self.setItemDelegate(self._delegate)
        self.setModel(self.cards)
        self.setProperty("kind", "panel")
        self.setAccessibleName(_("Groups of equal answers"))
        self.setSelectionMode(QListView.SelectionMode.NoSelection)

    def set_cards(self, cards: Iterable[GroupCard], reference: Hashable | None = None) -> None:
        """Show these groups, the largest first.

        Until the user gives letters, A is the `reference` and B the largest other group.
        """
        ordered = sorted(cards, key=lambda card: -len(card.names))
        anchor, top = self._anchor()
        self._reference = reference
        self.cards.set_rows(ordered)
        self._fill_letters()
        self._go_on_with_current()
        self._lay_out_around(anchor, top)

    def set_letter(self, letter: str, key: Hashable | None) -> None:
        """Give a letter to a card, None takes it away; a card has one letter at most."""
        letters = {one: card for one, card in self.card_state.letters.items() if card != key}
        letters.pop(letter, None)
        if key is not None:
            letters[letter] = key
        self._letters_are_own = True
        self._take_letters(letters)

    def letters(self) -> dict[str, Hashable]:
        """The keys of the cards by their letters."""
        return dict(self.card_state.letters)

    def current_card(self) -> GroupCard | None:
        """The card the user is on."""
        return self.cards.row_at(self.currentIndex())

    def go_to(self, key: Hashable) -> None:
        """Make a card the current one and show it."""
        if (index := self.cards.index_of(key)).isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def copy_names(self) -> None:
        """Put the names of the current card's machines on the clipboard, one a line."""
        if (card := self.current_card()) is not None:
            QGuiApplication.clipboard().setText("\n".join(card.names))

    def fold(self, card: GroupCard) -> None:
        """Hide or show the lines of a card."""
        self.card_state.closed ^= {card.key}
        self._lay_out_around(card.key, self.visualRect(self.cards.index_of(card.key)).top())

    def be_sparing(self, is_scarce: bool) -> None:
        """With little height, open the current card only."""
        anchor, top = self._anchor()
        self.card_state.is_scarce = is_scarce
        self._lay_out_around(anchor, top)

    # -- what Qt asks

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters, folding, opening and copying; the rest is Qt's."""
        card = self.current_card()
        if card is None or not self._press(event, card):
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on caret, letter or link does what it says; any click makes a card current."""
        spot = event.position().toPoint()
        card = self.cards.row_at(self.indexAt(spot))
        part = self._part_at(spot)
        self._pressed = card, part
        super().mousePressEvent(event)
        if card is not None and event.button() == Qt.MouseButton.LeftButton:
            self._use(part, card)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a card; on its small parts a double click is two clicks."""
        # The first click may have moved the cards: the second one is for the same card.
        card, part = self._pressed
        if card is None or event.button() != Qt.MouseButton.LeftButton:
            return
        if part:
            self._use(part, card)
        else:
            self.opened.emit(card.key)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a hand over what can be clicked."""
        super().mouseMoveEvent(event)
        is_link = bool(self._part_at(event.position().toPoint()))
        shape = Qt.CursorShape.PointingHandCursor if is_link else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Everything that can be done with the current card."""
        card = self.current_card()
        if card is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("Open the output"), lambda: self.opened.emit(card.key))
        for letter in LETTERS:
            words = _("Compare as {letter}").format(letter=letter)
            menu.addAction(words, partial(self.set_letter, letter, card.key))
        menu.addAction(copy_words(), self.copy_names)
        if card.status.is_failure:
            menu.addAction(retry_words(), lambda: self.retry_wanted.emit(card.key))
        menu.popup(event.globalPos())

    def currentChanged(self, now: Index, before: Index) -> None:
        """Move the foot with its links to the new current card."""
        super().currentChanged(now, before)
        card = self.cards.row_at(now)
        if card is None or card.key == self.card_state.current:
            return
        top = self.visualRect(now).top()
        self.card_state.current = card.key
        self._lay_out_around(card.key, top)
        self.current_changed.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Ring the current card; without one, the first becomes it."""
        self.card_state.has_focus = True
        super().focusInEvent(event)
        is_by_mouse = event.reason() == Qt.FocusReason.MouseFocusReason
        if not is_by_mouse and not self.currentIndex().isValid() and self.cards.rowCount():
            self.setCurrentIndex(self.cards.index(0, 0))
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        self.card_state.has_focus = False
        super().focusOutEvent(event)
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew in another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.scheduleDelayedItemsLayout()

    # -- inside

    def _press(self, event: QKeyEvent, card: GroupCard) -> bool:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_names()
        elif event.modifiers() not in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            return False
        elif event.key() in _ENTER:
            self.opened.emit(card.key)
        elif event.key() == Qt.Key.Key_Space:
            self.fold(card)
        elif event.key() == Qt.Key.Key_R and card.status.is_failure:
            self.retry_wanted.emit(card.key)
        elif event.text().upper() in LETTERS:
            letter = event.text().upper()
            has_it = self.card_state.letters.get(letter) == card.key
            self.set_letter(letter, None if has_it else card.key)
        else:
            return False
        return True

    def _use(self, part: str, card: GroupCard) -> None:
        match part:
            case "caret":
                self.fold(card)
            case "letter":
                self._turn_letter(card.key)
            case "retry":
                self.retry_wanted.emit(card.key)
            case "copy":
                self.copy_names()

    def _part_at(self, spot: QPoint) -> str:
        """The name of the part that can be clicked at a spot, "" for none."""
        index = self.indexAt(spot)
        card = self.cards.row_at(index)
        if card is None:
            return ""
        boxes = card_boxes(card, self.card_state, self.visualRect(index))
        parts = ("caret", "letter", "retry", "copy")
        return next((name for name in parts if getattr(boxes, name).contains(spot)), "")

    def _turn_letter(self, key: Hashable) -> None:
        """Take the letter of a card, or give it the one that is free, else the last."""
        if letter := self.card_state.letter_of(key):
            self.set_letter(letter, None)
        else:
            free = (letter for letter in LETTERS if letter not in self.card_state.letters)
            self.set_letter(next(free, LETTERS[-1]), key)

    def _fill_letters(self) -> None:
        keys = [card.key for card in self.cards.shown_rows()]
        if self._letters_are_own:
            there = set(keys)
            own = self.card_state.letters.items()
            self._take_letters({letter: key for letter, key in own if key in there})
        else:
            first = self._reference if self._reference in keys else next(iter(keys), None)
            others = [key for key in keys if key != first]
            pairs = zip(LETTERS, [first, *others[:1]], strict=False)
            self._take_letters({letter: key for letter, key in pairs if key is not None})

    def _take_letters(self, letters: dict[str, Hashable]) -> None:
        if letters != self.card_state.letters:
            self.card_state.letters = letters
            self.letters_changed.emit()
            self.viewport().update()

    def _go_on_with_current(self) -> None:
        index = self.cards.index_of(self.card_state.current)
        if index.isValid() and index != self.currentIndex():
            self.setCurrentIndex(index)
        elif not index.isValid() and self.card_state.current is not None:
            self.card_state.current = None
            self.current_changed.emit()

    def _anchor(self) -> tuple[Hashable | None, int]:
        """The card that shall not move, and where its top is: the current one while in view."""
        in_view = self.viewport().rect()
        for index in (self.currentIndex(), self.indexAt(QPoint(in_view.center().x(), 1))):
            box = self.visualRect(index)
            card = self.cards.row_at(index)
            if card is not None and box.intersects(in_view):
                is_at_top = not self.verticalScrollBar().value()
                if index == self.currentIndex() or not is_at_top:
                    return card.key, box.top()
        return None, 0

    def _lay_out_around(self, key: Hashable | None, top: int) -> None:
        """Lay out at once, and scroll so that a card is where it was."""
        self.doItemsLayout()
        self.viewport().update()
        index = self.cards.index_of(key) if key is not None else QModelIndex()
        if index.isValid():
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.visualRect(index).top() - top)
