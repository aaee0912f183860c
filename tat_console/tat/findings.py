"""What checks of scripts find, and how it can be put right.

Lines and columns start at 1, columns count characters, and the end is exclusive: a finding about
the first three characters of a script goes from (1, 1) to (1, 4). Lines end with a line feed only,
so a carriage return is the last character of its line.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from enum import StrEnum
from itertools import accumulate

import msgspec


class Level(StrEnum):
    """How bad a finding is; the words are ShellCheck's."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    STYLE = "style"


class Span(msgspec.Struct, frozen=True, order=True):
    """A piece of a script; an empty one is a place between two characters."""

    line: int
    column: int
    end_line: int
    end_column: int


class Replacement(msgspec.Struct, frozen=True):
    """One step of a fix: the text that takes the place of a piece."""

    span: Span
    text: str


class Finding(msgspec.Struct, frozen=True):
    """One thing a check found, in words for the user.

    `code` is ShellCheck's (SC2086) or this program's own (TAT003). `explanation` says why it
    matters, `fix` puts it right where that can be done without thinking.
    """

    span: Span
    level: Level
    code: str
    message: str
    explanation: str = ""
    fix: tuple[Replacement, ...] = ()


class Lines:
    """Where the lines of a text begin: turns offsets into lines and columns and back."""

    def __init__(self, text: str) -> None:
        lengths = (len(line) + 1 for line in text.split("\n"))
        self._starts = [0, *accumulate(lengths)]

    def span(self, start: int, end: int) -> Span:
        """The piece of the text from offset `start` up to but not including `end`."""
        return Span(*self._place(start), *self._place(end))

    def _place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """The offset of a place; one beyond the text is moved to its end."""
        last = self._starts[-1] - 1
        if line >= len(self._starts):
            return last
        return min(self._starts[line - 1] + column - 1, last)


def apply_fix(text: str, fix: Sequence[Replacement]) -> str:
    """Return the text with every replacement of a fix made; their places are those of `text`."""
    lines = Lines(text)
    in_order = sorted(fix, key=lambda step: step.span)
    for step in in_order[::-1]:
        start = lines.offset(step.span.line, step.span.column)
        end = lines.offset(step.span.end_line, step.span.end_column)
        text = text[:start] + step.text + text[end:]
    return text
