"""Draws the program's icon in the forms that Windows and macOS want of a program."""

from __future__ import annotations

import os
import struct
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QGuiApplication, QIcon

ROOT: Final = Path(__file__).resolve().parent.parent
PICTURE: Final = ROOT / "resources" / "icons" / "tat-console.svg"
APPLE_SIZES: Final = {b"ic07": 128, b"ic08": 256, b"ic09": 512}
"""Apple's names of the sizes that an icon file may hold as PNG."""


def draw(form: str, folder: Path) -> Path:
    """The icon as a file of this form, "ico" or "icns"; raises OSError where it cannot be."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QGuiApplication.instance() or QGuiApplication([])
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"tat-console.{form}"
    path.write_bytes(_apple() if form == "icns" else _encoded(256, form))
    del app
    return path


def _apple() -> bytes:
    """An icon file of macOS: a head, then each size with its name and length."""
    parts = [
        struct.pack(">4sI", name, 8 + len(picture)) + picture
        for name, picture in ((name, _encoded(size, "png")) for name, size in APPLE_SIZES.items())
    ]
    return struct.pack(">4sI", b"icns", 8 + sum(map(len, parts))) + b"".join(parts)


def _encoded(size: int, form: str) -> bytes:
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not QIcon(str(PICTURE)).pixmap(size, size).save(buffer, form):
        raise OSError(f"Qt cannot draw {PICTURE} as {form}")
    return bytes(kept.data())
