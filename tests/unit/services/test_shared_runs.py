"""Two consoles on one archive: a run is carried out by one of them, and the other can take over."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tat_console.ports.archive import RunState, Script
from tat_console.ports.waves import Guards, Share
from tat_console.runs.control import Doing
from tat_console.runs.plan import make_plan
from tat_console.runs.progress import RunProgress
from tat_console.support.errors import ConsoleError
from tat_console.tat.statuses import TaskStatus
from tests.fixtures.console import (
    PROFILE_ID,
    Access,
    Headless,
    HurryingClock,
    headless_console,
    until,
)
from tests.fixtures.sandbox import Sandbox
from tests.unit.services.test_fleet_runs import access, executed

MACHINES = 10
ASKS_BEFORE_WAVES = Guards(canary=Share(count=2), asks_before_waves=True)

Pair = Callable[[Headless, Headless], Awaitable[None]]


def with_two(home: Path, at: Access, work: Pair) -> None:
    async def inside() -> None:
        async with (
            headless_console(home, at, HurryingClock()) as first,
            headless_console(home, at, HurryingClock()) as second,
            asyncio.timeout(60),
        ):
            await second.session.activate(PROFILE_ID)
            await work(first, second)

    asyncio.run(inside())


async def start(console: Headless, guards: Guards) -> RunProgress:
    """A run of the first console that waits for its second wave."""
    machines = await console.ready_machines(MACHINES)
    profile = console.session.require().profile
    script = Script(name="shared", content=b"echo done")
    plan = make_plan(script, machines, profile, now=console.clock.now(), guards=guards)
    progress = await console.runs.start(plan)
    await until(progress, lambda: progress.step is not None and progress.step.doing is Doing.ASKING)
    return progress


async def go_to_the_end(console: Headless, progress: RunProgress) -> None:
    """Let the second wave begin, and wait until the run is kept as ended."""
    kept = asyncio.Event()
    console.runs.ended.subscribe(lambda _progress: kept.set())
    await console.runs.go(progress)
    await kept.wait()


async def opened(console: Headless, run_id: str) -> RunProgress:
    progress = await console.runs.open(run_id)
    assert progress is not None
    return progress


def test_only_one_of_two_sends(home: Path, sandbox: Sandbox) -> None:
    async def work(first: Headless, second: Headless) -> None:
        progress = await start(first, ASKS_BEFORE_WAVES)
        await second.runs.resume(PROFILE_ID)
        assert second.runs.live == []
        seen = await opened(second, progress.run_id)
        assert seen.is_elsewhere
        assert seen.counts[TaskStatus.SUCCESS] == 2
        await go_to_the_end(first, progress)
        await second.runs.read_again(seen)
        assert not seen.is_elsewhere
        assert seen.stored() == progress.stored()

    with_two(home, access(sandbox), work)
    assert len(executed(sandbox)) == len(set(executed(sandbox))) == MACHINES


def test_what_another_window_carries_out_is_left_alone(home: Path, sandbox: Sandbox) -> None:
    async def work(first: Headless, second: Headless) -> None:
        progress = await start(first, ASKS_BEFORE_WAVES)
        seen = await opened(second, progress.run_id)
        runs = second.runs
        for refused in (
            runs.pause(seen),
            runs.stop(seen),
            runs.cancel(seen),
            runs.look_again(seen),
        ):
            with pytest.raises(ConsoleError, match="Another tat-console carries out this run"):
                await refused
        stored = await second.archive.run(progress.run_id)
        assert stored == progress.stored()

    with_two(home, access(sandbox), work)


def test_the_second_goes_on_when_the_first_is_gone(home: Path, sandbox: Sandbox) -> None:
    async def work(first: Headless, second: Headless) -> None:
        run_id = (await start(first, ASKS_BEFORE_WAVES)).run_id
        await second.runs.resume(PROFILE_ID)
        taken: asyncio.Future[RunProgress] = asyncio.get_running_loop().create_future()
        subscription = second.runs.changed.subscribe(taken.set_result)
        await first.runs.close()
        progress = await taken
        subscription.cancel()
        assert progress.run_id == run_id
        assert progress is await opened(second, run_id)
        await until(
            progress, lambda: progress.step is not None and progress.step.doing is Doing.ASKING
        )
        await go_to_the_end(second, progress)
        assert progress.counts[TaskStatus.SUCCESS] == MACHINES

    with_two(home, access(sandbox), work)
    assert len(executed(sandbox)) == len(set(executed(sandbox))) == MACHINES


def test_a_run_that_ends_elsewhere_is_told_as_ended(home: Path, sandbox: Sandbox) -> None:
    async def work(first: Headless, second: Headless) -> None:
        progress = await start(first, ASKS_BEFORE_WAVES)
        await second.runs.resume(PROFILE_ID)
        told: asyncio.Future[RunProgress] = asyncio.get_running_loop().create_future()
        second.runs.changed.subscribe(told.set_result)
        await first.runs.go(progress)
        seen = await told
        assert (seen.run_id, seen.run.state) == (progress.run_id, RunState.ENDED)
        assert second.runs.live == []

    with_two(home, access(sandbox), work)


def test_every_claim_is_let_go_at_the_end(home: Path, sandbox: Sandbox) -> None:
    async def work(first: Headless, second: Headless) -> None:
        ended = await start(first, ASKS_BEFORE_WAVES)
        assert len(list((home / "claims").iterdir())) == 1
        await go_to_the_end(first, ended)
        assert list((home / "claims").iterdir()) == []
        await start(second, ASKS_BEFORE_WAVES)  # left as it waits

    with_two(home, access(sandbox), work)
    assert list((home / "claims").iterdir()) == []
