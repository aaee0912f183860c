"""The calendar of schedules: for each day what ran, what was missed, and what will run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import Final

import msgspec

from tat_console.services import schedule_times
from tat_console.services.schedules import Firing, Schedule
from tat_console.tat.statuses import InvocationStatus

MOST_A_DAY: Final = 100
"""How many runs of one schedule are counted in a day; nobody plans with more of them."""

FiringsOf = Callable[[Schedule], Sequence[Firing] | None]
"""Gives the known firings of a schedule, None where they were not read."""


class DayRuns(msgspec.Struct, frozen=True, kw_only=True):
    """The runs of one schedule on one day.

    `times` are all of them in order; `missed` and `failed` count among those that are past.
    `has_more` says that only the first 100 are there.
    """

    schedule: Schedule
    times: tuple[datetime, ...]
    missed: int = 0
    failed: int = 0
    is_past: bool = False
    has_more: bool = False


def month_days(first: date) -> list[date]:
    """The 42 days of a month's page: whole weeks, the first of which holds the first day."""
    begin = first.replace(day=1)
    monday = begin - timedelta(days=begin.weekday())
    return [monday + timedelta(days=place) for place in range(42)]


def runs_of_day(
    schedules: Iterable[Schedule],
    firings_of: FiringsOf,
    day: date,
    now: datetime,
    zone: tzinfo | None = None,
) -> list[DayRuns]:
    """What happens on a day of a time zone (None: this computer's), in order of time.

    The past is told by the records, the rest by the plans.
    """
    start, end = _midnight(day, zone), _midnight(day + timedelta(days=1), zone)
    found = [_runs(each, firings_of(each) or (), start, end, now) for each in schedules]
    return sorted((one for one in found if one), key=lambda one: (one.times[0], one.schedule.key))


def _runs(
    schedule: Schedule, firings: Sequence[Firing], start: datetime, end: datetime, now: datetime
) -> DayRuns | None:
    past = [each for each in reversed(firings) if start <= each.at < end]
    planned = _planned(schedule, max(start, now), end) if end > now else []
    times = [each.at for each in past] + planned
    if not times:
        return None
    return DayRuns(
        schedule=schedule,
        times=tuple(times[:MOST_A_DAY]),
        missed=sum(each.record is None for each in past),
        failed=sum(_has_failed(each) for each in past),
        is_past=not planned,
        has_more=len(times) > MOST_A_DAY,
    )


def _planned(schedule: Schedule, start: datetime, end: datetime) -> list[datetime]:
    if not schedule.invoker.enable:
        return []
    just_before, last = start - timedelta(microseconds=1), end - timedelta(microseconds=1)
    settings = schedule.invoker.schedule_settings
    return schedule_times.runs_between(settings, just_before, last, MOST_A_DAY + 1)


def _has_failed(firing: Firing) -> bool:
    record = firing.record
    return (
        record is not None
        and record.result.is_final
        and record.result is not InvocationStatus.SUCCESS
    )


def _midnight(day: date, zone: tzinfo | None) -> datetime:
    """When a day begins; with None, in the zone of this computer on that very day."""
    naive = datetime(day.year, day.month, day.day, tzinfo=zone)
    return naive if zone is not None else naive.astimezone()
