"""The text of one side of a difference, with the grounds and marks of its lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtGui import QPainter, QPaintEvent, QTextBlock, QTextCursor

from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.theme import current
from tat_console.ui.widgets.code_text import CodeText, Mark
from tat_console.ui.widgets.diff_lines import DiffLine, found_marks

_BAR_WIDTH = 3


class DiffText(CodeText):
    """Shows `DiffLine`s; text can be selected and copied."""

    def __init__(self, name: str) -> None:
        self._lines: Sequence[DiffLine] = ()
        self._found: re.Pattern[str] | None = None
        self._current = range(0)
        super().__init__(Type.CODE_SMALL)
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setAccessibleName(name)

    def show_lines(self, lines: Sequence[DiffLine]) -> None:
        """Show these lines from the start."""
        self._lines = lines
        self._current = range(0)
        self.setPlainText("\n".join(line.text for line in lines))
        self._place_gutter()

    def set_found(self, pattern: re.Pattern[str] | None) -> None:
        """Light up what a search found."""
        self._found = pattern
        self.viewport().update()

    def set_current(self, lines: range) -> None:
        """Show which difference is the current one, and bring it into view."""
        self._current = lines
        block = self.document().findBlockByNumber(lines.start)
        if block.isValid():
            self.setTextCursor(QTextCursor(block))
            self.verticalScrollBar().setValue(max(0, lines.start - self._lines_in_view() // 3))
        self.viewport().update()

    def line_label(self, number: int) -> str:
        """The number of the line on its side, and the letter of a side that is alone with it."""
        return self._lines[number].label if number < len(self._lines) else ""

    def longest_label(self) -> int:
        """All labels are equally long but those of fillers."""
        return max((len(line.label) for line in self._lines), default=2)

    def line_ground(self, number: int) -> str:
        """The colour of a side for a line that the other does not have like that."""
        return self._lines[number].ground if number < len(self._lines) else ""

    def marks_of(self, block: QTextBlock) -> Sequence[Mark]:
        """Changed words, masked places, and what a search found."""
        number = block.blockNumber()
        if number >= len(self._lines):
            return ()
        return (*self._lines[number].marks, *found_marks(block.text(), self._found))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text, and a bar along the current difference."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        for block, top in self.visible_blocks():
            if block.blockNumber() in self._current:
                height = round(self.blockBoundingRect(block).height())
                painter.fillRect(0, round(top), _BAR_WIDTH, height, current().accent)

    def _lines_in_view(self) -> int:
        return self.viewport().height() // max(1, self.fontMetrics().height())
