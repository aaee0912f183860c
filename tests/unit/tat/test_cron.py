"""Cron lines: next times against an implementation of its own, from zones with summer time."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tat_console.support.i18n import set_language
from tat_console.tat.cron import BEIJING, in_words, next_times, problem_of, times_between

RANGES = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
ZONES = tuple(
    map(
        ZoneInfo,
        (
            *("America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "America/Santiago"),
            *("Asia/Shanghai", "UTC"),
        ),
    )
)


def values_of(field: str, low: int, high: int) -> set[int]:
    """The numbers of a field, as crontab(5) describes them."""
    found: set[int] = set()
    for part in field.split(","):
        span, _slash, step = part.partition("/")
        first, _dash, last = span.partition("-")
        start = low if span == "*" else int(first)
        end = high if span == "*" or (step and not last) else int(last or first)
        found.update(range(start, end + 1, int(step or 1)))
    return found


def oracle(line: str, after: datetime) -> Iterator[datetime]:
    """Yield the times of a line after a moment, day by day over eight years."""
    fields = line.split()
    minutes, hours, days, months, weekdays = (
        values_of(field, *bounds) for field, bounds in zip(fields, RANGES, strict=True)
    )
    weekdays = {day % 7 for day in weekdays}
    both = "*" not in fields[2] and "*" not in fields[4]
    local = after.astimezone(BEIJING)
    for count in range(8 * 366 + 1):
        day = local.date() + timedelta(days=count)
        is_day, is_weekday = day.day in days, day.isoweekday() % 7 in weekdays
        if day.month not in months or not (
            (is_day or is_weekday) if both else is_day and is_weekday
        ):
            continue
        for hour in sorted(hours):
            for minute in sorted(minutes):
                moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=BEIJING)
                if moment > local:
                    yield moment.astimezone(UTC)


def random_field(dice: random.Random, low: int, high: int) -> str:
    first, last = sorted(dice.sample(range(low, high + 1), 2))
    return dice.choice(
        (
            "*",
            "*",
            str(first),
            f"{first}-{last}",
            f"*/{dice.randint(1, (high - low) // 2 or 1)}",
            f"{first}-{last}/{dice.randint(1, 9)}",
            ",".join(map(str, sorted(dice.sample(range(low, high + 1), 3)))),
        )
    )


def random_moment(dice: random.Random) -> datetime:
    """A moment in some zone, often close to a change of its clocks."""
    zone = dice.choice(ZONES)
    year = dice.choice((2025, 2026, 2027, 2028))
    month, day = dice.choice(((3, 8), (3, 29), (4, 5), (10, 25), (11, 1), (2, 28), (12, 31)))
    moment = datetime(year, month, day, tzinfo=zone) + timedelta(minutes=dice.randint(-1500, 1500))
    return moment.replace(second=dice.choice((0, 0, 59)), fold=dice.randint(0, 1))


def test_a_thousand_random_lines_seen_from_zones_with_summer_time() -> None:
    dice = random.Random(20261121)
    compared = 0
    for _number in range(1000):
        line = " ".join(random_field(dice, *bounds) for bounds in RANGES)
        after = random_moment(dice)
        mine = next_times(line, after, 10)
        expected = [moment for moment, _ in zip(oracle(line, after), range(10), strict=False)]
        assert mine[: len(expected)] == expected, f"{line} after {after}"
        assert all(moment.tzinfo is UTC for moment in mine)
        compared += len(expected)
        if problem_of(line):
            assert expected == []
    assert compared > 9000


def test_the_same_moment_is_the_same_in_every_zone() -> None:
    moment = datetime(2026, 3, 29, 0, 59, tzinfo=UTC)
    seen = [next_times("*/30 9 * * *", moment.astimezone(zone), 3) for zone in ZONES]
    assert seen == [seen[0]] * len(ZONES)
    assert (
        seen[0][0].astimezone(ZoneInfo("Europe/Berlin")).isoformat() == "2026-03-29T03:00:00+02:00"
    )


def test_times_between_take_the_end_and_leave_the_start() -> None:
    start = datetime(2026, 11, 21, 20, 30, tzinfo=UTC)
    assert times_between("30 4 * * *", start, start + timedelta(days=2)) == [
        start + timedelta(days=1),
        start + timedelta(days=2),
    ]
    assert times_between("nonsense", start, start + timedelta(days=2)) == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", "has 0 fields"),
        ("0 0 4 * * *", "has 6 fields"),
        ("* * * *", "has 4 fields"),
        ("@daily", "short form"),
        ("0 4 * JAN *", "“JAN” is no month"),
        ("0 4 * * mon-fri", "no names"),
        ("0 4 L * *", "“L” is no day of the month"),
        ("0 4 ? * 1", "“?” is no day of the month"),
        ("0 4 * * 1#2", "“1#2” is no day of the week"),
        ("60 4 * * *", "“60” is no minute"),
        ("0 24 * * *", "“24” is no hour"),
        ("0 0 0 * *", "“0” is no day of the month"),
        ("0 0 1 13 *", "“13” is no month"),
        ("0 0 * * 8", "“8” is no day of the week"),
        ("*/0 * * * *", "is no minute"),
        ("9-5 * * * *", "is no minute"),
        ("0 0 30 2 *", "never comes"),
    ],
)
def test_what_is_wrong_with_a_line_is_said(line: str, words: str) -> None:
    assert words in problem_of(line)
    assert next_times("0 0 30 2 *", datetime(2026, 1, 1, tzinfo=UTC), 1) == []


@pytest.mark.parametrize(
    "line", ["30 4 * * 1", "*/5 0-23/2 1,15 * 1-5", " 0  0 29 2 * ", "0 0 * * 7"]
)
def test_a_good_line_has_no_problem(line: str) -> None:
    assert problem_of(line) == ""


def test_words_in_english() -> None:
    assert in_words("30 4 * * 1-5") == "At 04:30, Monday through Friday"
    assert in_words("30 4 * * *") == "At 04:30, every day"
    assert in_words("nonsense") == "nonsense"


@pytest.fixture
def in_chinese() -> Iterator[None]:
    set_language("zh_CN", Path("no-such-folder"))
    yield
    set_language("en", Path("no-such-folder"))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("30 9 * * *", "每天 09:30"),
        ("0 9,18 * * *", "每天 09:00、18:00"),
        ("0 8 * * 1-5", "每周一至周五 08:00"),
        ("0 3 * * 1,3,5", "每周一、三、五 03:00"),
        ("0 3 * * 7", "每周日 03:00"),
        ("* * * * *", "每分钟"),
        ("*/5 * * * *", "每 5 分钟"),
        ("*/7 * * * *", "每小时的第 0、7、14、21、28、35、42、49、56 分"),
        ("0 * * * *", "每小时整点"),
        ("30 * * * 6", "每周六，每小时的第 30 分"),
        ("0 */2 * * *", "每 2 小时整点"),
        ("15 */6 * * *", "每 6 小时的第 15 分"),
        ("0 */5 * * *", "每天 0、5、10、15、20 点整"),
        ("*/10 8-18 * * *", "每天 08:00 至 18:59，每 10 分钟"),
        ("*/10 */12 * * *", "每天 0、12 点，每 10 分钟"),
        ("0 8-18 * * 1-5", "每周一至周五 08:00 至 18:00，每小时整点"),
        ("* 9 * * *", "每天 09:00 至 09:59，每分钟"),
        ("0 0 1 * *", "每月 1 日 00:00"),
        ("0 3 1-5 * *", "每月 1 至 5 日 03:00"),
        ("0 3 */2 * *", "每月从 1 日起每 2 天 03:00"),
        ("0 0 1 1 *", "每年 1 月 1 日 00:00"),
        ("0 3 * 6-8 *", "每年 6 至 8 月的每天 03:00"),
        ("0 3 * 1 1-5", "每年 1 月的每周一至周五 03:00"),
        ("0 3 1 */3 *", "每年 1、4、7、10 月 1 日 03:00"),
        ("0 3 1 * 1", "每月 1 日或每周一 03:00"),
        ("nonsense", "nonsense"),
    ],
)
def test_words_in_chinese(in_chinese: None, line: str, words: str) -> None:
    assert in_words(line) == words


def test_chinese_words_have_no_foreign_letter_whatever_the_line(in_chinese: None) -> None:
    dice = random.Random(20261122)
    lines = [" ".join(random_field(dice, *bounds) for bounds in RANGES) for _ in range(1000)]
    good = [line for line in lines if not problem_of(line)]
    assert len(good) > 900
    for line in good:
        words = in_words(line)
        assert words.startswith("每")
        assert not re.search(r"[A-Za-z*/]|  | ，|， ", words), (line, words)
