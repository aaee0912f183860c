"""Schedules: scripts that the service runs at set times, over all chosen regions."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import msgspec

from tat_console.ports.cloud import Cloud
from tat_console.runs.paging import rows
from tat_console.services import schedule_times
from tat_console.services.changes import connection_for_changes
from tat_console.services.directory import Directory
from tat_console.services.region_reading import RegionReading
from tat_console.services.schedule_drafts import (
    ScheduleDraft,
    creation,
    modification,
    parts_of,
)
from tat_console.services.schedule_times import Planned, Together
from tat_console.services.schedule_warnings import ScheduleWarning, warnings_of
from tat_console.services.session import Session
from tat_console.support.clock import Clock
from tat_console.support.errors import ConsoleError
from tat_console.tat import limits
from tat_console.tat.commands import Command, DescribeCommands
from tat_console.tat.invokers import (
    DeleteInvoker,
    DescribeInvokerRecords,
    DescribeInvokers,
    DisableInvoker,
    EnableInvoker,
    Invoker,
    InvokerRecord,
)
from tat_console.tat.wire import Reply, Request

NEXT_RUNS: Final = 10
MOST_IN_CALENDAR: Final = 1_000


class Schedule(msgspec.Struct, frozen=True, kw_only=True):
    """An invoker of a region with its command; None where the command is gone."""

    region: str
    invoker: Invoker
    command: Command | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What tells one schedule of an account from another."""
        return self.region, self.invoker.invoker_id

    @property
    def words(self) -> str:
        """When it fires, in plain words; times of day are Beijing time."""
        return schedule_times.in_words(self.invoker.schedule_settings)

    def next_runs(self, after: datetime, count: int = NEXT_RUNS) -> list[datetime]:
        """Its next runs in UTC; none while it is disabled."""
        if not self.invoker.enable:
            return []
        return schedule_times.next_runs(self.invoker.schedule_settings, after, count)


class Firing(msgspec.Struct, frozen=True, kw_only=True):
    """A planned run: its record, or None where it was missed."""

    at: datetime
    record: InvokerRecord | None = None


class Schedules(RegionReading[tuple[list[Schedule], ConsoleError | None]]):
    """The schedules of the active profile as last read; `changed` fires when that changes."""

    def __init__(self, session: Session, directory: Directory, clock: Clock) -> None:
        super().__init__(session, clock, _of_region)
        self._directory = directory
        self.schedules: tuple[Schedule, ...] = ()
        self.errors: tuple[ConsoleError, ...] = ()
        self.changed.subscribe(lambda _none: self._take())

    def warnings(self, schedule: Schedule) -> tuple[ScheduleWarning, ...]:
        """What would go wrong with its next run, as far as is known."""
        known = {machine.instance_id: machine for machine in self._directory.in_front}
        is_read = schedule.region in {machine.region for machine in known.values()}
        return tuple(warnings_of(schedule.invoker, schedule.command, known if is_read else None))

    def together(self) -> list[Together]:
        """Which schedules will run on the same machines at the same time, soonest first."""
        planned = [
            Planned(
                invoker=each.invoker,
                timeout_s=each.command.timeout if each.command else limits.DEFAULT_TIMEOUT_S,
            )
            for each in self.schedules
        ]
        return schedule_times.together(planned, self._clock.now())

    def calendar(self, start: datetime, end: datetime) -> list[tuple[datetime, Schedule]]:
        """The runs of all enabled schedules after `start` up to `end`, in order.

        Of a schedule that comes very often, the first 1,000: nobody reads more of them.
        """
        runs = [
            (moment, schedule)
            for schedule in self.schedules
            if schedule.invoker.enable
            for moment in schedule_times.runs_between(
                schedule.invoker.schedule_settings, start, end, MOST_IN_CALENDAR
            )
        ]
        return sorted(runs, key=lambda run: (run[0], run[1].key))

    async def firings(self, schedule: Schedule) -> list[Firing]:
        """What is recorded of a schedule and what was missed, newest first."""
        now = self._clock.now()
        request = DescribeInvokerRecords(invoker_ids=(schedule.invoker.invoker_id,))
        cloud = self._session.require().cloud
        records = [
            record async for record in rows(cloud, request, InvokerRecord, region=schedule.region)
        ]
        firings = [Firing(at=record.invoke_time or now, record=record) for record in records]
        fired = sorted(firing.at for firing in firings)
        firings += [Firing(at=moment) for moment in await self._missed(schedule, fired, now)]
        return sorted(firings, key=lambda firing: firing.at, reverse=True)

    async def _missed(
        self, schedule: Schedule, fired: list[datetime], now: datetime
    ) -> list[datetime]:
        """Day by day, so that the window goes on while a schedule of every minute is searched."""
        found: list[datetime] = []
        start = schedule_times.watched_since(schedule.invoker, now)
        last = now - schedule_times.LATE_BY
        while start < last:
            end = min(start + timedelta(days=1), last)
            found += schedule_times.missed(schedule.invoker, fired, start, end)
            start = end
            await self._clock.sleep(0)
        return found

    async def create(self, region: str, draft: ScheduleDraft) -> tuple[str, ...]:
        """Make a schedule, or several where it has more machines than one may have.

        Returns the ids. Raises what a call raises; those made before it stay and are listed.
        """
        connection = connection_for_changes(self._session)
        made = []
        try:
            for part in parts_of(draft):
                reply = await connection.cloud.call(creation(part), region=region)
                made.append(reply.invoker_id)
        finally:
            if made:
                await self.refresh()
        return tuple(made)

    async def modify(self, schedule: Schedule, draft: ScheduleDraft) -> None:
        """Overwrite a schedule; raises what a call raises."""
        await self._do(schedule, modification(schedule.invoker, draft))

    async def enable(self, schedule: Schedule) -> None:
        """Let a schedule fire from now on."""
        await self._do(schedule, EnableInvoker(invoker_id=schedule.invoker.invoker_id))

    async def disable(self, schedule: Schedule) -> None:
        """Keep a schedule from firing; what runs already goes on."""
        await self._do(schedule, DisableInvoker(invoker_id=schedule.invoker.invoker_id))

    async def delete(self, schedule: Schedule) -> None:
        """Delete a schedule; what runs already goes on."""
        await self._do(schedule, DeleteInvoker(invoker_id=schedule.invoker.invoker_id))

    async def _do(self, schedule: Schedule, request: Request[Reply]) -> None:
        cloud = connection_for_changes(self._session).cloud
        await cloud.call(request, region=schedule.region)
        await self.refresh()

    def _take(self) -> None:
        parts = self.parts
        self.schedules = tuple(each for found, _error in parts for each in found)
        self.errors = tuple(error for _found, error in parts if error is not None)


async def _of_region(cloud: Cloud, region: str) -> tuple[list[Schedule], ConsoleError | None]:
    """The schedules of a region; what was read before an error is not thrown away."""
    invokers: list[Invoker] = []
    commands: dict[str, Command] = {}
    error = None
    try:
        # One by one, so that those before an error are kept.
        async for invoker in rows(cloud, DescribeInvokers(), Invoker, region=region):
            invokers += (invoker,)
        commands = await _commands(cloud, {each.command_id for each in invokers}, region)
    except ConsoleError as caught:
        error = caught
    found = [
        Schedule(region=region, invoker=each, command=commands.get(each.command_id))
        for each in invokers
    ]
    return found, error


async def _commands(cloud: Cloud, command_ids: set[str], region: str) -> dict[str, Command]:
    """The commands of these ids that still exist; the service passes over those that do not."""
    found: dict[str, Command] = {}
    ids = sorted(command_ids)
    for start in range(0, len(ids), limits.IDS.most):
        request = DescribeCommands(command_ids=tuple(ids[start : start + limits.IDS.most]))
        async for command in rows(cloud, request, Command, region=region):
            found[command.command_id] = command
    return found
