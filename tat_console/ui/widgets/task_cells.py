"""The cells of the task grid: each state its own shape, painted once and then stamped."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from tat_console.ui.kit.status_looks import Cell, StatusLook
from tat_console.ui.kit.theme import ToneName, current

OUTLINES: Final = frozenset({Cell.EMPTY, Cell.EMPTY_SMALL, Cell.EMPTY_DIAGONAL, Cell.EMPTY_DOT})


def cell_stamp(look: StatusLook, side: int, scale: float) -> QPixmap:
    """The picture of a cell of `side` logical pixels in the current theme."""
    return _stamp(look.cell, look.tone, side, scale, current().is_dark)


@cache
def _stamp(cell: Cell, tone: ToneName, side: int, scale: float, _is_dark: bool) -> QPixmap:
    made = QPixmap(round(side * scale), round(side * scale))
    made.setDevicePixelRatio(scale)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colours = current()
    fill = colours.tone(tone).fill
    _paint_ground(painter, cell, QRectF(0, 0, side, side), fill)
    mark = colours.cell_mark_late if tone is ToneName.LATE else colours.cell_mark
    if paint := _MARKS.get(cell):
        paint(painter, float(side), fill if cell in OUTLINES else mark)
    painter.end()
    return made


def _paint_ground(painter: QPainter, cell: Cell, box: QRectF, fill: QColor) -> None:
    if cell in (Cell.SMALL, Cell.EMPTY_SMALL):
        inset = box.width() / 8
        box = box.adjusted(inset, inset, -inset, -inset)
    if cell in OUTLINES:
        painter.setPen(QPen(fill, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 1, 1)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawRoundedRect(box, 1, 1)


def _lines(*points: tuple[float, float, float, float]) -> Callable[[QPainter, float, QColor], None]:
    def paint(painter: QPainter, side: float, colour: QColor) -> None:
        pen = QPen(colour, max(1.3, side / 6))
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        for x1, y1, x2, y2 in points:
            painter.drawLine(QPointF(x1 * side, y1 * side), QPointF(x2 * side, y2 * side))

    return paint


def _square(share: float) -> Callable[[QPainter, float, QColor], None]:
    def paint(painter: QPainter, side: float, colour: QColor) -> None:
        inset = side * (1 - share) / 2
        painter.fillRect(QRectF(inset, inset, side - 2 * inset, side - 2 * inset), colour)

    return paint


_MARKS: Final[dict[Cell, Callable[[QPainter, float, QColor], None]]] = {
    Cell.CROSS: _lines((0.27, 0.27, 0.73, 0.73), (0.27, 0.73, 0.73, 0.27)),
    Cell.DIAGONAL: _lines((0.22, 0.78, 0.78, 0.22)),
    Cell.EMPTY_DIAGONAL: _lines((0.15, 0.85, 0.85, 0.15)),
    Cell.BAR: _lines((0.22, 0.5, 0.78, 0.5)),
    Cell.CLOCK: _lines((0.5, 0.12, 0.5, 0.58), (0.44, 0.55, 0.86, 0.55)),
    Cell.DOT: _square(0.34),
    Cell.EMPTY_DOT: _square(0.34),
    Cell.SQUARE: _square(0.5),
}
