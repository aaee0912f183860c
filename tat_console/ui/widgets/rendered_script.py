"""A script as it will run: read-only, its values marked where they were filled in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QTextBlock, QTextCharFormat
from PySide6.QtWidgets import QTextEdit

from tat_console.ports.archive import Script
from tat_console.support.i18n import _
from tat_console.support.logs import MASK
from tat_console.tat import templating
from tat_console.tat.statuses import CommandType
from tat_console.tat.templating import Placeholder
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.theme import current
from tat_console.ui.widgets.code_text import CodeText, Mark, MarkKind, units
from tat_console.ui.widgets.highlighter import ScriptHighlighter


class RenderedScript(CodeText):
    """Shows the text of `templating.fill` with its spans as pills."""

    def __init__(self, kind: Type = Type.CODE_SMALL, *, line_numbers: bool = True) -> None:
        super().__init__(kind, line_numbers=line_numbers)
        self._lines: dict[int, list[Mark]] = {}
        self._highlighter = ScriptHighlighter(self, CommandType.SHELL)
        self.setReadOnly(True)
        self.setAccessibleName(_("Script as it will run"))

    def show_script(
        self,
        text: str,
        spans: Sequence[Placeholder] = (),
        command_type: CommandType = CommandType.SHELL,
    ) -> None:
        """Show a filled script; spans count Python characters of `text`."""
        self._lines = _marks_by_line(text, spans)
        self._highlighter.set_type(command_type)
        self.setPlainText(text)
        self.refresh_selections()

    def extra_marks(self) -> list[QTextEdit.ExtraSelection]:
        """The words of filled-in values, in the colour of their pill."""
        made = []
        for number, marks in self._lines.items():
            block = self.document().findBlockByNumber(number)
            for mark in marks:
                style = QTextCharFormat()
                style.setForeground(current().colour(f"{mark.kind.value}_text"))
                start, end = (units(block.text(), at) for at in (mark.start, mark.end))
                made.append(self.selection(block.position() + start, block.position() + end, style))
        return made

    def show_filled(self, script: Script) -> None:
        """Show a script with its visible values in place, and its hidden ones as asterisks."""
        values = {**script.parameters, **dict.fromkeys(script.hidden, MASK)}
        filled = templating.fill(script.content, values, masked=True)
        self.show_script(filled.text, filled.spans, script.command_type)

    def marks_of(self, block: QTextBlock) -> Sequence[Mark]:
        """The values filled into this line."""
        return self._lines.get(block.blockNumber(), ())


def _marks_by_line(text: str, spans: Sequence[Placeholder]) -> dict[int, list[Mark]]:
    made: dict[int, list[Mark]] = {}
    for span in spans:
        kind = MarkKind.SECRET if span.hidden else MarkKind.PARAMETER
        number = text.count("\n", 0, span.start)
        begin = text.rfind("\n", 0, span.start) + 1
        for line in text[span.start : span.end].split("\n"):
            start = max(span.start, begin) - begin
            made.setdefault(number, []).append(Mark(start, start + len(line), kind))
            number, begin = number + 1, begin + start + len(line) + 1
    return made
