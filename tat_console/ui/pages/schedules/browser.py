"""The schedules as a list: a search over a table, soonest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QStackedWidget, QWidget

from tat_console.services.schedules import Schedule
from tat_console.support.i18n import _
from tat_console.ui.kit.layout import GAP, GRID, MARGIN, column, panel, row
from tat_console.ui.kit.states import EmptyState
from tat_console.ui.models.delegates import ROW_HEIGHT_TWO_LINES
from tat_console.ui.models.table import TableModel
from tat_console.ui.models.view import TableView
from tat_console.ui.pages.schedules.columns import Around, schedule_columns
from tat_console.ui.pages.schedules.words import command_name, line_word
from tat_console.ui.widgets.search_field import SearchField

_ALL_FROM: Final = 900
"""The width from which on every column has room; the details have what is left out."""


class ScheduleTable(TableView[Schedule]):
    """Delete asks to delete, Escape closes what is beside."""

    delete_asked = Signal()
    escaped = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pass the two keys on; the rest is the table's."""
        if event.key() == Qt.Key.Key_Delete:
            self.delete_asked.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)


class ScheduleBrowser(QWidget):
    """Table, search, and what stands there when nothing matches."""

    counts_changed = Signal()

    def __init__(self, around: Around) -> None:
        super().__init__()
        self._around = around
        self.model: TableModel[Schedule] = TableModel(
            schedule_columns(around), key_of=lambda schedule: schedule.key
        )
        self.table = ScheduleTable(self.model, _("Schedules"), ROW_HEIGHT_TWO_LINES, single=True)
        self.table.setObjectName("schedules")
        self.search = SearchField(_("Find a schedule"))
        self.search.setObjectName("schedule_search")
        self.search.setToolTip(_("Names, commands and ids (Ctrl+F)"))
        self.search.setFixedWidth(240)
        self.troubled = QCheckBox(_("Only those that need a look"))
        self.troubled.setObjectName("only_troubled")
        self._fill()
        self.search.textChanged.connect(lambda _text: self._apply())
        self.troubled.toggled.connect(lambda _on: self._apply())
        self.table.sort_by(3)

    def show_schedules(self, schedules: Sequence[Schedule]) -> None:
        """Show these; what the cells say besides is read from what is around."""
        self.model.set_rows(schedules)
        self.say_again()

    def say_again(self) -> None:
        """Paint and sort anew: time has passed, or something else is known of the schedules."""
        if self.model.sorted_by is not None:
            self.model.sort(*self.model.sorted_by)
        self._apply()
        self.table.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave a column out where there is little room."""
        super().resizeEvent(event)
        keys = [shown.key for shown in self.model.columns]
        self.table.setColumnHidden(keys.index("targets"), self.width() < _ALL_FROM)

    def clear(self) -> None:
        """Show all schedules again."""
        self.search.clear()
        self.troubled.setChecked(False)

    def _fill(self) -> None:
        bar = row(self.search, self.troubled, None, gap=GAP, margins=(MARGIN, 0, GAP, GRID))
        none_matches = EmptyState(
            "ph.funnel",
            _("No schedule matches"),
            _("Use fewer words, or show all schedules again."),
            _("Show all schedules"),
            self.clear,
        )
        self._pile = QStackedWidget()
        self._pile.addWidget(self.table)
        self._pile.addWidget(none_matches)
        box = column(panel(bar, "surface", edge="bottom"), self._pile, gap=0)
        box.setStretch(1, 1)
        self.setLayout(box)

    def _apply(self) -> None:
        words = self.search.text().casefold().split()
        only_troubled = self.troubled.isChecked()

        def passes(schedule: Schedule) -> bool:
            text = _searched(schedule)
            return all(word in text for word in words) and (
                not only_troubled or self._is_troubled(schedule)
            )

        self.model.set_filter(passes if words or only_troubled else None)
        has_none = bool(self.model.all_rows()) and not self.model.rowCount()
        self._pile.setCurrentIndex(1 if has_none else 0)
        self.counts_changed.emit()

    def _is_troubled(self, schedule: Schedule) -> bool:
        around, key = self._around, schedule.key
        return bool(around.missed.get(key) or around.warnings.get(key) or around.meets.get(key))


def _searched(schedule: Schedule) -> str:
    invoker = schedule.invoker
    parts = (invoker.name, invoker.invoker_id, command_name(schedule), invoker.command_id)
    return "\n".join(
        (*parts, schedule.words, line_word(schedule), *invoker.instance_ids)
    ).casefold()
