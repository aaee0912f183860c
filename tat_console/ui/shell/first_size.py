"""How the window comes up for the first time."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize

from tat_console.ui.shell.window import DESIGN_SIZE, Window

FRAME: Final = QSize(16, 40)
"""What a desktop puts around a window, about."""


def come_up(window: Window) -> None:
    """Show the window; where its first size would leave the screen, it fills that instead."""
    room = window.screen().availableSize() - FRAME
    is_first = not window.services.settings.get("window_geometry")
    if is_first and DESIGN_SIZE.boundedTo(room) != DESIGN_SIZE:
        window.showMaximized()
    else:
        window.show()
