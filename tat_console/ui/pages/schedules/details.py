"""The pane beside the list: what one schedule is, when it comes, and what it did."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from tat_console.services.schedules import NEXT_RUNS, Firing, Schedule
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _
from tat_console.ui.kit.banner import Notice
from tat_console.ui.kit.controls import Label, button, tool_button
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GAP, GRID, row, rule
from tat_console.ui.kit.theme import ToneName
from tat_console.ui.pages.schedules.facts import facts
from tat_console.ui.pages.schedules.next_runs import NextRuns
from tat_console.ui.pages.schedules.records_list import RecordsList
from tat_console.ui.pages.schedules.words import state_look
from tat_console.ui.widgets.detail_pane import SIDE, DetailPane
from tat_console.ui.widgets.key_value import KeyValueList
from tat_console.ui.widgets.segments import Segments
from tat_console.ui.widgets.status_badge import StatusBadge

WIDTH: Final = 366
Trouble = tuple[ToneName, str, str]
"""A tone, a title and a sentence."""


class ScheduleDetails(DetailPane):
    """Shows one schedule; each button asks for what it says."""

    edit_asked = Signal()
    switch_asked = Signal()
    delete_asked = Signal()
    copy_asked = Signal()
    firing_opened = Signal(object)

    def __init__(self) -> None:
        super().__init__(_("Details of the schedule"))
        self.schedule: Schedule | None = None
        self._troubles: list[Trouble] = []
        self.setMaximumWidth(560)
        self.setObjectName("schedule_details")
        self.title.setObjectName("schedule_title")
        self._badge = StatusBadge(hollow=True)
        self._notices = QVBoxLayout()
        self._notices.setSpacing(GRID)
        self._facts = KeyValueList()
        self.next_runs = NextRuns(NEXT_RUNS)
        self._no_runs = Label("", Type.BASE, "text_2", wrap=True)
        self.records = RecordsList()
        self.records.opened.connect(self.firing_opened)
        self.tabs = Segments(
            _("Parts of the details"), [("about", _("Schedule")), ("records", _("Runs"))]
        )
        self.tabs.setObjectName("schedule_tabs")
        self._pile = QStackedWidget()
        self._fill()
        self._fill_foot()
        self.tabs.chosen.connect(self.turn_to)

    def show_schedule(
        self, schedule: Schedule, now: datetime, names: dict[str, str], troubles: Sequence[Trouble]
    ) -> None:
        """Show a schedule; `names` are those of its machines by id."""
        self.schedule = schedule
        invoker = schedule.invoker
        self.set_head(invoker.name, invoker.invoker_id)
        self._badge.set_look(state_look(schedule, now))
        self._facts.set_facts(facts(schedule, names))
        times = schedule.next_runs(now)
        self.next_runs.show_times(times, now)
        self._no_runs.setText("" if times else _why_no_runs(schedule))
        self._no_runs.setVisible(not times)
        self._switch.setText(_("Disable") if invoker.enable else _("Enable"))
        self._show_troubles(list(troubles))

    def show_firings(self, firings: Sequence[Firing] | None, error: ConsoleError | None) -> None:
        """Show what the schedule did."""
        self.records.show_firings(firings, error)

    def turn_to(self, tab: object) -> None:
        """Show one of the two parts."""
        self.tabs.choose(tab)
        self._pile.setCurrentIndex(1 if tab == "records" else 0)

    # -- building

    def _fill(self) -> None:
        self.id_line.addWidget(self._badge)
        self.body.setContentsMargins(SIDE, GAP, SIDE, GAP)
        self.body.addLayout(self._notices)
        heading = Label(_("Next runs"), Type.HEADING)
        for part in (heading, self._no_runs, self.next_runs, rule(), self._facts):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.box.replaceWidget(self.body_area, self._pile)
        self._pile.addWidget(self.body_area)
        self._pile.addWidget(self.records)
        self.box.insertLayout(1, row(self.tabs, None, margins=(SIDE, 0, SIDE, GRID)))
        self.box.insertWidget(2, rule())

    def _fill_foot(self) -> None:
        delete = tool_button("ph.trash", _("Delete the schedule… (Delete)"))
        delete.setAccessibleName(_("Delete the schedule…"))
        self._switch = button("")
        parts = (
            (button(_("Edit…"), "ph.pencil-simple"), "edit_schedule", self.edit_asked),
            (self._switch, "switch_schedule", self.switch_asked),
            (button(_("Copy…"), "ph.copy"), "copy_schedule", self.copy_asked),
            (delete, "delete_schedule", self.delete_asked),
        )
        for made, name, asked in parts:
            made.setObjectName(name)
            made.clicked.connect(asked)
            self.foot.addWidget(made)
        self.foot.insertStretch(3, 1)

    def _show_troubles(self, troubles: list[Trouble]) -> None:
        if troubles == self._troubles:
            return
        self._troubles = troubles
        while item := self._notices.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for tone, title, text in troubles:
            self._notices.addWidget(Notice(tone, title, text))


def _why_no_runs(schedule: Schedule) -> str:
    if not schedule.invoker.enable:
        return _("It is disabled. Enable it to let it run again.")
    return _("Its time is past. Edit it to give it another one.")
