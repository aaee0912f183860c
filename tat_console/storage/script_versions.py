"""Earlier states of scripts: texts kept once under their SHA-256, and a log for each script.

They live in the program's own folder and not beside the scripts, which may be a git checkout.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

import msgspec

from tat_console.ports.library import ScriptVersion, VersionTexts
from tat_console.storage.whole_files import write_whole
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _

_LOG_SUFFIX: Final = ".jsonl"


class _Head(msgspec.Struct, frozen=True):
    """The first line of a log: whose it is."""

    folder: str
    path: str


class ScriptVersions:
    """The versions of the scripts of one library folder."""

    def __init__(self, state: Path, folder: Path) -> None:
        self._texts = state / "texts"
        self._logs = state / "logs"
        self._folder = str(folder)

    def keep(
        self, path: str, content: bytes, settings_text: bytes, note: str, now: datetime
    ) -> None:
        """Keep a state of a script, unless it is the one that was kept last."""
        version = ScriptVersion(
            at=now,
            note=note,
            content_sha256=self._keep_text(content),
            settings_sha256=self._keep_text(settings_text),
        )
        last = next(iter(self.of(path)), None)
        if last is None or _texts_of(last) != _texts_of(version):
            self._append(path, version)

    def of(self, path: str) -> list[ScriptVersion]:
        """The versions of a script, newest first; lines that make no sense are passed over."""
        log = self._log(path)
        if not log.exists():
            return []
        _head, *lines = log.read_bytes().splitlines() or [b""]
        return list(_readable(reversed(lines)))

    def texts(self, version: ScriptVersion) -> VersionTexts:
        """What a version held; raises ConsoleError where its text is gone or damaged."""
        return VersionTexts(
            content=self._text(version.content_sha256),
            settings_text=self._text(version.settings_sha256) if version.settings_sha256 else b"",
        )

    def move(self, path: str, new_path: str) -> None:
        """Let the versions of a script follow it to its new name, before those it finds there."""
        if not self._log(path).exists():
            return
        both = [*reversed(self.of(path)), *reversed(self.of(new_path))]
        both.sort(key=lambda version: version.at)
        write_whole(self._log(new_path), b"".join([self._head(new_path), *map(_line, both)]))
        self._log(path).unlink()

    def paths(self) -> list[str]:
        """The paths of all scripts of this folder that ever had a version."""
        found = []
        for log in self._logs.glob(f"*{_LOG_SUFFIX}"):
            with log.open("rb") as file:
                line = file.readline()
            try:
                head = msgspec.json.decode(line, type=_Head)
            except msgspec.DecodeError:
                continue
            if head.folder == self._folder:
                found.append(head.path)
        return sorted(found)

    def _head(self, path: str) -> bytes:
        return _line(_Head(self._folder, path))

    def _log(self, path: str) -> Path:
        name = sha256(f"{self._folder}\0{path}".encode("utf-8", "surrogatepass")).hexdigest()
        return self._logs / f"{name}{_LOG_SUFFIX}"

    def _append(self, path: str, version: ScriptVersion) -> None:
        log = self._log(path)
        log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with log.open("ab+") as file:
            if not file.tell():
                file.write(self._head(path))
            elif not _ends_line(log):
                file.write(b"\n")  # the last write was cut off
            file.write(_line(version))
            file.flush()
            os.fsync(file.fileno())

    def _keep_text(self, text: bytes) -> str:
        if not text:
            return ""
        name = sha256(text).hexdigest()
        place = self._texts / name[:2] / name
        if not place.exists():
            write_whole(place, text)
        return name

    def _text(self, name: str) -> bytes:
        if not name:
            return b""
        try:
            text = (self._texts / name[:2] / name).read_bytes()
        except OSError:
            text = b""
        if sha256(text).hexdigest() == name:
            return text
        raise ConsoleError(
            _("This version cannot be shown."),
            _("Its text is gone from the program's folder, or it was changed there."),
            _("The other versions are not concerned."),
        )


def _texts_of(version: ScriptVersion) -> tuple[str, str]:
    return version.content_sha256, version.settings_sha256


def _line(value: msgspec.Struct) -> bytes:
    return msgspec.json.encode(value) + b"\n"


def _ends_line(log: Path) -> bool:
    with log.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


def _readable(lines: Iterator[bytes]) -> Iterator[ScriptVersion]:
    for line in lines:
        try:
            yield msgspec.json.decode(line, type=ScriptVersion)
        except msgspec.DecodeError:
            continue
