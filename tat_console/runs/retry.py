"""Which targets of an earlier run are worth another try, and with which values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import msgspec

from tat_console.ports.archive import TaskRecord
from tat_console.ports.waves import Verdict
from tat_console.runs.progress import RunProgress
from tat_console.support.i18n import N_, _
from tat_console.tat.machines import Machine
from tat_console.tat.statuses import FAILED_TASK_STATUSES, TaskStatus

_UNFINISHED: Final = frozenset(
    {
        TaskStatus.TIMEOUT,
        TaskStatus.TASK_TIMEOUT,
        TaskStatus.CANCELLED,
        TaskStatus.TERMINATED,
    }
)
_NOT_STARTED: Final = frozenset(
    {
        TaskStatus.NOT_SENT,
        TaskStatus.QUEUED,
        TaskStatus.CANCELLED,
        TaskStatus.DELIVER_FAILED,
        TaskStatus.START_FAILED,
    }
)


class RetryKind(msgspec.Struct, frozen=True):
    """One choice of the user: its words, and the states of the tasks that it is about.

    With `unmet` also those whose output was not as expected. One that `needs_a_look` may run a
    script a second time on machines where it did run.
    """

    key: str
    title: str
    statuses: frozenset[TaskStatus]
    unmet: bool = False
    needs_a_look: bool = False

    @property
    def words(self) -> str:
        """The title, translated."""
        return _(self.title)

    def takes(self, task: TaskRecord) -> bool:
        """Whether the choice is about this task."""
        return task.status in self.statuses or (self.unmet and task.verdict is Verdict.UNMET)


_ROWS: Final = (
    RetryKind("failed", N_("Failed"), FAILED_TASK_STATUSES, unmet=True),
    RetryKind("unfinished", N_("Not finished"), _UNFINISHED),
    RetryKind("not-started", N_("Not started"), _NOT_STARTED),
    RetryKind(
        "unknown",
        N_("Not known whether it ran"),
        frozenset({TaskStatus.UNSETTLED}),
        needs_a_look=True,
    ),
)
RETRIES: Final = {row.key: row for row in _ROWS}


def values_of_run(progress: RunProgress) -> Callable[[Machine], Mapping[str, str]]:
    """The values that single machines had in a run; hidden ones are in no record."""

    def values_of(machine: Machine) -> Mapping[str, str]:
        task = progress.tasks.get(machine.instance_id)
        return progress.batches[task.batch_no].parameters if task else {}

    return values_of
