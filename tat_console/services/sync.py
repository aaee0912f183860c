"""Mirrors what others ran, in the background: paced, from where it was, only what changed.

A pass reads the list of a region from the newest record down to those that the last whole pass
knew. How far it is stands beside the records, so a pass that was broken off goes on there. Records
that appear meanwhile push the list down: some are seen twice, none is missed.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Final

import msgspec

from tat_console.ports.cloud import Connection
from tat_console.ports.foreign import ForeignRecords, Listed, Pass
from tat_console.runs.follow import chunks
from tat_console.support.clock import Clock
from tat_console.support.errors import ConsoleError
from tat_console.support.event import Event
from tat_console.tat import limits
from tat_console.tat.invocations import (
    DescribeInvocations,
    DescribeInvocationTasks,
    Invocation,
)

log = logging.getLogger(__name__)

PAUSE_S: Final = 0.25
"""Between two calls: a fifth of what the service allows, the rest is for live runs (facts §6.4)."""
BUSY_PAUSE_S: Final = 2.0
"""The same while a run is live, which comes first."""

# As `tat_console.runs.plan.marker` writes it.
_MARK: Final = re.compile(r"tat-console run (\S+) batch \d+")


class SyncProgress(msgspec.Struct, frozen=True, kw_only=True):
    """How far one region's mirror is.

    `listed` of `total` records were looked at, `changed` of them were new or different; `unread`
    results are still to be fetched. `error` is what stopped it; it goes on there next time.
    """

    profile_id: str
    region: str
    listed: int = 0
    total: int = 0
    changed: int = 0
    unread: int = 0
    is_over: bool = False
    error: ConsoleError | None = None


class Sync:
    """Brings the mirror of regions up to date; `progress` tells each step.

    While `is_busy` says so, it takes its time.
    """

    def __init__(
        self, records: ForeignRecords, clock: Clock, is_busy: Callable[[], bool] = lambda: False
    ) -> None:
        self._records = records
        self._clock = clock
        self._is_busy = is_busy
        self.progress: Event[SyncProgress] = Event()

    async def sync(self, connection: Connection, regions: Sequence[str]) -> None:
        """Mirror the regions one after the other; one that fails does not stop the others."""
        for region in regions:
            await _RegionSync(
                self._records, self._clock, connection, region, self.progress, self._pause
            ).run()

    async def _pause(self) -> None:
        await self._clock.sleep(BUSY_PAUSE_S if self._is_busy() else PAUSE_S)


class _RegionSync:
    """One region's way through the list, the changed records, and the results."""

    def __init__(
        self,
        records: ForeignRecords,
        clock: Clock,
        connection: Connection,
        region: str,
        progress: Event[SyncProgress],
        pause: Callable[[], Awaitable[None]],
    ) -> None:
        self._records = records
        self._clock = clock
        self._cloud = connection.cloud
        self._profile = connection.profile
        self._region = region
        self._event = progress
        self._pause = pause
        self._now = SyncProgress(profile_id=self._profile.profile_id, region=region)

    async def run(self) -> None:
        try:
            if await self._list():
                await self._list()
            await self._ask_again()
            await self._read()
        except ConsoleError as error:
            log.info("Mirroring %s stopped: %s", self._region, error)
            self._tell(error=error)
        else:
            self._tell(is_over=True)

    async def _list(self) -> bool:
        """Go through the list; returns whether that began in its middle, so its head is due."""
        state = await self._records.last_pass(self._profile.profile_id, self._region)
        began_at = state.offset or 0
        while True:
            offset = state.offset or 0
            reply = await self._cloud.call(
                DescribeInvocations(offset=offset, limit=limits.PAGE.most), region=self._region
            )
            page = reply.invocation_set
            listed = offset + len(page)
            is_last = not page or listed >= reply.total_count or _reaches(page, state.known_at)
            state = self._advanced(state, page, None if is_last else listed)
            changed = await self._save(page, state)
            self._tell(
                listed=reply.total_count if is_last else listed,
                total=reply.total_count,
                changed=self._now.changed + changed,
            )
            if is_last:
                return began_at > 0
            await self._pause()

    def _advanced(self, state: Pass, page: Sequence[Invocation], offset: int | None) -> Pass:
        """How far the pass is after a page; where that was the last one, the pass is whole."""
        newest_at = state.newest_at if state.offset else None
        times = [one.created_time for one in page if one.created_time is not None]
        newest_at = max([*times, *([newest_at] if newest_at else [])], default=None)
        if offset is not None:
            return msgspec.structs.replace(state, offset=offset, newest_at=newest_at)
        return Pass(known_at=newest_at or state.known_at, ended_at=self._clock.now())

    async def _ask_again(self) -> None:
        """Ask for records that had not ended: the list tells of them only where they are new."""
        unsettled = await self._records.unsettled(self._profile.profile_id, self._region)
        for ids in chunks(unsettled, limits.IDS.most):
            reply = await self._cloud.call(
                DescribeInvocations(invocation_ids=ids, limit=limits.PAGE.most),
                region=self._region,
            )
            changed = await self._save(reply.invocation_set)
            found = {one.invocation_id for one in reply.invocation_set}
            await self._records.lose([one for one in ids if one not in found])
            self._tell(changed=self._now.changed + changed)
            await self._pause()

    async def _read(self) -> None:
        place = (self._profile.profile_id, self._region)
        left = await self._records.count_unread(*place)
        self._tell(unread=left)
        while ids := await self._records.unread(*place, limits.IDS.most):
            reply = await self._cloud.call(
                DescribeInvocationTasks(
                    invocation_task_ids=tuple(ids), limit=limits.PAGE.most, hide_output=False
                ),
                region=self._region,
            )
            await self._records.save_results(ids, reply.invocation_task_set)
            left = max(0, left - len(ids))
            self._tell(unread=left)
            await self._pause()

    async def _save(self, page: Sequence[Invocation], state: Pass | None = None) -> int:
        listed = [Listed(invocation=one, own_run_id=_marked_run_id(one)) for one in page]
        return await self._records.save_listed(self._profile, self._region, listed, state)

    def _tell(self, **changes: object) -> None:
        self._now = msgspec.structs.replace(self._now, **changes)
        self._event.emit(self._now)


def _marked_run_id(invocation: Invocation) -> str:
    match = _MARK.fullmatch(invocation.description)
    return match[1] if match else ""


def _reaches(page: Sequence[Invocation], known_at: datetime | None) -> bool:
    """Whether a page goes down to what is known, in a list that is sorted as we think it is."""
    times = [one.created_time for one in page if one.created_time is not None]
    is_sorted = times == sorted(times, reverse=True)
    return known_at is not None and bool(times) and is_sorted and times[-1] < known_at
