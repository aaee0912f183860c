"""A cron line in natural Chinese: "每周一至周五 08:00", "每 5 分钟", "每月 1 日 00:00".

Word by word from English it would be stiff, so these words are put together here and need no
catalogue. A field is a comma list of numbers, ranges and steps, as `cron` has checked it.
"""

from __future__ import annotations

from typing import Final, NamedTuple

_WEEKDAYS: Final = "日一二三四五六"
_TIMES_NAMED: Final = 6
_LAST_MINUTE: Final = 59
_HOURS: Final = 24
_MINUTES: Final = 60


class _Part(NamedTuple):
    """One member of a field's list: from where, to where, and every how many."""

    first: int
    last: int
    step: int


class _Field(NamedTuple):
    text: str
    parts: tuple[_Part, ...]

    @property
    def is_any(self) -> bool:
        return self.text == "*"

    @property
    def step(self) -> int:
        """n of "*/n"; 0 for any other field."""
        return self.parts[0].step if self.text.startswith("*/") and len(self.parts) == 1 else 0

    @property
    def divides_the_day(self) -> bool:
        """Whether it is a step over hours that begins anew at midnight without a gap."""
        return bool(self.step) and not _HOURS % self.step

    @property
    def numbers(self) -> list[int]:
        """Every number the field stands for, in order."""
        return sorted(
            {n for part in self.parts for n in range(part.first, part.last + 1, part.step)}
        )

    @property
    def is_listed(self) -> bool:
        """Whether it names single numbers only."""
        return not self.is_any and all(part.first == part.last for part in self.parts)


def in_chinese(line: str) -> str:
    """The words of a line that the service takes."""
    minute, hour, day, month, weekday = (
        _field(text, least, most)
        for text, (least, most) in zip(
            line.split(), ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7)), strict=True
        )
    )
    days = _days(day, month, weekday)
    if minute.is_listed and hour.is_listed and _count(minute, hour) <= _TIMES_NAMED:
        times = "、".join(f"{h:02}:{m:02}" for h in hour.numbers for m in minute.numbers)
        return f"{days or '每天'} {times}"
    when, how_often = _hours(hour, minute), _minutes(minute, hour)
    if when.endswith("点") and minute.is_listed:
        how_often = "整" if minute.numbers == [0] else f"的第 {_listed(minute)} 分"
        return f"{days or '每天'} {when}{how_often}"
    if when:
        return f"{days or '每天'} {when}，{how_often}"
    return f"{days}，{how_often}" if days else how_often


def _count(minute: _Field, hour: _Field) -> int:
    return len(minute.numbers) * len(hour.numbers)


def _field(text: str, least: int, most: int) -> _Field:
    text = "*" if text == "*/1" else text
    return _Field(text, tuple(_part(one, least, most) for one in text.split(",")))


def _part(text: str, least: int, most: int) -> _Part:
    span, _slash, step = text.partition("/")
    first, dash, last = span.partition("-")
    if first == "*":
        return _Part(least, most, int(step or 1))
    end = int(last) if dash else most if step else int(first)
    return _Part(int(first), end, int(step or 1))


def _minutes(minute: _Field, hour: _Field) -> str:
    """How often within the hours."""
    if minute.is_any:
        return "每分钟"
    if minute.step and not _MINUTES % minute.step:
        return f"每 {minute.step} 分钟"
    place = "整点" if minute.numbers == [0] else f"的第 {_listed(minute)} 分"
    return f"每 {hour.step} 小时{place}" if hour.divides_the_day else f"每小时{place}"


def _hours(hour: _Field, minute: _Field) -> str:
    """Within which hours; "" where it is all of them, or the minutes tell it."""
    if hour.is_any or (hour.divides_the_day and not minute.is_any and not minute.step):
        return ""
    last_minute = minute.numbers[-1] if minute.is_listed else _LAST_MINUTE
    first_minute = minute.numbers[0] if minute.is_listed else 0
    if len(hour.parts) == 1 and hour.parts[0].step == 1:
        first, last, _step = hour.parts[0]
        return f"{first:02}:{first_minute:02} 至 {last:02}:{last_minute:02}"
    return f"{_listed(hour)} 点"


def _days(day: _Field, month: _Field, weekday: _Field) -> str:
    """On which days; "" where it is all of them."""
    of_month, of_week = _days_of_month(day, month), _days_of_week(weekday)
    if of_month and of_week:
        return f"{_months(month, '每月')}{of_month}或{of_week}"
    if of_month:
        return f"{_months(month, '每月')}{of_month}"
    if of_week:
        return f"{_months(month, '')}{of_week}"
    return "" if month.is_any else f"{_months(month, '')}每天"


def _months(month: _Field, every: str) -> str:
    if month.is_any:
        return every
    return f"每年 {_listed(month)} 月" + ("" if every else "的")


def _days_of_month(day: _Field, month: _Field) -> str:
    if day.is_any:
        return ""
    if day.step:
        return f"从 1 日起每 {day.step} 天"
    return f" {_listed(day)} 日"


def _days_of_week(weekday: _Field) -> str:
    if weekday.is_any:
        return ""
    if len(weekday.parts) == 1 and weekday.parts[0].step == 1:
        first, last, _step = weekday.parts[0]
        if first < last:
            return f"每周{_WEEKDAYS[first % 7]}至周{_WEEKDAYS[last % 7]}"
    names = dict.fromkeys(_WEEKDAYS[number % 7] for number in weekday.numbers)
    return f"每周{'、'.join(names)}"


def _listed(field: _Field) -> str:
    """The numbers and ranges of a field, steps written out."""
    words = []
    for first, last, step in field.parts:
        if step > 1:
            words += [str(number) for number in range(first, last + 1, step)]
        else:
            words.append(str(first) if first == last else f"{first} 至 {last}")
    return "、".join(words)
