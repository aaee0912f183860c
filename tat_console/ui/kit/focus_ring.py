"""A ring around lists, tables and texts that have the focus, for people who came there by keys.

Buttons and fields show their focus themselves. A list looks the same with and without it, so that
its current row does not jump; who uses a mouse knows where they clicked.
"""

from __future__ import annotations

from typing import cast

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QPlainTextEdit, QWidget

from tat_console.ui.kit.painting import paint_focus

_NAME = "focus_rings"


def keys_lead() -> None:
    """From now on the focus is moved by keys, until it is moved by the mouse."""
    app = cast("QApplication", QApplication.instance())
    rings = app.findChild(_Rings, _NAME) or _Rings(app)
    rings.by_keys = True


class _Rings(QObject):
    """Keeps one ring where the focus is."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.setObjectName(_NAME)
        self.by_keys = False
        self._ring: FocusRing | None = None
        app.focusChanged.connect(self._move)

    def _move(self, _earlier: QWidget | None, now: QWidget | None) -> None:
        if QApplication.mouseButtons() != Qt.MouseButton.NoButton:
            self.by_keys = False
        if self._ring is not None and shiboken6.isValid(self._ring):
            self._ring.hide()
            self._ring.deleteLater()
        is_list = isinstance(now, QAbstractScrollArea) and not _has_caret(now)
        self._ring = FocusRing(now) if now is not None and is_list and self.by_keys else None


def _has_caret(widget: QWidget) -> bool:
    return isinstance(widget, QPlainTextEdit) and not widget.isReadOnly()


class FocusRing(QWidget):
    """Lies over a widget for as long as that has the focus, and lets everything through."""

    def __init__(self, around: QWidget) -> None:
        super().__init__(around)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setGeometry(around.rect())
        around.installEventFilter(self)
        self.raise_()
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the size of what it lies over."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ring."""
        paint_focus(QPainter(self), self.rect())
