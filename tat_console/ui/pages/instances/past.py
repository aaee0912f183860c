"""Below the facts of a machine: what was run there last, and which schedules reach it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tat_console.ports.history import MachinePast
from tat_console.services.schedules import Schedule
from tat_console.support.i18n import _
from tat_console.ui.kit.controls import ButtonKind, Label, button
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GRID, HALF, column, row, rule
from tat_console.ui.kit.status_looks import look_of
from tat_console.ui.widgets.line_button import LineButton
from tat_console.ui.widgets.moments import when_word

RUNS_SHOWN: Final = 5


class MachinePastView(QWidget):
    """Lists of lines that lead to the runs and schedules; what is empty is not there."""

    run_opened = Signal(str)
    all_asked = Signal()
    schedule_opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._all = button("", kind=ButtonKind.LINK)
        self._all.setObjectName("all_runs_here")
        self._all.setToolTip(_("All runs on this machine, in the history"))
        self._all.clicked.connect(self.all_asked)
        self._run_lines, self._runs = _part(_("Last runs here"), self._all)
        self._schedule_lines, self._schedules = _part(_("Schedules that reach it"))
        self.setLayout(column(self._runs, self._schedules, gap=GRID))
        self._runs.hide()
        self._schedules.hide()

    def show_past(self, past: MachinePast, now: datetime) -> None:
        """Show the newest runs, and how many there are in all."""
        _empty(self._run_lines)
        for place, task in enumerate(past.latest):
            words = task.script_name or _("Script without a name")
            line = LineButton(words, when_word(task.created_at, now), look_of(task.status))
            line.setObjectName(f"run_here_{place}")
            line.clicked.connect(lambda _on=False, run_id=task.run_id: self.run_opened.emit(run_id))
            self._run_lines.addWidget(line)
        self._all.setText(_("All {count:,}").format(count=past.runs))
        self._runs.setVisible(bool(past.latest))

    def show_schedules(self, schedules: Iterable[Schedule], now: datetime) -> None:
        """Show these schedules with their next run."""
        _empty(self._schedule_lines)
        for place, schedule in enumerate(schedules):
            moments = schedule.next_runs(now, 1)
            note = when_word(moments[0], now) if moments else _("disabled")
            line = LineButton(schedule.invoker.name, note, icon_name="ph.calendar-check")
            line.setToolTip(schedule.words)
            line.setObjectName(f"schedule_here_{place}")
            line.clicked.connect(lambda _on=False, key=schedule.key: self.schedule_opened.emit(key))
            self._schedule_lines.addWidget(line)
        self._schedules.setVisible(self._schedule_lines.count() > 0)


def _part(title: str, link: QWidget | None = None) -> tuple[QVBoxLayout, QWidget]:
    """The lines of a part, and the part with its heading."""
    lines = column(gap=0)
    head = row(Label(title, Type.HEADING), None, *([link] if link else []))
    made = QWidget()
    # The lines light up a little beyond their words, which stand under the heading.
    made.setLayout(column(rule(), HALF, head, lines, gap=HALF))
    return lines, made


def _empty(lines: QVBoxLayout) -> None:
    while item := lines.takeAt(0):
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()
