"""Counts of a run's tasks, by status, wave and batch, kept up with every change.

A run may have ten thousand tasks, so no question that is asked at every step goes through all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from tat_console.ports.archive import BatchRecord, BatchState, TaskRecord
from tat_console.ports.waves import Guards, Verdict
from tat_console.runs.expectations import JUDGED
from tat_console.tat.statuses import TaskStatus


class WaveCount(msgspec.Struct):
    """One wave in numbers of tasks; `over` are final and read, or nothing more can be learned."""

    wave_no: int
    total: int = 0
    over: int = 0
    good: int = 0
    failed: int = 0
    planned: dict[int, None] = {}

    @property
    def is_over(self) -> bool:
        """Whether nothing of the wave may change any more."""
        return self.over == self.total and not self.planned


class BatchCount(msgspec.Struct):
    """One batch in numbers of tasks; `due` are final and not read yet."""

    size: int = 0
    unfinished: int = 0
    due: int = 0
    is_claimed: bool = False


class Tally:
    """All counts of one run; `in_flight` are tasks handed to the service and not ended."""

    def __init__(self, guards: Guards) -> None:
        self.by_status: Counter[TaskStatus] = Counter()
        self.waves: dict[int, WaveCount] = {}
        self.batches: dict[int, BatchCount] = {}
        self.in_flight = 0
        self.failed = 0
        self._guards = guards
        self._failures = frozenset(guards.failures)
        self._wave_of: dict[int, WaveCount] = {}

    def add_batch(self, batch: BatchRecord) -> None:
        """Count a batch; its tasks follow one by one."""
        wave = self.waves.get(batch.wave_no)
        if wave is None:
            wave = self.waves[batch.wave_no] = WaveCount(batch.wave_no, planned={})
        is_planned = batch.state is BatchState.PLANNED
        self._wave_of[batch.batch_no] = wave
        self.batches[batch.batch_no] = BatchCount(is_claimed=not is_planned)
        if is_planned:
            wave.planned[batch.batch_no] = None

    def add(self, task: TaskRecord, count: int) -> None:
        """Count so many tasks that are in the same batch and state for the first time."""
        self._wave_of[task.batch_no].total += count
        self.batches[task.batch_no].size += count
        self._count(task, is_due=False, step=count)

    def move(self, old: TaskRecord, fresh: TaskRecord, *, was_due: bool, is_due: bool) -> None:
        """Count a task as what it is now."""
        self._count(old, is_due=was_due, step=-1)
        self._count(fresh, is_due=is_due, step=1)

    def claim(self, batch_no: int) -> None:
        """Count a batch as handed to the service, or as given up; once is enough."""
        batch = self.batches[batch_no]
        if not batch.is_claimed:
            batch.is_claimed = True
            self.in_flight += batch.unfinished
            self._wave_of[batch_no].planned.pop(batch_no, None)

    @property
    def open_tasks(self) -> int:
        """How many tasks may still change or are to be read."""
        return sum(wave.total - wave.over for wave in self.waves.values())

    def is_failure(self, task: TaskRecord) -> bool:
        """Whether a task counts as a failure, as the run's guards have it."""
        if self._guards.expectation is not None and task.status in JUDGED:
            return task.verdict is Verdict.UNMET
        return task.status in self._failures

    def is_good(self, task: TaskRecord) -> bool:
        """Whether a task did what it should."""
        if self._guards.expectation is not None:
            return task.verdict is Verdict.MET
        return task.status is TaskStatus.SUCCESS

    def _count(self, task: TaskRecord, *, is_due: bool, step: int) -> None:
        self.by_status[task.status] += step
        wave, batch = self._wave_of[task.batch_no], self.batches[task.batch_no]
        is_unfinished = is_live(task)
        batch.unfinished += step * is_unfinished
        batch.due += step * is_due
        wave.over += step * (not is_unfinished and not is_due)
        if batch.is_claimed:
            self.in_flight += step * is_unfinished
        if is_unfinished:
            return
        failed = self.is_failure(task)
        wave.failed += step * failed
        self.failed += step * failed
        wave.good += step * (not failed and self.is_good(task))


def is_live(task: TaskRecord) -> bool:
    """Whether the task's state may still change by itself."""
    return not task.status.is_final and task.status is not TaskStatus.UNSETTLED


def tally_of(guards: Guards, batches: Iterable[BatchRecord], tasks: Iterable[TaskRecord]) -> Tally:
    """The counts of a run as it was read."""
    tally = Tally(guards)
    for batch in batches:
        tally.add_batch(batch)
    alike: dict[tuple[object, ...], list[TaskRecord]] = {}
    for task in tasks:
        alike.setdefault((task.batch_no, task.status, task.verdict), []).append(task)
    for same in alike.values():
        tally.add(same[0], len(same))
    return tally
