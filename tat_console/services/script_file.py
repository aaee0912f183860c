"""Scripts that come from files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tat_console.services.draft_scripts import MARK, Opened, mended, unix_text
from tat_console.services.drafts import Draft
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _
from tat_console.tat import limits
from tat_console.tat.statuses import CommandType

EXTENSIONS: Final = {
    ".sh": CommandType.SHELL,
    ".bash": CommandType.SHELL,
    ".ps1": CommandType.POWERSHELL,
    ".bat": CommandType.BAT,
    ".cmd": CommandType.BAT,
    ".txt": CommandType.SHELL,
}
MOST_BYTES: Final = 16 * limits.CONTENT.most
"""Larger files are surely no scripts; those a little too large can be shortened in the editor."""


@dataclass(frozen=True, slots=True)
class FileValue:
    """The content of a file as a value, and a sentence on what it lacks; empty where nothing."""

    text: str
    note: str


def read_script(path: Path) -> Opened:
    """A tab with a file's text, and what is not as in the file.

    Raises ConsoleError where it cannot be read as a script.
    """
    command_type = EXTENSIONS.get(path.suffix.lower(), CommandType.SHELL)
    text, notes = mended(path.name, _read(path), command_type)
    draft = Draft(draft_id="", name=_name(path), content=text, command_type=command_type)
    return Opened(draft=draft, notes=notes)


def read_value(path: Path) -> FileValue:
    """The text of a file for a value, and what of the file is not in it; raises ConsoleError."""
    data = _read(path)
    text = unix_text(data)
    return FileValue(text, "" if text == data else _left_out(path.name, data))


def _left_out(name: str, data: str) -> str:
    """What a value has otherwise than its file: fields hold lines, not bytes."""
    words = []
    if data.startswith(MARK):
        words.append(
            _("“{name}” began with a byte order mark, which was left out.").format(name=name)
        )
    if "\r" in data:
        words.append(
            _("“{name}” had Windows line ends; the value has Unix ones.").format(name=name)
        )
    words.append(
        _("Where every byte matters, give the file in Base64 and let the script decode it.")
    )
    return " ".join(words)


def _read(path: Path) -> str:
    try:
        size_bytes = path.stat().st_size
        data = path.read_bytes() if size_bytes <= MOST_BYTES else b""
    except OSError as error:
        raise ConsoleError(
            _("“{name}” cannot be read.").format(name=path.name),
            f"{error.strerror or error}.",
        ) from error
    if size_bytes > MOST_BYTES:
        raise ConsoleError(
            _("“{name}” is too large for a script.").format(name=path.name),
            _("It has {size:,} bytes; the service takes 64 KB.").format(size=size_bytes),
        )
    return _text(path.name, data)


def _name(path: Path) -> str:
    return re.sub(r"[^\w.\-]+", "-", path.stem).strip("-") or "script"


def _text(name: str, data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise ConsoleError(
            _("“{name}” is not UTF-8 text.").format(name=name),
            _("The byte at position {place:,} belongs to no character.").format(place=error.start),
            _("Save it as UTF-8 in another editor, then import it again."),
        ) from error
