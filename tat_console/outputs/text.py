"""What a machine printed, as text: decoded leniently, and told in one line."""

from __future__ import annotations

import codecs
import re
from enum import StrEnum
from typing import Final, NamedTuple

from tat_console.outputs.ansi import plain
from tat_console.support.i18n import _, ngettext

SUMMARY_LENGTH: Final = 200

# Text has line ends, tabs, form feeds, backspaces, bells and escapes, and hardly anything else
# below the blank. A quarter of other bytes is allowed: for lists whose entries end with a zero
# byte, and for the accents of old encodings. Compressed data and programs have about the half.
_NOT_TEXT: Final = bytes({*range(32), 127} - {*b"\a\b\t\n\v\f\r\x1b"})
_MOST_NOT_TEXT: Final = 0.25
_LEAST_CHINESE: Final = 0.9

# In lower case; looked for one by one, which takes a hundredth of the time of one expression.
_TROUBLES: Final = (
    *("error", "fatal", "fail", "exception", "panic", "emerg]", "timed out", "denied", "refused"),
    *("cannot", "can't", "could not", "unable to", "not found", "no such", "not permitted"),
    *("错误", "失败", "无法", "找不到", "拒绝"),
)
_NO_TROUBLES: Final = ("no error", "0 error", "no fail", "0 fail")
_NO_TROUBLE: Final = re.compile(r"\b(?:no|0) (?:error|fail)")


class Encoding(StrEnum):
    """How the bytes of an output were read."""

    UTF_8 = "utf-8"
    GB18030 = "gb18030"
    BINARY = "binary"


class Decoded(NamedTuple):
    """An output as text; `note` tells the user what was odd about it, "" where nothing was."""

    text: str
    encoding: Encoding = Encoding.UTF_8
    note: str = ""


def decode(data: bytes) -> Decoded:
    """The bytes as text; never fails.

    A character cut in two at the end is left off: outputs are cut at a byte count (facts §7.4).
    What is not UTF-8 is read as GB18030 where that is plainly what it is, else each bad byte shows
    as �. What is no text at all gives no text, only a note.
    """
    try:
        text = _decoded(data, "utf-8", "strict")
    except UnicodeDecodeError:
        return _decoded_otherwise(data)
    return _binary(data) if _is_binary(data, 0) else Decoded(text)


def summary(text: str, *, failed: bool = False) -> str:
    """The line that tells most of a text, for a table: "" where every line is blank.

    That is the last line, for scripts end with their result; of a task that failed it is the first
    line that names a trouble, for what comes after the first is often only its consequence.
    """
    text = plain(text).strip()
    line = _troubled_line(text) if failed else ""
    return _shortened(" ".join((line or text.rpartition("\n")[2]).split()))


def summary_of(data: bytes, *, failed: bool = False) -> str:
    """The summary of an output's bytes; of what is no text, the note that says so."""
    decoded = decode(data)
    return summary(decoded.text, failed=failed) or decoded.note


def names_trouble(text: str) -> bool:
    """Whether a text names a trouble anywhere, as the summary of a failed task looks for it."""
    return bool(_trouble_places(text.lower()))


def _decoded_otherwise(data: bytes) -> Decoded:
    if (chinese := _chinese(data)) is not None:
        return Decoded(chinese, Encoding.GB18030, _("This is not UTF-8; it was read as GB18030."))
    text = _decoded(data, "utf-8", "replace")
    broken = text.count("\ufffd")
    if _is_binary(data, broken):
        return _binary(data)
    note = ngettext(
        "{count} place is not valid UTF-8 and is shown as �.",
        "{count} places are not valid UTF-8 and are shown as �.",
        broken,
    )
    return Decoded(text, note=note.format(count=broken))


def _decoded(data: bytes, encoding: str, errors: str) -> str:
    return codecs.getincrementaldecoder(encoding)(errors).decode(data, final=False)


def _chinese(data: bytes) -> str | None:
    """The bytes read as GB18030, or None where they are not plainly Chinese text.

    Nearly any bytes can be read so, but then give rare characters; text is nearly all GB 2312.
    """
    try:
        text = _decoded(data, "gb18030", "strict")
    except UnicodeDecodeError:
        return None
    foreign = [character for character in text if character > "\x7f"]
    common = len("".join(foreign).encode("gb2312", "ignore")) // 2
    if _is_binary(data, 0) or common < len(foreign) * _LEAST_CHINESE:
        return None
    return text


def _is_binary(data: bytes, broken: int) -> bool:
    odd = len(data) - len(data.translate(None, _NOT_TEXT)) + broken
    return odd > len(data) * _MOST_NOT_TEXT


def _binary(data: bytes) -> Decoded:
    note = ngettext(
        "This is {count} byte that is no text. Save it to a file to use it.",
        "These are {count} bytes that are no text. Save them to a file to use them.",
        len(data),
    )
    return Decoded("", Encoding.BINARY, note.format(count=len(data)))


def _troubled_line(text: str) -> str:
    """The first line that names a trouble, "" where none does."""
    lowered = text.lower()
    places = _trouble_places(lowered)
    return text.split("\n")[lowered.count("\n", 0, min(places))] if places else ""


def _trouble_places(lowered: str) -> list[int]:
    """Where each of the words is first, of those that are there."""
    if any(phrase in lowered for phrase in _NO_TROUBLES):
        # As long as before, so that places stay what they are.
        lowered = _NO_TROUBLE.sub(lambda match: " " * len(match[0]), lowered)
    return [place for word in _TROUBLES if (place := lowered.find(word)) >= 0]


def _shortened(line: str) -> str:
    return line if len(line) <= SUMMARY_LENGTH else line[: SUMMARY_LENGTH - 1] + "…"
