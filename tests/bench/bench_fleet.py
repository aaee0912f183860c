"""A run over ten thousand machines in three regions, at the service's twenty requests a second."""

from __future__ import annotations

import asyncio
import math
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tat_console.ports.archive import BatchState, Script
from tat_console.ports.cloud import CallRecord
from tat_console.runs.follow import Sweep
from tat_console.runs.plan import make_plan
from tat_console.runs.progress import RunProgress
from tat_console.sandbox.delivery import DELIVERY_DELAY_S, QUEUE_DELAY_S
from tat_console.tat import limits
from tat_console.tat.machines import Machine
from tests.bench.conftest import Figure
from tests.fixtures.console import (
    PROFILE_ID,
    Access,
    Headless,
    headless_console,
    until,
    until_ended,
)
from tests.fixtures.sandbox import StartSandbox

MACHINES = 10_000
FLEET = 13_000  # so many, that ten thousand of them are ready
RATE_PER_S = 20
LONGEST_TASK_S = 2.0 + QUEUE_DELAY_S + DELIVERY_DELAY_S  # what --synthetic takes at most
TICK_S = 0.002

pytestmark = pytest.mark.timeout(100)


class Gaps:
    """How long the loop was held, at most: by the clock, and by its thread's own work.

    The clock also counts what other programs of this computer take away.
    """

    def __init__(self) -> None:
        self.longest_ms = 0.0
        self.busiest_ms = 0.0
        self._loop = asyncio.get_running_loop()
        self._tick()

    def _tick(self) -> None:
        self._before = time.perf_counter(), time.thread_time()
        self._next = self._loop.call_later(TICK_S, self._measure)

    def _measure(self) -> None:
        clock_s, work_s = self._before
        held_ms = (time.perf_counter() - clock_s - TICK_S) * 1_000
        self.longest_ms = max(self.longest_ms, held_ms)
        self.busiest_ms = max(self.busiest_ms, (time.thread_time() - work_s) * 1_000)
        self._tick()

    def stop(self) -> None:
        """Measure no more."""
        self._next.cancel()

    def __str__(self) -> str:
        """Both figures, for the eyes."""
        return f"{self.longest_ms:.1f} ms by the clock ({self.busiest_ms:.1f} ms of work)"


@contextmanager
def counted(console: Headless) -> Iterator[Counter[str]]:
    """The calls of each action from here on."""
    calls: Counter[str] = Counter()

    def count(record: CallRecord) -> None:
        calls[record.action] += record.attempts

    subscription = console.session.require().cloud.calls.subscribe(count)
    yield calls
    subscription.cancel()


def access_to_a_fleet(start_sandbox: StartSandbox) -> Access:
    sandbox = start_sandbox("--synthetic", "--instances", str(FLEET))
    return Access(sandbox.endpoint, sandbox.secret_id, sandbox.secret_key)


async def started(console: Headless, machines: list[Machine]) -> RunProgress:
    profile = console.session.require().profile
    script = Script(name="fleet", content=b"true")
    plan = make_plan(script, machines, profile, now=console.clock.now())
    return await console.runs.start(plan)


def least_s(progress: RunProgress) -> float:
    """What the rate limit allows for the calls of the busier action, and the tasks' own time."""
    by_region = Counter(progress.batches[one.batch_no].region for one in progress.tasks.values())
    pages = sum(math.ceil(tasks / limits.IDS.most) for tasks in by_region.values())
    return max(len(progress.batches), pages) / RATE_PER_S + LONGEST_TASK_S


def test_fleet_time_ratio_and_headless_loop_gap_max_ms(
    start_sandbox: StartSandbox, tmp_path: Path, figure: Figure
) -> None:
    async def measure() -> None:
        async with headless_console(tmp_path / "console", access_to_a_fleet(start_sandbox)) as it:
            machines = await it.ready_machines(MACHINES)
            gaps = Gaps()
            with counted(it) as calls:
                progress = await started(it, machines)
                before = time.perf_counter()
                await until_ended(progress)
                took_s = time.perf_counter() - before
            gaps.stop()
            assert len(progress.tasks) == MACHINES
            assert progress.counts.total() == MACHINES
            print(f"\n{took_s:.1f} s, at least {least_s(progress):.1f} s; {dict(calls)}")
            figure("fleet_time_ratio", took_s / least_s(progress), "", 1.25)
            figure("headless_loop_gap_max_ms", gaps.longest_ms, "ms", 50)
            figure("headless_loop_work_max_ms", gaps.busiest_ms, "ms", 50)

    asyncio.run(measure())


def all_are_sent(progress: RunProgress) -> bool:
    return all(batch.state is BatchState.SENT for batch in progress.batches.values())


def test_sweep_calls_ratio(start_sandbox: StartSandbox, tmp_path: Path, figure: Figure) -> None:
    async def measure() -> None:
        async with headless_console(tmp_path / "console", access_to_a_fleet(start_sandbox)) as it:
            progress = await started(it, await it.ready_machines(MACHINES))
            await until(progress, lambda: all_are_sent(progress))
            await it.runs.close()
            invocations = Counter(batch.region for batch in progress.followed_batches())
            assert len(invocations) == 3
            with counted(it) as calls:
                cloud = it.session.require().cloud
                await Sweep(it.archive, PROFILE_ID).look(cloud, [progress])
            allowed = sum(math.ceil(count / 100) for count in invocations.values())
            figure("sweep_calls_ratio", calls["DescribeInvocations"] / allowed, "", 1)

    asyncio.run(measure())
