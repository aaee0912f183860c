"""An output of usual size as text with its colours; it grows at its end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent
from PySide6.QtGui import QFont, QTextBlock, QTextCharFormat, QTextCursor

from tat_console.outputs.ansi import AnsiReader, Style
from tat_console.support.i18n import _
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.theme import current
from tat_console.ui.widgets.ansi import role_of
from tat_console.ui.widgets.code_text import CodeText

_ROLE: Final = QTextCharFormat.Property.UserProperty
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class OutputText(CodeText):
    """Text that is read only; with `set_numbers` its lines keep numbers of their own."""

    def __init__(self, *, line_numbers: bool = False) -> None:
        self._numbers: Sequence[int] | None = None
        super().__init__(Type.CODE_SMALL, line_numbers=line_numbers)
        self._numbers_always = line_numbers
        self._reader = AnsiReader()
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setAccessibleName(_("Output"))

    def begin(self) -> None:
        """Empty the text, for another output."""
        self._reader = AnsiReader()
        self.setPlaceholderText("")
        self.clear()

    def append(self, text: str) -> None:
        """Add text at the end; while the end is in view, it stays in view."""
        bar = self.verticalScrollBar()
        was_at_end = bar.value() >= bar.maximum() - 2
        had_text = not self.document().isEmpty()
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.beginEditBlock()
        for piece, style in self._reader.read(text):
            cursor.insertText(_CONTROL.sub("", piece), _format(style))
        cursor.endEditBlock()
        if was_at_end and had_text:
            bar.setValue(bar.maximum())

    def set_numbers(self, numbers: Sequence[int] | None) -> None:
        """The places from 0 that the lines have where none is left out; None where none is."""
        self._numbers = numbers
        self._has_numbers = self._numbers_always or numbers is not None
        self._place_gutter()

    def line_label(self, number: int) -> str:
        """The number of the line in the whole output."""
        if self._numbers is None:
            return super().line_label(number)
        return str(self._numbers[number] + 1) if number < len(self._numbers) else ""

    def longest_label(self) -> int:
        """Room for the largest number."""
        last = self._numbers[-1] + 1 if self._numbers else self.blockCount()
        return max(2, len(str(last)))

    def go_to_line(self, number: int) -> None:
        """Select a line, and bring it into the middle of the view."""
        cursor = QTextCursor(self.document().findBlockByNumber(number))
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.centerCursor()

    def changeEvent(self, event: QEvent) -> None:
        """Colour the text anew in another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._recolour()

    # -- inside

    def _recolour(self) -> None:
        block = self.document().begin()
        while block.isValid():
            self._recolour_block(block)
            block = block.next()

    def _recolour_block(self, block: QTextBlock) -> None:
        for piece in block.textFormats():
            role = piece.format.property(_ROLE)
            if role:
                cursor = QTextCursor(block)
                cursor.setPosition(block.position() + piece.start)
                end = block.position() + piece.start + piece.length
                cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
                style = QTextCharFormat()
                style.setForeground(current().colour(role))
                cursor.mergeCharFormat(style)


def _format(style: Style) -> QTextCharFormat:
    made = QTextCharFormat()
    if role := role_of(style):
        made.setProperty(_ROLE, role)
        made.setForeground(current().colour(role))
    if style.is_bold:
        made.setFontWeight(QFont.Weight.Bold)
    return made
