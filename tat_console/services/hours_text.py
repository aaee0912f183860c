"""Hours of the week as they are typed: days, then from when to when: Mon–Fri 22:00–06:00."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from tat_console.ports.waves import EVERY_DAY, Hours
from tat_console.support.i18n import N_, _

_DAYS: Final = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
_DASH: Final = r"\s*[-–—~]\s*"
_HOURS: Final = re.compile(rf"(?:(\D.*?)\s+)?(\d{{1,2}}):(\d\d){_DASH}(\d{{1,2}}):(\d\d)")


def hours_of(text: str) -> Hours | None:
    """The hours that a text says; None where it says none."""
    match = _HOURS.fullmatch(text.strip())
    if match is None:
        return None
    days = _days_of(match[1]) if match[1] else EVERY_DAY
    begins_min, ends_min = (int(match[at]) * 60 + int(match[at + 1]) for at in (2, 4))
    is_time = max(int(match[3]), int(match[5])) < 60 and begins_min < 1440 and ends_min <= 1440
    return Hours(days=days, begins_min=begins_min, ends_min=ends_min) if days and is_time else None


def hours_text(hours: Hours | None) -> str:
    """How hours are typed; "" for none."""
    if hours is None:
        return ""
    begins, ends = (f"{at // 60:02}:{at % 60:02}" for at in (hours.begins_min, hours.ends_min))
    return " ".join(filter(None, (_days_text(hours.days), f"{begins}–{ends}")))


def _days_of(text: str) -> tuple[int, ...]:
    """The days of a list such as "Mon–Wed, Sat", 0 for Monday; () where one is no day."""
    days: set[int] = set()
    for part in re.split(r"\s*[,，、]\s*", text.strip()):
        ends = [_day_of(name) for name in re.split(_DASH, part)]
        if len(ends) > 2 or -1 in ends:
            return ()
        first, last = ends[0], ends[-1]
        days.update((first + step) % 7 for step in range((last - first) % 7 + 1))
    return tuple(sorted(days))


def _day_of(name: str) -> int:
    """The number of a day by its name in English or in the user's language; -1 for no day."""
    typed = name.casefold()
    for day, english in enumerate(_DAYS):
        if typed == _(english).casefold() or typed[:3] == english.casefold():
            return day
    return -1


def _days_text(days: Iterable[int]) -> str:
    """Days that follow each other as from and to, "" for all of them."""
    wanted = set(days)
    if wanted == set(EVERY_DAY):
        return ""
    parts: list[list[int]] = []
    for day in sorted(wanted):
        if parts and parts[-1][-1] == day - 1:
            parts[-1].append(day)
        else:
            parts.append([day])
    return ", ".join(
        "–".join(_(_DAYS[day]) for day in dict.fromkeys((part[0], part[-1]))) for part in parts
    )
