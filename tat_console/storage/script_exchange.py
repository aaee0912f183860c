"""Scripts on their way in and out: folders, zip files, single files."""

from __future__ import annotations

import os
import stat
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import Final

import msgspec

from tat_console.ports.library import TYPE_OF_SUFFIX, ExchangeReport
from tat_console.storage.script_files import (
    LARGEST_BYTES,
    MOST_SCRIPTS,
    checked_path,
    read_if_there,
    settings_file,
    suffix_of,
)
from tat_console.storage.script_settings import read_settings, write_settings
from tat_console.storage.whole_files import write_whole
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _

_SHARED_FILE_MODE: Final = 0o644
_TOO_LARGE: Final = LARGEST_BYTES + 1


class FoundScript(msgspec.Struct, frozen=True):
    """A script that may come in: its path under the source, its text, its settings' text."""

    path: str
    content: bytes
    settings_text: bytes


_Read = Callable[[str], bytes]
"""Gives the bytes of a name, none where there is nothing, one more than allowed if too large."""


def exported(folder: Path, paths: tuple[str, ...], target: Path) -> ExchangeReport:
    """Copy scripts out; files that are in the way are not overwritten."""
    problems: list[str] = []
    files: dict[str, bytes] = {}
    done: list[str] = []
    for path in paths:
        place = folder / checked_path(path)
        if not place.is_file():
            problems.append(_("“{path}” is no longer in the folder.").format(path=path))
            continue
        files[path] = place.read_bytes()
        if settings := read_if_there(settings_file(place)):
            files[settings_file(Path(path)).as_posix()] = settings
        done.append(path)
    if suffix_of(target.name) == ".zip":
        _write_zip(target, files)
    else:
        _write_folder(target, files)
    return ExchangeReport(done=tuple(done), problems=tuple(problems))


def _write_zip(target: Path, files: dict[str, bytes]) -> None:
    unfinished = target.with_name(f".{target.name}.unfinished")
    try:
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
            for path, content in files.items():
                archive.writestr(path, content)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def _write_folder(target: Path, files: dict[str, bytes]) -> None:
    taken = sorted(path for path in files if (target / path).exists())
    if taken:
        raise ConsoleError(
            _("Nothing was exported."),
            _("The folder {folder} has {path} already.").format(folder=target, path=taken[0]),
            _("Choose an empty folder."),
        )
    for path, content in files.items():
        write_whole(target / path, content, mode=_SHARED_FILE_MODE)


def collected(source: Path) -> tuple[list[FoundScript], list[str]]:
    """The scripts of a folder, a zip file or one file, and a sentence for each that cannot come.

    Raises ConsoleError where the source is none of these.
    """
    problems: list[str] = []
    if source.is_dir():
        names = sorted(_names_below(source))
        return list(_picked(names, lambda name: _read_file(source / name), problems)), problems
    if suffix_of(source.name) in TYPE_OF_SUFFIX:
        beside = source.parent
        return list(_picked([source.name], lambda n: _read_file(beside / n), problems)), problems
    try:
        with zipfile.ZipFile(source) as archive:
            names = [info.filename for info in archive.infolist() if _is_ordinary(info, problems)]
            return list(
                _picked(names, lambda name: _read_member(archive, name), problems)
            ), problems
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError) as error:
        raise ConsoleError(
            _("Nothing could be imported."),
            _("{path} is no folder, no script and no readable zip file ({reason}).").format(
                path=source, reason=error
            ),
            _("Choose a folder, a .sh, .ps1 or .bat file, or a zip file without a password."),
        ) from error


def _names_below(source: Path) -> Iterator[str]:
    for place, folders, files in os.walk(source):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            yield (Path(place) / name).relative_to(source).as_posix()


def _read_file(path: Path) -> bytes:
    if not path.is_file():
        return b""
    with path.open("rb") as file:
        return file.read(_TOO_LARGE)


def _is_ordinary(info: zipfile.ZipInfo, problems: list[str]) -> bool:
    if info.is_dir():
        return False
    if stat.S_ISLNK(info.external_attr >> 16):
        problems.append(_("“{path}” is a link and was left out.").format(path=info.filename))
        return False
    return True


def _read_member(archive: zipfile.ZipFile, name: str) -> bytes:
    if name not in archive.namelist():
        return b""
    with archive.open(name) as file:
        return file.read(_TOO_LARGE)


def _picked(names: list[str], read: _Read, problems: list[str]) -> Iterator[FoundScript]:
    scripts = [name for name in names if suffix_of(name) in TYPE_OF_SUFFIX]
    if not scripts:
        problems.append(_("There is no script in it: no file that ends in .sh, .ps1 or .bat."))
    if len(scripts) > MOST_SCRIPTS:
        text = _("It has more than {most} scripts; the others were left out.")
        problems.append(text.format(most=MOST_SCRIPTS))
    for name in scripts[:MOST_SCRIPTS]:
        try:
            checked_path(name)
        except ConsoleError as error:
            problems.append(_("{problem} It was left out.").format(problem=error.what))
            continue
        content = read(name)
        if len(content) > LARGEST_BYTES:
            text = _("“{path}” is larger than 1 MB and was left out.")
            problems.append(text.format(path=name))
            continue
        yield FoundScript(name, content, _settings_text(name, read, problems))


def _settings_text(name: str, read: _Read, problems: list[str]) -> bytes:
    """The settings of a script that comes in, without the link to somebody's command."""
    text = read(settings_file(Path(name)).as_posix())
    if not text or len(text) > LARGEST_BYTES:
        return b""
    settings, found = read_settings(text)
    problems += [f"{PurePosixPath(name)}: {sentence}" for sentence in found]
    if settings.link is None:
        return text
    return write_settings(msgspec.structs.replace(settings, link=None), text)
