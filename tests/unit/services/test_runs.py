"""Runs from plan to archive, against the real sandbox."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from tat_console.ports.archive import RunState, Script
from tat_console.runs.plan import make_plan
from tat_console.runs.progress import RunProgress
from tat_console.services.services import Services
from tat_console.support.logs import Secret
from tat_console.tat.machines import Machine, Refusal
from tat_console.tat.statuses import CommandType, TaskStatus
from tests.fixtures.sandbox import Sandbox
from tests.unit.services.conftest import RunWith, opened_services


def ready_machines(services: Services, count: int) -> list[Machine]:
    """Machines of any kind that can take a shell script."""
    machines = services.directory.machines
    return [machine for machine in machines if machine.refusal(CommandType.SHELL) is None][:count]


def script(content: str, **more: object) -> Script:
    """A shell script."""
    return Script(name="check", content=content.encode(), **more)  # type: ignore[arg-type]


async def start(services: Services, what: Script, machines: list[Machine]) -> RunProgress:
    """Plan and start a run."""
    profile = services.session.require().profile
    plan = make_plan(what, machines, profile, now=services.clock.now())
    return await services.runs.start(plan)


async def until(progress: RunProgress, condition: Callable[[], bool]) -> None:
    """Wait until a run has come so far."""
    reached = asyncio.Event()

    def look(_ids: frozenset[str]) -> None:
        if condition():
            reached.set()

    subscription = progress.changed.subscribe(look)
    look(frozenset())
    await reached.wait()
    subscription.cancel()


async def ended(progress: RunProgress) -> None:
    """Wait until a run has ended."""
    await until(progress, lambda: not progress.is_live)


def test_three_machines_three_outputs(with_services: RunWith) -> None:
    async def work(services: Services) -> None:
        machines = ready_machines(services, 3)
        what = script('echo "$TAT_SANDBOX_INSTANCE_ID {{word}}"', parameters={"word": "你好"})
        progress = await start(services, what, machines)
        await ended(progress)
        for machine in machines:
            output = await services.runs.output(progress, machine.instance_id)
            assert output.decode() == f"{machine.instance_id} 你好\n"
            assert progress.tasks[machine.instance_id].exit_code == 0
        assert progress.counts[TaskStatus.SUCCESS] == 3
        stored = await services.archive.run(progress.run_id)
        assert stored is not None
        assert stored == progress.stored()
        assert stored.run.state is RunState.ENDED

    with_services(work)


def test_all_kinds_and_regions_go_in_batches_of_their_own(with_services: RunWith) -> None:
    async def work(services: Services) -> None:
        chosen = list(services.directory.machines)
        progress = await start(services, script("true"), chosen)
        await ended(progress)
        ready = [machine for machine in chosen if machine.refusal(CommandType.SHELL) is None]
        assert len(progress.batches) == len({(m.region, m.kind) for m in ready})
        assert progress.counts[TaskStatus.SUCCESS] == len(ready)
        reasons = {exclusion.reason for exclusion in progress.exclusions}
        assert {Refusal.OFFLINE, Refusal.NO_AGENT, Refusal.STOPPED} <= reasons

    with_services(work)


def test_exit_code_timeout_and_cancel(with_services: RunWith) -> None:
    async def work(services: Services) -> None:
        machines = ready_machines(services, 3)
        failing = await start(services, script("echo no; exit 3"), machines[:1])
        late = await start(services, script("sleep 60", timeout_s=1), machines[:1])
        stopped = await start(services, script("sleep 60"), machines)
        await until(stopped, lambda: stopped.counts[TaskStatus.RUNNING] == 3)
        cancelled = [machine.instance_id for machine in machines[:2]]
        await services.runs.cancel(stopped, cancelled)
        await until(stopped, lambda: stopped.counts[TaskStatus.TERMINATED] == 2)
        assert stopped.tasks[machines[2].instance_id].status is TaskStatus.RUNNING
        await services.runs.cancel(stopped)
        for progress in (failing, late, stopped):
            await ended(progress)
        failed = failing.tasks[machines[0].instance_id]
        assert (failed.status, failed.exit_code) == (TaskStatus.FAILED, 3)
        assert late.counts == {TaskStatus.TIMEOUT: 1} | dict.fromkeys(
            set(late.counts) - {TaskStatus.TIMEOUT}, 0
        )
        assert stopped.counts[TaskStatus.TERMINATED] == 3

    with_services(work)


def test_what_was_cut_is_counted_and_output_grows_while_it_is_watched(
    with_services: RunWith,
) -> None:
    async def work(services: Services) -> None:
        machine = ready_machines(services, 1)[0]
        large = await start(services, script("head -c 61440 /dev/zero | tr '\\0' x"), [machine])
        await ended(large)
        task = large.tasks[machine.instance_id]
        assert (task.output_bytes, task.dropped_bytes) == (24_576, 36_864)
        growing = await start(services, script("echo one; sleep 60"), [machine])
        services.runs.watch(growing, [machine.instance_id])
        await until(growing, lambda: bool(growing.partial_outputs))
        assert await services.runs.output(growing, machine.instance_id) == b"one\n"
        await services.runs.cancel(growing)
        await ended(growing)

    with_services(work)


def test_hidden_values_run_and_are_kept_nowhere(with_services: RunWith, home: Path) -> None:
    secret = "xyzzy-4711-plugh"

    async def work(services: Services) -> None:
        machine = ready_machines(services, 1)[0]
        what = script('[ "{{tat-hidden:pass}}" = ' + "xyzzy-4711-pl''ugh ]", hidden=("pass",))
        profile = services.session.require().profile
        plan = make_plan(
            what,
            [machine],
            profile,
            now=services.clock.now(),
            hidden_values={"pass": Secret(secret)},
        )
        progress = await services.runs.start(plan)
        await ended(progress)
        assert progress.counts[TaskStatus.SUCCESS] == 1

    with_services(work)
    written = [path for path in (home / "services").rglob("*") if path.is_file()]
    assert written
    assert not [path for path in written if secret.encode() in path.read_bytes()]


def test_a_run_is_followed_again_by_the_next_program(home: Path, sandbox: Sandbox) -> None:
    async def first() -> str:
        async with opened_services(home / "services", sandbox) as services:
            machines = ready_machines(services, 2)
            progress = await start(services, script("echo before; sleep 2; echo after"), machines)
            await until(progress, lambda: progress.counts[TaskStatus.RUNNING] == 2)
            return progress.run_id

    async def second(run_id: str) -> None:
        async with opened_services(home / "services", sandbox) as services:
            await services.runs.resume("sandbox")
            progress = await services.runs.open(run_id)
            assert progress is not None
            assert progress.is_live
            await ended(progress)
            for instance_id in progress.tasks:
                output = await services.runs.output(progress, instance_id)
                assert output == b"before\nafter\n"

    run_id = asyncio.run(first())
    asyncio.run(second(run_id))


def test_the_service_gone_is_trouble_and_not_the_end(
    with_services: RunWith, sandbox: Sandbox
) -> None:
    async def work(services: Services) -> None:
        met = asyncio.Event()
        services.runs.trouble.subscribe(lambda error: met.set() if error else None)
        progress = await start(services, script("sleep 60"), ready_machines(services, 1))
        await until(progress, lambda: progress.counts[TaskStatus.RUNNING] == 1)
        sandbox.process.kill()
        await met.wait()
        assert progress.is_live

    with_services(work)
