"""Values in tables of outputs: numbers told from text, units, and what a column amounts to."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

Value = str | int | float | bool | None

# Without leading zeros: 007 is a name, not a number.
_NUMBER: Final = re.compile(r"[+-]?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?")
_MEASURED: Final = re.compile(rf"({_NUMBER.pattern})\s*([A-Za-z%°µ/]{{0,12}})")
_WORDS: Final[dict[str, bool | None]] = {"true": True, "false": False, "null": None, "": None}


class Summary(NamedTuple):
    """What a column amounts to; the numbers are None where the column has none.

    `filled` and `missing` count fields, `distinct` the different values, `commonest` the one seen most.
    """

    filled: int
    missing: int
    distinct: int
    commonest: str
    unit: str = ""
    least: float | None = None
    median: float | None = None
    most: float | None = None
    total: float | None = None


def value_of(text: str) -> Value:
    """What a text stands for: a number, true or false, nothing, or itself."""
    text = text.strip()
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    if not _NUMBER.fullmatch(text):
        return text
    return int(text) if text.lstrip("+-").isdigit() else float(text)


def numbers(column: Sequence[Value]) -> tuple[list[float | None], str] | None:
    """A column as numbers with its unit, or None where it is text.

    "42%" and "12 MB" are numbers where all values have the same unit.
    """
    found = [_measured(value) for value in column if value is not None]
    # A bare 0 goes with every unit: tools leave its unit out.
    units = {unit for number, unit in found if number or unit} or {""}
    if not found or len(units) != 1 or any(number is None for number, _unit in found):
        return None
    rest = iter(found)
    return [None if value is None else next(rest)[0] for value in column], units.pop()


def summarise(column: Sequence[Value]) -> Summary:
    """How full a column is, and the extremes and the median of its numbers."""
    present = [value for value in column if value is not None]
    counts = Counter(map(str, present))
    plain = Summary(
        filled=len(present),
        missing=len(column) - len(present),
        distinct=len(counts),
        commonest=counts.most_common(1)[0][0] if counts else "",
    )
    if (measured := numbers(column)) is None:
        return plain
    values = [number for number in measured[0] if number is not None]
    return plain._replace(
        unit=measured[1],
        least=min(values),
        median=statistics.median(values),
        most=max(values),
        total=sum(values),
    )


def sort_key(value: Value) -> tuple[int, float, str]:
    """Sorts a column: numbers by size, then text, then what is empty."""
    number, _unit = _measured(value) if value is not None else (None, "")
    if number is not None:
        return 0, number, ""
    return (2, 0, "") if value is None else (1, 0, str(value).casefold())


def _measured(value: Value) -> tuple[float | None, str]:
    if isinstance(value, bool):
        return None, ""
    if isinstance(value, int | float):
        return value, ""
    if value is not None and (match := _MEASURED.fullmatch(value)):
        return float(match[1]), match[2]
    return None, ""
