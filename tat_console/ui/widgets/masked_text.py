"""Lines in which masked places stand as small marks: `n` for a number, `time` for a time."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from typing import Final, NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from tat_console.outputs.normalise import MASKS, NAME_MARK, OWN_MARK
from tat_console.ui.kit.fonts import Type, font
from tat_console.ui.kit.painting import RADIUS_SMALL
from tat_console.ui.kit.theme import current

_MARKS: Final = re.compile(
    "|".join(re.escape(mark) for mark in (*(mask.mark for mask in MASKS), NAME_MARK, OWN_MARK))
)
_PADDING: Final = 4


class MaskedLine(NamedTuple):
    """A line without the brackets of its marks, and where the marks are in it."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


def masked_line(line: str) -> MaskedLine:
    """A line of a masked text; brackets that are no mark of ours stay."""
    parts: list[str] = []
    marks: list[tuple[int, int]] = []
    end = length = 0
    for match in _MARKS.finditer(line):
        word = match[0][1:-1]
        parts += (line[end : match.start()], word)
        length += match.start() - end
        marks.append((length, length + len(word)))
        length += len(word)
        end = match.end()
    parts.append(line[end:])
    return MaskedLine("".join(parts), tuple(marks))


def masked_places(
    line: str,
) -> tuple[str, tuple[tuple[int, int], ...], Callable[[int], int]]:
    """The line as `masked_line` has it, and where in it a place of the given line is."""
    brackets = [
        place for match in _MARKS.finditer(line) for place in (match.start(), match.end() - 1)
    ]
    return *masked_line(line), lambda place: place - bisect_left(brackets, place)


def paint_masked(painter: QPainter, box: QRectF, line: str) -> None:
    """Paint one line into a box, cut off at its right edge."""
    shown = masked_line(line)
    painter.setFont(font(Type.CODE_SMALL))
    left, end = box.left(), 0
    for start, stop in shown.marks:
        left = _paint_plain(painter, box, left, shown.text[end:start])
        left = _paint_mark(painter, box, left, shown.text[start:stop])
        end = stop
        if left > box.right():
            return
    rest = QRectF(left, box.top(), max(0.0, box.right() - left), box.height())
    words = painter.fontMetrics().elidedText(
        shown.text[end:], Qt.TextElideMode.ElideRight, int(rest.width())
    )
    _paint_plain(painter, rest, left, words)


def _paint_plain(painter: QPainter, box: QRectF, left: float, text: str) -> float:
    painter.setPen(current().text)
    return _paint_words(painter, box, left, text)


def _paint_mark(painter: QPainter, box: QRectF, left: float, word: str) -> float:
    width = painter.fontMetrics().horizontalAdvance(word) + 2 * _PADDING
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(current().idle_soft)
    ground = QRectF(left, box.top() + 0.5, width, box.height() - 1)
    painter.drawRoundedRect(ground, RADIUS_SMALL, RADIUS_SMALL)
    painter.setPen(current().text_3)
    _paint_words(painter, box, left + _PADDING, word)
    return left + width


def _paint_words(painter: QPainter, box: QRectF, left: float, text: str) -> float:
    width = painter.fontMetrics().horizontalAdvance(text)
    spot = QRectF(left, box.top(), width + 1, box.height())
    painter.drawText(spot, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip, text)
    return left + width
