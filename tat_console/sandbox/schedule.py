"""When invokers fire: cron lines in Beijing time, or one moment (facts §1.3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from itertools import takewhile
from typing import Final

from cronsim import CronSim, CronSimError

from tat_console.sandbox.refusal import Refused
from tat_console.tat.invokers import SchedulePolicy, ScheduleSettings

BEIJING: Final = timezone(timedelta(hours=8), "Asia/Shanghai")
CATCH_UP: Final = timedelta(hours=1)
"""How far back firings are made up for that fell into a time without a running sandbox."""

_CRON_FIELDS: Final = 5


def check_schedule(settings: ScheduleSettings, moment: datetime) -> None:
    """Refuse settings that never fire: an unreadable cron line, a time that is past."""
    match settings.policy:
        case SchedulePolicy.RECURRENCE:
            _cron(settings.recurrence or "", moment)
        case SchedulePolicy.ONCE:
            if settings.invoke_time is None:
                raise Refused("MissingParameter", field="ScheduleSettings.InvokeTime")
            if settings.invoke_time <= moment:
                value = settings.invoke_time.isoformat()
                raise Refused("InvalidParameterValue.InvokeTimeExpired", value=value)
        case other:
            detail = f"`{other}` is not known"
            raise Refused("InvalidParameter", field="ScheduleSettings.Policy", detail=detail)


def next_firing(settings: ScheduleSettings, after: datetime) -> datetime | None:
    """The first firing after a moment, in UTC, or None where there is none any more."""
    if settings.policy is SchedulePolicy.ONCE:
        moment = settings.invoke_time
        return moment.astimezone(UTC) if moment and moment > after else None
    return next(_firings(settings, after), None)


def due_firings(settings: ScheduleSettings, first: datetime, until: datetime) -> list[datetime]:
    """The firing planned for `first` and those after it up to `until`.

    Recurring ones older than an hour are passed over; a single one never is.
    """
    if settings.policy is SchedulePolicy.ONCE:
        return [first]
    oldest = max(first, until - CATCH_UP)
    just_before = oldest - timedelta(seconds=1)
    return list(takewhile(lambda each: each <= until, _firings(settings, just_before)))


def _firings(settings: ScheduleSettings, after: datetime) -> Iterator[datetime]:
    for moment in _cron(settings.recurrence or "", after):
        yield moment.astimezone(UTC)


def _cron(line: str, after: datetime) -> Iterator[datetime]:
    if len(line.split()) != _CRON_FIELDS:
        raise Refused("InvalidParameterValue.InvalidCronExpression", value=line)
    try:
        moments: Iterator[datetime] = CronSim(line, after.astimezone(BEIJING))
    except CronSimError as error:
        raise Refused("InvalidParameterValue.InvalidCronExpression", value=line) from error
    return moments
