"""The pane beside the list: what one schedule is, when it comes, and what it did."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from tat_console.services.schedules import NEXT_RUNS, Firing, Schedule
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _
from tat_console.ui.kit.banner import Notice
from tat_console.ui.kit.controls import ElidedLabel, Label, button, tool_button
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GAP, GRID, HALF, column, panel, row, rule
from tat_console.ui.kit.theme import ToneName
from tat_console.ui.pages.schedules.facts import facts
from tat_console.ui.pages.schedules.next_runs import NextRuns
from tat_console.ui.pages.schedules.records_list import RecordsList
from tat_console.ui.pages.schedules.words import state_look
from tat_console.ui.widgets.key_value import KeyValueList
from tat_console.ui.widgets.segments import Segments
from tat_console.ui.widgets.status_badge import StatusBadge

WIDTH: Final = 366
_SIDE: Final = 14
Trouble = tuple[ToneName, str, str]
"""A tone, a title and a sentence."""


class ScheduleDetails(QFrame):
    """Shows one schedule; each button asks for what it says."""

    edit_asked = Signal()
    switch_asked = Signal()
    delete_asked = Signal()
    copy_asked = Signal()
    close_asked = Signal()
    firing_opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.schedule: Schedule | None = None
        self._troubles: list[Trouble] = []
        self.setProperty("ground", "panel")
        self.setProperty("edge", "left")
        self.setMinimumWidth(300)
        self.setMaximumWidth(560)
        self.setObjectName("schedule_details")
        self.setAccessibleName(_("Details of the schedule"))
        self._name = ElidedLabel("", Type.HEADING)
        self._name.setObjectName("schedule_title")
        self._id = Label("", Type.ID, "text_3")
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
        self.tabs.chosen.connect(self.turn_to)

    def show_schedule(
        self, schedule: Schedule, now: datetime, names: dict[str, str], troubles: Sequence[Trouble]
    ) -> None:
        """Show a schedule; `names` are those of its machines by id."""
        self.schedule = schedule
        invoker = schedule.invoker
        self._name.setText(invoker.name)
        self._id.setText(invoker.invoker_id)
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_asked.emit()
        else:
            super().keyPressEvent(event)

    # -- building

    def _fill(self) -> None:
        close = tool_button("ph.x", _("Close the details (Escape)"))
        close.clicked.connect(self.close_asked)
        copy = tool_button("ph.copy", _("Copy the ID"), role="text_3")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._id.text()))
        title = row(self._name, close)
        title.setStretch(0, 1)
        head = column(title, row(self._id, copy, None, self._badge, gap=HALF), gap=0)
        head.setContentsMargins(_SIDE, GAP, GRID, GRID)
        turns = row(self.tabs, None, margins=(_SIDE, 0, _SIDE, GRID))
        self._pile.addWidget(self._about())
        self._pile.addWidget(self.records)
        foot = panel(self._foot(), edge="top")
        box = column(head, turns, rule(), self._pile, foot, gap=0)
        box.setStretch(3, 1)
        self.setLayout(box)

    def _about(self) -> QWidget:
        inside = QWidget()
        inside.setLayout(
            column(
                self._notices,
                Label(_("Next runs"), Type.HEADING),
                self._no_runs,
                self.next_runs,
                rule(),
                self._facts,
                None,
                gap=GAP,
                margins=(_SIDE, GAP, _SIDE, GAP),
            )
        )
        scroll = QScrollArea(widgetResizable=True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return scroll

    def _foot(self) -> QVBoxLayout:
        self._switch = button("", strip=True)
        parts = (
            (button(_("Edit…"), "ph.pencil-simple"), "edit_schedule", self.edit_asked),
            (self._switch, "switch_schedule", self.switch_asked),
            (button(_("Copy…"), "ph.copy"), "copy_schedule", self.copy_asked),
            (
                tool_button("ph.trash", _("Delete the schedule… (Delete)")),
                "delete_schedule",
                self.delete_asked,
            ),
        )
        line = row(margins=(_SIDE, GRID, _SIDE, GRID))
        for made, name, asked in parts:
            made.setProperty("strip", False)
            made.setObjectName(name)
            made.clicked.connect(asked)
            line.addWidget(made)
        line.insertStretch(3, 1)
        delete = parts[3][0]
        delete.setAccessibleName(_("Delete the schedule…"))
        return column(line)

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
