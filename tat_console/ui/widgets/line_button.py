"""One line of a list at the side that leads somewhere: icon, words, and a note at the right."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.icons import paint_icon
from tat_console.ui.kit.painting import RADIUS_SMALL, paint_focus
from tat_console.ui.kit.status_looks import StatusLook
from tat_console.ui.kit.theme import current
from tat_console.ui.kit.writing import AT_RIGHT, width_of, write

HEIGHT: Final = 25
ICON_SIDE: Final = 14
ICON_GAP: Final = 6
NOTE_GAP: Final = 8
_OUTSIDE: Final = 1
"""The ground under the mouse reaches so far beyond icon and note."""


class LineButton(QAbstractButton):
    """`look` gives the icon its colour and is spoken too; without one `icon_name` is grey."""

    def __init__(
        self, words: str, note: str, look: StatusLook | None = None, icon_name: str = ""
    ) -> None:
        super().__init__()
        self._words, self._note, self._look = words, note, look
        self._icon = look.icon if look else icon_name
        spoken = [words, look.word if look else "", note]
        self.setAccessibleName(", ".join(filter(None, spoken)))
        self.setToolTip("\n".join(filter(None, spoken)))
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """As wide as there is room; the words give way."""
        return QSize(120, HEIGHT)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Light up under the mouse."""
        super().enterEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground, icon, words and note."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = current()
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.bg_hover)
            painter.drawRoundedRect(QRectF(self.rect()), RADIUS_SMALL, RADIUS_SMALL)
        if self.hasFocus():
            paint_focus(painter, self.rect())
        box = QRectF(self.rect()).adjusted(_OUTSIDE, 0, -_OUTSIDE, 0)
        spot = QRectF(box.left(), box.center().y() - ICON_SIDE / 2, ICON_SIDE, ICON_SIDE)
        ink = colours.tone(self._look.tone).text if self._look else colours.text_2
        paint_icon(painter, spot, self._icon, ink)
        note = width_of(self._note, Type.SMALL)
        words = box.adjusted(ICON_SIDE + ICON_GAP, 0, -note - NOTE_GAP, 0)
        write(painter, words, self._words, Type.BASE, colours.text)
        write(painter, box, self._note, Type.SMALL, colours.text_3, AT_RIGHT)
