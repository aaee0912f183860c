"""A letter in a filled box: the name of a side."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.painting import RADIUS_SMALL, rounded
from tat_console.ui.kit.theme import current
from tat_console.ui.kit.writing import CENTRED, write

LETTER_SIDE: Final = 18


class LetterBox(QWidget):
    """Shows one letter."""

    def __init__(self, letter: str) -> None:
        super().__init__()
        self._letter = letter
        self.setFixedSize(LETTER_SIDE, LETTER_SIDE)
        self.setAccessibleName(letter)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint box and letter."""
        paint_letter(QPainter(self), self.rect(), self._letter)


def paint_letter(painter: QPainter, box: QRect, letter: str) -> None:
    """Paint a letter in its box; without one the box is empty, as for a choice."""
    colours = current()
    if not letter:
        rounded(painter, QRectF(box), RADIUS_SMALL, colours.line_control, colours.bg_surface)
        return
    rounded(painter, QRectF(box), RADIUS_SMALL, colours.accent_fill, colours.accent_fill)
    write(painter, QRectF(box), letter, Type.SMALL_NAME, colours.accent_on, CENTRED)
