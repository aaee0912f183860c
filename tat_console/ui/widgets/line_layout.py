"""How a line of a terminal is cut into rows, and what colours its pieces have."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tat_console.outputs.ansi import PLAIN, Style, spans

TAB = 8


class Piece(NamedTuple):
    """Text of one style, from a place of the line on."""

    start: int
    text: str
    style: Style


def pieces(line: str) -> list[Piece]:
    """A line in pieces of one style, tabs spread out and controls left out."""
    found, start = [], 0
    for text, style in spans(line.replace("\r", " ").replace("\n", " ")):
        shown = _spread(text, start)
        if shown:
            found.append(Piece(start, shown, style))
        start += len(shown)
    return found or [Piece(0, "", PLAIN)]


def rows(text: str, columns: int) -> list[tuple[int, int]]:
    """The stretches of a line that fit into so many cells; at least one."""
    columns = max(2, columns)
    if text.isascii():
        starts = range(0, max(1, len(text)), columns)
        return [(start, min(len(text), start + columns)) for start in starts]
    found, start, used = [], 0, 0
    for place, character in enumerate(text):
        width = cells(character)
        if used + width > columns:
            found.append((start, place))
            start, used = place, 0
        used += width
    return [*found, (start, len(text))]


def cells(text: str) -> int:
    """How many cells a text takes: Chinese characters take two."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)


def cut(found: Sequence[Piece], start: int, end: int) -> Iterator[Piece]:
    """The parts of pieces between two places of the line."""
    for piece in found:
        first, last = max(start, piece.start), min(end, piece.start + len(piece.text))
        if first < last:
            yield Piece(first, piece.text[first - piece.start : last - piece.start], piece.style)


def _spread(text: str, start: int) -> str:
    if text.isprintable():
        return text
    parts: list[str] = []
    length = start
    for one in text:
        shown = " " * (TAB - length % TAB) if one == "\t" else one if one.isprintable() else ""
        parts.append(shown)
        length += len(shown)
    return "".join(parts)
