"""The list of runs, newest first; more of them come as it is scrolled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)

from tat_console.support.i18n import _
from tat_console.ui.answers.details_tab import time_fact
from tat_console.ui.models.columns import Cell, Column
from tat_console.ui.models.table import Index, TableModel
from tat_console.ui.pages.history.result_painting import CARET_WIDTH, HEAD_HEIGHT, ResultDelegate
from tat_console.ui.pages.history.results import Result
from tat_console.ui.pages.history.words import run_name
from tat_console.ui.widgets.card_list import CardList
from tat_console.ui.widgets.status_bar_chart import results_in_words

_NEAR_END_PX: Final = 400
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_FOLDS: Final = {Qt.Key.Key_Left: True, Qt.Key.Key_Right: False}


class ResultList(CardList):
    """`turned` tells that another run is current; Enter or a double click tells `opened(run_id)`.

    Left and right fold and unfold the lines of a run, Ctrl+C copies it; `end_near` wants more results;
    `menu_asked(QPoint)` tells where on the screen the menu of the current run is wanted.
    """

    turned = Signal()
    opened = Signal(str)
    end_near = Signal()
    menu_asked = Signal(QPoint)

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.results = TableModel[Result](
            [Column("run", _("Run"), 0, _cell, tip=_tip)], lambda one: one.row.run.run_id
        )
        self._delegate = ResultDelegate(now)
        self._current_id = ""
        self.setObjectName("history")
        self.setAccessibleName(_("Runs"))
        self.setItemDelegate(self._delegate)
        self.setModel(self.results)
        self.verticalScrollBar().valueChanged.connect(self._look_ahead)
        self.doubleClicked.connect(self._open)

    def show_results(self, results: Sequence[Result], *, stays: bool = True) -> None:
        """Show these; the one the user is on stays current while it is there.

        Where it `stays`, what is in view remains where it is, though runs come before or after it;
        else the current one is brought into view.
        """
        current_id, top = self._current_id, self._top_in_view() if stays else None
        self.results.set_rows(results)
        # Their lines may have changed, and with them their heights.
        self.scheduleDelayedItemsLayout()
        if not self.currentIndex().isValid():
            self.setAutoScroll(not stays)
            self.setCurrentIndex(self.results.index_of(current_id))
            self.setAutoScroll(True)
        if top is not None:
            self._put_in_view(*top)
        self.viewport().update()

    def current(self) -> Result | None:
        """The run the user is on."""
        return self.results.row_at(self.currentIndex())

    def wants_more(self) -> bool:
        """Whether there is room below the last result."""
        self.executeDelayedItemsLayout()
        bar = self.verticalScrollBar()
        return self.isVisible() and bar.value() + _NEAR_END_PX >= bar.maximum()

    def set_matching_only(self, is_on: bool) -> None:
        """Leave out the lines around those that match, or show them."""
        self._delegate.matching_only = is_on
        self.doItemsLayout()
        self.viewport().update()

    def go_to_first(self) -> None:
        """Put the focus on the first result, where there is one."""
        if self.results.rowCount():
            self.setCurrentIndex(self.results.index(0, 0))
            self.setFocus()

    def fold(self, index: QModelIndex, is_folded: bool) -> None:
        """Leave out all lines of a run, or show them again."""
        if (result := self.results.row_at(index)) is None:
            return
        if is_folded:
            self._delegate.folded.add(result.row.run.run_id)
        else:
            self._delegate.folded.discard(result.row.run.run_id)
        self.doItemsLayout()
        self.viewport().update()

    # -- what Qt tells

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the current run; left and right fold; the rest is Qt's."""
        index = self.currentIndex()
        if event.key() in _ENTER and index.isValid():
            self._open(index)
        elif event.key() in _FOLDS and index.isValid():
            self.fold(index, _FOLDS[Qt.Key(event.key())])
        elif event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """A right click on a run, or the key for menus, is about that run."""
        if self.currentIndex().isValid():
            self.menu_asked.emit(event.globalPos())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the caret folds."""
        spot = event.position().toPoint()
        index = self.indexAt(spot)
        box = self.visualRect(index)
        result = self.results.row_at(index) if index.isValid() else None
        if result and result.lines and spot.x() < CARET_WIDTH and spot.y() < box.y() + HEAD_HEIGHT:
            self.fold(index, result.row.run.run_id not in self._delegate.folded)
        else:
            super().mousePressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell that the user went to another run."""
        super().currentChanged(current, previous)
        result = self.results.row_at(current) if current.isValid() else None
        if result is not None and result.row.run.run_id != self._current_id:
            self._current_id = result.row.run.run_id
            self.turned.emit()

    # -- inside

    def _top_in_view(self) -> tuple[str, int] | None:
        """The run at the top of what is in view and where it begins; None at the list's own top."""
        result = self.results.row_at(index := self.indexAt(QPoint(1, 1)))
        if result is None or not self.verticalScrollBar().value():
            return None
        return result.row.run.run_id, self.visualRect(index).top()

    def _put_in_view(self, run_id: str, top: int) -> None:
        self.executeDelayedItemsLayout()
        place = self.results.index_of(run_id)
        if place.isValid():
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.visualRect(place).top() - top)

    def _open(self, index: QModelIndex) -> None:
        if (result := self.results.row_at(index)) is not None:
            self.opened.emit(result.row.run.run_id)

    def _copy(self) -> None:
        if (result := self.current()) is not None:
            QGuiApplication.clipboard().setText(copied(result))

    def _look_ahead(self, value: int) -> None:
        if value + _NEAR_END_PX >= self.verticalScrollBar().maximum():
            self.end_near.emit()


def _cell(result: Result) -> Cell:
    """What a screen reader says of a run."""
    row = result.row
    lines = [f"{line.who}: {line.text}" for line in result.lines if line.marks]
    starred = [_("starred")] if row.annotations.starred else []
    notes = [one for one in (row.annotations.note, *row.annotations.labels) if one]
    said = [row.run.profile_name, results_in_words(row.counts), *starred, *notes, *lines]
    return Cell(run_name(row.run), "; ".join(said))


def copied(result: Result) -> str:
    """A run as text for a ticket: what ran, when, where, how it ended, its id, the lines found."""
    row = result.row
    head = (
        run_name(row.run),
        time_fact(row.run.created_at),
        row.run.profile_name,
        results_in_words(row.counts),
        row.run.run_id,
    )
    lines = (f"{line.who}: {line.text}" for line in result.lines if line.marks)
    return "\n".join(("\t".join(head), *lines))


def _tip(result: Result) -> str:
    """When it ran to the second, with the zone, which the line has no room for."""
    run = result.row.run
    return f"{run_name(run)}\n{time_fact(run.created_at)}\n{run.profile_name}, {run.run_id}"
