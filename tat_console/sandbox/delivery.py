"""Brings tasks to agents and their results back, through the documented states (facts §2.1)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

from tat_console.sandbox.agent import Agent, Job, Outcome, Progress
from tat_console.sandbox.cos import Upload
from tat_console.sandbox.faults import Effect, Faults, Rule
from tat_console.sandbox.ground_truth import GroundTruth
from tat_console.sandbox.records import InvocationRecord, TaskRecord, now
from tat_console.sandbox.store import Table
from tat_console.tat.statuses import TaskStatus

QUEUE_DELAY_S: Final = 0.1
DELIVERY_DELAY_S: Final = 0.2

_CONTINUATION_BYTE: Final = 0x80
_LEAD_BYTE: Final = 0xC0
_CHARACTER_BYTES: Final = {0xC: 2, 0xD: 2, 0xE: 3, 0xF: 4}
"""How long a UTF-8 character is, by the upper half of its first byte."""


class _Live:
    """A task that has not ended, with what it takes to cancel it."""

    def __init__(self, work: asyncio.Task[None], progress: Progress) -> None:
        self.work = work
        self.progress = progress


class Deliveries:
    """All tasks on their way or running."""

    def __init__(
        self,
        *,
        invocations: Table[InvocationRecord],
        tasks: Table[TaskRecord],
        agent: Agent,
        ground_truth: GroundTruth,
        faults: Faults,
        before_start: Callable[[], None],
    ) -> None:
        self._invocations = invocations
        self._tasks = tasks
        self._agent = agent
        self._ground_truth = ground_truth
        self._faults = faults
        self._before_start = before_start
        self._live: dict[str, _Live] = {}
        self._unfinished: dict[str, int] = {}
        self._give_up_on_interrupted()

    def _give_up_on_interrupted(self) -> None:
        """Tasks that were under way when the sandbox died can no longer be followed."""
        for task in self._tasks:
            if not task.status.is_final:
                self._end(task, TaskStatus.TASK_TIMEOUT)
        for invocation in self._invocations:
            if invocation.end_time is None:
                self._end_invocation(invocation)

    def start(self, task: TaskRecord, job: Job, upload: Upload | None = None) -> None:
        """Send a new task on its way; its whole output is written to `upload`."""
        whole = upload.write if upload else None
        progress = Progress(announce=lambda: self._announce(job), whole=whole)
        self._unfinished[task.invocation_id] = self._unfinished.get(task.invocation_id, 0) + 1
        work = asyncio.get_running_loop().create_task(self._deliver(task, job, progress, upload))
        self._live[task.key] = _Live(work, progress)

    def _announce(self, job: Job) -> None:
        self._before_start()
        self._ground_truth.append(job.invocation_task_id, job.machine.instance_id, job.script)

    async def _deliver(
        self, task: TaskRecord, job: Job, progress: Progress, upload: Upload | None
    ) -> None:
        await asyncio.sleep(QUEUE_DELAY_S)
        self._advance(task, TaskStatus.DELIVERING)
        await asyncio.sleep(DELIVERY_DELAY_S)
        fault = self._faults.of_task(task.instance_id)
        if fault and await self._goes_wrong(task, fault):
            return
        task.start_time = now()
        self._advance(task, TaskStatus.RUNNING)
        outcome = await self._agent.run(job, progress)
        if upload and progress.started:
            upload.finish(task)
        self._finish(task, progress, outcome)

    async def _goes_wrong(self, task: TaskRecord, fault: Rule) -> bool:
        """Carry out a fault of the delivery; returns whether the task has ended with it."""
        if fault.effect is Effect.TASK_TIMEOUT:
            task.start_time = now()
            self._advance(task, TaskStatus.RUNNING)
            await asyncio.sleep(fault.seconds)
            self._end(task, TaskStatus.TASK_TIMEOUT)
            return True
        self._advance(task, TaskStatus.DELIVER_DELAYED)
        await asyncio.sleep(fault.seconds)
        if fault.effect is Effect.DELIVER_FAILED:
            self._end(task, TaskStatus.DELIVER_FAILED)
        return fault.effect is Effect.DELIVER_FAILED

    def _advance(self, task: TaskRecord, status: TaskStatus) -> None:
        task.status = status
        task.updated_time = now()
        self._tasks.put(task)

    def _finish(self, task: TaskRecord, progress: Progress, outcome: Outcome) -> None:
        task.output = bytes(progress.output)
        task.dropped = progress.dropped
        task.exit_code = outcome.exit_code
        task.error_info = outcome.error_info
        task.exec_start_time = progress.started
        task.exec_end_time = now() if progress.started else None
        self._end(task, outcome.status)

    def _end(self, task: TaskRecord, status: TaskStatus) -> None:
        task.end_time = now()
        self._advance(task, status)
        self._live.pop(task.key, None)
        left = self._unfinished.get(task.invocation_id, 0) - 1
        self._unfinished[task.invocation_id] = left
        invocation = self._invocations.get(task.invocation_id)
        if left == 0 and invocation:
            self._end_invocation(invocation)

    def _end_invocation(self, invocation: InvocationRecord) -> None:
        self._unfinished.pop(invocation.key, None)
        invocation.end_time = invocation.updated_time = now()
        self._invocations.put(invocation)

    def cancel(self, task: TaskRecord) -> None:
        """Cancel a task where it still can be; one that has ended, or is ending, stays as it is."""
        live = self._live.get(task.key)
        if live is None or not task.status.is_cancellable:
            return
        if task.status is TaskStatus.RUNNING:
            self._advance(task, TaskStatus.CANCELLING)
            live.progress.cancelled.set()
        else:
            live.work.cancel()
            self._end(task, TaskStatus.CANCELLED)

    def report_output(self) -> None:
        """Put what running tasks have written into their records, as agents do each second."""
        for key, live in self._live.items():
            task = self._tasks.get(key)
            output = without_torn_character(bytes(live.progress.output))
            if task and len(task.output) != len(output):
                task.output = output
                self._tasks.put(task)

    def is_live(self, invocation_id: str) -> bool:
        """Whether the invocation has tasks that have not ended."""
        return self._unfinished.get(invocation_id, 0) > 0

    async def stop(self) -> None:
        """End every task; what was under way ends as after a crash."""
        works = [live.work for live in self._live.values()]
        for work in works:
            work.cancel()
        await asyncio.gather(*works, return_exceptions=True)
        await self._agent.stop()
        for task in list(self._tasks):
            if not task.status.is_final:
                self._end(task, TaskStatus.TASK_TIMEOUT)


def without_torn_character(output: bytes) -> bytes:
    """Output as agents report it on the way: a character still incomplete is held back."""
    for length in range(1, min(4, len(output) + 1)):
        lead = output[-length]
        if lead >= _LEAD_BYTE:
            complete = length >= _CHARACTER_BYTES[lead >> 4]
            return output if complete else output[:-length]
        if lead < _CONTINUATION_BYTE:
            break
    return output
