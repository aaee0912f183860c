"""One run as it is known now: its batches and tasks in memory, and who wants to hear of changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
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
from tat_console.ports.waves import Decision
from tat_console.runs.control import Control, Step, control_of
from tat_console.runs.expectations import verdict
from tat_console.runs.tally import WaveCount, is_live, tally_of
from tat_console.support.errors import ConsoleError
from tat_console.support.event import Event
from tat_console.support.i18n import _
from tat_console.support.logs import Secret
from tat_console.tat.invocations import Invocation, InvocationTask
from tat_console.tat.statuses import TaskStatus


class RunProgress:
    """The state of one run; `changed` tells the instance ids of tasks that look different now.

    A task whose state became final is `due` until its result has been read; only then it counts
    as final for the archive, so that a restart reads the result again. An empty set of ids tells
    that something about the run itself changed.
    """

    def __init__(self, stored: StoredRun) -> None:
        self.run = stored.run
        self.exclusions = stored.exclusions
        self.batches: dict[int, BatchRecord] = {batch.batch_no: batch for batch in stored.batches}
        self.tasks: dict[str, TaskRecord] = {task.instance_id: task for task in stored.tasks}
        self.tally = tally_of(stored.run.guards, stored.batches, stored.tasks)
        self.decisions: list[Decision] = list(stored.decisions)
        self.control: Control = control_of(stored.decisions)
        self.step: Step | None = None
        """What the run does or waits for now; None while nobody carries it out."""
        self.is_elsewhere = False
        """Whether another process carries the run out; then it is shown from the archive."""
        self.held: dict[str, ConsoleError] = {}
        """Why the part of a profile waits, by the id of the profile; the others go on."""
        self.due: set[str] = set()
        self.watched: set[str] = set()
        self.partial_outputs: dict[str, bytes] = {}
        self.hidden_values: dict[str, Secret] = {}
        self.batch_hidden_values: dict[int, dict[str, Secret]] = {}
        self.changed: Event[frozenset[str]] = Event()
        self._uncertain = {one.batch_no for one in stored.batches if _is_uncertain(one)}
        self._members: dict[int, list[str]] = {}
        for task in stored.tasks:
            self._members.setdefault(task.batch_no, []).append(task.instance_id)

    @property
    def run_id(self) -> str:
        """The run's name."""
        return self.run.run_id

    @property
    def counts(self) -> Counter[TaskStatus]:
        """How many tasks have each status."""
        return self.tally.by_status

    @property
    def is_live(self) -> bool:
        """Whether something may still change."""
        return self.run.state is RunState.LIVE

    @property
    def profile_ids(self) -> frozenset[str]:
        """The profiles that take part."""
        taking_part = frozenset(map(self.profile_of, self.batches.values()))
        return taking_part or frozenset({self.run.profile_id})

    def profile_of(self, batch: BatchRecord) -> str:
        """The profile whose key sends a batch."""
        return batch.profile_id or self.run.profile_id

    def members(self, batch_no: int) -> list[str]:
        """The instance ids of a batch, in the order of the plan."""
        return self._members.get(batch_no, [])

    def sendable(self, batch_no: int) -> list[str]:
        """The instance ids of a batch that were not taken out before it was sent."""
        return [
            member
            for member in self.members(batch_no)
            if self.tasks[member].status is not TaskStatus.NOT_SENT
        ]

    def hidden_of(self, batch_no: int) -> dict[str, Secret]:
        """The hidden values for the machines of a batch."""
        return {**self.hidden_values, **self.batch_hidden_values.get(batch_no, {})}

    def stored(self) -> StoredRun:
        """The run as records."""
        return StoredRun(
            run=self.run,
            batches=tuple(self.batches.values()),
            tasks=tuple(self.tasks.values()),
            exclusions=self.exclusions,
            decisions=tuple(self.decisions),
        )

    def elapsed_s(self, now: datetime) -> float:
        """Seconds from the start to the end, or to now while the run is live."""
        return max(0.0, ((self.run.ended_at or now) - self.run.created_at).total_seconds())

    def followed_batches(self) -> list[BatchRecord]:
        """The batches that have an invocation and tasks whose state may still change."""
        return [
            batch
            for batch_no, batch in self.batches.items()
            if batch.state is BatchState.SENT and self.tally.batches[batch_no].unfinished
        ]

    def uncertain_batches(self) -> list[BatchRecord]:
        """The batches of which nobody knows whether they arrived, and that were not looked for."""
        return [self.batches[batch_no] for batch_no in self._uncertain]

    def is_held(self, batch_no: int) -> bool:
        """Whether a batch waits for its profile to be connected."""
        return bool(self.held) and self.profile_of(self.batches[batch_no]) in self.held

    def current_wave(self) -> WaveCount | None:
        """The first wave that has not ended, None after the last."""
        for wave in self.tally.waves.values():
            if not wave.is_over:
                return wave
        return None

    def is_over(self) -> bool:
        """Whether every task is final and read, or nothing more can be learned of it."""
        return not self.tally.open_tasks

    def take_stored(self, stored: StoredRun) -> None:
        """Take over what another process has made of the run."""
        self.run = stored.run
        self.decisions, self.control = list(stored.decisions), control_of(stored.decisions)
        changed = [task for task in stored.tasks if self.tasks[task.instance_id] != task]
        self.set_batches(stored.batches, changed)
        self.changed.emit(frozenset())

    def take_decision(self, decision: Decision) -> None:
        """Take over a line of the journal."""
        self.decisions.append(decision)
        self.control = self.control.after(decision)
        self.changed.emit(frozenset())

    def tasks_as(self, batch: BatchRecord, status: TaskStatus) -> list[TaskRecord]:
        """The tasks of a batch as they are once it is so far; those taken out stay as they are."""
        return [
            msgspec.structs.replace(
                self.tasks[member],
                status=status,
                error_info=batch.error if status is not TaskStatus.PENDING else "",
            )
            for member in self.sendable(batch.batch_no)
        ]

    def set_batch(self, batch: BatchRecord, status: TaskStatus | None = None) -> list[TaskRecord]:
        """Take over a batch record, and give its tasks a status where one is told."""
        return self.set_batches([batch], [] if status is None else self.tasks_as(batch, status))

    def set_batches(
        self, batches: Iterable[BatchRecord], tasks: Iterable[TaskRecord]
    ) -> list[TaskRecord]:
        """Take over batch records, with their tasks."""
        for batch in batches:
            self.batches[batch.batch_no] = batch
            if batch.state is not BatchState.PLANNED:
                self.tally.claim(batch.batch_no)
            (self._uncertain.add if _is_uncertain(batch) else self._uncertain.discard)(
                batch.batch_no
            )
        return self._replace(tasks)

    def take_out(self, instance_ids: Collection[str], reason: str) -> list[TaskRecord]:
        """Give up tasks that are planned; those of batches on their way stay as they are."""
        return self._replace(
            msgspec.structs.replace(task, status=TaskStatus.NOT_SENT, error_info=reason)
            for instance_id in instance_ids
            if (task := self.tasks[instance_id]).status is TaskStatus.QUEUED
            and not self.tally.batches[task.batch_no].is_claimed
        )

    def take_states(self, batch_no: int, invocation: Invocation) -> list[TaskRecord]:
        """Take over the states that an invocation lists; those of other runs are passed over.

        Returns the tasks that an invocation which has ended does not know.
        """
        fresh: list[TaskRecord] = []
        due: list[str] = []
        for info in invocation.invocation_task_basic_info_set:
            task = self.tasks.get(info.instance_id)
            if task is None or task.batch_no != batch_no or task.status.is_final:
                continue
            if task.status == info.task_status and task.invocation_task_id:
                continue
            if info.task_status.is_final:
                due.append(task.instance_id)
            fresh.append(
                msgspec.structs.replace(
                    task, status=info.task_status, invocation_task_id=info.invocation_task_id
                )
            )
        self._replace(fresh, due=frozenset(due))
        return self._lose_unlisted(batch_no, invocation)

    def _lose_unlisted(self, batch_no: int, invocation: Invocation) -> list[TaskRecord]:
        infos = invocation.invocation_task_basic_info_set
        left = self.tally.batches[batch_no].unfinished
        if not infos or not left or not invocation.invocation_status.is_final:
            return []
        listed = {info.instance_id for info in infos}
        return self._lose(
            (one for one in self.members(batch_no) if one not in listed),
            _("{invocation} has ended and does not list this machine.").format(
                invocation=invocation.invocation_id
            ),
        )

    def lose(self, batch_no: int, reason: str) -> list[TaskRecord]:
        """Give up on the tasks of a batch that are not final, and say why."""
        return self._lose(self.members(batch_no), reason)

    def _lose(self, members: Iterable[str], reason: str) -> list[TaskRecord]:
        lost = [one for one in members if is_live(self.tasks[one]) or one in self.due]
        return self._replace(
            (
                msgspec.structs.replace(
                    task,
                    status=task.status if task.status.is_final else TaskStatus.UNSETTLED,
                    error_info=reason,
                )
                for task in map(self.tasks.__getitem__, lost)
            ),
            read=frozenset(lost),
        )

    def give_up_reading(self, instance_ids: Iterable[str], reason: str) -> list[TaskRecord]:
        """Take tasks as they are whose results the service does not have any more."""
        return self._lose((one for one in instance_ids if one in self.due), reason)

    def wanted_tasks(self, profile_id: str) -> list[TaskRecord]:
        """The tasks whose output is worth asking for: due, or running and looked at."""
        return [
            task
            for instance_id in (*self.due, *(self.watched - self.due))
            if (task := self.tasks.get(instance_id)) is not None
            and task.invocation_task_id
            and (instance_id in self.due or task.status is TaskStatus.RUNNING)
            and self.profile_of(self.batches[task.batch_no]) == profile_id
        ]

    def take_results(
        self, results: Iterable[InvocationTask]
    ) -> tuple[list[TaskRecord], dict[str, bytes]]:
        """Take over results; returns the tasks that are final now with their outputs by SHA-256."""
        fresh: list[TaskRecord] = []
        final: list[TaskRecord] = []
        outputs: dict[str, bytes] = {}
        for result in results:
            task = self.tasks.get(result.instance_id)
            if task is None or task.invocation_task_id != result.invocation_task_id:
                continue
            record = self._judged(_with_result(task, result), result.task_result.output)
            if result.task_status.is_final:
                if result.task_result.output:
                    outputs[record.output_sha256] = result.task_result.output
                self.partial_outputs.pop(task.instance_id, None)
                final.append(record)
            else:
                self.partial_outputs[task.instance_id] = result.task_result.output
            fresh.append(record)
        self._replace(fresh, read=frozenset(record.instance_id for record in final))
        return final, outputs

    def _judged(self, task: TaskRecord, output: bytes) -> TaskRecord:
        judged, note = verdict(self.run.guards.expectation, task, output)
        return msgspec.structs.replace(task, verdict=judged, verdict_note=note) if judged else task

    def end(self, now: datetime) -> RunRecord:
        """Mark the run as ended."""
        self.run = msgspec.structs.replace(self.run, state=RunState.ENDED, ended_at=now)
        self.hidden_values.clear()
        self.batch_hidden_values.clear()
        self.step = None
        self.changed.emit(frozenset())
        return self.run

    def reopen(self) -> RunRecord:
        """Mark an ended run as live again: something of it may be learned after all."""
        self.run = msgspec.structs.replace(self.run, state=RunState.LIVE, ended_at=None)
        return self.run

    def _replace(
        self,
        tasks: Iterable[TaskRecord],
        due: frozenset[str] = frozenset(),
        read: frozenset[str] = frozenset(),
    ) -> list[TaskRecord]:
        """Put tasks in the place of their earlier selves; a lost task is not due any more."""
        fresh = list(tasks)
        for task in fresh:
            key = task.instance_id
            was_due = key in self.due
            is_due = key in due or (was_due and key not in read and task.status.is_final)
            self.tally.move(self.tasks[key], task, was_due=was_due, is_due=is_due)
            self.tasks[key] = task
            if was_due != is_due:
                (self.due.add if is_due else self.due.discard)(key)
        if fresh:
            self.changed.emit(frozenset(task.instance_id for task in fresh))
        return fresh


def _is_uncertain(batch: BatchRecord) -> bool:
    return batch.state in (BatchState.INTENT, BatchState.UNKNOWN) and batch.settled_at is None


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
