"""A folder of scripts as it is on the disk: tolerant reading, strict paths."""

from __future__ import annotations

import os
import re
import stat
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

import msgspec

from tat_console.ports.library import (
    TYPE_OF_SUFFIX,
    LibraryScript,
    ScriptSettings,
    Shelf,
)
from tat_console.storage.script_settings import read_settings
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _
from tat_console.tat.statuses import CommandType

SETTINGS_SUFFIX: Final = ".toml"
LARGEST_BYTES: Final = 1024 * 1024
MOST_SCRIPTS: Final = 5_000
_LONGEST_PART_BYTES: Final = 200
_FORBIDDEN: Final = re.compile(r'[<>:"|?*\\\x00-\x1f\x7f\ud800-\udfff]')
_BOM: Final = b"\xef\xbb\xbf"

_Fingerprint = tuple[int, int, int] | None


def checked_path(path: str) -> str:
    """A script's path inside the library; raises ConsoleError where it can be none.

    Names must do on every system, for the folder may be a shared git checkout.
    """
    parts = path.split("/")
    if suffix_of(path) not in TYPE_OF_SUFFIX:
        what = _("“{path}” must end in .sh, .ps1 or .bat.")
    elif any(not part or part.startswith(".") or part != part.strip() for part in parts):
        what = _("“{path}” has a part that is empty, begins with a dot, or has space around it.")
    elif any(_FORBIDDEN.search(part) or part.endswith(".") for part in parts):
        what = _("“{path}” has a sign that file names cannot have everywhere.")
    elif any(len(part.encode()) > _LONGEST_PART_BYTES for part in parts):
        what = _("“{path}” has a part that is longer than 200 bytes.")
    else:
        return path
    shown = path.encode("utf-8", "replace").decode()
    raise ConsoleError(
        _("A script cannot have this name."),
        what.format(path=shown),
        _("Choose a name of letters, digits, spaces, “_” and “-”."),
    )


def suffix_of(path: str) -> str:
    """The ending that tells the type of a script, in small letters."""
    return Path(path).suffix.lower()


def settings_file(script: Path) -> Path:
    """The settings file beside a script."""
    return script.with_suffix(SETTINGS_SUFFIX)


def stamp_of(content: bytes, settings_text: bytes) -> str:
    """The fingerprint of a script and its settings file."""
    return sha256(sha256(content).digest() + sha256(settings_text).digest()).hexdigest()


def read_if_there(path: Path) -> bytes:
    """The bytes of a file, none where there is no file."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


class ScriptFiles:
    """Reads the scripts of a folder; files that did not change since are not read again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, tuple[tuple[_Fingerprint, _Fingerprint], LibraryScript]] = {}

    def read(self) -> Shelf:
        """Everything in the folder; what is wrong is said and keeps nothing else from being read."""
        if not self._folder.is_dir():
            self._known.clear()
            sentence = _(
                "The folder {folder} is not there. Your scripts may be on a disk that is "
                "not connected; choose the folder again when it is back."
            )
            return Shelf(problems=(sentence.format(folder=self._folder),))
        problems: list[str] = []
        groups: list[str] = []
        paths = list(self._walk(groups, problems))
        if len(paths) > MOST_SCRIPTS:
            text = _("The folder has more than {most} scripts; the others are not shown.")
            problems.append(text.format(most=MOST_SCRIPTS))
        scripts = [self._script(path) for path in paths[:MOST_SCRIPTS]]
        there = set(paths)
        self._known = {path: kept for path, kept in self._known.items() if path in there}
        return Shelf(
            scripts=tuple(_with_collisions(scripts)),
            groups=tuple(groups),
            problems=tuple(problems),
        )

    def script(self, path: str) -> LibraryScript:
        """One script as it is now; raises ConsoleError where there is none."""
        if not (self._folder / path).is_file():
            raise ConsoleError(
                _("The script is not there."),
                _("“{path}” is no longer in the folder.").format(path=path),
            )
        return self._script(path)

    def _walk(self, groups: list[str], problems: list[str]) -> Iterator[str]:
        def note(error: OSError) -> None:
            text = _("The folder {folder} could not be read: {reason}.")
            problems.append(text.format(folder=error.filename, reason=error.strerror))

        for place, folders, files in os.walk(self._folder, onerror=note):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            group = Path(place).relative_to(self._folder).as_posix()
            if group != ".":
                groups.append(group)
            for name in sorted(files):
                if suffix_of(name) in TYPE_OF_SUFFIX and not name.startswith("."):
                    path = name if group == "." else f"{group}/{name}"
                    if not path.isprintable():
                        text = _("The file {path} is passed over: its name cannot be shown.")
                        problems.append(text.format(path=ascii(path)))
                    else:
                        yield path

    def _script(self, path: str) -> LibraryScript:
        place = self._folder / path
        now = _fingerprint(place), _fingerprint(settings_file(place))
        known = self._known.get(path)
        if known is not None and known[0] == now:
            return known[1]
        script = _read(path, place)
        if script.is_readable:
            self._known[path] = (now, script)
        return script


def _fingerprint(path: Path) -> _Fingerprint:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _read(path: str, place: Path) -> LibraryScript:
    command_type = TYPE_OF_SUFFIX[suffix_of(path)]
    try:
        found = place.stat()
        if not stat.S_ISREG(found.st_mode) or found.st_size > LARGEST_BYTES:
            sentence = _("It is no script: it is larger than 1 MB, or no ordinary file.")
            return _unreadable(path, command_type, sentence)
        content = place.read_bytes()
    except OSError as error:
        sentence = _("It could not be read: {reason}.").format(reason=error.strerror)
        return _unreadable(path, command_type, sentence)
    settings, settings_text, problems = _read_settings(settings_file(place))
    return LibraryScript(
        path=path,
        command_type=command_type,
        content=content,
        settings=settings,
        stamp=stamp_of(content, settings_text),
        modified_at=datetime.fromtimestamp(found.st_mtime, UTC),
        problems=(*_content_problems(content, command_type), *problems),
    )


def _unreadable(path: str, command_type: CommandType, sentence: str) -> LibraryScript:
    return LibraryScript(
        path=path, command_type=command_type, problems=(sentence,), is_readable=False
    )


def _read_settings(place: Path) -> tuple[ScriptSettings, bytes, tuple[str, ...]]:
    try:
        text = read_if_there(place)
    except OSError as error:
        sentence = _("Its settings file could not be read: {reason}.")
        return ScriptSettings(), b"", (sentence.format(reason=error.strerror),)
    settings, problems = read_settings(text)
    return settings, text, problems


def _content_problems(content: bytes, command_type: CommandType) -> Iterator[str]:
    try:
        content.decode()
    except UnicodeDecodeError as error:
        text = _("It is not UTF-8: byte {number} in line {line} belongs to no character.")
        line = content.count(b"\n", 0, error.start) + 1
        yield text.format(number=f"0x{content[error.start]:02x}", line=line)
    if b"\0" in content:
        yield _("It holds NUL bytes, so it may be no text at all.")
    if command_type is CommandType.SHELL:
        if b"\r\n" in content:
            yield _("It has Windows line ends (CRLF), on which shells stumble.")
        if content.startswith(_BOM):
            yield _("It begins with a byte order mark, which shells take for a command.")


def _with_collisions(scripts: list[LibraryScript]) -> Iterator[LibraryScript]:
    """Say where two scripts would be one file, or would share one settings file."""
    names = Counter(script.path.casefold() for script in scripts)
    stems = Counter(_stem(script.path) for script in scripts)
    for script in scripts:
        sentence = ""
        if names[script.path.casefold()] > 1:
            sentence = _(
                "Another script has the same name but for capital letters: on Windows and "
                "macOS only one of them can exist."
            )
        elif stems[_stem(script.path)] > 1:
            sentence = _(
                "Another script has the same name with another ending, so both share one "
                "settings file."
            )
        if sentence:
            yield msgspec.structs.replace(script, problems=(*script.problems, sentence))
        else:
            yield script


def _stem(path: str) -> str:
    return path.rpartition(".")[0].casefold()
