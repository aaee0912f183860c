"""The script of a command: its first lines, or all of it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tat_console.support.i18n import _, ngettext
from tat_console.tat import templating
from tat_console.tat.commands import Command
from tat_console.ui.kit.controls import ButtonKind, Label, button
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GRID, column, panel, row
from tat_console.ui.widgets.rendered_script import RenderedScript

FIRST_LINES: Final = 8
_AROUND: Final = 14


class ScriptCard(QWidget):
    """Shows a script with colours and its placeholders as pills."""

    def __init__(self) -> None:
        super().__init__()
        self._command: Command | None = None
        self.text = RenderedScript(line_numbers=False)
        self.text.setObjectName("gallery_script")
        self.text.setAccessibleName(_("Script"))
        self.text.setTabChangesFocus(True)
        self.text.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.more = button("", kind=ButtonKind.LINK)
        self.more.setObjectName("gallery_all_lines")
        self.more.setCheckable(True)
        self.more.toggled.connect(lambda _on: self._show())
        head = row(Label(_("Script"), Type.HEADING), None, self.more)
        frame = panel(column(self.text, margins=(1, 1, 1, 1)), "card")
        self.setLayout(column(head, frame, gap=GRID))

    def show_command(self, command: Command) -> None:
        """Show the first lines of a command's script."""
        if command != self._command:
            self._command = command
            self.more.setChecked(False)
            self._show()

    def _show(self) -> None:
        if self._command is None:
            return
        lines = self._command.content.decode("utf-8", "replace").rstrip("\r\n").splitlines()
        shows_all = self.more.isChecked()
        text = "\n".join(lines if shows_all else lines[:FIRST_LINES])
        self.text.show_script(text, templating.find(text), self._command.command_type)
        count = len(lines)
        words = ngettext("Show all {count} line", "Show all {count} lines", count)
        self.more.setText(_("Show less") if shows_all else words.format(count=f"{count:,}"))
        self.more.setVisible(count > FIRST_LINES)
        self._fit(count if shows_all else min(count, FIRST_LINES))

    def _fit(self, lines: int) -> None:
        """As high as these lines: the pane around scrolls, not the text."""
        line = self.text.blockBoundingRect(self.text.document().firstBlock()).height()
        bar = self.text.horizontalScrollBar().sizeHint().height()
        self.text.setFixedHeight(round(lines * line) + _AROUND + bar)
