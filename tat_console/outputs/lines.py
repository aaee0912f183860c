"""Outputs of any size as lines that are decoded only when they are looked at."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from typing import Final, Protocol

from tat_console.outputs.ansi import plain
from tat_console.outputs.patterns import UserPattern
from tat_console.outputs.text import names_trouble

LONGEST_LINE_BYTES: Final = 8_192
"""Longer lines are cut, or one line without an end could not be shown."""
HEX_BYTES: Final = 16
NUMBERED_BYTES: Final = 24_576
"""As much as the service keeps of an output (facts §4)."""

_BLOCK_LINES: Final = 400
_READ_BYTES: Final = 131_072
_SPECIAL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_NOT_PRINTED: Final = bytes(byte if 32 <= byte < 127 else ord(".") for byte in range(256))


class Lines(Protocol):
    """Lines by their place from 0; `label` is what stands before one, `home` its place in full."""

    def __len__(self) -> int:
        """How many lines there are."""

    def text(self, place: int) -> str:
        """The line, with its escape sequences."""

    def label(self, place: int) -> str:
        """Its number or address."""

    def home(self, place: int) -> int:
        """Its place where nothing is left out."""


class ByteLines:
    """The lines of an output; they are found by and by, as `find_more` is called."""

    def __init__(self, data: bytes = b"", encoding: str = "utf-8") -> None:
        self.data = data
        self._encoding = encoding
        self._starts = array("Q", [0])
        self._found_to = 0

    def __len__(self) -> int:
        """How many lines were found so far."""
        is_open = self._starts[-1] < len(self.data)
        return len(self._starts) - 1 + (is_open and self.is_complete)

    @property
    def is_complete(self) -> bool:
        """Whether all lines were found."""
        return self._found_to >= len(self.data)

    def grow(self, data: bytes) -> None:
        """Take the same output with more at its end."""
        self.data = data

    def find_more(self) -> bool:
        """Find the lines of an eighth of a megabyte more; whether there may be others."""
        end = min(len(self.data), self._found_to + _READ_BYTES)
        start = self._starts[-1]
        while start < end:
            place = self.data.find(b"\n", start, min(end, start + LONGEST_LINE_BYTES + 1))
            if place >= 0:
                start = place + 1
            elif end - start > LONGEST_LINE_BYTES:
                start = self._cut(start + LONGEST_LINE_BYTES)
            else:
                break
            self._starts.append(start)
        self._found_to = end
        return not self.is_complete

    def text(self, place: int) -> str:
        """The line without its end; wrong bytes show as �."""
        start = self._starts[place]
        end = self._starts[place + 1] if place + 1 < len(self._starts) else len(self.data)
        line = self.data[start:end].removesuffix(b"\n")
        return line.decode(self._encoding, "replace").rstrip("\r")

    def plain_texts(self, first: int, end: int) -> list[str] | None:
        """Lines decoded in one go, which is five times as fast; None where that is not the same."""
        stop = self._starts[end] if end < len(self._starts) else len(self.data)
        text = self.data[self._starts[first] : stop].decode(self._encoding, "replace")
        found = text.removesuffix("\n").split("\n")
        return None if len(found) != end - first or _SPECIAL.search(text) else found

    def label(self, place: int) -> str:
        """The number of the line, from 1."""
        return str(place + 1)

    def home(self, place: int) -> int:
        """All lines are here."""
        return place

    def _cut(self, place: int) -> int:
        """The same place, or one before it where a character of UTF-8 would be cut in two."""
        for before in range(4):
            if self.data[place - before] & 0xC0 != 0x80:
                return place - before
        return place


class HexLines:
    """Bytes as numbers, sixteen a line, with the characters they may stand for."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def __len__(self) -> int:
        """How many lines there are."""
        return (len(self.data) + HEX_BYTES - 1) // HEX_BYTES

    def text(self, place: int) -> str:
        """Sixteen numbers in two halves, then the characters."""
        part = self.data[place * HEX_BYTES : (place + 1) * HEX_BYTES]
        half = HEX_BYTES // 2
        first, second = part[:half].hex(" "), part[half:].hex(" ")
        shown = part.translate(_NOT_PRINTED).decode("ascii")
        return f"{first:<23}  {second:<23}  {shown}"

    def label(self, place: int) -> str:
        """The address of the first byte."""
        return f"{place * HEX_BYTES:08x}"

    def home(self, place: int) -> int:
        """All lines are here."""
        return place


def in_numbers(data: bytes) -> str:
    """The beginning of bytes that are no text, as lines with their addresses."""
    lines = HexLines(data[:NUMBERED_BYTES])
    shown = [f"{lines.label(place)}  {lines.text(place)}" for place in range(len(lines))]
    return "\n".join([*shown, "…"] if len(data) > NUMBERED_BYTES else shown)


class PickedLines:
    """Some lines of others, in their order; more can be picked at the end."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self.places = array("Q")

    def __len__(self) -> int:
        """How many were picked."""
        return len(self.places)

    def text(self, place: int) -> str:
        """The line."""
        return self._lines.text(self.places[place])

    def label(self, place: int) -> str:
        """What stands before it among all lines."""
        return self._lines.label(self.places[place])

    def home(self, place: int) -> int:
        """Its place among all lines."""
        return self.places[place]


def matching(lines: Lines, pattern: UserPattern, start: int = 0) -> Iterator[list[int]]:
    """The places of lines in which a match begins, block by block.

    Raises BadPattern where the search takes too long.
    """
    for first, texts in _blocks(lines, start):
        found: list[int] = []
        place, end = first, 0
        block = "\n".join(texts)
        for match in pattern.matches(block):
            place += block.count("\n", end, match.start())
            end = match.start()
            if not found or found[-1] != place:
                found.append(place)
        yield found


def next_trouble(lines: Lines, start: int) -> Iterator[int | None]:
    """The place of the next line from `start` on that names a trouble; None while it seeks."""
    for first, texts in _blocks(lines, start):
        if names_trouble("\n".join(texts)):
            for shift, text in enumerate(texts):
                if names_trouble(text):
                    yield first + shift
                    return
        yield None


def shown_text(lines: Lines) -> str:
    """All lines without escape sequences."""
    return "\n".join(text for _first, texts in _blocks(lines, 0) for text in texts)


def _blocks(lines: Lines, start: int) -> Iterator[tuple[int, Sequence[str]]]:
    for first in range(start, len(lines), _BLOCK_LINES):
        end = min(len(lines), first + _BLOCK_LINES)
        texts = lines.plain_texts(first, end) if isinstance(lines, ByteLines) else None
        if texts is None:
            texts = [_one_line(lines.text(place)) for place in range(first, end)]
        yield first, texts


def _one_line(text: str) -> str:
    """Without escapes; what a progress bar wrote over itself stays on the line."""
    return plain(text.replace("\r", " "))
