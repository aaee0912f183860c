"""The library of local scripts: a folder of plain files, which may be a git checkout."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final, TypeVar

from tat_console.ports.library import (
    TYPE_OF_SUFFIX,
    ChangedOutside,
    ExchangeReport,
    LibraryScript,
    ScriptSettings,
    ScriptVersion,
    Shelf,
    VersionTexts,
)
from tat_console.storage.script_exchange import collected, exported
from tat_console.storage.script_files import (
    ScriptFiles,
    checked_path,
    read_if_there,
    settings_file,
    stamp_of,
    suffix_of,
)
from tat_console.storage.script_settings import without_secrets, write_settings
from tat_console.storage.script_versions import ScriptVersions
from tat_console.storage.whole_files import write_whole
from tat_console.support.clock import Clock
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _

T = TypeVar("T")

_SHARED_FILE_MODE: Final = 0o644


def opener(state: Path, clock: Clock) -> Callable[[Path], FolderLibrary]:
    """What opens a folder as a library whose versions are kept under `state`."""
    return lambda folder: FolderLibrary(folder, state, clock)


class FolderLibrary:
    """Keeps what `tat_console.ports.library.ScriptLibrary` asks for.

    Versions are kept under `state`, never beside the scripts. Files are touched in one thread at a
    time; nothing in a folder whose name begins with a dot is ever touched.
    """

    def __init__(self, folder: Path, state: Path, clock: Clock) -> None:
        self.folder = folder
        self._files = ScriptFiles(folder)
        self._versions = ScriptVersions(state, folder)
        self._clock = clock
        self._turn = asyncio.Lock()

    async def make_folder(self) -> None:
        """Make the folder itself where it is not there."""
        await self._do(lambda: self.folder.mkdir(parents=True, exist_ok=True))

    async def read(self) -> Shelf:
        """Everything in the folder as it is now; never raises for what is wrong in it."""
        return await self._do(self._files.read)

    async def save(
        self,
        path: str,
        content: bytes,
        settings: ScriptSettings,
        *,
        stamp: str | None,
        note: str = "",
    ) -> LibraryScript:
        """Write a script and its settings, and keep a version.

        `stamp` is that of the script as it was read, "" for a new one, None to overwrite whatever
        is there; whatever is overwritten is a version first. Raises ChangedOutside.
        """

        def work() -> LibraryScript:
            earlier = self._check_before_writing(path, stamp)
            text = write_settings(without_secrets(settings, content), earlier)
            self._write(path, content, text, note)
            return self._files.script(path)

        return await self._do(work)

    async def move(self, path: str, new_path: str) -> LibraryScript:
        """Give a script another name or group; its versions go with it."""

        def work() -> LibraryScript:
            self._check_free(new_path, moved=path)
            old, new = self._place(path), self._place(new_path)
            new.parent.mkdir(parents=True, exist_ok=True)
            self._keep_what_is_there(path)
            if settings_file(old).exists() and not self._shares_settings(path):
                settings_file(old).rename(settings_file(new))
            old.rename(new)
            self._versions.move(path, new_path)
            return self._files.script(new_path)

        return await self._do(work)

    async def remove(self, path: str) -> None:
        """Delete a script and its settings; its last state stays as a version."""

        def work() -> None:
            self._keep_what_is_there(path)
            shared = self._shares_settings(path)
            self._place(path).unlink(missing_ok=True)
            if not shared:
                settings_file(self._place(path)).unlink(missing_ok=True)

        await self._do(work)

    async def add_group(self, group: str) -> None:
        """Make a folder."""
        checked_path(f"{group}/script.sh")
        await self._do(lambda: (self.folder / group).mkdir(parents=True, exist_ok=True))

    async def versions(self, path: str) -> list[ScriptVersion]:
        """The versions of a script, newest first."""
        return await self._do(lambda: self._versions.of(path))

    async def version(self, version: ScriptVersion) -> VersionTexts:
        """What a version held."""
        return await self._do(lambda: self._versions.texts(version))

    async def restore(self, path: str, version: ScriptVersion) -> LibraryScript:
        """Bring a version back; what was there becomes a version."""

        def work() -> LibraryScript:
            texts = self._versions.texts(version)
            if not self._place(path).exists():
                self._check_free(path)
            self._keep_what_is_there(path)
            note = _("Brought back from {time}").format(time=f"{version.at:%Y-%m-%d %H:%M} UTC")
            self._write(path, texts.content, texts.settings_text, note)
            return self._files.script(path)

        return await self._do(work)

    async def removed(self) -> list[str]:
        """The paths of scripts that have versions and are no longer there."""
        return await self._do(
            lambda: [path for path in self._versions.paths() if not self._place(path).exists()]
        )

    async def export(self, paths: Iterable[str], target: Path) -> ExchangeReport:
        """Copy scripts with their settings into a new folder, or a zip file if named so."""
        wanted = tuple(paths)
        return await self._do(lambda: exported(self.folder, wanted, target))

    async def take_in(self, source: Path, group: str = "") -> ExchangeReport:
        """Copy the scripts of a folder, a zip file or a single script file into a group.

        One that is there already is passed over; another of the same name gets a number.
        """

        def work() -> ExchangeReport:
            found, problems = collected(source)
            done = []
            for each in found:
                path = f"{group}/{each.path}" if group else each.path
                if self._has(path, each.content):
                    text = _("“{path}” is in the library already.")
                    problems.append(text.format(path=path))
                    continue
                path = self._free_path(path)
                self._write(path, each.content, each.settings_text, _("Imported"))
                done.append(path)
            return ExchangeReport(done=tuple(done), problems=tuple(problems))

        return await self._do(work)

    async def _do(self, work: Callable[[], T]) -> T:
        async with self._turn:
            return await asyncio.to_thread(_explained, work, self.folder)

    def _place(self, path: str) -> Path:
        return self.folder / checked_path(path)

    def _check_before_writing(self, path: str, stamp: str | None) -> bytes:
        """The settings text that is there; raises ConsoleError where nothing may be written."""
        place = self._place(path)
        if not self.folder.is_dir():
            raise _no_folder(self.folder)
        if place.is_symlink() or settings_file(place).is_symlink():
            raise ConsoleError(
                _("The script was not saved."),
                _("“{path}” is a link to another file.").format(path=path),
                _("Save under another name, or change the file that the link points to."),
            )
        there = place.exists()
        if not there and not stamp:
            self._check_free(path)
        content, text = read_if_there(place), read_if_there(settings_file(place))
        if stamp is not None and stamp != (stamp_of(content, text) if there else ""):
            raise ChangedOutside(self._files.script(path) if there else None, path)
        self._keep_what_is_there(path)
        return text

    def _check_free(self, path: str, moved: str = "") -> None:
        """Raise ConsoleError where another script has the name, or would share the settings."""
        place = self._place(path)
        wanted = place.stem.casefold()
        own = self._place(moved) if moved else None
        for other in place.parent.iterdir() if place.parent.is_dir() else ():
            is_script = suffix_of(other.name) in TYPE_OF_SUFFIX
            if is_script and other.stem.casefold() == wanted and other != own:
                raise ConsoleError(
                    _("The name is taken."),
                    _("There is “{name}” already, in this group.").format(name=other.name),
                    _("Choose another name."),
                )

    def _shares_settings(self, path: str) -> bool:
        place = self._place(path)
        return any(
            suffix_of(other.name) in TYPE_OF_SUFFIX and other != place
            for other in place.parent.glob("*")
            if other.stem == place.stem
        )

    def _keep_what_is_there(self, path: str) -> None:
        """Make a version of the files as they are, unless it is the last one."""
        place = self._place(path)
        content, text = read_if_there(place), read_if_there(settings_file(place))
        if content or text:
            now = self._clock.now()
            self._versions.keep(path, content, text, _("As it was found"), now)

    def _write(self, path: str, content: bytes, settings_text: bytes, note: str) -> None:
        self._versions.keep(path, content, settings_text, note, self._clock.now())
        place = self._place(path)
        write_whole(place, content, mode=_SHARED_FILE_MODE)
        if settings_text != read_if_there(settings_file(place)):
            write_whole(settings_file(place), settings_text, mode=_SHARED_FILE_MODE)

    def _has(self, path: str, content: bytes) -> bool:
        place = self._place(path)
        return place.is_file() and read_if_there(place) == content

    def _free_path(self, path: str) -> str:
        head, dot, suffix = path.rpartition(".")
        number = 1
        candidate = path
        while True:
            try:
                self._check_free(candidate)
            except ConsoleError:
                number += 1
                candidate = f"{head} {number}{dot}{suffix}"
            else:
                return candidate


def _explained(work: Callable[[], T], folder: Path) -> T:
    try:
        return work()
    except OSError as error:
        raise ConsoleError(
            _("The library could not be read or written."),
            _("{path}: {reason}.").format(
                path=error.filename or folder, reason=error.strerror or error
            ),
            _(
                "Look at the free space of the disk and at the rights of the folder, then try again."
            ),
        ) from error


def _no_folder(folder: Path) -> ConsoleError:
    return ConsoleError(
        _("The script was not saved."),
        _("The folder {folder} is not there.").format(folder=folder),
        _("Connect its disk or choose another folder; your text stays in the editor."),
    )
