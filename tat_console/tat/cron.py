"""Cron lines as the service takes them: five fields of numbers, in Beijing time (facts §1.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from itertools import islice, takewhile
from typing import Final

from cron_descriptor import Options, get_description
from cronsim import CronSim, CronSimError

from tat_console.support.i18n import N_, _, language
from tat_console.tat.cron_chinese import in_chinese

BEIJING: Final = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China has had one time all year round since 1991."""

FIELDS: Final = (
    N_("minute (0–59)"),
    N_("hour (0–23)"),
    N_("day of the month (1–31)"),
    N_("month (1–12)"),
    N_("day of the week (0–7, 0 and 7 are Sunday)"),
)
_FIELD: Final = re.compile(r"[0-9*,/\-]+")
_ANY_TIME: Final = datetime(2026, 1, 1, tzinfo=BEIJING)


def problem_of(line: str) -> str:
    """What is wrong with a cron line, as a sentence; "" where the service takes it."""
    fields = line.split()
    if line.strip().startswith("@"):
        return _("“{line}” is a short form; write five fields, such as 0 4 * * *.").format(
            line=line.strip()
        )
    if len(fields) != len(FIELDS):
        text = _(
            "This has {count} fields; a schedule has 5: minute, hour, day of the month, month and "
            "day of the week. There are no seconds and no years."
        )
        return text.format(count=len(fields))
    for field, title in zip(fields, FIELDS, strict=True):
        if not _FIELD.fullmatch(field):
            text = _("“{field}” is no {title}: write numbers, *, commas, - and /, no names.")
            return text.format(field=field, title=_(title))
    try:
        next(CronSim(line, _ANY_TIME))
    except CronSimError as error:
        return _refusal_in_words(str(error), fields)
    except StopIteration:
        return _never()
    return ""


def next_times(line: str, after: datetime, count: int) -> list[datetime]:
    """The next so many times after a moment, in UTC; fewer where there are no more."""
    return list(islice(_times(line, after), count))


def times_between(
    line: str, start: datetime, end: datetime, most: int | None = None
) -> list[datetime]:
    """All times after `start` up to `end`, in UTC; the first ones where there are more."""
    return list(islice(takewhile(lambda moment: moment <= end, _times(line, start)), most))


def in_words(line: str) -> str:
    """A cron line in plain words of the user's language; the line itself where it is wrong."""
    if problem_of(line):
        return line
    if language().startswith("zh"):
        return in_chinese(line)
    options = Options()
    options.use_24hour_time_format = True
    options.verbose = _is_daily(line)
    options.locale_code = "en_US"
    return str(get_description(line, options))


def _is_daily(line: str) -> bool:
    """Whether it comes at set times of each day; the words leave "every day" out by themselves."""
    _minute, hour, *days = line.split()
    return days == ["*", "*", "*"] and not set(hour) & set("*/")


def _times(line: str, after: datetime) -> Iterator[datetime]:
    """Yield the times of a line; one that is wrong has none."""
    try:
        times = CronSim(line, after.astimezone(BEIJING))
        for moment in times:
            yield moment.astimezone(UTC)
    except CronSimError:
        return


def _refusal_in_words(said: str, fields: list[str]) -> str:
    """The field that cron refuses, in our words; days that no month has are told apart."""
    names = ("minute", "hour", "day-of-month", "month", "day-of-week")
    for name, field, title in zip(names, fields, FIELDS, strict=True):
        if said == f"Bad {name}":
            days = [int(day) for day in re.findall(r"\d+", field)]
            if name == "day-of-month" and days and all(1 <= day <= 31 for day in days):
                return _never()
            text = _("“{field}” is no {title}.")
            return text.format(field=field, title=_(title))
    return _("“{line}” is no schedule.").format(line=" ".join(fields))


def _never() -> str:
    return _("This never comes: no month of these has such a day.")
