"""Requests, replies and programs to be read and copied, in colours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum, auto
from functools import partial
from typing import Final

from pygments.lexers.data import JsonLexer
from pygments.lexers.python import PythonLexer
from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat
from PySide6.QtWidgets import QPlainTextEdit

from tat_console.tat.statuses import CommandType
from tat_console.ui.kit import theme
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.lifetime import listen
from tat_console.ui.kit.theme import current
from tat_console.ui.widgets.code_text import CodeText, units
from tat_console.ui.widgets.highlighter import Span, code_spans, script_spans

MOST_COLOURED: Final = 300_000
"""Longer texts are shown in one colour: nobody reads them word by word."""


class Language(Enum):
    """What a text is written in; in each of them a line can be coloured by itself."""

    JSON = auto()
    SHELL = auto()
    PYTHON = auto()


_SPANS: Final[dict[Language, Callable[[str], Iterator[Span]]]] = {
    Language.JSON: partial(code_spans, lexer=JsonLexer(stripnl=False, ensurenl=False)),
    Language.SHELL: partial(script_spans, command_type=CommandType.SHELL),
    Language.PYTHON: partial(code_spans, lexer=PythonLexer(stripnl=False, ensurenl=False)),
}


class CodeView(CodeText):
    """Read-only text in the colours of its language; JSON is never wrapped, lines of code are."""

    def __init__(self, name: str) -> None:
        super().__init__(Type.CODE_SMALL, line_numbers=False)
        self._colours = _LineHighlighter(self)
        self.setReadOnly(True)
        self.setAccessibleName(name)

    def show_text(self, text: str, language: Language) -> None:
        """Show a text from its beginning; the same text again changes nothing."""
        if text == self.toPlainText() and language is self._colours.language:
            return
        wraps = language is Language.SHELL
        mode = QPlainTextEdit.LineWrapMode
        self.setLineWrapMode(mode.WidgetWidth if wraps else mode.NoWrap)
        self._colours.language = language if len(text) <= MOST_COLOURED else None
        self.setPlainText(text)


class _LineHighlighter(QSyntaxHighlighter):
    def __init__(self, view: QPlainTextEdit) -> None:
        super().__init__(view.document())
        self.language: Language | None = None
        listen(view, theme.changed, lambda _theme: self.rehighlight())

    def highlightBlock(self, text: str) -> None:
        """Colour one line."""
        if self.language is None:
            return
        for start, length, role in _SPANS[self.language](text):
            style = QTextCharFormat()
            style.setForeground(current().colour(role))
            first = units(text, start)
            self.setFormat(first, units(text, min(start + length, len(text))) - first, style)
