"""Escape sequences of terminals: the styles they set, and the text without them.

ECMA-48 names the sequences; colours beyond the first eight are xterm's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

# A place in xterm's palette of 256 (the first eight: black, red, green, yellow, blue, magenta,
# cyan, white; then their bright forms), or red, green and blue of 0 to 255.
Color = int | tuple[int, int, int]

_ESCAPE: Final = re.compile(
    r"\x1b\[(?P<codes>[0-9;:]*)m"  # a style
    r"|\x1b\[[0-?]*[ -/]*(?:[@-~]|\Z)"  # any other control sequence
    r"|\x1b[\]PX^_][^\x1b\a\n]*(?:\a|\x1b\\)?"  # titles, links and other strings, on one line
    r"|\x1b[ -/]*(?:[0-~]|\Z)"  # short ones
)
# What may be the beginning of an escape sequence, or of a line end, at the end of a piece.
_UNFINISHED: Final = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|[\]PX^_][^\x1b\a\n]*\x1b?|[ -/]*)?\Z|\r+\Z")
_OVERSTRUCK: Final = re.compile(r"[^\n\x08]\x08")
_LINE_ENDS: Final = re.compile(r"\r+\n|\r")


class Style(NamedTuple):
    """How a piece of text looks; None stands for the colour that text has anyway."""

    foreground: Color | None = None
    background: Color | None = None
    is_bold: bool = False
    is_faint: bool = False
    is_italic: bool = False
    is_underlined: bool = False
    is_inverse: bool = False
    is_struck: bool = False


class Span(NamedTuple):
    """A piece of text of one style."""

    text: str
    style: Style


PLAIN: Final = Style()

_SWITCHES: Final[dict[int, dict[str, Any]]] = {
    1: {"is_bold": True},
    2: {"is_faint": True},
    3: {"is_italic": True},
    4: {"is_underlined": True},
    7: {"is_inverse": True},
    9: {"is_struck": True},
    22: {"is_bold": False, "is_faint": False},
    23: {"is_italic": False},
    24: {"is_underlined": False},
    27: {"is_inverse": False},
    29: {"is_struck": False},
    39: {"foreground": None},
    49: {"background": None},
    **{30 + color: {"foreground": color} for color in range(8)},
    **{40 + color: {"background": color} for color in range(8)},
    **{90 + color: {"foreground": 8 + color} for color in range(8)},
    **{100 + color: {"background": 8 + color} for color in range(8)},
}
_EXTENDED: Final = {38: "foreground", 48: "background"}


def plain(text: str) -> str:
    """The text without escape sequences; overstruck characters and line ends as in `spans`."""
    return _ESCAPE.sub("", _straightened(text))


def spans(text: str) -> Iterator[Span]:
    """The text in pieces of one style each, escape sequences left out.

    Cursor movements are left out too, and a lone carriage return becomes a line end: what a
    progress bar wrote over itself stays readable.
    """
    return _styled(_straightened(text), PLAIN)


class AnsiReader:
    """Reads a text that arrives piece by piece; the style goes on from piece to piece."""

    def __init__(self) -> None:
        self._style = PLAIN
        self._rest = ""

    def read(self, text: str) -> list[Span]:
        """The spans of what is complete; the beginning of a sequence waits for its end."""
        text = self._rest + text
        unfinished = _UNFINISHED.search(text)
        end = unfinished.start() if unfinished else len(text)
        text, self._rest = text[:end], text[end:]
        found = list(_styled(_straightened(text), self._style, ends=True))
        if found:
            self._style = found.pop().style
        return found


def _styled(text: str, style: Style, *, ends: bool = False) -> Iterator[Span]:
    """The spans of a text that begins in a style; with `ends`, an empty one with the last style."""
    start = 0
    for escape in _ESCAPE.finditer(text):
        if escape.start() > start:
            yield Span(text[start : escape.start()], style)
        if (codes := escape["codes"]) is not None:
            style = _restyled(style, codes)
        start = escape.end()
    if start < len(text):
        yield Span(text[start:], style)
    if ends:
        yield Span("", style)


def _straightened(text: str) -> str:
    if "\x08" in text:
        text = _OVERSTRUCK.sub("", text).replace("\x08", "")
    return _LINE_ENDS.sub("\n", text) if "\r" in text else text


def _restyled(style: Style, codes: str) -> Style:
    numbers = [int(code or 0) for code in codes.replace(":", ";").split(";")]
    while numbers:
        code = numbers.pop(0)
        if code == 0:
            style = PLAIN
        elif code in _EXTENDED:
            color, used = _extended_color(numbers)
            numbers = numbers[used:]
            change: dict[str, Any] = {} if color is None else {_EXTENDED[code]: color}
            style = style._replace(**change)
        else:
            style = style._replace(**_SWITCHES.get(code, {}))
    return style


def _extended_color(numbers: Sequence[int]) -> tuple[Color | None, int]:
    """The colour that follows a 38 or 48, and how many numbers it took."""
    match numbers:
        case [5, index, *_] if index < 256:
            return index, 2
        case [2, red, green, blue, *_] if max(red, green, blue) < 256:
            return (red, green, blue), 4
        case _:
            return None, len(numbers)
