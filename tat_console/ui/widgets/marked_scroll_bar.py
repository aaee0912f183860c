"""A scroll bar that shows where in the whole text there is something to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollBar

from tat_console.ui.kit.theme import ToneName, current

HEIGHT: Final = 3.0
INSET: Final = 1.0


class MarkedScrollBar(QScrollBar):
    """`places` gives, at each paint, how far down marks are, from 0 to 1, and their tone."""

    def __init__(self, places: Callable[[], Iterable[tuple[float, ToneName]]]) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._places = places

    def marks(self) -> list[tuple[QRectF, ToneName]]:
        """Where the marks are painted: one for places that fall together, the last one's tone."""
        room = self.height() - HEIGHT
        found = {round(at * room): tone for at, tone in self._places()}
        width = self.width() - 2 * INSET
        return [(QRectF(INSET, top, width, HEIGHT), tone) for top, tone in found.items()]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bar, then the marks over it."""
        super().paintEvent(event)
        painter = QPainter(self)
        for box, tone in self.marks():
            painter.fillRect(box, current().tone(tone).fill)
