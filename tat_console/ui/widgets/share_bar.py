"""A thin bar: how much of a whole something is."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from tat_console.ui.kit.theme import ToneName, current

HEIGHT: Final = 6
LEAST_WIDTH: Final = 48
_RADIUS: Final = 2


class ShareBar(QWidget):
    """Stretches over the room there is; something above nothing is never quite invisible."""

    def __init__(self, share: float = 0.0, tone: ToneName = ToneName.BUSY) -> None:
        super().__init__()
        self._share = share
        self._tone = tone
        self.setMinimumWidth(LEAST_WIDTH)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_share(self, share: float, tone: ToneName) -> None:
        """Show another share, from 0 to 1."""
        self._share, self._tone = share, tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the whole and over it the share."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(current().line)
        painter.drawRoundedRect(self.rect(), _RADIUS, _RADIUS)
        if self._share > 0:
            width = max(3.0, self.width() * min(self._share, 1.0))
            painter.setBrush(current().tone(self._tone).fill)
            painter.drawRoundedRect(QRectF(0, 0, width, self.height()), _RADIUS, _RADIUS)
