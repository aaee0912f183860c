"""Axes of small charts: round steps, and the numbers and dates beside them."""

from __future__ import annotations

import math
from datetime import date
from typing import Final

from PySide6.QtCore import QDate, QLocale

from tat_console.support.i18n import _

_STEPS: Final = (1.0, 2.0, 5.0, 10.0)


def round_step(span: float, most: int) -> float:
    """The smallest of 1, 2 and 5 times a power of ten that divides a span into `most` parts."""
    if span <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(span / most))
    return next(step * power for step in _STEPS if step * power * most >= span * (1 - 1e-9))


def ticks(least: float, most: float, count: int) -> list[float]:
    """Round numbers from `least` to `most`, so many at the most and one more."""
    step = round_step(most - least, count)
    first = math.ceil(least / step - 1e-9)
    last = math.floor(most / step + 1e-9)
    return [number * step for number in range(first, last + 1)]


def number_word(number: float) -> str:
    """A number without needless digits: "12", "0.25", "1,250,000"."""
    if float(number).is_integer() and abs(number) < 1e15:
        return f"{int(number):,}"
    return f"{number:,.4g}" if abs(number) < 1e6 else f"{number:.4g}"


def day_word(day: date) -> str:
    """A day without its year: "14 Oct"."""
    # A format of days: in Chinese it reads M月d日.
    return QLocale().toString(QDate(day.year, day.month, day.day), _("d MMM"))


def full_day_word(day: date) -> str:
    """A day with its year."""
    return QLocale().toString(QDate(day.year, day.month, day.day), _("d MMM yyyy"))
