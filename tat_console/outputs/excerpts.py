"""The lines of a text in which the words of a search stand, with the lines around them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from tat_console.support.words import Term, pattern_of

MOST_EXCERPTS: Final = 3
LONGEST_LINE: Final = 240


class Excerpt(NamedTuple):
    """Some lines on end; `line_no`, from 1, is that of the first, `marks` are places in `text`."""

    line_no: int
    text: str
    marks: tuple[tuple[int, int], ...]


def excerpts(
    text: str, terms: Iterable[Term], context: int = 1, most: int = MOST_EXCERPTS
) -> list[Excerpt]:
    """The first lines where terms stand, with so many lines around; long lines are cut short."""
    pattern = pattern_of(terms)
    if pattern is None:
        return []
    lines = text.split("\n")
    spans: list[tuple[int, int]] = []
    for line_no in _line_numbers(text, pattern):
        start, end = max(0, line_no - context), min(len(lines), line_no + context + 1)
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], end)
        elif len(spans) == most:
            break
        else:
            spans.append((start, end))
    return [_excerpt(lines, start, end, pattern) for start, end in spans]


def _line_numbers(text: str, pattern: re.Pattern[str]) -> Iterable[int]:
    """The numbers, from 0, of the lines in which a match begins."""
    line_no = end = 0
    for match in pattern.finditer(text):
        line_no += text.count("\n", end, match.start())
        end = match.start()
        yield line_no


def _excerpt(lines: list[str], start: int, end: int, pattern: re.Pattern[str]) -> Excerpt:
    text = "\n".join(_shortened(line, pattern) for line in lines[start:end])
    marks = tuple(match.span() for match in pattern.finditer(text))
    return Excerpt(start + 1, text, marks)


def _shortened(line: str, pattern: re.Pattern[str]) -> str:
    """A long line cut down to the part around its first match."""
    if len(line) <= LONGEST_LINE:
        return line
    match = pattern.search(line)
    middle = (match.start() + match.end()) // 2 if match else 0
    start = max(0, min(middle - LONGEST_LINE // 2, len(line) - LONGEST_LINE))
    end = start + LONGEST_LINE
    return ("…" if start else "") + line[start:end] + ("…" if end < len(line) else "")
