"""Colours for scripts from Pygments, never longer than a few milliseconds at a time.

A string or a here-document may span lines, so a line cannot be coloured by itself: the whole text
is read. Short scripts at once; long ones in slices between events, and only lines whose colours
changed are painted again.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from typing import Final

from pygments.lexer import Lexer, RegexLexer
from pygments.lexers.shell import BashLexer, BatchLexer, PowerShellLexer
from pygments.token import (
    Comment,
    Keyword,
    Literal,
    Name,
    String,
    Token,
    _TokenType,
)
from PySide6.QtCore import QTimer
from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from tat_console.tat import templating
from tat_console.tat.statuses import CommandType
from tat_console.ui.kit import theme
from tat_console.ui.kit.lifetime import listen
from tat_console.ui.kit.theme import current
from tat_console.ui.widgets.code_text import units

AT_ONCE_CHARACTERS: Final = 6_000
SLICE_S: Final = 0.006

Span = tuple[int, int, str]
"""Start, length and colour role within a line."""

_LEXERS: Final[dict[CommandType, type[RegexLexer]]] = {
    CommandType.SHELL: BashLexer,
    CommandType.POWERSHELL: PowerShellLexer,
    CommandType.BAT: BatchLexer,
}
_ROLES: Final = (
    (Comment, "code_comment"),
    (Keyword, "code_keyword"),
    (Name.Builtin, "code_command"),
    (Name.Tag, "code_command"),
    (Name.Function, "code_command"),
    (Name.Variable, "code_variable"),
    (String.Interpol, "code_variable"),
    (Literal.Number, "code_number"),
    (Literal.String, "code_string"),
)
_COMMAND_WORD: Final = re.compile(r"[A-Za-z_./][\w./-]*$")
_ASSIGNED: Final = re.compile(r"\w+\+?$")
_OPENERS: Final = frozenset({"then", "do", "else", "elif", "if", "while", "until", "!", "$(", "{"})
_SEPARATORS: Final = frozenset({";", "|", "||", "&&", "&", "`"})


class ScriptHighlighter(QSyntaxHighlighter):
    """Colours the text of an editor as a script of a type; placeholders stand out from strings too."""

    def __init__(self, editor: QPlainTextEdit, command_type: CommandType) -> None:
        super().__init__(editor)
        self._type = command_type
        self._document = document = editor.document()
        self._text = ""
        self._lines: list[list[Span]] = []
        self._changed: set[int] = set()
        self._is_painting = False
        self._reading: Iterator[Span] | None = None
        self._found: list[Span] = []
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._work_slice)
        # Before Qt's own slot: short texts are read by the time it asks for their colours.
        document.contentsChange.connect(self._begin)
        self.setDocument(document)
        document.contentsChanged.connect(self._on_changed)
        listen(editor, theme.changed, lambda _theme: self.rehighlight())
        self.set_type(command_type)

    def set_type(self, command_type: CommandType) -> None:
        """Colour as another language."""
        self._type = command_type
        self._text = ""
        self._begin()
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        """Colour one line from what was read."""
        number = self.currentBlock().blockNumber()
        spans = self._lines[number] if number < len(self._lines) else []
        for start, length, role in spans:
            self._colour(text, start, start + length, role)
        for place in templating.find(text):
            role = "mark_secret_text" if place.hidden else "mark_param_text"
            self._colour(text, place.start, place.end, role)

    def is_reading(self) -> bool:
        """Whether colours of a long script are still on their way."""
        return self._reading is not None or bool(self._changed)

    def _colour(self, text: str, start: int, end: int, role: str) -> None:
        style = QTextCharFormat()
        style.setForeground(current().colour(role))
        style.setFontItalic(role == "code_comment")
        first = units(text, start)
        self.setFormat(first, units(text, min(end, len(text))) - first, style)

    def _on_changed(self) -> None:
        if self._changed and self._reading is None and not self._is_painting:
            self._paint_changed(time.perf_counter() + SLICE_S)

    def _begin(self, *_change: int) -> None:
        text = self._document.toPlainText()
        if text == self._text and self._lines:
            return
        self._text = text
        self._found = []
        self._reading = script_spans(text, self._type)
        if len(text) <= AT_ONCE_CHARACTERS:
            self._found.extend(self._reading)
            self._done()
        else:
            self._timer.start()

    def _work_slice(self) -> None:
        stop = time.perf_counter() + SLICE_S
        for span in self._reading or ():
            self._found.append(span)
            if time.perf_counter() > stop:
                return
        if self._reading is not None:
            self._done()
        self._paint_changed(stop)

    def _done(self) -> None:
        self._reading = None
        earlier, self._lines = self._lines, _by_line(self._text, self._found)
        self._changed.update(
            number
            for number, spans in enumerate(self._lines)
            if number >= len(earlier) or earlier[number] != spans
        )

    def _paint_changed(self, stop: float) -> None:
        self._is_painting = True  # it counts as a change of contents
        cursor = QTextCursor(self._document)
        cursor.beginEditBlock()  # so that it counts once
        while self._changed and time.perf_counter() < stop:
            block = self._document.findBlockByNumber(self._changed.pop())
            if block.isValid():
                self.rehighlightBlock(block)
        cursor.endEditBlock()
        self._is_painting = False
        if self._changed:
            self._timer.start()
        else:
            self._timer.stop()


def script_spans(text: str, command_type: CommandType) -> Iterator[Span]:
    """Yield (start, length, colour role) of everything in a script that has a colour."""
    lexer_class = _LEXERS.get(command_type, BashLexer)
    lexer = lexer_class(stripnl=False, ensurenl=False)
    is_command = _command_finder()
    # Some rules of the lexers ask for the end of the line, which the last line need not have.
    for start, kind, value in lexer.get_tokens_unprocessed(f"{text}\n"):
        role = _role_of(kind, value)
        if is_command(kind, value) and role is None and command_type is CommandType.SHELL:
            role = "code_command"
        if role:
            yield start, len(value), role


def code_spans(text: str, lexer: Lexer) -> Iterator[Span]:
    """Yield (start, length, colour role) of everything in a text of another language."""
    for start, kind, value in lexer.get_tokens_unprocessed(text):
        if role := _role_of(kind, value):
            yield start, len(value), role


def _role_of(kind: _TokenType, value: str) -> str | None:
    for group, role in _ROLES:
        if _is(kind, group):
            # An assigned name is no use of a variable.
            is_assigned = role == "code_variable" and kind is Name.Variable
            return None if is_assigned and _ASSIGNED.match(value) else role
    return None


def _is(kind: _TokenType, group: _TokenType) -> bool:
    return kind[: len(group)] == group


def _command_finder() -> Callable[[_TokenType, str], bool]:
    """Tell for token after token of a shell script whether it is the word that names a command."""
    expecting = True
    is_sum = False
    earlier = ""

    def is_command(kind: _TokenType, value: str) -> bool:
        nonlocal expecting, is_sum, earlier
        if value == earlier and value in "()":  # `((` begins a sum, where nothing is a command
            is_sum = value == "("
        earlier = value
        if _is(kind, Token.Text.Whitespace):
            expecting = expecting or "\n" in value
            return False
        if _is(kind, Comment):
            expecting = True
            return False
        was_expecting = expecting
        expecting = value in _SEPARATORS or value in _OPENERS
        return (
            was_expecting and not is_sum and kind is Token.Text and bool(_COMMAND_WORD.match(value))
        )

    return is_command


def _by_line(text: str, spans: list[Span]) -> list[list[Span]]:
    lines = text.split("\n")
    made: list[list[Span]] = [[] for _line in lines]
    number = begin = 0
    for start, length, role in spans:
        while start > begin + len(lines[number]):
            begin += len(lines[number]) + 1
            number += 1
        _spread(made, lines, (number, start - begin), length, role)
    return made


def _spread(
    made: list[list[Span]], lines: list[str], place: tuple[int, int], length: int, role: str
) -> None:
    number, start = place
    while length > 0 and number < len(lines):
        here = min(length, len(lines[number]) - start)
        if here > 0:
            made[number].append((start, here, role))
        length -= here + 1
        number, start = number + 1, 0
