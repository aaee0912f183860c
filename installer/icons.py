"""Draws the program's icon in the forms that Windows and macOS want of a program."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from PySide6.QtGui import QGuiApplication, QIcon

ROOT: Final = Path(__file__).resolve().parent.parent
PICTURE: Final = ROOT / "resources" / "icons" / "tat-console.svg"
SIZE: Final = 256


def draw(form: str, folder: Path) -> Path:
    """The icon as a file of this form ("ico", "icns"); raises OSError where Qt cannot write it."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QGuiApplication.instance() or QGuiApplication([])
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"tat-console.{form}"
    if not QIcon(str(PICTURE)).pixmap(SIZE, SIZE).save(str(path), form):
        raise OSError(f"{path} could not be drawn by {app.applicationName() or 'Qt'}")
    return path
