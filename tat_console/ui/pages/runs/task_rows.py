"""The tasks of a run as rows of a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from operator import attrgetter
from typing import Final

import msgspec

from tat_console.ports.archive import TaskRecord
from tat_console.runs.progress import RunProgress
from tat_console.support.i18n import _
from tat_console.tat.statuses import InstanceKind, TaskStatus
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.status_looks import TASK_LOOKS, look_of
from tat_console.ui.kit.words import (
    DASH,
    clock_word,
    duration_word,
    kind_word,
    own_exit_code,
    region_word,
)
from tat_console.ui.models.columns import Cell, Column
from tat_console.ui.widgets.task_grid import GridTask

_NEVER: Final = datetime.max.replace(tzinfo=UTC)
_URGENT: Final = (
    TaskStatus.FAILED,
    TaskStatus.START_FAILED,
    TaskStatus.DELIVER_FAILED,
    TaskStatus.NOT_SENT,
    TaskStatus.TIMEOUT,
    TaskStatus.TASK_TIMEOUT,
    TaskStatus.UNSETTLED,
    TaskStatus.TERMINATED,
    TaskStatus.CANCELLED,
    TaskStatus.CANCELLING,
    TaskStatus.RUNNING,
)
"""What a reader wants to see first, first."""
_URGENCY: Final = {
    status: place
    for place, status in enumerate((*_URGENT, *(one for one in TASK_LOOKS if one not in _URGENT)))
}


# gc=False: there may be ten thousand, and the collector need not look at them again and again.
class TaskRow(msgspec.Struct, frozen=True, gc=False):
    """One task with what its batch and its output add to it; `urgency` is its place by status.

    `cell` is its place in the grid, made once with the row: there may be thousands.
    """

    task: TaskRecord
    cell: GridTask
    region: str
    kind: InstanceKind
    summary: str = ""
    urgency: int = 0

    def seconds(self, now: datetime) -> float | None:
        """How long the task took, or runs by now in whole seconds."""
        task = self.task
        if task.started_at and task.ended_at:
            return max(0.0, (task.ended_at - task.started_at).total_seconds())
        if task.started_at and task.status is TaskStatus.RUNNING:
            return float(int(max(0.0, (now - task.started_at).total_seconds())))
        return None

    @property
    def words(self) -> str:
        """What a search looks through, without case."""
        task = self.task
        parts = (task.instance_name, task.instance_id, task.private_ip, self.summary)
        return "\n".join((*parts, task.error_info)).casefold()


def task_columns(now: Callable[[], datetime]) -> list[Column[TaskRow]]:
    """The columns of the table of tasks; `now` lets the time of those that run go on."""
    return [
        Column("status", _("Status"), 126, _status, attrgetter("urgency")),
        Column("machine", _("Machine"), 112, _machine, tip=lambda row: row.task.instance_id),
        Column("region", _("Region"), 84, lambda row: _quiet(region_word(row.region))),
        Column("kind", _("Kind"), 80, lambda row: _quiet(kind_word(row.kind))),
        Column("exit", _("Exit"), 44, _exit, _exit_order),
        Column("start", _("Start"), 76, _start, lambda row: row.task.started_at or _NEVER),
        Column(
            "time",
            _("Time"),
            56,
            lambda row: _time(row.seconds(now())),
            lambda row: row.seconds(now()) or 0.0,
        ),
        Column("output", _("Output"), 160, _output, stretch=True),
    ]


def urgency(status: TaskStatus) -> int:
    """The place of a status where failures stand first."""
    return _URGENCY.get(status, len(_URGENCY))


class TaskRows:
    """Keeps the rows of a run up to date, making anew only those that changed."""

    def __init__(self, progress: RunProgress, summary_of: Callable[[TaskRecord], str]) -> None:
        self._progress = progress
        self._summary_of = summary_of
        self._rows: dict[str, TaskRow | None] = dict.fromkeys(progress.tasks)

    def rows(self) -> list[TaskRow]:
        """All rows in the order of the plan."""
        return [row for row in self._rows.values() if row is not None]

    def renew(self, instance_ids: Iterable[str]) -> None:
        """Make the rows of these tasks anew."""
        for instance_id in instance_ids:
            task = self._progress.tasks[instance_id]
            batch = self._progress.batches[task.batch_no]
            cell = GridTask(instance_id, task.status, task.instance_name)
            self._rows[instance_id] = TaskRow(
                task, cell, batch.region, batch.kind, self._summary_of(task), urgency(task.status)
            )


def _status(row: TaskRow) -> Cell:
    look = look_of(row.task.status)
    return Cell(look.word, look=look)


def _machine(row: TaskRow) -> Cell:
    return Cell(row.task.instance_name or row.task.instance_id, type=Type.NAME)


def _quiet(text: str) -> Cell:
    return Cell(text, ink="text_2")


def _exit(row: TaskRow) -> str:
    code = own_exit_code(row.task.status, row.task.exit_code)
    return DASH if code is None else str(code)


def _exit_order(row: TaskRow) -> tuple[bool, int]:
    code = own_exit_code(row.task.status, row.task.exit_code)
    return code is None, code or 0


def _start(row: TaskRow) -> Cell:
    return _quiet(clock_word(row.task.started_at))


def _time(seconds: float | None) -> Cell:
    return _quiet(DASH if seconds is None else duration_word(seconds))


def _output(row: TaskRow) -> Cell:
    return Cell(row.summary, ink="text_2", type=Type.CODE_SMALL)
