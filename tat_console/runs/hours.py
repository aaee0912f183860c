"""When the hours of a run are next, on the clock of this computer's wall."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from tat_console.ports.waves import Hours


def next_opening(hours: Hours, now: datetime) -> datetime | None:
    """When a run may send again; None where it may now."""
    today = now.astimezone().date()
    spans = [
        _span(hours, today + timedelta(days=offset))
        for offset in range(-1, 8)
        if (today + timedelta(days=offset)).weekday() in hours.days
    ]
    if any(begins_at <= now < ends_at for begins_at, ends_at in spans):
        return None
    return min(begins_at for begins_at, _ends_at in spans if begins_at > now)


def _span(hours: Hours, day: date) -> tuple[datetime, datetime]:
    """The hours that begin on a day; days may have 23 or 25 hours, what the wall shows counts."""
    last = day if hours.ends_min > hours.begins_min else day + timedelta(days=1)
    return _at(day, hours.begins_min), _at(last, hours.ends_min)


def _at(day: date, minutes: int) -> datetime:
    wall = datetime(day.year, day.month, day.day) + timedelta(minutes=minutes)  # noqa: DTZ001 - the wall's
    return wall.astimezone()
