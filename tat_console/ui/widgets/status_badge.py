"""A state in a tinted box: icon, word and colour together."""

from __future__ import annotations

from math import ceil
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from tat_console.ui.kit.fonts import Type, font
from tat_console.ui.kit.icons import paint_icon
from tat_console.ui.kit.painting import RADIUS_SMALL
from tat_console.ui.kit.status_looks import StatusLook
from tat_console.ui.kit.theme import current
from tat_console.ui.kit.writing import width_of, write

HEIGHT: Final = 20
PADDING: Final = 8
ICON_SIDE: Final = 14
GAP: Final = 5


class StatusBadge(QWidget):
    """Shows a `StatusLook`; a hollow one has no ground, as in lists."""

    def __init__(self, look: StatusLook | None = None, *, hollow: bool = False) -> None:
        super().__init__()
        self._look = look
        self._is_hollow = hollow
        self._kind = Type.BASE if hollow else Type.NAME
        self.setFont(font(self._kind))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_look(look)

    def set_look(self, look: StatusLook | None) -> None:
        """Show another state, or nothing."""
        self._look = look
        self.setAccessibleName(look.word if look else "")
        self.setVisible(look is not None)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as icon and word."""
        if self._look is None:
            return QSize(0, HEIGHT)
        words = ceil(width_of(self._look.word, self._kind))
        padding = 0 if self._is_hollow else 2 * PADDING
        return QSize(words + ICON_SIDE + GAP + padding + 1, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground, icon and word."""
        if self._look is None:
            return
        tone = current().tone(self._look.tone)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if not self._is_hollow:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tone.soft)
            painter.drawRoundedRect(box, RADIUS_SMALL, RADIUS_SMALL)
            box = box.adjusted(PADDING, 0, -PADDING, 0)
        spot = QRectF(box.left(), (self.height() - ICON_SIDE) / 2, ICON_SIDE, ICON_SIDE)
        paint_icon(painter, spot, self._look.icon, tone.text)
        words = box.adjusted(ICON_SIDE + GAP, 0, 2, 0)
        write(painter, words, self._look.word, self._kind, tone.text)
