"""Follows live runs with as few requests as possible (DESIGN §5.2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeVar

from tat_console.ports.archive import Archive, BatchRecord, TaskRecord
from tat_console.ports.cloud import Cloud
from tat_console.runs.progress import RunProgress
from tat_console.support.i18n import _
from tat_console.tat import limits
from tat_console.tat.invocations import DescribeInvocations, DescribeInvocationTasks

T = TypeVar("T")

FASTEST_S: Final = 0.5
SLOWEST_S: Final = 5.0
SLOWER: Final = 1.5
MISSES_ALLOWED: Final = 10


class Pace:
    """The interval between two looks: short after a change, longer while nothing happens."""

    def __init__(self) -> None:
        self.interval_s = FASTEST_S

    def heard(self, changed: bool) -> None:
        """Adapt to whether the last look brought something new."""
        self.interval_s = FASTEST_S if changed else min(SLOWEST_S, self.interval_s * SLOWER)


class Sweep:
    """One look at all live runs of an account.

    One DescribeInvocations carries the states of up to 100 invocations; outputs are asked for
    only where a task became final or someone is looking at it.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._misses: Counter[str] = Counter()

    async def look(self, cloud: Cloud, runs: Sequence[RunProgress]) -> bool:
        """Bring the runs up to date; returns whether anything changed."""
        changes: list[frozenset[str]] = []
        subscriptions = [progress.changed.subscribe(changes.append) for progress in runs]
        try:
            await self._states(cloud, runs)
            for progress in runs:
                await self._results(cloud, progress)
        finally:
            for subscription in subscriptions:
                subscription.cancel()
        return bool(changes)

    async def _states(self, cloud: Cloud, runs: Sequence[RunProgress]) -> None:
        by_region: dict[str, dict[str, tuple[RunProgress, BatchRecord]]] = {}
        for progress in runs:
            for batch in progress.followed_batches():
                by_region.setdefault(batch.region, {})[batch.invocation_id] = (progress, batch)
        for region, followed in by_region.items():
            for ids in chunks(followed, limits.IDS.most):
                reply = await cloud.call(
                    DescribeInvocations(invocation_ids=ids, limit=limits.PAGE.most), region=region
                )
                for invocation in reply.invocation_set:
                    if place := followed.get(invocation.invocation_id):
                        place[0].take_states(place[1].batch_no, invocation)
                listed = {invocation.invocation_id for invocation in reply.invocation_set}
                for missing in set(ids) - listed:
                    await self._missed(*followed[missing])

    async def _missed(self, progress: RunProgress, batch: BatchRecord) -> None:
        """A new invocation may appear late, an old one may be purged (facts §2.3)."""
        self._misses[batch.invocation_id] += 1
        if self._misses[batch.invocation_id] >= MISSES_ALLOWED:
            await self._archive.save_tasks(
                progress.lose(
                    batch.batch_no,
                    _("The service does not list {invocation} any more.").format(
                        invocation=batch.invocation_id
                    ),
                )
            )

    async def _results(self, cloud: Cloud, progress: RunProgress) -> None:
        wanted: dict[str, list[str]] = {}
        tasks = {task.invocation_task_id: task for task in progress.tasks.values()}
        for task_id in progress.wanted_task_ids():
            wanted.setdefault(self._region(progress, tasks[task_id]), []).append(task_id)
        for region, task_ids in wanted.items():
            for ids in chunks(task_ids, limits.IDS.most):
                await self._read(cloud, progress, region, ids)

    def _region(self, progress: RunProgress, task: TaskRecord) -> str:
        return progress.batches[task.batch_no].region

    async def _read(
        self, cloud: Cloud, progress: RunProgress, region: str, ids: tuple[str, ...]
    ) -> None:
        reply = await cloud.call(
            DescribeInvocationTasks(
                invocation_task_ids=ids, limit=limits.PAGE.most, hide_output=False
            ),
            region=region,
        )
        final, outputs = progress.take_results(reply.invocation_task_set)
        if final:
            await self._archive.save_tasks(final, outputs)


def chunks(items: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    """Parts of `size` items each, the last one shorter."""
    all_items = tuple(items)
    for start in range(0, len(all_items), size):
        yield all_items[start : start + size]
