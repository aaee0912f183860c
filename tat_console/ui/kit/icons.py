"""Icons from the Phosphor font that QtAwesome ships, coloured by role.

An icon asks the current theme while it paints, so nothing has to be made anew when it changes.
"""

from __future__ import annotations

from functools import cache

import qtawesome
from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QIconEngine, QPainter, QPixmap

from tat_console.ui.kit import theme


def icon(name: str, role: str = "text_2", active_role: str = "") -> QIcon:
    """The icon "ph.name" in the colour of a role; `active_role` is for the checked state."""
    return _icon(name, role, active_role or role)


def paint_icon(painter: QPainter, box: QRect | QRectF, name: str, colour: QColor) -> None:
    """Paint an icon into the middle of a box, as large as the box's shorter side."""
    side = min(box.width(), box.height())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(_font(round(side)))
    painter.setPen(colour)
    painter.drawText(QRectF(box), Qt.AlignmentFlag.AlignCenter, _glyph(name))
    painter.restore()


def pixmap(name: str, side: int, colour: QColor, scale: float = 1.0) -> QPixmap:
    """The icon as a picture of `side` logical pixels, for labels."""
    made = QPixmap(round(side * scale), round(side * scale))
    made.setDevicePixelRatio(scale)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    paint_icon(painter, QRectF(0, 0, side, side), name, colour)
    painter.end()
    return made


class _Engine(QIconEngine):
    """Paints one glyph with the colours that are current at that moment."""

    def __init__(self, name: str, role: str, active_role: str) -> None:
        super().__init__()
        self._row = (name, role, active_role)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Paint the glyph; a disabled one is paler, a checked one has the active role."""
        name, role, active_role = self._row
        colours = theme.current()
        colour = QColor(colours.colour(active_role if state == QIcon.State.On else role))
        if mode == QIcon.Mode.Disabled:
            colour = QColor(colours.text_3)
            colour.setAlphaF(0.55)
        # A box wider than high leaves a gap between the glyph and the words after it.
        side = min(rect.width(), rect.height())
        paint_icon(painter, QRect(rect.left(), rect.top(), side, rect.height()), name, colour)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """The glyph on a transparent ground."""
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return made

    def clone(self) -> QIconEngine:
        """A copy, as QIcon asks for one."""
        return _Engine(*self._row)


@cache
def _icon(name: str, role: str, active_role: str) -> QIcon:
    _glyph(name)
    return QIcon(_Engine(name, role, active_role))


@cache
def _glyph(name: str) -> str:
    return str(qtawesome.charmap(name))


@cache
def _font(pixels: int) -> QFont:
    return QFont(qtawesome.font("ph", pixels))
