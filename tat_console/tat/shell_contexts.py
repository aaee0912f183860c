"""Finds in which quotes of a shell script each placeholder stands, the way bash reads it.

A scanner, not a parser: it knows quotes, comments, here-documents, `$(…)`, `${…}`, `$((…))` and
backticks, nested in each other. What it cannot know is what a command does with its words: a value
that `eval` or `sh -c` reads again is not looked at twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tat_console.tat import templating
from tat_console.tat.quote_context import Context, HereEnd, Quote
from tat_console.tat.templating import Placeholder

_OPENINGS: Final = r"\$\(\(|\$\(|\$\{|`"
_COMMAND_TOKENS: Final = re.compile(
    rf"""\\.|\$'|\$"|{_OPENINGS}|'|"|[<>]\(|<<<|<<|(?<![^\s;&|()])\(\(|\(|\)"""
    r"""|(?<![^\s;&|()`])\#|\n|(?<![^\s;&|(`])(?:case|esac)(?![^\s;&|)])""",
    re.DOTALL,
)
_TOKENS: Final = {
    Quote.NONE: _COMMAND_TOKENS,
    Quote.SUBSTITUTION: _COMMAND_TOKENS,
    Quote.BACKTICKS: _COMMAND_TOKENS,
    Quote.SINGLE: re.compile("'"),
    Quote.ANSI_C: re.compile(r"\\.|'", re.DOTALL),
    Quote.DOUBLE: re.compile(rf'\\.|"|{_OPENINGS}', re.DOTALL),
    Quote.HERE_EXPANDED: re.compile(rf"\\.|{_OPENINGS}", re.DOTALL),
    Quote.ARITHMETIC: re.compile(rf"{_OPENINGS}|\(|\)\)|\)"),
    Quote.EXPANSION: re.compile(rf"""\\.|\}}|'|"|{_OPENINGS}""", re.DOTALL),
    Quote.COMMENT: re.compile(r"\n|`"),
}
_OPENED_BY: Final = {
    "$((": Quote.ARITHMETIC,
    "((": Quote.ARITHMETIC,
    "$(": Quote.SUBSTITUTION,
    "<(": Quote.SUBSTITUTION,
    ">(": Quote.SUBSTITUTION,
    "${": Quote.EXPANSION,
    "'": Quote.SINGLE,
    '"': Quote.DOUBLE,
    '$"': Quote.DOUBLE,
    "$'": Quote.ANSI_C,
    "#": Quote.COMMENT,
}
_BEFORE_COMMAND: Final = re.compile(r"(?:^|[;&|(`{!)]|(?:^|\s)(?:then|do|else))[ \t]*$")
_HERE_WORD: Final = re.compile(r"(-?)[ \t]*((?:'[^'\n]*'|\"[^\"\n]*\"|\\.|[^\s;&|<>()'\"\\])+)")


@dataclass(slots=True)
class _Frame:
    """One context that is open: parentheses and `case` words inside it that are not yet closed."""

    quote: Quote
    parentheses: int = 0
    cases: int = 0
    end: HereEnd | None = None


@dataclass(frozen=True, slots=True)
class _Here:
    """A here-document whose text begins on the next line."""

    end: HereEnd
    expands: bool


def contexts(script: str) -> tuple[Context, ...]:
    """The context of each placeholder of a shell script, in order of position."""
    return _Scanner(script).scanned()


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text = text
        self._places = list(templating.find(text))
        self._next_place = 0
        self._at = 0
        self._stack = [_Frame(Quote.NONE)]
        self._heres: list[_Here] = []
        self._found: list[Context] = []
        self._steps: dict[Quote, Callable[[str], None]] = {
            Quote.NONE: self._command,
            Quote.SUBSTITUTION: self._command,
            Quote.BACKTICKS: self._command,
            Quote.SINGLE: self._quoted,
            Quote.ANSI_C: self._quoted,
            Quote.DOUBLE: self._quoted,
            Quote.HERE_EXPANDED: self._quoted,
            Quote.ARITHMETIC: self._arithmetic,
            Quote.EXPANSION: self._expansion,
            Quote.COMMENT: self._comment,
        }

    def scanned(self) -> tuple[Context, ...]:
        self._scan(len(self._text))
        return tuple(self._found)

    @property
    def _place(self) -> Placeholder | None:
        return self._places[self._next_place] if self._next_place < len(self._places) else None

    def _scan(self, limit: int) -> None:
        while self._at < limit:
            quote = self._stack[-1].quote
            match = _TOKENS[quote].search(self._text, self._at, limit)
            place = self._place
            if place is not None and place.start < (match.end() if match else limit):
                self._take(place)
            elif match is None:
                self._at = limit
            else:
                self._at = match.end()
                self._steps[quote](match[0])

    def _take(self, place: Placeholder) -> None:
        """Note a placeholder; a token that reaches into it, such as `${`, is none."""
        self._note(place, self._stack[-1].quote, self._stack[:-1])
        self._at = place.end

    def _note(self, place: Placeholder, quote: Quote, outer: list[_Frame]) -> None:
        if quote is Quote.SUBSTITUTION:  # a command inside: nothing is quoted there yet
            quote, outer = Quote.NONE, [*outer, _Frame(quote)]
        context = Context(
            placeholder=place,
            quote=quote,
            enclosing=tuple(frame.quote for frame in outer if frame.quote is not Quote.NONE),
            ends=tuple(frame.end for frame in self._stack if frame.end),
        )
        self._found.append(context)
        self._next_place += 1

    def _open(self, token: str) -> bool:
        """Open what a token opens; whether it opened something."""
        if token == "`":
            self._backtick()
        elif token in _OPENED_BY:
            self._stack.append(_Frame(_OPENED_BY[token]))
        else:
            return False
        return True

    def _backtick(self) -> None:
        """A backtick ends the nearest one that is open, whatever is open inside it."""
        quotes = [frame.quote for frame in self._stack]
        if Quote.BACKTICKS in quotes:
            last = len(quotes) - 1 - quotes[::-1].index(Quote.BACKTICKS)
            del self._stack[last:]
        else:
            self._stack.append(_Frame(Quote.BACKTICKS))

    def _command(self, token: str) -> None:
        frame = self._stack[-1]
        match token:
            case "<<":
                self._begin_here()
            case "\n":
                self._read_heres()
            case "(":
                frame.parentheses += 1
            case ")":
                self._close_parenthesis(frame)
            case "case":
                frame.cases += self._begins_command(self._at - len(token))
            case "esac":
                frame.cases = max(0, frame.cases - 1)
            case _:
                self._open(token)

    def _begins_command(self, at: int) -> bool:
        """Whether a word stands where a command begins, so that `echo case` opens nothing."""
        line = self._text[self._text.rfind("\n", 0, at) + 1 : at]
        return _BEFORE_COMMAND.search(line) is not None

    def _close_parenthesis(self, frame: _Frame) -> None:
        if frame.parentheses:
            frame.parentheses -= 1
        elif frame.quote is Quote.SUBSTITUTION and not frame.cases:
            self._stack.pop()

    def _quoted(self, token: str) -> None:
        """Quotes and here-documents: their own sign closes them, `$` and backticks open others."""
        if token in ("'", '"'):
            self._stack.pop()
        elif not token.startswith("\\"):
            self._open(token)

    def _arithmetic(self, token: str) -> None:
        frame = self._stack[-1]
        if token == "(":
            frame.parentheses += 1
        elif token == "))" and not frame.parentheses:
            self._stack.pop()
        elif token.startswith(")"):
            self._at -= len(token) - 1
            frame.parentheses = max(0, frame.parentheses - 1)
        else:
            self._open(token)

    def _expansion(self, token: str) -> None:
        if token == "}":
            self._stack.pop()
        elif not token.startswith("\\"):
            self._open(token)

    def _comment(self, token: str) -> None:
        is_over = token == "\n" or any(frame.quote is Quote.BACKTICKS for frame in self._stack)
        if is_over:
            self._stack.pop()
            self._at -= len(token)  # what ends it means something to the command around it

    def _begin_here(self) -> None:
        match = _HERE_WORD.match(self._text, self._at)
        if match is None:
            return
        word = re.sub(r"\\(.)", r"\1", match[2].replace("'", "").replace('"', ""))
        is_quoted = any(sign in match[2] for sign in "'\"\\")
        self._heres.append(_Here(HereEnd(word, strips_tabs=match[1] == "-"), not is_quoted))
        place = self._place
        self._at = min(match.end(), place.start) if place else match.end()

    def _read_heres(self) -> None:
        heres, self._heres = self._heres, []
        for here in heres:
            end, after = self._end_of(here.end)
            depth = len(self._stack)
            quote = Quote.HERE_EXPANDED if here.expands else Quote.HERE_LITERAL
            self._stack.append(_Frame(quote, end=here.end))
            if here.expands:
                self._scan(end)
            while (place := self._place) is not None and place.start < end:
                self._note(place, quote, self._stack[:depth])
            del self._stack[depth:]
            self._at = after

    def _end_of(self, end: HereEnd) -> tuple[int, int]:
        """Where the text of a here-document stops, and where the script goes on."""
        start = self._at
        while start < len(self._text):
            stop = self._text.find("\n", start)
            stop = len(self._text) if stop < 0 else stop
            if end.is_line(self._text[start:stop]):
                return start, stop
            start = stop + 1
        return len(self._text), len(self._text)
