"""What schedules did: their recorded and missed runs, read one schedule at a time."""

from __future__ import annotations

from datetime import datetime

from tat_console.services.schedules import Firing, Schedule, Schedules
from tat_console.support.errors import ConsoleError
from tat_console.support.event import Event


class ScheduleRecords:
    """The firings of schedules as last read; `changed` tells the key of the schedule."""

    def __init__(self, schedules: Schedules) -> None:
        self._schedules = schedules
        self._firings: dict[tuple[str, str], tuple[Firing, ...]] = {}
        self._errors: dict[tuple[str, str], ConsoleError] = {}
        self.changed: Event[tuple[str, str]] = Event()
        schedules.changed.subscribe(lambda _none: self._drop_vanished())

    def of(self, schedule: Schedule) -> tuple[Firing, ...] | None:
        """The firings of a schedule, newest first; None where they were not read yet."""
        return self._firings.get(schedule.key)

    def error_of(self, schedule: Schedule) -> ConsoleError | None:
        """Why the firings could not be read the last time."""
        return self._errors.get(schedule.key)

    def missed(self, schedule: Schedule) -> list[datetime]:
        """The planned runs that did not happen, newest first, as far as they were looked for."""
        return [firing.at for firing in self.of(schedule) or () if firing.record is None]

    async def read(self, schedule: Schedule) -> None:
        """Read the firings of one schedule; what the service answers with instead is kept."""
        try:
            found = tuple(await self._schedules.firings(schedule))
        except ConsoleError as error:
            self._errors[schedule.key] = error
        else:
            if schedule.key not in {each.key for each in self._schedules.schedules}:
                return
            self._errors.pop(schedule.key, None)
            self._firings[schedule.key] = found
        self.changed.emit(schedule.key)

    async def read_all(self) -> None:
        """Read the firings of all schedules, one after the other."""
        for schedule in self._schedules.schedules:
            await self.read(schedule)

    def _drop_vanished(self) -> None:
        there = {each.key for each in self._schedules.schedules}
        for kept in (self._firings, self._errors):
            for key in kept.keys() - there:
                del kept[key]
