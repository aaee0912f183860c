"""When schedules fire: next runs, what falls together, and what did not happen."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Final

import msgspec

from tat_console.support.i18n import _
from tat_console.tat import cron, limits
from tat_console.tat.invokers import Invoker, SchedulePolicy, ScheduleSettings

LATE_BY: Final = timedelta(minutes=3)
"""How much later than planned a firing may be recorded and still be the planned one."""
LOOKED_AHEAD: Final = timedelta(days=7)
"""How far ahead schedules are searched for what falls together."""
MOST_COMPARED: Final = 1_000
"""How many firings of a schedule are compared; one a minute reaches 16 hours ahead."""


class Together(msgspec.Struct, frozen=True, kw_only=True):
    """Two schedules that will run on the same machines at the same time, first at `at`."""

    at: datetime
    first_id: str
    second_id: str
    instance_ids: tuple[str, ...]


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """An invoker and how long a run of its command may take."""

    invoker: Invoker
    timeout_s: int = limits.DEFAULT_TIMEOUT_S


def problem_of(settings: ScheduleSettings, now: datetime) -> str:
    """What is wrong with a time as a sentence, "" where the service takes it."""
    if settings.policy is SchedulePolicy.RECURRENCE:
        return cron.problem_of(settings.recurrence or "")
    if settings.policy is not SchedulePolicy.ONCE:
        return _("“{policy}” is no kind of schedule.").format(policy=settings.policy)
    if settings.invoke_time is None:
        return _("A single run needs its time.")
    if settings.invoke_time <= now:
        local = settings.invoke_time.astimezone(cron.BEIJING).strftime("%Y-%m-%d %H:%M")
        return _("{time} (Beijing time) is past. Choose a later time.").format(time=local)
    return ""


def next_runs(settings: ScheduleSettings | None, after: datetime, count: int) -> list[datetime]:
    """The next so many runs after a moment, in UTC."""
    if settings is None:
        return []
    if settings.policy is SchedulePolicy.RECURRENCE:
        return cron.next_times(settings.recurrence or "", after, count)
    return runs_between(settings, after, datetime.max.replace(tzinfo=UTC))[:count]


def runs_between(
    settings: ScheduleSettings | None, start: datetime, end: datetime, most: int | None = None
) -> list[datetime]:
    """All runs after `start` up to `end`, in UTC; the first ones where there are more."""
    if settings is None:
        return []
    if settings.policy is SchedulePolicy.RECURRENCE:
        return cron.times_between(settings.recurrence or "", start, end, most)
    moment = settings.invoke_time
    return [moment.astimezone(UTC)] if moment is not None and start < moment <= end else []


def in_words(settings: ScheduleSettings | None) -> str:
    """When a schedule fires, in plain words; times of day are Beijing time."""
    if settings is None:
        return _("Never")
    if settings.policy is SchedulePolicy.RECURRENCE:
        return cron.in_words(settings.recurrence or "")
    if settings.invoke_time is None:
        return _("Never")
    moment = settings.invoke_time.astimezone(cron.BEIJING)
    return _("Once at {time}").format(time=moment.strftime("%Y-%m-%d %H:%M"))


def together(planned: Sequence[Planned], now: datetime) -> list[Together]:
    """Every two enabled schedules whose runs meet on a machine within a week, soonest first.

    A run lasts as long as its command's timeout allows. A schedule that comes again before its
    own run must have ended meets itself.
    """
    enabled = [each for each in planned if each.invoker.enable]
    times = {each.invoker.invoker_id: _coming(each.invoker, now) for each in enabled}
    met = (
        _meeting(first, second, times)
        for place, first in enumerate(enabled)
        for second in enabled[place:]
    )
    return sorted((each for each in met if each is not None), key=lambda each: each.at)


def watched_since(invoker: Invoker, now: datetime) -> datetime:
    """Since when missed runs can be told.

    Before the invoker was last changed it may have been another schedule, or off, and the
    service forgets records after 90 days (facts §4).
    """
    kept_since = now - timedelta(days=limits.RECORDS_KEPT_DAYS)
    return max(kept_since, invoker.updated_time or kept_since, invoker.created_time or kept_since)


def missed(
    invoker: Invoker, fired: Sequence[datetime], start: datetime, end: datetime
) -> list[datetime]:
    """The runs planned after `start` up to `end` that did not fire, in UTC, newest last.

    `fired` are the recorded times in order. A disabled invoker misses nothing.
    """
    if not invoker.enable:
        return []
    expected = runs_between(invoker.schedule_settings, start, end)
    return [moment for moment in expected if not _has_fired(moment, fired)]


def _has_fired(moment: datetime, fired: Sequence[datetime]) -> bool:
    """Whether a firing is recorded for a planned moment; records round to seconds."""
    place = bisect.bisect_left(fired, moment - timedelta(seconds=1))
    return place < len(fired) and fired[place] <= moment + LATE_BY


def _coming(invoker: Invoker, now: datetime) -> list[datetime]:
    return runs_between(invoker.schedule_settings, now, now + LOOKED_AHEAD, MOST_COMPARED)


def _meeting(first: Planned, second: Planned, times: dict[str, list[datetime]]) -> Together | None:
    shared = set(first.invoker.instance_ids) & set(second.invoker.instance_ids)
    if not shared:
        return None
    ours, theirs = times[first.invoker.invoker_id], times[second.invoker.invoker_id]
    at = (
        _own_meeting(first, ours)
        if first is second
        else _first_meeting(first, second, ours, theirs)
    )
    if at is None:
        return None
    return Together(
        at=at,
        first_id=first.invoker.invoker_id,
        second_id=second.invoker.invoker_id,
        instance_ids=tuple(each for each in first.invoker.instance_ids if each in shared),
    )


def _own_meeting(planned: Planned, times: list[datetime]) -> datetime | None:
    lasting = timedelta(seconds=planned.timeout_s)
    return next((later for earlier, later in pairwise(times) if later - earlier < lasting), None)


def _first_meeting(
    first: Planned, second: Planned, ours: list[datetime], theirs: list[datetime]
) -> datetime | None:
    """The first moment at which one starts while the other may still run."""
    starts = []
    for running, lasting_s, starting in (
        (ours, first.timeout_s, theirs),
        (theirs, second.timeout_s, ours),
    ):
        lasting = timedelta(seconds=lasting_s)
        for begin in running:
            place = bisect.bisect_left(starting, begin)
            if place < len(starting) and starting[place] < begin + lasting:
                starts.append(starting[place])
                break
    return min(starts, default=None)
