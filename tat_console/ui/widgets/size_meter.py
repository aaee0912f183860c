"""How much of a limit is used: a thin bar and the numbers."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from tat_console.support.i18n import _
from tat_console.ui.kit.controls import Label
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import row
from tat_console.ui.kit.theme import current

WARN_FROM: Final = 0.85
BAR: Final = (96, 6)


class SizeMeter(QWidget):
    """`set_size` takes bytes; near the limit it turns late, above it bad and says so."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self._bar = _Bar()
        self._numbers = Label("", Type.SMALL_NAME)
        self.setLayout(row(Label(title, Type.SMALL, "text_2"), self._bar, self._numbers))
        self.set_size(0, 1)

    def set_size(self, used_bytes: int, limit_bytes: int) -> None:
        """Show how many of the allowed bytes are used."""
        share = used_bytes / limit_bytes
        words = _("{used} / {limit} KB").format(
            used=f"{used_bytes / 1024:,.1f}", limit=f"{limit_bytes / 1024:,.0f}"
        )
        if share > 1:
            words = _("{numbers}, too large to send").format(numbers=words)
        self._numbers.setText(words)
        self._numbers.set_ink("bad_text" if share > 1 else "text")
        self._bar.set_share(share)
        self.setAccessibleName(f"{self._title} {words}")
        self.setToolTip(_("{count} bytes").format(count=f"{used_bytes:,}"))


class _Bar(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._share = 0.0
        self.setFixedSize(*BAR)

    def set_share(self, share: float) -> None:
        self._share = share
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        colours = current()
        painter.setBrush(colours.line)
        painter.drawRoundedRect(self.rect(), 2, 2)
        fill = colours.accent if self._share < WARN_FROM else colours.late_fill
        painter.setBrush(colours.bad_fill if self._share > 1 else fill)
        width = max(2.0, self.width() * min(self._share, 1.0)) if self._share else 0
        painter.drawRoundedRect(QRectF(0, 0, width, self.height()), 2, 2)
