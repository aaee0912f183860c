"""Scripts of the library in tabs of the editor: opened, compared, written back."""

from __future__ import annotations

from typing import Final

import msgspec

from tat_console.ports.library import SUFFIXES, LibraryScript, ScriptSettings
from tat_console.services.drafts import Draft
from tat_console.services.library import Library, run_of
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _
from tat_console.tat.statuses import CommandType

MARK: Final = "\ufeff"
"""The byte order mark, as a character."""
_CHINESE = "gb18030"


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """A new tab over a script; `notes` say, a sentence each, what is not as in its file."""

    draft: Draft
    notes: tuple[str, ...] = ()


def opened(script: LibraryScript) -> Opened:
    """A tab over a script of the library, with its defaults filled in.

    Raises ConsoleError where the file is no text.
    """
    text, notes = _text(script)
    run = run_of(msgspec.structs.replace(script, content=text.encode()), {})
    settings = script.settings
    draft = Draft(
        draft_id="",
        name=script.name,
        content=text,
        command_type=script.command_type,
        working_directory=settings.working_directory,
        username=settings.username,
        timeout_s=str(settings.timeout_s),
        parameters=run.parameters,
        definitions=settings.parameters,
        expectation=settings.expectation,
        path=script.path,
        stamp=script.stamp,
        origin=settings.origin,
    )
    return Opened(draft=draft, notes=(*script.problems, *notes))


def as_script(draft: Draft, kept: LibraryScript | None) -> LibraryScript:
    """A tab as the script that saving it would make; what the tab does not show stays as kept."""
    settings = kept.settings if kept else ScriptSettings()
    path = draft.path or f"{draft.name or 'script'}{SUFFIXES.get(draft.command_type, '.sh')}"
    stem = path.rpartition("/")[2].rpartition(".")[0]
    return LibraryScript(
        path=path,
        command_type=draft.command_type,
        content=_encoded(draft, kept),
        settings=msgspec.structs.replace(
            settings,
            name="" if draft.name == stem else draft.name,
            working_directory=draft.working_directory.strip(),
            username=draft.username.strip(),
            timeout_s=_timeout_s(draft.timeout_s, settings.timeout_s),
            parameters=draft.definitions,
            expectation=draft.expectation,
            origin=draft.origin or settings.origin,
        ),
        stamp=draft.stamp,
    )


def is_unsaved(draft: Draft, kept: LibraryScript | None) -> bool:
    """Whether a tab holds anything that the library does not."""
    if kept is None:
        return bool(draft.content.strip() or draft.path)
    made = as_script(draft, kept)
    return (made.content, made.settings, made.command_type) != (
        kept.content,
        kept.settings,
        kept.command_type,
    )


async def save(library: Library, draft: Draft, *, over: bool = False) -> Draft:
    """Write a tab into the library; the tab as it belongs to what was written.

    Raises ChangedOutside where the file is another one than was opened and `over` is not given.
    """
    kept = library.get(draft.path) if draft.path else None
    path = draft.path or library.free_path(draft.name, draft.command_type)
    if kept is not None and kept.command_type is not draft.command_type:
        path = (await library.move(draft.path, _with_suffix(draft))).path
    script = as_script(msgspec.structs.replace(draft, path=path), kept)
    saved = await library.save(
        path, script.content, script.settings, stamp=None if over else draft.stamp
    )
    return msgspec.structs.replace(
        draft,
        path=saved.path,
        stamp=saved.stamp,
        definitions=saved.settings.parameters,
        name=saved.name,
    )


def _with_suffix(draft: Draft) -> str:
    return draft.path.rpartition(".")[0] + SUFFIXES[draft.command_type]


def _timeout_s(text: str, otherwise: int) -> int:
    try:
        return int(text.strip())
    except ValueError:
        return otherwise


def _text(script: LibraryScript) -> tuple[str, tuple[str, ...]]:
    """The text as the editor takes it, and what was changed for that."""
    notes = []
    try:
        text = script.content.decode()
    except UnicodeDecodeError:
        text = _of_chinese(script)
        notes.append(
            _("“{path}” is not UTF-8; it was read as GB18030. Saving writes it as UTF-8.").format(
                path=script.path
            )
        )
    text, changes = mended(script.path, text, script.command_type)
    return text, (*notes, *changes)


def mended(path: str, text: str, command_type: CommandType) -> tuple[str, tuple[str, ...]]:
    """A file's text with line feeds and without a byte order mark.

    Where that changes a shell script, a sentence says so; scripts of other kinds run either way.
    """
    notes = []
    is_shell = command_type is CommandType.SHELL
    if text.startswith(MARK) and is_shell:
        notes.append(_("“{path}” began with a byte order mark.").format(path=path))
    if "\r" in text and is_shell:
        notes.append(
            _(
                "“{path}” had Windows line ends, which break shell scripts; saving writes Unix ones."
            ).format(path=path)
        )
    return unix_text(text), tuple(notes)


def unix_text(text: str) -> str:
    """A text with line feeds and without a byte order mark."""
    return text.removeprefix(MARK).replace("\r\n", "\n").replace("\r", "\n")


def _of_chinese(script: LibraryScript) -> str:
    try:
        return script.content.decode(_CHINESE)
    except UnicodeDecodeError as error:
        raise ConsoleError(
            _("“{path}” is no text.").format(path=script.path),
            _("It is neither UTF-8 nor GB18030."),
            _("Save it as UTF-8 in another editor."),
        ) from error


def _encoded(draft: Draft, kept: LibraryScript | None) -> bytes:
    """Scripts for Windows keep the line ends and the mark that their file has."""
    data = draft.content.encode("utf-8", "replace")
    if kept is None or draft.command_type is CommandType.SHELL:
        return data
    if b"\r\n" in kept.content:
        data = data.replace(b"\n", b"\r\n")
    return MARK.encode() + data if kept.content.startswith(MARK.encode()) else data
