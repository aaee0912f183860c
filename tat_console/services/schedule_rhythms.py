"""How often a schedule comes, as a builder offers it: to a cron line and back."""

from __future__ import annotations

import re
from enum import Enum
from typing import Final

import msgspec

from tat_console.support.i18n import N_, _
from tat_console.tat import cron

MINUTE_STEPS: Final = (1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30)
"""Cron begins anew with each hour, so only these are evenly apart."""
HOUR_STEPS: Final = (1, 2, 3, 4, 6, 8, 12)
_CLOCK: Final = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_NUMBER: Final = r"(\d{1,2})"


class Every(Enum):
    """The kinds of rhythm."""

    MINUTES = N_("Every few minutes")
    HOURS = N_("Hourly")
    DAY = N_("Daily")
    WEEK = N_("Weekly")
    MONTH = N_("Monthly")
    OWN = N_("Own cron expression")

    @property
    def words(self) -> str:
        """The kind, translated."""
        return _(self.value)


class Rhythm(msgspec.Struct, frozen=True, kw_only=True):
    """What the fields of a builder hold; each kind looks at its own ones only.

    `clock` is a time of day in Beijing as it was typed, `weekdays` count from Sunday, 0, and
    `minute` is the minute of the hour.
    """

    every: Every = Every.DAY
    minutes: int = 15
    hours: int = 1
    minute: int = 0
    clock: str = "03:00"
    weekdays: tuple[int, ...] = (1,)
    day: int = 1
    own: str = ""

    def problem(self) -> str:
        """What is wrong with the fields as a sentence, "" where they make a schedule."""
        has_clock = self.every in (Every.DAY, Every.WEEK, Every.MONTH)
        if has_clock and not _CLOCK.fullmatch(self.clock.strip()):
            text = _("“{clock}” is no time of day; write hours and minutes, such as 04:30.")
            return text.format(clock=self.clock.strip())
        if self.every is Every.WEEK and not self.weekdays:
            return _("Choose at least one day of the week.")
        return cron.problem_of(self.line()) if self.every is Every.OWN else ""

    def line(self) -> str:
        """The cron line; an empty one where the time of day cannot be read."""
        match self.every:
            case Every.MINUTES:
                return f"{_step(self.minutes)} * * * *"
            case Every.HOURS:
                return f"{self.minute} {_step(self.hours)} * * *"
            case Every.OWN:
                return self.own.strip()
        found = _CLOCK.fullmatch(self.clock.strip())
        if found is None:
            return ""
        hour, minute = map(int, found.groups())
        match self.every:
            case Every.WEEK:
                days = ",".join(map(str, sorted(self.weekdays)))
                return f"{minute} {hour} * * {days}"
            case Every.MONTH:
                return f"{minute} {hour} {self.day} * *"
        return f"{minute} {hour} * * *"


def rhythm_of(line: str) -> Rhythm:
    """The rhythm that makes this very line; one of its own where the builder has none."""
    line = " ".join(line.split())
    made = _read(line)
    return made if made is not None and made.line() == line else Rhythm(every=Every.OWN, own=line)


def _read(line: str) -> Rhythm | None:
    if found := re.fullmatch(r"(\*|\*/\d{1,2}) \* \* \* \*", line):
        step = _read_step(found[1])
        return Rhythm(every=Every.MINUTES, minutes=step) if step in MINUTE_STEPS else None
    if found := re.fullmatch(rf"{_NUMBER} (\*|\*/\d{{1,2}}) \* \* \*", line):
        minute, step = int(found[1]), _read_step(found[2])
        fits = step in HOUR_STEPS and minute < 60
        return Rhythm(every=Every.HOURS, minute=minute, hours=step) if fits else None
    if found := re.fullmatch(rf"{_NUMBER} {_NUMBER} (\*|\d{{1,2}}) \* (\*|[0-6](?:,[0-6])*)", line):
        return _with_clock(int(found[2]), int(found[1]), found[3], found[4])
    return None


def _with_clock(hour: int, minute: int, day: str, weekdays: str) -> Rhythm | None:
    clock = f"{hour:02}:{minute:02}"
    if day == "*" and weekdays == "*":
        return Rhythm(every=Every.DAY, clock=clock)
    if day == "*":
        days = tuple(map(int, weekdays.split(",")))
        return Rhythm(every=Every.WEEK, clock=clock, weekdays=days)
    if weekdays == "*" and 1 <= int(day) <= 31:
        return Rhythm(every=Every.MONTH, clock=clock, day=int(day))
    return None


def _step(step: int) -> str:
    return "*" if step == 1 else f"*/{step}"


def _read_step(field: str) -> int:
    return 1 if field == "*" else int(field.removeprefix("*/"))
