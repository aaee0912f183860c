"""Moments as they are typed: a time of today or tomorrow, or a day and a time."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Final

_TIME: Final = re.compile(r"(\d{1,2}):(\d{2})")
_MOMENT: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})[ T]+(\d{1,2}):(\d{2})")


def moment_of(text: str, after: datetime) -> datetime | None:
    """The moment that a text says in local time; None where it says none.

    A time alone is the first one after `after`.
    """
    typed = text.strip()
    try:
        if match := _MOMENT.fullmatch(typed):
            year, month, day, hour, minute = map(int, match.groups())
            return datetime(year, month, day, hour, minute).astimezone()
        if match := _TIME.fullmatch(typed):
            hour, minute = map(int, match.groups())
            return _next(hour, minute, after.astimezone())
    except ValueError:
        return None
    return None


def moment_text(moment: datetime | None) -> str:
    """How a moment is typed; "" for none."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M}" if moment else ""


def _next(hour: int, minute: int, after: datetime) -> datetime:
    """The next time that a clock on the wall shows this; days may have 23 or 25 hours."""
    wall = after.replace(hour=hour, minute=minute, second=0, microsecond=0, tzinfo=None)
    if wall.astimezone() <= after:
        wall += timedelta(days=1)
    return wall.astimezone()
