"""Follows live runs with as few requests as possible (DESIGN §5.2)."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Coroutine, Iterable, Iterator, Sequence
from typing import Any, Final, TypeVar

from tat_console.ports.archive import Archive, BatchRecord, TaskRecord
from tat_console.ports.cloud import Cloud
from tat_console.runs.progress import RunProgress
from tat_console.support.i18n import _
from tat_console.tat import limits
from tat_console.tat.invocations import DescribeInvocations, DescribeInvocationTasks

T = TypeVar("T")

SHORTEST_S: Final = 0.05
FASTEST_S: Final = 0.5
SLOWEST_S: Final = 5.0
SLOWER: Final = 1.5
MISSES_ALLOWED: Final = 10
PAGES_AT_ONCE: Final = 8
PAGES_A_LOOK: Final = 20
"""After a second's worth of reading the states are looked at again; the rest stays due."""
INVOCATIONS_AT_ONCE: Final = 5
"""After so many the loop gets a turn: each may tell of 200 tasks."""


class Pace:
    """The interval between two looks: short after a change, longer while nothing happens."""

    def __init__(self) -> None:
        self.interval_s = FASTEST_S

    def heard(self, changed: bool) -> None:
        """Adapt to whether the last look brought something new."""
        self.interval_s = FASTEST_S if changed else min(SLOWEST_S, self.interval_s * SLOWER)


class Sweep:
    """One look at all live runs of a profile.

    One DescribeInvocations carries the states of up to 100 invocations; outputs are asked for
    only where a task became final or someone is looking at it, several pages at a time.
    """

    def __init__(self, archive: Archive, profile_id: str) -> None:
        self._archive = archive
        self._profile_id = profile_id
        self._misses: Counter[str] = Counter()

    async def look(self, cloud: Cloud, runs: Sequence[RunProgress]) -> bool:
        """Bring the runs up to date; returns whether anything changed."""
        changes: list[frozenset[str]] = []
        subscriptions = [progress.changed.subscribe(changes.append) for progress in runs]
        try:
            await self._states(cloud, runs)
            await self._results(cloud, runs)
        finally:
            for subscription in subscriptions:
                subscription.cancel()
        return bool(changes)

    async def _states(self, cloud: Cloud, runs: Sequence[RunProgress]) -> None:
        by_region: dict[str, dict[str, tuple[RunProgress, BatchRecord]]] = {}
        for progress in runs:
            for batch in progress.followed_batches():
                if progress.profile_of(batch) == self._profile_id:
                    followed = by_region.setdefault(batch.region, {})
                    followed[batch.invocation_id] = (progress, batch)
        await all_of(
            self._ask_states(cloud, region, {key: followed[key] for key in ids})
            for region, followed in by_region.items()
            for ids in chunks(followed, limits.IDS.most)
        )

    async def _ask_states(
        self, cloud: Cloud, region: str, followed: dict[str, tuple[RunProgress, BatchRecord]]
    ) -> None:
        request = DescribeInvocations(invocation_ids=tuple(followed), limit=limits.PAGE.most)
        reply = await cloud.call(request, region=region)
        missing = dict(followed)
        for count, invocation in enumerate(reply.invocation_set):
            if count % INVOCATIONS_AT_ONCE == INVOCATIONS_AT_ONCE - 1:
                await asyncio.sleep(0)
            if place := missing.pop(invocation.invocation_id, None):
                progress, batch = place
                self._misses.pop(invocation.invocation_id, None)
                if lost := progress.take_states(batch.batch_no, invocation):
                    await self._archive.save_tasks(lost)
        for progress, batch in missing.values():
            await self._missed(progress, batch)

    async def _missed(self, progress: RunProgress, batch: BatchRecord) -> None:
        """A new invocation may appear late, an old one may be purged (facts §2.3)."""
        if not self._is_missed_too_often(batch.invocation_id):
            return
        text = _("The service does not list {invocation} any more.")
        reason = text.format(invocation=batch.invocation_id)
        await self._archive.save_tasks(progress.lose(batch.batch_no, reason))

    def _is_missed_too_often(self, key: str) -> bool:
        self._misses[key] += 1
        return self._misses[key] >= MISSES_ALLOWED

    async def _results(self, cloud: Cloud, runs: Sequence[RunProgress]) -> None:
        pages: list[tuple[RunProgress, str, tuple[TaskRecord, ...]]] = []
        for progress in runs:
            wanted: dict[str, list[TaskRecord]] = {}
            for task in progress.wanted_tasks(self._profile_id):
                wanted.setdefault(progress.batches[task.batch_no].region, []).append(task)
            pages.extend(
                (progress, region, page)
                for region, tasks in wanted.items()
                for page in chunks(tasks, limits.IDS.most)
            )
        places = asyncio.Semaphore(PAGES_AT_ONCE)
        await all_of(self._read(cloud, places, *page) for page in pages[:PAGES_A_LOOK])

    async def _read(
        self,
        cloud: Cloud,
        places: asyncio.Semaphore,
        progress: RunProgress,
        region: str,
        tasks: tuple[TaskRecord, ...],
    ) -> None:
        ids = {task.invocation_task_id: task.instance_id for task in tasks}
        request = DescribeInvocationTasks(
            invocation_task_ids=tuple(ids), limit=limits.PAGE.most, hide_output=False
        )
        async with places:
            reply = await cloud.call(request, region=region)
        final, outputs = progress.take_results(reply.invocation_task_set)
        listed = {result.invocation_task_id for result in reply.invocation_task_set}
        gone = [ids[key] for key in ids.keys() - listed if self._is_missed_too_often(key)]
        reason = _("The service has no result of this task any more.")
        final += progress.give_up_reading(gone, reason)
        if final:
            await self._archive.save_tasks(final, outputs)


async def all_of(works: Iterable[Coroutine[Any, Any, None]]) -> None:
    """Do all works together; the first ConsoleError is raised when every other has been tried."""
    outcomes = await asyncio.gather(*works, return_exceptions=True)
    for outcome in outcomes:
        if isinstance(outcome, BaseException):
            raise outcome


def chunks(items: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    """Parts of `size` items each, the last one shorter."""
    all_items = tuple(items)
    for start in range(0, len(all_items), size):
        yield all_items[start : start + size]
