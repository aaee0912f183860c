"""Guards, pauses and rules of runs, counted by what the real sandbox executed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec
import pytest

from tat_console.outputs.report import html, markdown
from tat_console.ports.archive import BatchState, Relation, Script
from tat_console.ports.library import Expectation
from tat_console.ports.waves import Guards, Share, Turn, Verdict
from tat_console.runs.control import Doing
from tat_console.runs.plan import Origin, make_plan
from tat_console.runs.progress import RunProgress
from tat_console.runs.retry import RETRIES, values_of_run
from tat_console.runs.target_sets import TargetFilter, TargetSet
from tat_console.services.run_report import report_of
from tat_console.services.target_sets import TargetSets
from tat_console.storage.documents import JsonDocuments
from tat_console.support.errors import ConsoleError
from tat_console.tat.machines import Machine
from tat_console.tat.statuses import TaskStatus
from tests.fixtures.console import (
    Access,
    Headless,
    headless_console,
    until,
    until_ended,
)
from tests.fixtures.sandbox import Sandbox, StartSandbox

Work = Callable[[Headless], Awaitable[None]]


@pytest.fixture
def fleet(start_sandbox: StartSandbox) -> Sandbox:
    """A sandbox with at least 60 machines that can run scripts."""
    return start_sandbox("--instances", "90", "--rate", "0")


def access(sandbox: Sandbox) -> Access:
    return Access(sandbox.endpoint, sandbox.secret_id, sandbox.secret_key)


def with_console(home: Path, sandbox: Sandbox, work: Work) -> None:
    async def inside() -> None:
        async with headless_console(home / "console", access(sandbox)) as console:
            async with asyncio.timeout(60):
                await work(console)

    asyncio.run(inside())


def executed(sandbox: Sandbox) -> list[str]:
    path = sandbox.state / "executions.jsonl"
    return [json.loads(line)["instance_id"] for line in path.read_text().splitlines()]


async def start(
    console: Headless, content: str, machines: list[Machine], guards: Guards
) -> RunProgress:
    script = Script(name="fleet", content=content.encode())
    profile = console.session.require().profile
    plan = make_plan(script, machines, profile, now=console.clock.now(), guards=guards)
    return await console.runs.start(plan)


def doing(progress: RunProgress, what: Doing) -> Callable[[], bool]:
    return lambda: progress.step is not None and progress.step.doing is what


def test_a_canary_that_fails_is_all_that_runs(home: Path, fleet: Sandbox) -> None:
    async def work(console: Headless) -> None:
        machines = await console.ready_machines(60)
        guards = Guards(canary=Share(count=3), wave=Share(count=20))
        progress = await start(console, "exit 1", machines, guards)
        await until_ended(progress)
        assert progress.counts[TaskStatus.FAILED] == 3
        assert progress.counts[TaskStatus.NOT_SENT] == 57
        assert [one.turn for one in progress.decisions][-1] is Turn.TRIPPED
        stored = await console.archive.run(progress.run_id)
        assert stored == progress.stored()

    with_console(home, fleet, work)
    assert len(executed(fleet)) == 3


def test_the_five_percent_rule_stops_within_the_wave(home: Path, fleet: Sandbox) -> None:
    async def work(console: Headless) -> None:
        machines = await console.ready_machines(60)
        progress = await start(console, "exit 1", machines, Guards(at_once=8, stop_at_percent=5))
        await until_ended(progress)
        assert progress.counts[TaskStatus.NOT_SENT] == 60 - progress.counts[TaskStatus.FAILED]
        states = {batch.state for batch in progress.batches.values()}
        assert states == {BatchState.SENT, BatchState.WITHHELD}

    with_console(home, fleet, work)
    assert 3 <= len(executed(fleet)) <= 3 + 8


def test_no_more_machines_are_busy_than_allowed(home: Path, fleet: Sandbox) -> None:
    async def work(console: Headless) -> None:
        machines = await console.ready_machines(30)
        progress = await start(console, "sleep 0.1", machines, Guards(at_once=8))
        busy: list[int] = []
        progress.changed.subscribe(lambda _ids: busy.append(progress.tally.in_flight))
        await until_ended(progress)
        assert 0 < max(busy) <= 8
        assert progress.counts[TaskStatus.SUCCESS] == 30

    with_console(home, fleet, work)


def test_a_pause_outlives_the_program_and_go_is_the_users(home: Path, fleet: Sandbox) -> None:
    guards = Guards(canary=Share(count=2), asks_before_waves=True)

    async def first(console: Headless) -> None:
        progress = await start(console, "true", await console.ready_machines(10), guards)
        await until(progress, doing(progress, Doing.ASKING))
        await console.runs.pause(progress, "Lunch.")
        await until(progress, doing(progress, Doing.PAUSED))

    async def second(console: Headless) -> None:
        await console.runs.resume("sandbox")
        (progress,) = console.runs.live
        await until(progress, doing(progress, Doing.PAUSED))
        assert progress.control.paused is not None
        assert progress.control.paused.note == "Lunch."
        assert len(executed(fleet)) == 2
        await console.runs.go_on(progress)
        await until(progress, doing(progress, Doing.ASKING))
        await console.runs.go(progress)
        await until_ended(progress)
        assert progress.counts[TaskStatus.SUCCESS] == 10

    with_console(home, fleet, first)
    with_console(home, fleet, second)
    assert len(set(executed(fleet))) == len(executed(fleet)) == 10


def test_stop_and_cancel_leaves_nothing_running(home: Path, fleet: Sandbox) -> None:
    async def work(console: Headless) -> None:
        progress = await start(
            console, "sleep 60", await console.ready_machines(30), Guards(at_once=12)
        )
        await until(progress, lambda: progress.counts[TaskStatus.RUNNING] == 12)
        waiting = [key for key, one in progress.tasks.items() if one.status is TaskStatus.QUEUED]
        await console.runs.cancel(progress, waiting[:1])
        assert progress.tasks[waiting[0]].status is TaskStatus.NOT_SENT
        assert progress.control.stopped is None
        await console.runs.stop_and_cancel(progress)
        await until_ended(progress)
        assert progress.counts[TaskStatus.TERMINATED] == 12
        assert progress.counts[TaskStatus.NOT_SENT] == 18

    with_console(home, fleet, work)
    assert len(executed(fleet)) == 12


def test_who_may_only_look_is_told_so_and_a_freeze_holds(home: Path, fleet: Sandbox) -> None:
    async def work(console: Headless) -> None:
        machines = await console.ready_machines(2)
        profile = console.add_profile(access(fleet), profile_id="reader", read_only=True)
        plan = make_plan(
            Script(name="s", content=b"true"), machines, profile, now=console.clock.now()
        )
        with pytest.raises(ConsoleError, match="may only look"):
            await console.runs.start(plan)
        assert console.runs.known == []
        assert await console.archive.recent_runs() == []

    with_console(home, fleet, work)
    assert executed(fleet) == []


def test_what_is_expected_makes_a_failure_and_a_retry_repeats_only_that(
    home: Path, fleet: Sandbox
) -> None:
    async def work(console: Headless) -> None:
        machines = await console.ready_machines(6)
        odd = {one.instance_id for one in machines[::2]}
        profile = console.session.require().profile
        plan = make_plan(
            Script(name="s", content=b"echo {{word}} {{tat-instance-id}}"),
            machines,
            profile,
            now=console.clock.now(),
            guards=Guards(expectation=Expectation(matches=("^ready",))),
            values_of=lambda one: {"word": "busy" if one.instance_id in odd else "ready"},
        )
        progress = await console.runs.start(plan)
        await until_ended(progress)
        assert progress.counts[TaskStatus.SUCCESS] == 6
        unmet = {key for key, one in progress.tasks.items() if one.verdict is Verdict.UNMET}
        assert unmet == odd
        again = [key for key, task in progress.tasks.items() if RETRIES["failed"].takes(task)]
        assert set(again) == odd
        retry = make_plan(
            plan.run.script,
            console.directory.find(again),
            profile,
            now=console.clock.now(),
            origin=Origin(run_id=progress.run_id, relation=Relation.RETRY),
            values_of=values_of_run(progress),
        )
        repeated = await console.runs.start(retry)
        await until_ended(repeated)
        for key in again:
            assert await console.runs.output(repeated, key) == f"busy {key}\n".encode()

    with_console(home, fleet, work)


def test_two_profiles_share_a_run(home: Path, fleet: Sandbox) -> None:
    async def work(console: Headless) -> None:
        machines = await console.ready_machines(8)
        other = console.add_profile(access(fleet), profile_id="other", name="Other")
        plan = make_plan(
            Script(name="s", content=b"true"),
            machines,
            console.session.require().profile,
            now=console.clock.now(),
            profiles={one.instance_id: other for one in machines[:4]},
        )
        progress = await console.runs.start(plan)
        assert progress.profile_ids == {"sandbox", "other"}
        await until_ended(progress)
        assert progress.counts[TaskStatus.SUCCESS] == 8

    with_console(home, fleet, work)


def test_the_report_tells_the_run_on_one_page(home: Path, fleet: Sandbox) -> None:
    async def work(console: Headless) -> None:
        machines = await console.ready_machines(12)
        profile = console.session.require().profile
        content = b"echo '<b>bad | news</b>'; exit 3 # {{tat-hidden:pw}} {{visible}}"
        plan = make_plan(
            Script(name="break", content=content, hidden=("pw",), parameters={"visible": "to see"}),
            machines,
            profile,
            now=console.clock.now(),
            guards=Guards(canary=Share(count=2)),
            values_of=lambda _one: {"pw": "s3cr3t"},
        )
        progress = await console.runs.start(plan)
        await until_ended(progress)
        report = await report_of(progress, console.archive, "account 100")
        page, text = html(report), markdown(report)
        for written in (page, text):
            assert progress.run_id in written
            assert machines[0].name in written
            assert "s3cr3t" not in written
            assert "to see" in written
            assert "The canary failed" in written
            assert "account 100" in written
        assert "&lt;b&gt;bad | news&lt;/b&gt;" in page
        assert "<b>bad" not in page
        assert "```\n<b>bad | news</b>\n```" in text
        assert len(report.failures) == 2
        assert await console.archive.past_durations_s(content)

    with_console(home, fleet, work)


def test_sets_are_kept_and_live_ones_follow_the_directory(home: Path, fleet: Sandbox) -> None:
    async def work(console: Headless) -> None:
        machines = await console.ready_machines(20)
        sets = TargetSets(JsonDocuments(home / "config"), console.directory)
        region = machines[0].region
        live = sets.save(
            TargetSet(set_id="", name="Here", live=TargetFilter(regions=(region,)), protected=True)
        )
        again = TargetSets(JsonDocuments(home / "config"), console.directory)
        assert list(again) == [live]
        here = [one for one in console.directory.machines if one.region == region]
        assert list(again.members(live).machines) == here
        assert again.protected_ids() == {one.instance_id for one in here}
        with pytest.raises(ConsoleError, match="has this name"):
            again.save(TargetSet(set_id="", name="here"))
        copy = msgspec.structs.replace(live, set_id="", name="There")
        again.save(copy)
        again.remove(live.set_id)
        assert [one.name for one in again] == ["There"]

    with_console(home, fleet, work)
