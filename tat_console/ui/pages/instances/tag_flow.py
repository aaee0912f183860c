"""Tags side by side, as many lines as they need."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from tat_console.ui.models.delegates import TAG_HEIGHT, paint_tag, tag_width

_GAP = 4


class TagFlow(QWidget):
    """Paints (key, value) boxes and breaks lines; its words are its accessible name."""

    def __init__(self) -> None:
        super().__init__()
        self._tags: Sequence[tuple[str, str]] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_tags(self, tags: Sequence[tuple[str, str]]) -> None:
        """Show these tags."""
        self._tags = tags
        self.setAccessibleName(", ".join(f"{key} {value}" for key, value in tags))
        self._fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        """As high as the lines are together."""
        return QSize(200, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the boxes."""
        painter = QPainter(self)
        for box, (key, value) in zip(self._boxes(), self._tags, strict=True):
            paint_tag(painter, box, key, value)

    def _fit(self) -> None:
        boxes = self._boxes()
        self.setFixedHeight(round(boxes[-1].bottom()) if boxes else 0)

    def _boxes(self) -> list[QRectF]:
        boxes: list[QRectF] = []
        left = top = 0.0
        for key, value in self._tags:
            width = min(tag_width(key, value), float(self.width()))
            if left and left + width > self.width():
                left, top = 0.0, top + TAG_HEIGHT + _GAP
            boxes.append(QRectF(left, top, width, TAG_HEIGHT))
            left += width + _GAP
        return boxes
