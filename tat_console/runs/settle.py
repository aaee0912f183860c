"""Finds out whether a call whose reply was lost has started an invocation (facts §6.5)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from datetime import timedelta
from typing import Final

import msgspec

from tat_console.ports.archive import Archive, BatchRecord, BatchState
from tat_console.ports.cloud import Cloud
from tat_console.runs.plan import marker
from tat_console.runs.progress import RunProgress
from tat_console.support.clock import Clock
from tat_console.support.i18n import _
from tat_console.tat import limits
from tat_console.tat.invocations import DescribeInvocations, Invocation
from tat_console.tat.listing import Filter
from tat_console.tat.statuses import TaskStatus

LOOKS: Final = 5
PAUSE_S: Final = 3.0
CLOCK_MARGIN: Final = timedelta(minutes=6)


class Settler:
    """Looks a few times for the invocation of each unknown batch; never sends anything.

    Only the batches of one profile are looked for, where one is given.
    """

    def __init__(self, cloud: Cloud, archive: Archive, clock: Clock, profile_id: str = "") -> None:
        self._cloud = cloud
        self._profile_id = profile_id
        self._archive = archive
        self._clock = clock

    async def settle(self, progress: RunProgress) -> None:
        """Settle what can be settled; the rest stays UNKNOWN with its tasks UNSETTLED."""
        for look in range(LOOKS):
            unknown = self._unknown(progress)
            if not unknown:
                return
            if look:
                await self._clock.sleep(PAUSE_S)
            for region in {batch.region for batch in unknown}:
                await self._look(progress, region, [b for b in unknown if b.region == region])
        await self._give_up(progress)

    def _unknown(self, progress: RunProgress) -> list[BatchRecord]:
        return [
            batch
            for batch in progress.uncertain_batches()
            if self._profile_id in ("", progress.profile_of(batch))
        ]

    async def _look(self, progress: RunProgress, region: str, batches: list[BatchRecord]) -> None:
        wanted = {batch.batch_no: batch for batch in batches}
        taken = {batch.invocation_id for batch in progress.batches.values()}
        async for invocation in self._invocations(progress, region):
            if invocation.invocation_id in taken:
                continue
            for batch in list(wanted.values()):
                if is_of_batch(invocation, progress, batch):
                    del wanted[batch.batch_no]
                    taken.add(invocation.invocation_id)
                    await self._found(progress, batch, invocation)
                    break
            if not wanted:
                return

    async def _invocations(self, progress: RunProgress, region: str) -> AsyncIterator[Invocation]:
        command_id = progress.run.script.command_id
        filters = (Filter(name="command-id", values=(command_id,)),) if command_id else None
        offset, total = 0, 1
        while offset < total:
            reply = await self._cloud.call(
                DescribeInvocations(filters=filters, offset=offset, limit=limits.PAGE.most),
                region=region,
            )
            total = reply.total_count
            offset += limits.PAGE.most
            for invocation in reply.invocation_set:
                yield invocation

    async def _found(
        self, progress: RunProgress, batch: BatchRecord, invocation: Invocation
    ) -> None:
        sent = msgspec.structs.replace(
            batch,
            state=BatchState.SENT,
            sent_at=invocation.created_time,
            invocation_id=invocation.invocation_id,
            command_id=invocation.command_id,
            error="",
        )
        await self._archive.save_batches([sent], progress.tasks_as(sent, TaskStatus.PENDING))
        progress.set_batch(sent, TaskStatus.PENDING)

    async def _give_up(self, progress: RunProgress) -> None:
        unknown = [
            msgspec.structs.replace(
                batch,
                state=BatchState.UNKNOWN,
                settled_at=self._clock.now(),
                error=_(
                    "The reply to this call was lost, and the service lists no invocation "
                    "with the mark “{marker}”. It was not sent again. Look at the machines "
                    "before you do."
                ).format(marker=marker(batch.run_id, batch.batch_no)),
            )
            for batch in self._unknown(progress)
        ]
        tasks = [
            task for batch in unknown for task in progress.tasks_as(batch, TaskStatus.UNSETTLED)
        ]
        await self._archive.save_batches(unknown, tasks)
        progress.set_batches(unknown, tasks)


def is_of_batch(invocation: Invocation, progress: RunProgress, batch: BatchRecord) -> bool:
    """Whether an invocation came from a batch's call.

    RunCommand carries the mark in its description; InvokeCommand has no such field, so the same
    machines at the same time must do.
    """
    if not progress.run.script.command_id:
        return invocation.description == marker(batch.run_id, batch.batch_no)
    if batch.intent_at is None or invocation.created_time is None:
        return False
    return invocation.created_time >= batch.intent_at - CLOCK_MARGIN and _machines(
        info.instance_id for info in invocation.invocation_task_basic_info_set
    ) == _machines(progress.sendable(batch.batch_no))


def _machines(instance_ids: Iterable[str]) -> frozenset[str]:
    return frozenset(instance_ids)
