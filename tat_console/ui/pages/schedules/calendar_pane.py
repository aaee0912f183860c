"""The calendar over all schedules: the month, and beside it the runs of the chosen day."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import date, datetime
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from tat_console.services.schedule_days import DayRuns
from tat_console.support.i18n import _, ngettext
from tat_console.ui.kit.controls import ButtonKind, Label, button, tool_button
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GAP, GRID, HALF, MARGIN, column, panel, row
from tat_console.ui.models.columns import Cell, Column
from tat_console.ui.models.delegates import ROW_HEIGHT_TWO_LINES
from tat_console.ui.models.table import TableModel
from tat_console.ui.models.view import TableView
from tat_console.ui.pages.schedules.calendar_painting import look_of_runs
from tat_console.ui.pages.schedules.calendar_view import CalendarView
from tat_console.ui.pages.schedules.words import PLANNED, command_name, day_word, month_word

WIDTH: Final = 286
NARROW_WIDTH: Final = 220
RunsOf = Callable[[date], list[DayRuns]]


class CalendarPane(QWidget):
    """`schedule_opened` tells the key of the schedule whose run was opened."""

    schedule_opened = Signal(object)

    def __init__(self, runs_of: RunsOf, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._runs_of = runs_of
        self._now = now
        self.view = CalendarView(self._today())
        self.model: TableModel[DayRuns] = TableModel(
            [
                Column("time", _("Time"), 66, _time),
                Column("name", _("Schedule"), 120, _name, stretch=True),
            ],
            key_of=lambda runs: runs.schedule.key,
        )
        self.table: TableView[DayRuns] = TableView(
            self.model, _("Runs of the day"), ROW_HEIGHT_TWO_LINES, single=True
        )
        self.table.setObjectName("day_runs")
        self.table.horizontalHeader().hide()
        self._month = Label("", Type.HEADING)
        self._month.setObjectName("calendar_month")
        self._day = Label("", Type.HEADING)
        self._day.setObjectName("calendar_day")
        self._count = Label("", Type.SMALL, "text_3")
        self._pile = QStackedWidget()
        self._fill()
        self.view.day_chosen.connect(lambda _day: self.show_again())
        self.view.day_opened.connect(self.table.setFocus)
        self.table.row_activated.connect(self._open)

    def show_again(self) -> None:
        """Ask for the runs of every day on show; schedules, records or the time have changed."""
        runs = {day: self._runs_of(day) for day in self.view.days()}
        self.view.show_runs(runs, self._today())
        day = self.view.chosen
        self._month.setText(month_word(day))
        self._day.setText(day_word(day))
        shown = runs[day]
        count = sum(len(each.times) for each in shown)
        self._count.setText(ngettext("{count:,} run", "{count:,} runs", count).format(count=count))
        self.model.set_rows(shown)
        self._pile.setCurrentIndex(0 if shown else 1)

    def set_narrow(self, narrow: bool) -> None:
        """Give the month more of the room."""
        self._side.setFixedWidth(NARROW_WIDTH if narrow else WIDTH)

    def _today(self) -> date:
        return self._now().astimezone().date()

    def _open(self, runs: DayRuns | None) -> None:
        if runs is not None:
            key: Hashable = runs.schedule.key
            self.schedule_opened.emit(key)

    # -- building

    def _fill(self) -> None:
        month = column(panel(self._bar(), "surface", edge="bottom"), self.view, gap=0)
        month.setStretch(1, 1)
        head = column(self._day, self._count, gap=2, margins=(14, GRID, GAP, GRID))
        self._pile.addWidget(self.table)
        none = Label(_("No run on this day."), Type.BASE, "text_2")
        empty = QWidget()
        empty.setLayout(column(none, None, margins=(14, GAP, GAP, GAP)))
        self._pile.addWidget(empty)
        inside = column(panel(head, edge="bottom"), self._pile, gap=0)
        inside.setStretch(1, 1)
        self._side = panel(inside, edge="left")
        self._side.setFixedWidth(WIDTH)
        box = row(gap=0)
        box.addLayout(month, 1)
        box.addWidget(self._side)
        self.setLayout(box)

    def _bar(self) -> QHBoxLayout:
        line = row(margins=(MARGIN, 0, GAP, GRID))
        for icon, tip, name, months in (
            ("ph.caret-left", _("Month before (Page up)"), "month_before", -1),
            ("ph.caret-right", _("Month after (Page down)"), "month_after", 1),
        ):
            made = tool_button(icon, tip, framed=True)
            made.setObjectName(name)
            made.clicked.connect(lambda _on, months=months: self.view.turn(months))
            line.addWidget(made)
        today = button(_("Today"), kind=ButtonKind.FLAT, strip=True)
        today.setObjectName("calendar_today")
        today.setToolTip(_("Go to today (Home)"))
        today.clicked.connect(lambda: self.view.choose(self._today()))
        zone = Label(_("Days and times are yours, not those of Beijing."), Type.SMALL, "text_3")
        for part in (today, HALF, self._month):
            line.addSpacing(part) if isinstance(part, int) else line.addWidget(part)
        line.addStretch(1)
        line.addWidget(zone)
        return line


def _time(runs: DayRuns) -> Cell:
    first = f"{runs.times[0].astimezone():%H:%M}"
    if len(runs.times) == 1:
        return Cell(first, look_of_runs(runs).word, type=Type.NAME)
    return Cell(
        first, _("to {time}").format(time=f"{runs.times[-1].astimezone():%H:%M}"), type=Type.NAME
    )


def _name(runs: DayRuns) -> Cell:
    look = look_of_runs(runs)
    second = _count(runs) if len(runs.times) > 1 else command_name(runs.schedule)
    if look is PLANNED:  # what is still to come is no state yet
        return Cell(runs.schedule.invoker.name, second, icon=look.icon)
    return Cell(runs.schedule.invoker.name, second, look=look)


def _count(runs: DayRuns) -> str:
    count = f"{len(runs.times)}+" if runs.has_more else str(len(runs.times))
    if runs.missed or runs.failed:
        text = _("{count} runs, {missed} missed, {failed} failed")
        return text.format(count=count, missed=runs.missed, failed=runs.failed)
    return _("{count} runs").format(count=count)
