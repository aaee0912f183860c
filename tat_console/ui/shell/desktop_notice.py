"""A message of the desktop when a run ends while nobody looks at the window."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QSystemTrayIcon, QWidget

from tat_console.ui.kit.icons import icon

SHOWN_MS: Final = 10_000
KEPT_MS: Final = 30_000


class DesktopNotice(QObject):
    """Shows messages where the desktop has a place for them, and does nothing where it has none.

    `clicked` tells that the user wants to see what the message was about.
    """

    clicked = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._tray: QSystemTrayIcon | None = None
        self._gone = QTimer(self)
        self._gone.setSingleShot(True)
        self._gone.setInterval(KEPT_MS)
        self._gone.timeout.connect(self._hide)

    def show(self, title: str, text: str) -> bool:
        """Show a message; False where the desktop takes none."""
        if not (QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()):
            return False
        if self._tray is None:
            self._tray = QSystemTrayIcon(icon("ph.terminal-window-fill", "accent"), self)
            self._tray.messageClicked.connect(self.clicked)
            self._tray.activated.connect(self.clicked)
        self._tray.show()
        self._tray.showMessage(title, text, QSystemTrayIcon.MessageIcon.Information, SHOWN_MS)
        self._gone.start()
        return True

    def _hide(self) -> None:
        if self._tray is not None:
            self._tray.hide()
