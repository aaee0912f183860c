"""A field to search in: magnifier, cross, and the keys that lead to it."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit

from tat_console.support.i18n import _
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.icons import icon
from tat_console.ui.kit.painting import RADIUS_SMALL
from tat_console.ui.kit.theme import current
from tat_console.ui.kit.writing import CENTRED, width_of, write


class SearchField(QLineEdit):
    """Escape clears it, unless it belongs to a bar that Escape closes.

    `shortcut` ("Ctrl+K") is shown at the right end while it is empty.
    """

    def __init__(self, hint: str, shortcut: str = "", *, escape_clears: bool = True) -> None:
        super().__init__()
        self._escape_clears = escape_clears
        self._shortcut = shortcut
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        sign = QAction(icon("ph.magnifying-glass", "text_3"), hint, self)
        self.addAction(sign, QLineEdit.ActionPosition.LeadingPosition)
        self._clear = QAction(icon("ph.x", "text_2"), _("Clear"), self)
        self._clear.triggered.connect(self.clear)
        self.addAction(self._clear, QLineEdit.ActionPosition.TrailingPosition)
        self._clear.setVisible(False)
        self.textChanged.connect(self._make_room)
        self._make_room("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape clears; with nothing to clear it is left to others."""
        if event.key() == Qt.Key.Key_Escape and self.text() and self._escape_clears:
            self.clear()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the field, then its keys."""
        super().paintEvent(event)
        if not self._shortcut or self.text():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self._shortcut_width()
        box = QRectF(self.width() - width - 6.5, (self.height() - 18) / 2 + 0.5, width, 17)
        painter.setPen(QPen(current().line, 1))
        painter.setBrush(current().bg_panel)
        painter.drawRoundedRect(box, RADIUS_SMALL, RADIUS_SMALL)
        write(painter, box, self._shortcut, Type.SMALL, current().text_2, CENTRED)

    def _make_room(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        room = self._shortcut_width() + 8 if self._shortcut and not text else 0
        self.setTextMargins(0, 0, room, 0)

    def _shortcut_width(self) -> int:
        return ceil(width_of(self._shortcut, Type.SMALL)) + 10
