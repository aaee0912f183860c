"""Text that is painted by hand: one line in a box, cut with "…" where it does not fit.

Everything the window paints is written here, but the lines of code and output. What had to be cut
is told to `cuts`: a window that cuts its own words is too narrow somewhere.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final, NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from tat_console.support.event import Event
from tat_console.ui.kit.fonts import Type, font, prepared

AT_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
AT_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRED: Final = Qt.AlignmentFlag.AlignCenter
_ROUNDING: Final = 0.5
"""Boxes are often measured in whole pixels, which words may miss by half of one."""


class Cut(NamedTuple):
    """A text that did not fit, and where: `box` in the coordinates of `painter`."""

    painter: QPainter
    box: QRectF
    text: str


cuts: Final[Event[Cut]] = Event()


def write(
    painter: QPainter,
    box: QRectF,
    text: str,
    kind: Type,
    ink: QColor,
    side: Qt.AlignmentFlag = AT_LEFT,
    *,
    mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
) -> float:
    """Write one line into a box; returns how wide it is there."""
    shown = _fitting(text, kind, max(0.0, box.width()), mode)
    if shown != text:
        cuts.emit(Cut(painter, box, text))
    painter.setFont(_font(kind))
    painter.setPen(ink)
    painter.drawText(box, side | Qt.TextFlag.TextSingleLine, shown)
    return width_of(shown, kind)


@lru_cache(maxsize=4_096)
def width_of(text: str, kind: Type) -> float:
    """How wide a text is, in pixels."""
    return metrics(kind).horizontalAdvance(text)


@lru_cache(maxsize=4_096)
def _fitting(text: str, kind: Type, width: float, mode: Qt.TextElideMode) -> str:
    """The text as it fits; to measure takes as long as to paint, and words come again and again."""
    return metrics(kind).elidedText(text, mode, width + _ROUNDING)


@cache
def metrics(kind: Type) -> QFontMetricsF:
    """How high and wide the letters of a role are."""
    return QFontMetricsF(font(kind))


@cache
def _font(kind: Type) -> QFont:
    return font(kind)


def _forget(_none: None) -> None:
    for known in (width_of, _fitting, metrics, _font):
        known.cache_clear()


prepared.subscribe(_forget)
