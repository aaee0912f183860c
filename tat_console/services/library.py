"""The library of local scripts as the window sees it: read on demand, searched, changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from tat_console.ports.archive import Script
from tat_console.ports.library import (
    SUFFIXES,
    ExchangeReport,
    LibraryScript,
    ScriptLibrary,
    ScriptSettings,
    ScriptVersion,
    Shelf,
    VersionTexts,
)
from tat_console.services.drafts import Draft
from tat_console.services.settings import Settings
from tat_console.support.event import Event
from tat_console.tat import parameter_types, templating
from tat_console.tat.parameter_types import ParameterKind
from tat_console.tat.statuses import CommandType

_NOT_IN_FILE_NAMES: Final = re.compile(r'[<>:"|?*\\/\x00-\x1f\x7f]+')


class Library:
    """The scripts of the chosen folder as they were last read; `changed` fires when that differs.

    Nothing watches the folder: `refresh` is for when the window comes to the front, and costs no
    reading where nothing changed.
    """

    def __init__(
        self,
        settings: Settings,
        open_folder: Callable[[Path], ScriptLibrary],
        default_folder: Path,
    ) -> None:
        self._settings = settings
        self._open_folder = open_folder
        self._default_folder = default_folder
        self._shelf = Shelf()
        self._by_path: dict[str, LibraryScript] = {}
        self._searched: dict[str, tuple[LibraryScript, str]] = {}
        self.changed: Event[None] = Event()
        self._store = open_folder(self._chosen_folder())

    @property
    def folder(self) -> Path:
        """Where the scripts are."""
        return self._store.folder

    @property
    def scripts(self) -> tuple[LibraryScript, ...]:
        """All scripts, by path."""
        return self._shelf.scripts

    @property
    def groups(self) -> tuple[str, ...]:
        """All folders below the folder, the empty ones too."""
        return self._shelf.groups

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong with the folder itself, a sentence each."""
        return self._shelf.problems

    @property
    def tags(self) -> tuple[str, ...]:
        """All tags that are in use."""
        return tuple(sorted({tag for script in self.scripts for tag in script.settings.tags}))

    def get(self, path: str) -> LibraryScript | None:
        """The script of this path."""
        return self._by_path.get(path)

    def search(self, text: str, tags: Iterable[str] = ()) -> list[LibraryScript]:
        """The scripts that have all words somewhere, and all tags; names that match come first."""
        words, wanted = text.casefold().split(), set(tags)
        found = [
            script
            for script in self.scripts
            if wanted <= set(script.settings.tags)
            and all(word in self._searched_text(script) for word in words)
        ]
        return sorted(found, key=lambda each: not _is_named(each, words))

    async def choose(self, folder: Path) -> None:
        """Use another folder from now on."""
        self._settings.set("library_folder", str(folder))
        self._store = self._open_folder(folder)
        await self.refresh()

    async def refresh(self) -> bool:
        """Read the folder again; whether anything differs from what was known."""
        store = self._store
        if store.folder == self._default_folder:
            await store.make_folder()
        shelf = await store.read()
        if store is not self._store or shelf == self._shelf:
            return False
        self._shelf = shelf
        self._by_path = {script.path: script for script in shelf.scripts}
        self._searched = {
            path: kept for path, kept in self._searched.items() if path in self._by_path
        }
        self.changed.emit(None)
        return True

    async def save(
        self,
        path: str,
        content: bytes,
        settings: ScriptSettings,
        *,
        stamp: str | None,
        note: str = "",
    ) -> LibraryScript:
        """Write a script; see ScriptLibrary.save."""
        saved = await self._store.save(path, content, settings, stamp=stamp, note=note)
        await self.refresh()
        return self._by_path.get(path, saved)

    async def move(self, path: str, new_path: str) -> LibraryScript:
        """Give a script another name or group; its versions go with it."""
        moved = await self._store.move(path, new_path)
        await self.refresh()
        return moved

    async def remove(self, path: str) -> None:
        """Delete a script; its versions stay and can bring it back."""
        await self._store.remove(path)
        await self.refresh()

    async def add_group(self, group: str) -> None:
        """Make a folder."""
        await self._store.add_group(group)
        await self.refresh()

    async def versions(self, path: str) -> list[ScriptVersion]:
        """The versions of a script, newest first."""
        return await self._store.versions(path)

    async def version(self, version: ScriptVersion) -> VersionTexts:
        """What a version held: two of them are what a comparison needs."""
        return await self._store.version(version)

    async def restore(self, path: str, version: ScriptVersion) -> LibraryScript:
        """Bring a version back; what was there becomes a version."""
        restored = await self._store.restore(path, version)
        await self.refresh()
        return restored

    async def removed(self) -> list[str]:
        """The paths of scripts that were deleted and can be brought back."""
        return await self._store.removed()

    async def export(self, paths: Iterable[str], target: Path) -> ExchangeReport:
        """Copy scripts with their settings into a new folder, or a zip file if named so."""
        return await self._store.export(paths, target)

    async def take_in(self, source: Path, group: str = "") -> ExchangeReport:
        """Copy the scripts of a folder, a zip file or a single script file into a group."""
        report = await self._store.take_in(source, group)
        await self.refresh()
        return report

    def free_path(self, name: str, command_type: CommandType, group: str = "") -> str:
        """A path for a new script of this name that no script has yet."""
        stem = _NOT_IN_FILE_NAMES.sub("-", name).strip(" .-") or "script"
        head = f"{group}/{stem}" if group else stem
        taken = {script.path.rpartition(".")[0].casefold() for script in self.scripts}
        number, free = 1, head
        while free.casefold() in taken:
            number += 1
            free = f"{head} {number}"
        return free + SUFFIXES.get(command_type, SUFFIXES[CommandType.SHELL])

    def _searched_text(self, script: LibraryScript) -> str:
        """What a search looks at, made once for each state of a script: a key stroke is short."""
        kept = self._searched.get(script.path)
        if kept is None or kept[0] is not script:
            kept = self._searched[script.path] = (script, _searched_text(script))
        return kept[1]

    def _chosen_folder(self) -> Path:
        chosen = self._settings.get("library_folder")
        return Path(chosen) if chosen else self._default_folder


def _searched_text(script: LibraryScript) -> str:
    parts = (
        script.path,
        script.name,
        script.settings.description,
        *script.settings.tags,
        templating.as_text(script.content),
    )
    return "\n".join(parts).casefold()


def _is_named(script: LibraryScript, words: list[str]) -> bool:
    name = f"{script.path}\n{script.name}".casefold()
    return all(word in name for word in words)


def run_of(script: LibraryScript, values: dict[str, str]) -> Script:
    """A script of the library as it runs; defaults fill what `values` leave out.

    Values of secrets are not in here: they go to the plan as hidden values.
    """
    rows = parameter_types.definitions_for(script.content, script.settings.parameters)
    secret = {row.key for row in rows if row.kind is ParameterKind.SECRET}
    filled = templating.overlay(parameter_types.defaults(rows), values)
    asked = {row.key for row in rows} - secret
    return Script(
        name=script.name,
        content=script.content,
        command_type=script.command_type,
        working_directory=script.settings.working_directory,
        username=script.settings.username,
        timeout_s=script.settings.timeout_s,
        parameters={key: value for key, value in filled.items() if key in asked},
        hidden=tuple(row.key for row in rows if row.key in secret),
    )


def draft_of(script: LibraryScript) -> Draft:
    """A script of the library as a new tab of the editor, with its defaults filled in.

    Bytes that are no UTF-8 become single surrogates, which `surrogateescape` turns back.
    """
    run = run_of(script, {})
    return Draft(
        draft_id="",
        name=script.name,
        content=templating.as_text(script.content),
        command_type=script.command_type,
        working_directory=run.working_directory,
        username=run.username,
        timeout_s=str(run.timeout_s),
        parameters=run.parameters,
    )
