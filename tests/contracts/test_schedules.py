"""Schedules on the sandbox: made, fired, missed, changed, stopped and deleted."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from tat_console.services.schedule_drafts import ScheduleDraft, draft_of
from tat_console.services.schedule_warnings import Doubt
from tat_console.services.schedules import Schedule, Schedules
from tat_console.support.clock import SystemClock
from tat_console.support.errors import ConsoleError
from tat_console.tat.commands import CreateCommand, DeleteCommand, ModifyCommand
from tat_console.tat.invokers import InvokerRecord, SchedulePolicy, ScheduleSettings
from tat_console.tat.statuses import CommandType, InvocationStatus
from tests.fixtures.console import Access, Headless, headless_console
from tests.fixtures.sandbox import Sandbox

REGION = "ap-guangzhou"


class LateClock(SystemClock):
    """A clock that a test moves on."""

    ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead


class Stage:
    """A console with a saved command and schedules."""

    def __init__(self, console: Headless, clock: LateClock) -> None:
        self.console = console
        self.clock = clock
        self.schedules = Schedules(console.session, console.directory, clock)
        self.command_id = ""
        self.machines: tuple[str, ...] = ()

    async def set_up(self) -> None:
        ready = await self.console.ready_machines(1)
        self.machines = tuple(one.instance_id for one in ready if one.region == REGION)[:1]
        request = CreateCommand(
            command_name="scheduled", content=b"echo on time", command_type=CommandType.SHELL
        )
        reply = await self.console.session.require().cloud.call(request, region=REGION)
        self.command_id = reply.command_id

    def shown(self) -> list[Schedule]:
        """The schedules as the window would show them."""
        return list(self.schedules.schedules)

    def draft(self, settings: ScheduleSettings) -> ScheduleDraft:
        return ScheduleDraft(
            name="Nightly",
            command_id=self.command_id,
            instance_ids=self.machines,
            settings=settings,
        )


def on_stage(tmp_path: Path, sandbox: Sandbox, work: Callable[[Stage], Awaitable[None]]) -> None:
    async def main() -> None:
        clock = LateClock()
        access = Access(sandbox.endpoint, sandbox.secret_id, sandbox.secret_key)
        async with headless_console(tmp_path, access, clock) as console:
            stage = Stage(console, clock)
            await stage.set_up()
            await work(stage)

    asyncio.run(main())


async def final_record(schedules: Schedules, schedule: Schedule) -> InvokerRecord:
    """The record of the only firing once its run has ended."""
    while True:
        firings = await schedules.firings(schedule)
        if firings and (record := firings[0].record) and record.result.is_final:
            assert len(firings) == 1
            return record
        await asyncio.sleep(0.2)


def nightly(line: str = "30 4 * * *") -> ScheduleSettings:
    return ScheduleSettings(policy=SchedulePolicy.RECURRENCE, recurrence=line)


def test_a_schedule_from_its_making_to_its_end(tmp_path: Path, sandbox: Sandbox) -> None:
    async def work(stage: Stage) -> None:
        schedules = stage.schedules
        (invoker_id,) = await schedules.create(REGION, stage.draft(nightly()))
        (schedule,) = schedules.schedules
        assert schedule.key == (REGION, invoker_id)
        assert schedule.command is not None
        assert schedule.command.command_name == "scheduled"
        assert schedule.words == "At 04:30, every day"
        now = stage.clock.now()
        runs = schedule.next_runs(now)
        assert len(runs) == 10
        week = schedules.calendar(now, now + timedelta(days=7))
        assert [moment for moment, _schedule in week] == runs[:7]
        assert schedules.warnings(schedule) == ()

        changed = msgspec.structs.replace(draft_of(schedule.invoker), name="每晚")
        await schedules.modify(schedule, changed)
        await schedules.disable(schedule)
        (schedule,) = schedules.schedules
        assert (schedule.invoker.name, schedule.next_runs(now)) == ("每晚", [])
        assert schedules.calendar(now, now + timedelta(days=7)) == []
        await schedules.enable(schedule)
        assert schedules.schedules[0].next_runs(now) == runs
        await schedules.delete(schedule)
        assert schedules.schedules == ()

    on_stage(tmp_path, sandbox, work)


def test_a_firing_has_its_record_and_a_run_that_was_missed_is_found(
    tmp_path: Path, sandbox: Sandbox
) -> None:
    async def work(stage: Stage) -> None:
        schedules = stage.schedules
        soon = (stage.clock.now() + timedelta(seconds=2)).replace(microsecond=0)
        settings = ScheduleSettings(policy=SchedulePolicy.ONCE, invoke_time=soon)
        await schedules.create(REGION, stage.draft(settings))
        (schedule,) = schedules.schedules
        record = await final_record(schedules, schedule)
        assert record.invocation_id.startswith("inv-")
        assert record.result is InvocationStatus.SUCCESS

        await schedules.create(REGION, stage.draft(nightly("0 * * * *")))
        hourly = schedules.schedules[0]
        stage.clock.ahead = timedelta(hours=3, minutes=10)
        missed = await schedules.firings(hourly)
        assert len(missed) == 3
        assert [each.record for each in missed] == [None] * 3

    on_stage(tmp_path, sandbox, work)


def test_what_changes_under_a_schedule_is_told(tmp_path: Path, sandbox: Sandbox) -> None:
    async def work(stage: Stage) -> None:
        schedules = stage.schedules
        cloud = stage.console.session.require().cloud
        await schedules.create(REGION, stage.draft(nightly()))
        await schedules.create(REGION, stage.draft(nightly()))
        (meeting,) = schedules.together()
        assert meeting.instance_ids == stage.machines
        while True:  # the sandbox's times have whole seconds
            modified = ModifyCommand(command_id=stage.command_id, content=b"echo other")
            await cloud.call(modified, region=REGION)
            await schedules.refresh()
            if found := schedules.warnings(schedules.schedules[0]):
                break
            await asyncio.sleep(0.3)
        assert [each.doubt for each in found] == [Doubt.COMMAND_CHANGED]
        with pytest.raises(ConsoleError):
            await cloud.call(DeleteCommand(command_id=stage.command_id), region=REGION)

    on_stage(tmp_path, sandbox, work)


def test_a_region_that_does_not_answer_and_a_profile_that_only_looks(
    tmp_path: Path, sandbox: Sandbox
) -> None:
    async def work(stage: Stage) -> None:
        schedules = stage.schedules
        await schedules.create(REGION, stage.draft(nightly()))
        access = Access(sandbox.endpoint, sandbox.secret_id, sandbox.secret_key)
        stage.console.add_profile(access, profile_id="looker", name="Auditor", read_only=True)
        await stage.console.session.activate("looker")
        assert not stage.shown()
        await schedules.refresh()
        (schedule,) = stage.shown()
        with pytest.raises(ConsoleError, match="may only look"):
            await schedules.delete(schedule)
        stage.console.add_profile(
            access, profile_id="far", name="Far", regions=(REGION, "ap-nowhere")
        )
        await stage.console.session.activate("far")
        await schedules.refresh()
        assert len(schedules.schedules) == 1
        assert [error.title for error in schedules.errors] == ["Not available in this region"]

    on_stage(tmp_path, sandbox, work)
