"""One run as it is known now: its batches and tasks in memory, and who wants to hear of changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

import msgspec

from tat_console.ports.archive import (
    BatchRecord,
    BatchState,
    RunRecord,
    RunState,
    StoredRun,
    TaskRecord,
)
from tat_console.support.event import Event
from tat_console.support.logs import Secret
from tat_console.tat.invocations import Invocation, InvocationTask
from tat_console.tat.statuses import TaskStatus


class RunProgress:
    """The state of one run; `changed` tells the instance ids of tasks that look different now.

    A task whose state became final is `due` until its result has been read; only then it counts
    as final for the archive, so that a restart reads the result again.
    """

    def __init__(self, stored: StoredRun) -> None:
        self.run = stored.run
        self.exclusions = stored.exclusions
        self.batches: dict[int, BatchRecord] = {batch.batch_no: batch for batch in stored.batches}
        self.tasks: dict[str, TaskRecord] = {task.instance_id: task for task in stored.tasks}
        self.counts: Counter[TaskStatus] = Counter(task.status for task in stored.tasks)
        self.due: set[str] = set()
        self.watched: set[str] = set()
        self.partial_outputs: dict[str, bytes] = {}
        self.hidden_values: dict[str, Secret] = {}
        self.changed: Event[frozenset[str]] = Event()
        self._members: dict[int, list[str]] = {}
        for task in stored.tasks:
            self._members.setdefault(task.batch_no, []).append(task.instance_id)

    @property
    def run_id(self) -> str:
        """The run's name."""
        return self.run.run_id

    @property
    def is_live(self) -> bool:
        """Whether something may still change."""
        return self.run.state is RunState.LIVE

    def members(self, batch_no: int) -> list[str]:
        """The instance ids of a batch, in the order of the plan."""
        return self._members.get(batch_no, [])

    def stored(self) -> StoredRun:
        """The run as records."""
        return StoredRun(
            run=self.run,
            batches=tuple(self.batches.values()),
            tasks=tuple(self.tasks.values()),
            exclusions=self.exclusions,
        )

    def elapsed_s(self, now: datetime) -> float:
        """Seconds from the start to the end, or to now while the run is live."""
        return max(0.0, ((self.run.ended_at or now) - self.run.created_at).total_seconds())

    def followed_batches(self) -> list[BatchRecord]:
        """The batches that have an invocation and tasks which may still change or are due."""
        return [
            batch
            for batch in self.batches.values()
            if batch.state is BatchState.SENT
            and any(
                self.tasks[member].status is not TaskStatus.UNSETTLED
                and (not self.tasks[member].status.is_final or member in self.due)
                for member in self.members(batch.batch_no)
            )
        ]

    def is_over(self) -> bool:
        """Whether every task is final and read, or nothing more can be learned of it."""
        return not self.due and all(
            task.status.is_final or task.status is TaskStatus.UNSETTLED
            for task in self.tasks.values()
        )

    def set_batch(self, batch: BatchRecord, status: TaskStatus | None = None) -> list[TaskRecord]:
        """Take over a batch record, and give all its tasks a status where one is told."""
        self.batches[batch.batch_no] = batch
        if status is None:
            return []
        return self._replace(
            msgspec.structs.replace(
                self.tasks[member],
                status=status,
                error_info=batch.error if status is not TaskStatus.PENDING else "",
            )
            for member in self.members(batch.batch_no)
        )

    def take_states(self, batch_no: int, invocation: Invocation) -> None:
        """Take over the states that an invocation lists; those of other runs are passed over."""
        fresh: list[TaskRecord] = []
        for info in invocation.invocation_task_basic_info_set:
            task = self.tasks.get(info.instance_id)
            if task is None or task.batch_no != batch_no or task.status.is_final:
                continue
            if task.status == info.task_status and task.invocation_task_id:
                continue
            if info.task_status.is_final:
                self.due.add(task.instance_id)
            fresh.append(
                msgspec.structs.replace(
                    task, status=info.task_status, invocation_task_id=info.invocation_task_id
                )
            )
        self._replace(fresh)

    def lose(self, batch_no: int, reason: str) -> list[TaskRecord]:
        """Give up on the tasks of a batch that are not final, and say why."""
        self.due.difference_update(self.members(batch_no))
        return self._replace(
            msgspec.structs.replace(
                self.tasks[member], status=TaskStatus.UNSETTLED, error_info=reason
            )
            for member in self.members(batch_no)
            if not self.tasks[member].status.is_final
        )

    def wanted_task_ids(self) -> list[str]:
        """Ids of the tasks whose output is worth asking for: due, or running and looked at."""
        return [
            task.invocation_task_id
            for instance_id in (*self.due, *(self.watched - self.due))
            if (task := self.tasks.get(instance_id)) is not None
            and task.invocation_task_id
            and (instance_id in self.due or task.status is TaskStatus.RUNNING)
        ]

    def take_results(
        self, results: Iterable[InvocationTask]
    ) -> tuple[list[TaskRecord], dict[str, bytes]]:
        """Take over results; returns the tasks that are final now with their outputs by SHA-256."""
        final: list[TaskRecord] = []
        outputs: dict[str, bytes] = {}
        for result in results:
            task = self.tasks.get(result.instance_id)
            if task is None or task.invocation_task_id != result.invocation_task_id:
                continue
            record = _with_result(task, result)
            if result.task_status.is_final:
                if result.task_result.output:
                    outputs[record.output_sha256] = result.task_result.output
                self.due.discard(task.instance_id)
                self.partial_outputs.pop(task.instance_id, None)
                final.append(record)
            else:
                self.partial_outputs[task.instance_id] = result.task_result.output
            self._replace([record])
        return final, outputs

    def end(self, now: datetime) -> RunRecord:
        """Mark the run as ended."""
        self.run = msgspec.structs.replace(self.run, state=RunState.ENDED, ended_at=now)
        self.hidden_values.clear()
        self.changed.emit(frozenset())
        return self.run

    def _replace(self, tasks: Iterable[TaskRecord]) -> list[TaskRecord]:
        fresh = list(tasks)
        for task in fresh:
            self.counts[self.tasks[task.instance_id].status] -= 1
            self.counts[task.status] += 1
            self.tasks[task.instance_id] = task
        if fresh:
            self.changed.emit(frozenset(task.instance_id for task in fresh))
        return fresh


def _with_result(task: TaskRecord, result: InvocationTask) -> TaskRecord:
    outcome = result.task_result
    is_final = result.task_status.is_final
    return msgspec.structs.replace(
        task,
        status=result.task_status,
        exit_code=outcome.exit_code if is_final else None,
        output_sha256=sha256(outcome.output).hexdigest() if is_final and outcome.output else "",
        output_bytes=len(outcome.output),
        dropped_bytes=outcome.dropped,
        output_url=outcome.output_url,
        is_partial=not is_final,
        error_info=result.error_info,
        started_at=outcome.exec_start_time or result.start_time,
        ended_at=(outcome.exec_end_time or result.end_time) if is_final else None,
    )
