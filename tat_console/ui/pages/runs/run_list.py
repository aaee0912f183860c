"""The runs that are live and the last ones that ended, when none is opened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QMenu

from tat_console.ports.archive import RunRecord, RunSummary
from tat_console.runs.progress import RunProgress
from tat_console.support.i18n import _
from tat_console.tat.statuses import TaskStatus
from tat_console.ui.kit.environments import ENVIRONMENT_LOOKS
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import column
from tat_console.ui.kit.status_looks import StatusLook
from tat_console.ui.kit.words import moment_word, stopwatch_word
from tat_console.ui.models.columns import Cell, Column
from tat_console.ui.models.delegates import ROW_HEIGHT_TWO_LINES
from tat_console.ui.models.table import TableModel
from tat_console.ui.models.view import TableView
from tat_console.ui.pages.runs.outcome import look_of_run
from tat_console.ui.widgets.status_bar_chart import results_in_words


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run of the list, as it is at `now`."""

    run: RunRecord
    counts: Mapping[TaskStatus, int]
    now: datetime

    @property
    def elapsed_s(self) -> float:
        """Seconds from the start to the end, or to now."""
        return ((self.run.ended_at or self.now) - self.run.created_at).total_seconds()


class RunList(QFrame):
    """A table of runs, newest first; `opened` tells the id of the one to be shown.

    `opened_apart` wants it in a window of its own.
    """

    opened = Signal(str)
    opened_apart = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.model: TableModel[RunRow] = TableModel(_columns(), lambda row: row.run.run_id)
        self.table = TableView(self.model, _("Runs"), ROW_HEIGHT_TWO_LINES, single=True)
        self.table.setObjectName("run_list")
        self.table.row_activated.connect(self._open)
        self.table.menu_asked.connect(self._offer)
        self.table.clicked.connect(lambda index: self._open(self.model.row_at(index)))
        self.setLayout(column(self.table))

    def show_runs(self, live: list[RunProgress], kept: list[RunSummary], now: datetime) -> None:
        """Show live runs as they are now, and those that ended."""
        rows = {one.run.run_id: RunRow(one.run, one.counts, now) for one in kept}
        for progress in live:
            rows[progress.run_id] = RunRow(progress.run, Counter(progress.counts), now)
        self.model.set_rows(sorted(rows.values(), key=lambda row: row.run.created_at, reverse=True))

    def _offer(self, menu: QMenu) -> None:
        row = self.table.current_row()
        if row is not None:
            menu.addAction(_("Open")).triggered.connect(lambda: self._open(row))
            apart = menu.addAction(_("Open in a new window"))
            apart.setObjectName("open_in_window")
            apart.triggered.connect(lambda: self.opened_apart.emit(row.run.run_id))
            menu.addSeparator()

    def _open(self, row: RunRow | None) -> None:
        if row is not None:
            self.opened.emit(row.run.run_id)


def _columns() -> list[Column[RunRow]]:
    return [
        Column("state", _("State"), 120, _state),
        Column("script", _("Script"), 240, _script, stretch=True),
        Column("results", _("Results"), 260, _results),
        Column(
            "machines", _("Machines"), 80, _machines, lambda row: sum(row.counts.values()), True
        ),
        Column("profile", _("Profile"), 150, _profile),
        Column("started", _("Started"), 130, _started, lambda row: row.run.created_at),
        Column("took", _("Took"), 80, _took, lambda row: row.elapsed_s, True),
    ]


def _state(row: RunRow) -> Cell:
    look: StatusLook = look_of_run(row.run, row.counts)
    return Cell(look.word, look=look)


def _script(row: RunRow) -> Cell:
    script = row.run.script
    first = next(
        (
            line
            for line in script.content.decode("utf-8", "replace").splitlines()
            if line.strip() and not line.startswith("#")
        ),
        "",
    )
    return Cell(
        script.name or _("Untitled script"),
        first.strip(),
        type=Type.NAME,
        second_type=Type.ID,
    )


def _results(row: RunRow) -> Cell:
    return Cell(results_in_words(row.counts), ink="text_2")


def _machines(row: RunRow) -> str:
    return f"{sum(row.counts.values()):,}"


def _profile(row: RunRow) -> Cell:
    look = ENVIRONMENT_LOOKS[row.run.environment]
    return Cell(row.run.profile_name, look.word)


def _started(row: RunRow) -> Cell:
    return Cell(moment_word(row.run.created_at, row.now), ink="text_2")


def _took(row: RunRow) -> Cell:
    return Cell(stopwatch_word(row.elapsed_s), ink="text_2")
