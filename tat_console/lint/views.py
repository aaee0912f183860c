"""A shell script as checks want to see it: same length, but without what is no code.

This is no parser. It follows quotes, comments, here-documents and `$(…)` inside strings, which is
enough to tell the words of commands from text that only looks like them.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Final

from tat_console.tat import shell_contexts
from tat_console.tat.findings import Lines, Span
from tat_console.tat.quote_context import Context

_NEXT: Final = re.compile(
    r"""[\\'"#\n()]|\$\(|<<-?[ \t]*(?:'[^'\n]+'|"[^"\n]+"|\\?[A-Za-z_]\w*)|<<<"""
)
_NEXT_IN_STRING: Final = re.compile(r'[\\"]|\$\(')
_WORD_STARTS_AFTER: Final = " \t\n;&|("
_FILLER: Final = "_"
_START: Final = re.compile(
    r"(?m)(?:^|[;&|({!`]"
    r"|\b(?:then|do|else|elif|if|while|until|exec|nohup|time|command|sudo)\b(?=[ \t]))[ \t]*"
    r"(?:[A-Za-z_]\w*=[^\s;()`]*[ \t]+)*"
)


class Script:
    """A shell script with its views; all have the length of `text`."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._blanks: list[tuple[int, int, str]] = []
        _Walk(text, self._blanks).run()

    @cached_property
    def lines(self) -> Lines:
        """Where the lines begin."""
        return Lines(self.text)

    @cached_property
    def contexts(self) -> tuple[Context, ...]:
        """Every placeholder with the quotes around it, in order."""
        return shell_contexts.contexts(self.text)

    @cached_property
    def commands(self) -> str:
        """The text with comments and here-documents as blanks and string contents filled up."""
        return self._without({"comment", "document", "string"})

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where in `commands` the name of a command may stand, behind variables set for it."""
        return tuple(match.end() for match in _START.finditer(self.commands))

    @cached_property
    def spoken(self) -> str:
        """The text with only comments as blanks."""
        return self._without({"comment"})

    def is_arithmetic(self, at: int) -> bool:
        """Whether a place is between double brackets on its line, where bash calculates."""
        return _is_arithmetic(self.commands, at)

    def _without(self, kinds: set[str]) -> str:
        parts: list[str] = []
        end = 0
        for start, stop, kind in self._blanks:
            if kind in kinds:
                gone = self.text[start:stop]
                filler = _FILLER if kind == "string" else " "
                parts += [self.text[end:start], re.sub(r"[^\n]", filler, gone)]
                end = stop
        return "".join([*parts, self.text[end:]])

    def span(self, start: int, end: int) -> Span:
        """The piece between two offsets."""
        return self.lines.span(start, end)


class _Walk:
    """One pass over a script that notes what is comment, string and here-document.

    `_depths` has one number for each string we are inside of: how many brackets the code in its
    `$(…)` has open. An empty list is plain code; -1 on top is the string itself.
    """

    def __init__(self, text: str, blanks: list[tuple[int, int, str]]) -> None:
        self._text = text
        self._blanks = blanks
        self._at = 0
        self._depths: list[int] = []
        self._documents: list[tuple[str, bool]] = []

    def run(self) -> None:
        """Walk to the end of the text."""
        while self._at < len(self._text):
            if self._depths and self._depths[-1] < 0:
                self._through_string()
            else:
                self._through_code()

    def _through_string(self) -> None:
        match = _NEXT_IN_STRING.search(self._text, self._at)
        while match and match[0] == "\\":
            match = _NEXT_IN_STRING.search(self._text, match.end() + 1)
        stop = match.start() if match else len(self._text)
        self._blank(self._at, stop, "string")
        self._at = match.end() if match else stop
        if match and match[0] == '"':
            self._depths.pop()
        elif match:
            self._depths.append(0)

    def _through_code(self) -> None:
        match = _NEXT.search(self._text, self._at)
        if match is None:
            self._at = len(self._text)
            return
        self._at = match.end()
        match match[0]:
            case "\\":
                self._at += 1
            case "'":
                self._single_quoted(match.start())
            case '"':
                self._depths.append(-1)
            case "#":
                self._comment(match.start())
            case "\n":
                self._here_documents()
            case "(" | "$(":
                self._open_bracket()
            case ")":
                self._close_bracket()
            case "<<<":
                pass
            case redirection:
                if not _is_arithmetic(self._text, match.start()):
                    self._documents.append(_terminator(redirection))

    def _single_quoted(self, start: int) -> None:
        escapes = self._text[start - 1 : start] == "$"
        end = re.compile(r"(?:\\.|[^'\\])*" if escapes else r"[^']*", re.DOTALL)
        content = end.match(self._text, self._at)
        stop = content.end() if content else len(self._text)
        self._blank(self._at, stop, "string")
        self._at = stop + 1

    def _comment(self, start: int) -> None:
        if start and self._text[start - 1] not in _WORD_STARTS_AFTER:
            return
        end = self._text.find("\n", start)
        self._at = end if end >= 0 else len(self._text)
        self._blank(start, self._at, "comment")

    def _open_bracket(self) -> None:
        if self._depths:
            self._depths[-1] += 1

    def _close_bracket(self) -> None:
        if not self._depths:
            return
        if self._depths[-1] == 0:
            self._depths.pop()
        else:
            self._depths[-1] -= 1

    def _here_documents(self) -> None:
        for word, tabs in self._documents:
            start = self._at
            indent = r"\t*" if tabs else ""
            pattern = re.compile(rf"^{indent}{re.escape(word)}\r?$", re.MULTILINE)
            end = pattern.search(self._text, start)
            self._at = end.end() if end else len(self._text)
            self._blank(start, end.start() if end else self._at, "document")
        self._documents.clear()

    def _blank(self, start: int, stop: int, kind: str) -> None:
        if stop > start:
            self._blanks.append((start, stop, kind))


def _is_arithmetic(text: str, at: int) -> bool:
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return line.count("((") > line.count("))")


def _terminator(redirection: str) -> tuple[str, bool]:
    """The word that ends a here-document, and whether tabs may stand before it."""
    tabs = redirection.startswith("<<-")
    return redirection.lstrip("<").lstrip("-").strip(" \t'\"\\"), tabs
