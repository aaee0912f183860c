"""The text of a field as it was put in."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QTextDocument

_BETWEEN_LINES: Final = "\u2029"
"""What Qt keeps between two lines."""


def whole_text(document: QTextDocument) -> str:
    """The text with its no-break spaces, of which Qt's own `toPlainText` makes blanks."""
    return document.toRawText().replace(_BETWEEN_LINES, "\n")
