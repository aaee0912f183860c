"""Rows of a difference as lines to show: their labels, grounds and marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from tat_console.outputs.diff import Change, Line, Row
from tat_console.ui.widgets.code_text import Mark, MarkKind
from tat_console.ui.widgets.masked_text import masked_places

FILLER: Final = "bg_panel"
_GROUNDS: Final = {"A": "diff_a", "B": "diff_b"}
_WORDS: Final = {"A": MarkKind.ONLY_A, "B": MarkKind.ONLY_B}
# What Qt would take as the end of a line, though it is none here.
_LINE_ENDS: Final = str.maketrans(dict.fromkeys("\r\u2028\u2029\ufdd0\ufdd1", " "))
_BLANK: Final = "\u00a0"


@dataclass(frozen=True, slots=True)
class DiffLine:
    """One line as it is shown; `ground` is a colour role, "" for a line that is the same."""

    label: str = ""
    text: str = ""
    ground: str = ""
    marks: tuple[Mark, ...] = ()


def side_lines(rows: Sequence[Row], letter: str) -> list[DiffLine]:
    """One side of all rows, with a filler where the side has no line."""
    width = _width(rows)
    return [_side_line(row, letter, width) for row in rows]


def unified_lines(rows: Sequence[Row]) -> list[DiffLine]:
    """Both sides in one column: of each difference first the lines of A, then those of B."""
    width = _width(rows)
    lines: list[DiffLine] = []
    for is_same, group in groupby(rows, lambda row: row.change is Change.SAME):
        part = list(group)
        if is_same:
            lines += [
                _line(row.left, f"{_no(row.left_no, width)} {_no(row.right_no, width)}", "")
                for row in part
            ]
        else:
            lines += _one_side(part, "A", width)
            lines += _one_side(part, "B", width)
    return lines


def differences(lines: Sequence[DiffLine]) -> list[range]:
    """The stretches of lines that are not the same, from the first to the last."""
    found, start = [], 0
    for is_other, group in groupby(lines, lambda line: bool(line.ground)):
        end = start + sum(1 for _line in group)
        if is_other:
            found.append(range(start, end))
        start = end
    return found


def found_marks(text: str, pattern: re.Pattern[str] | None) -> Iterator[Mark]:
    """Marks for what a search found in a line."""
    if pattern is not None:
        for match in pattern.finditer(text):
            yield Mark(*match.span(), MarkKind.FOUND)


def _one_side(rows: Sequence[Row], letter: str, width: int) -> Iterator[DiffLine]:
    for row in rows:
        line, number = _of_side(row, letter)
        if line is not None:
            numbers = [_no(number if one == letter else None, width) for one in _GROUNDS]
            yield _line(line, " ".join(numbers), letter, row.change)


def _side_line(row: Row, letter: str, width: int) -> DiffLine:
    line, number = _of_side(row, letter)
    if line is None:
        return DiffLine(ground=FILLER)
    return _line(line, _no(number, width), "" if row.change is Change.SAME else letter, row.change)


def _line(line: Line | None, numbers: str, letter: str, change: Change = Change.SAME) -> DiffLine:
    text = "".join(piece.text for piece in line or ()).translate(_LINE_ENDS)
    shown, marks, place_of = masked_places(text)
    words = []
    if change is Change.CHANGED and letter and line and not all(piece.is_changed for piece in line):
        start = 0
        for piece in line:
            end = start + len(piece.text)
            if piece.is_changed and piece.text.strip():
                words.append(Mark(place_of(start), place_of(end), _WORDS[letter]))
            start = end
    masked = (Mark(start, end, MarkKind.MASKED) for start, end in marks)
    label = f"{numbers} {letter or _BLANK}"
    return DiffLine(label, shown, _GROUNDS.get(letter, ""), (*words, *masked))


def _of_side(row: Row, letter: str) -> tuple[Line | None, int | None]:
    return (row.left, row.left_no) if letter == "A" else (row.right, row.right_no)


def _no(number: int | None, width: int) -> str:
    return ("" if number is None else str(number)).rjust(width, _BLANK)


def _width(rows: Sequence[Row]) -> int:
    last = max((max(row.left_no or 0, row.right_no or 0) for row in rows[-1:]), default=0)
    return max(2, len(str(max(last, len(rows)))))
