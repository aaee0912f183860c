"""The machines: filters over a table with ticks, and a strip that says what the ticks mean."""

from __future__ import annotations

from operator import attrgetter
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from tat_console.services.chosen import Chosen
from tat_console.services.directory import Directory
from tat_console.support.i18n import _
from tat_console.tat.machines import Machine, Refusal
from tat_console.ui.kit.layout import column
from tat_console.ui.kit.states import EmptyState
from tat_console.ui.models.delegates import ROW_HEIGHT_TWO_LINES
from tat_console.ui.models.table import TableModel
from tat_console.ui.models.view import TableView
from tat_console.ui.pages.instances.columns import Surroundings, machine_columns
from tat_console.ui.pages.instances.filter_bar import FilterBar
from tat_console.ui.pages.instances.machine_filter import (
    FACETS,
    READY,
    MachineFilter,
    profile_facet,
)
from tat_console.ui.pages.instances.selection_strip import SelectionStrip

_LEAST_WIDTH: Final = 640
_ONLY_WIDE: Final = frozenset({"kind", "public_ip"})
_ONLY_SEVERAL: Final = frozenset({"profile"})
"""Columns and facets that only say something where several profiles are looked at."""
_ONLY_ALONE: Final = frozenset({"public_ip"})
"""Columns that give way to those of several profiles; the details have them too."""


class MachineTable(TableView[Machine]):
    """Ctrl+A asks to tick all that are ready; Escape closes or unticks."""

    all_asked = Signal()
    escaped = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pass the two keys on; the rest is the table's."""
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self.all_asked.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)


class MachineBrowser(QWidget):
    """Shows the machines of the directory; what is ticked here is what is chosen everywhere.

    `counts_changed` fires when other machines are shown or ticked.
    """

    counts_changed = Signal()

    def __init__(self, directory: Directory, chosen: Chosen, around: Surroundings) -> None:
        super().__init__()
        self._directory = directory
        self._chosen = chosen
        self._around = around
        self._refusals: dict[str, str] = {}
        self._is_narrow = False
        self.filter = MachineFilter((*FACETS, profile_facet(around.profile_of)))
        self.model: TableModel[Machine] = TableModel(
            machine_columns(around),
            key_of=attrgetter("instance_id"),
            blocked=lambda machine: self._refusals.get(machine.instance_id, ""),
        )
        self.table = MachineTable(self.model, _("Machines"), ROW_HEIGHT_TWO_LINES)
        self.table.setObjectName("machines")
        self.filters = FilterBar(self.filter, self.model.all_rows)
        self.strip = SelectionStrip(around)
        self.setMinimumWidth(_LEAST_WIDTH)
        self._fill()
        self._connect()
        self._show_columns()
        self.table.sort_by(1)

    def show_machines(self) -> None:
        """Take over the machines as the directory has them now."""
        machines, several = self._directory.machines, self._around.are_several
        words = {refusal: refusal.words for refusal in Refusal}
        self._refusals = {
            one.instance_id: words[refusal] for one in machines if (refusal := one.refusal())
        }
        self._around.profiles = self._directory.profiles_of(machines) if several else {}
        self._show_columns()
        self.model.set_rows(machines)
        self.take_chosen()

    def take_chosen(self) -> None:
        """Tick exactly the machines that are chosen."""
        wanted = set(self._chosen.ids)
        ticked = {machine.instance_id for machine in self.model.ticked_rows()}
        if wanted != ticked:
            rows = self.model.all_rows()
            self.model.tick([row for row in rows if row.instance_id in ticked - wanted], on=False)
            self.model.tick([row for row in rows if row.instance_id in wanted - ticked], on=True)

    def set_narrow(self, narrow: bool) -> None:
        """Fold filters and columns, or unfold them."""
        self._is_narrow = narrow
        self.filters.set_narrow(narrow)
        self._show_columns()

    def go_to(self, instance_id: str) -> None:
        """Make a machine the current one, if the filter lets it through."""
        self.table.go_to(instance_id)

    def _show_columns(self) -> None:
        several = self._around.are_several
        left_out = frozenset[str]() if several else _ONLY_SEVERAL
        hidden = _ONLY_ALONE if several else left_out
        if self._is_narrow:
            hidden |= _ONLY_WIDE
        for place, shown_column in enumerate(self.model.columns):
            self.table.setColumnHidden(place, shown_column.key in hidden)
        self.filters.leave_out(left_out)

    # -- building

    def _fill(self) -> None:
        none_matches = EmptyState(
            "ph.funnel",
            _("No machine matches"),
            _("Use fewer words or filters, or show all machines again."),
            _("Clear filters"),
            self.filters.clear,
        )
        self._table_or_none = QStackedWidget()
        self._table_or_none.addWidget(self.table)
        self._table_or_none.addWidget(none_matches)
        box = column(self.filters, self._table_or_none, self.strip, gap=0)
        box.setStretch(1, 1)
        self.setLayout(box)

    def _connect(self) -> None:
        self.filters.changed.connect(self._apply_filter)
        self.model.ticks_changed.connect(self._choose_ticked)
        self.model.shown_changed.connect(self._tell_counts)
        self.table.all_asked.connect(self.tick_all_ready)
        self.strip.tick_all_asked.connect(self.tick_all_ready)
        self.strip.clear_asked.connect(self.model.clear_ticks)
        self.strip.blocked_asked.connect(self._show_blocked)
        find = QShortcut(QKeySequence("Ctrl+F"), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self.filters.search.setFocus)

    # -- what the user does

    def tick_all_ready(self) -> None:
        """Tick every shown machine that can take a run."""
        self.model.tick(self.model.shown_rows(), on=True)

    def _apply_filter(self) -> None:
        self.model.set_filter(self.filter.predicate())

    def _choose_ticked(self) -> None:
        self._chosen.set(machine.instance_id for machine in self.model.ticked_rows())
        self._tell_counts()

    def _tell_counts(self) -> None:
        shown = self.model.shown_rows()
        ticked = self.model.ticked_rows()
        self._table_or_none.setCurrentIndex(0 if shown or not self.model.all_rows() else 1)
        if ticked:
            self.strip.show_counts(ticked, shown, self.model.able_rows())
        self.strip.setVisible(bool(ticked))
        self.counts_changed.emit()

    def _show_blocked(self) -> None:
        ready = next(facet for facet in self.filter.facets if facet.key == "ready")
        counts = self.filter.counts(ready, self.model.all_rows())
        self.filters.choose(ready.key, counts.keys() - {READY})
