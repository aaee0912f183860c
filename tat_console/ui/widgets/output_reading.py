"""How the bytes of an output are read: as what encoding, and in which steps."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import Final

from tat_console.outputs.lines import ByteLines, Lines, next_trouble
from tat_console.outputs.text import Encoding, decode

_SAMPLE_BYTES: Final = 65_536
_LEAST_BINARY_BYTES: Final = 32


def encoding_of(data: bytes) -> tuple[Encoding, str]:
    """How an output is to be read, and what is odd about it; a few bytes are always text."""
    decoded = decode(data[:_SAMPLE_BYTES])
    is_short = len(data) < _LEAST_BINARY_BYTES and b"\0" not in data
    if decoded.encoding is Encoding.UTF_8 or (is_short and decoded.encoding is Encoding.BINARY):
        return Encoding.UTF_8, ""
    if decoded.encoding is Encoding.BINARY:
        return Encoding.BINARY, decode(data).note if len(data) <= _SAMPLE_BYTES else decoded.note
    return decoded.encoding, decoded.note


def codec_of(encoding: Encoding) -> str:
    """The name Python has for an encoding; bytes are looked at as UTF-8."""
    return "utf-8" if encoding is Encoding.BINARY else encoding.value


def decoder_of(encoding: Encoding) -> codecs.IncrementalDecoder:
    """Reads an output that comes in pieces; wrong bytes become �."""
    return codecs.getincrementaldecoder(codec_of(encoding))("replace")


def all_found(lines: ByteLines) -> Iterator[int]:
    """Find all lines, in steps that are counted."""
    step = 0
    while lines.find_more():
        yield step
        step += 1


def around(lines: Lines, start: int) -> Iterator[int | None]:
    """Troubles from a line on, then from the first one."""
    yield from next_trouble(lines, start)
    yield from next_trouble(lines, 0)
