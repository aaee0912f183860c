"""The list of runs that a search found, newest first; more of them come as it is scrolled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from tat_console.support.i18n import _
from tat_console.ui.models.columns import Cell, Column
from tat_console.ui.models.table import TableModel
from tat_console.ui.pages.history.columns import run_name
from tat_console.ui.pages.history.result_painting import ResultDelegate
from tat_console.ui.pages.history.results import Result

_NEAR_END_PX: Final = 400
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ResultList(QListView):
    """Enter or a double click tells `opened(run_id)`; `end_near` wants more results."""

    opened = Signal(str)
    end_near = Signal()

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.results = TableModel[Result](
            [Column("run", _("Run"), 0, _cell)], lambda one: one.row.run.run_id
        )
        self._delegate = ResultDelegate(now)
        self.setObjectName("history_results")
        self.setAccessibleName(_("Runs that were found"))
        self.setItemDelegate(self._delegate)
        self.setModel(self.results)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(30)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.verticalScrollBar().valueChanged.connect(self._look_ahead)
        self.doubleClicked.connect(self._open)

    def show_results(self, results: Sequence[Result]) -> None:
        """Show these; the one the user is on stays current while it is there."""
        self.results.set_rows(results)
        self.doItemsLayout()
        self.viewport().update()

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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the current run; the rest is Qt's."""
        if event.key() in _ENTER and self.currentIndex().isValid():
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        if (result := self.results.row_at(index)) is not None:
            self.opened.emit(result.row.run.run_id)

    def _look_ahead(self, value: int) -> None:
        if value + _NEAR_END_PX >= self.verticalScrollBar().maximum():
            self.end_near.emit()


def _cell(result: Result) -> Cell:
    lines = "; ".join(f"{line.who}: {line.text}" for line in result.lines if line.marks)
    return Cell(run_name(result.row.run), lines)
