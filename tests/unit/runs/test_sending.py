"""Batches are sent at most once, and lost replies are looked for, never sent again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from tat_console.ports.archive import BatchState, Script
from tat_console.ports.profiles import Profile
from tat_console.runs.engine import Engine
from tat_console.runs.plan import make_plan
from tat_console.runs.progress import RunProgress
from tat_console.runs.settle import LOOKS, Settler
from tat_console.storage.archive import SqliteArchive
from tat_console.support.logs import Secret
from tat_console.tat.errors import NotSent, ServiceError
from tat_console.tat.invocations import DescribeInvocations, InvokeCommand, RunCommand
from tat_console.tat.machines import Machine
from tat_console.tat.statuses import AgentStatus, InstanceKind, TaskStatus
from tests.unit.runs.cloud import NOW, LossyCloud, StepClock

SHELL = Script(name="check", content=b"true")


def machines(count: int, kind: InstanceKind = InstanceKind.CVM) -> list[Machine]:
    prefix = {InstanceKind.CVM: "ins", InstanceKind.LIGHTHOUSE: "lhins"}[kind]
    return [
        Machine(
            instance_id=f"{prefix}-{number:08d}",
            name=f"m{number}",
            region="ap-guangzhou",
            kind=kind,
            agent=AgentStatus.ONLINE,
        )
        for number in range(count)
    ]


class Bench:
    """An archive, a clock and a service for one test."""

    def __init__(self, archive: SqliteArchive, cloud: LossyCloud) -> None:
        self.archive, self.cloud, self.clock = archive, cloud, StepClock()

    async def planned(self, script: Script, count: int, **hidden: Secret) -> RunProgress:
        profile = Profile(profile_id="p", name="P")
        plan = make_plan(script, machines(count), profile, now=NOW, hidden_values=hidden)
        await self.archive.add_run(plan.stored())
        progress = RunProgress(plan.stored())
        progress.hidden_values.update(plan.hidden_values)
        return progress

    async def send(self, progress: RunProgress) -> None:
        engine = Engine(self.cloud, self.archive, self.clock)
        for batch in list(progress.batches.values()):
            if batch.state is BatchState.PLANNED:
                await engine.send(progress, batch)

    async def settle(self, progress: RunProgress) -> None:
        await Settler(self.cloud, self.archive, self.clock).settle(progress)

    def sent(self) -> list[RunCommand | InvokeCommand]:
        kinds = (RunCommand, InvokeCommand)
        return [request for request in self.cloud.requests if isinstance(request, kinds)]


def with_bench(home: Path, work: Callable[[Bench], object], cloud: LossyCloud) -> None:
    async def inside() -> None:
        archive = await SqliteArchive.open(home / "archive.sqlite3")
        try:
            await work(Bench(archive, cloud))  # type: ignore[misc]
        finally:
            await archive.close()

    asyncio.run(inside())


def states(progress: RunProgress) -> set[BatchState]:
    return {batch.state for batch in progress.batches.values()}


def test_450_machines_are_three_calls_of_200_at_most(home: Path) -> None:
    async def work(bench: Bench) -> None:
        progress = await bench.planned(SHELL, 450)
        await bench.send(progress)
        assert sorted(len(request.instance_ids) for request in bench.sent()) == [50, 200, 200]
        assert states(progress) == {BatchState.SENT}
        assert progress.counts[TaskStatus.PENDING] == 450
        await bench.send(progress)
        assert len(bench.sent()) == 3

    with_bench(home, work, LossyCloud())


def test_a_lost_reply_is_found_by_its_mark_and_never_sent_again(home: Path) -> None:
    async def work(bench: Bench) -> None:
        progress = await bench.planned(SHELL, 450)
        await bench.send(progress)
        assert states(progress) == {BatchState.SENT, BatchState.UNKNOWN}
        assert progress.counts[TaskStatus.UNSETTLED] > 0
        await bench.settle(progress)
        assert states(progress) == {BatchState.SENT}
        assert progress.counts[TaskStatus.PENDING] == 450
        assert len(bench.sent()) == 3
        found = {batch.invocation_id for batch in progress.batches.values()}
        assert found == {invocation.invocation_id for invocation in bench.cloud.invocations}

    with_bench(home, work, LossyCloud(lambda number: "after" if number == 2 else ""))


def test_what_never_arrived_stays_unknown_with_the_evidence(home: Path) -> None:
    async def work(bench: Bench) -> None:
        progress = await bench.planned(SHELL, 3)
        await bench.send(progress)
        await bench.settle(progress)
        assert states(progress) == {BatchState.UNKNOWN}
        assert progress.counts[TaskStatus.UNSETTLED] == 3
        assert f"run {progress.run_id} batch 0" in progress.batches[0].error
        looks = [r for r in bench.cloud.requests if isinstance(r, DescribeInvocations)]
        assert (len(bench.sent()), len(looks)) == (1, LOOKS)
        assert progress.is_over()

    with_bench(home, work, LossyCloud(lambda _number: "before"))


def test_a_saved_command_is_found_by_its_machines_and_time(home: Path) -> None:
    async def work(bench: Bench) -> None:
        saved = Script(name="saved", content=b"true", command_id="cmd-abcdefgh")
        progress = await bench.planned(saved, 2)
        other = await bench.planned(saved, 3)
        await bench.send(other)
        await bench.send(progress)
        await bench.settle(progress)
        assert progress.batches[0].invocation_id == "inv-0000000002"

    with_bench(home, work, LossyCloud(lambda number: "after" if number == 2 else ""))


def test_a_call_that_is_broken_off_leaves_its_intent(home: Path) -> None:
    async def cancelled(bench: Bench) -> None:
        progress = await bench.planned(SHELL, 1)
        entered = asyncio.Event()

        async def hang(request: object, *, region: str) -> None:
            entered.set()
            await asyncio.Event().wait()

        bench.cloud.call = hang  # type: ignore[method-assign]
        task = asyncio.create_task(bench.send(progress))
        await entered.wait()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        stored = await bench.archive.run(progress.run_id)
        assert stored is not None
        assert stored.batches[0].state is BatchState.INTENT

    with_bench(home, cancelled, LossyCloud())


def test_a_refusal_is_recorded_in_words(home: Path) -> None:
    async def work(bench: Bench) -> None:
        for error in (
            ServiceError("ResourceUnavailable.AgentStatusNotOnline", "off", title="Agent offline."),
            NotSent("No network."),
        ):
            progress = await bench.planned(SHELL, 2)
            bench.cloud.error = error
            await bench.send(progress)
            assert states(progress) == {BatchState.REFUSED}
            assert progress.counts[TaskStatus.NOT_SENT] == 2
            assert {task.error_info for task in progress.tasks.values()} == {str(error)}
            assert progress.is_over()

    with_bench(home, work, LossyCloud())


def test_without_its_hidden_value_nothing_is_sent(home: Path) -> None:
    async def work(bench: Bench) -> None:
        script = Script(name="s", content=b"{{tat-hidden:key}}", hidden=("key",))
        progress = await bench.planned(script, 1)
        await bench.send(progress)
        assert states(progress) == {BatchState.REFUSED}
        assert "key" in progress.batches[0].error
        assert not bench.sent()
        complete = await bench.planned(script, 1, key=Secret("value"))
        await bench.send(complete)
        assert '"key": "value"' in (bench.sent()[0].parameters or "")

    with_bench(home, work, LossyCloud())
