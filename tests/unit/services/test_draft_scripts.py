"""Scripts of the library in tabs: what is opened, what is unsaved, what is written back."""

from __future__ import annotations

import asyncio
from pathlib import Path

import msgspec
import pytest

from tat_console.ports.library import ChangedOutside, Expectation, LibraryScript
from tat_console.services.draft_scripts import as_script, is_unsaved, opened, save
from tat_console.services.drafts import Draft
from tat_console.services.library import Library
from tat_console.services.settings import Settings
from tat_console.storage.documents import JsonDocuments
from tat_console.storage.library import opener
from tat_console.support.clock import SystemClock
from tat_console.support.errors import ConsoleError
from tat_console.tat.parameter_types import ParameterDefinition, ParameterKind
from tat_console.tat.statuses import CommandType

PORT = ParameterDefinition(key="port", kind=ParameterKind.NUMBER, default="80")
DRAFT = Draft(
    draft_id="d1",
    name="check",
    content="echo {{port}}\n",
    timeout_s="30",
    username="www",
    working_directory="/srv",
    definitions=(PORT,),
    expectation=Expectation(contains=("80",)),
)


@pytest.fixture
def library(home: Path) -> Library:
    settings = Settings(JsonDocuments(home / "config"))
    return Library(settings, opener(home / "versions", SystemClock()), home / "scripts")


def script(content: bytes, command_type: CommandType = CommandType.SHELL) -> LibraryScript:
    return LibraryScript(path="a/check.sh", command_type=command_type, content=content)


def test_a_new_tab_is_saved_under_its_name_and_opens_as_it_was(library: Library) -> None:
    async def work() -> None:
        await library.refresh()
        saved = await save(library, DRAFT)
        assert saved.path == "check.sh"
        kept = library.get("check.sh")
        assert kept is not None
        assert not is_unsaved(saved, kept)
        again = opened(kept)
        assert again.notes == ()
        expected = msgspec.structs.replace(saved, draft_id="", parameters={"port": "80"})
        assert again.draft == expected

    asyncio.run(work())


def test_what_was_changed_is_unsaved_and_what_is_filled_in_is_not(library: Library) -> None:
    async def work() -> None:
        await library.refresh()
        saved = await save(library, DRAFT)
        kept = library.get(saved.path)
        change = msgspec.structs.replace
        assert is_unsaved(change(saved, content="echo"), kept)
        assert is_unsaved(change(saved, timeout_s="31"), kept)
        assert is_unsaved(change(saved, definitions=()), kept)
        assert not is_unsaved(change(saved, parameters={"port": "8080"}), kept)
        assert is_unsaved(DRAFT, None)
        assert not is_unsaved(Draft(draft_id="d2", name="new"), None)

    asyncio.run(work())


def test_a_file_changed_outside_is_not_overwritten_unasked(library: Library) -> None:
    async def work() -> None:
        await library.refresh()
        saved = await save(library, DRAFT)
        (library.folder / "check.sh").write_text("echo from outside\n")
        changed = msgspec.structs.replace(saved, content="echo mine\n")
        with pytest.raises(ChangedOutside):
            await save(library, changed)
        await save(library, changed, over=True)
        assert (library.folder / "check.sh").read_text() == "echo mine\n"
        assert len(await library.versions("check.sh")) >= 3

    asyncio.run(work())


def test_another_type_gives_the_file_another_suffix(library: Library) -> None:
    async def work() -> None:
        await library.refresh()
        saved = await save(library, DRAFT)
        changed = msgspec.structs.replace(saved, command_type=CommandType.POWERSHELL)
        assert (await save(library, changed, over=True)).path == "check.ps1"
        assert [one.path for one in library.scripts] == ["check.ps1"]

    asyncio.run(work())


def test_windows_line_ends_break_shell_scripts_and_belong_to_others() -> None:
    shell = opened(script(b"\xef\xbb\xbfecho\r\n"))
    assert shell.draft.content == "echo\n"
    assert len(shell.notes) == 2
    batch = script(b"echo\r\n", CommandType.BAT)
    tab = opened(batch)
    assert (tab.draft.content, tab.notes) == ("echo\n", ())
    assert as_script(tab.draft, batch).content == b"echo\r\n"


def test_chinese_of_another_encoding_is_read_and_said() -> None:
    tab = opened(script("echo 你好\n".encode("gb18030")))
    assert tab.draft.content == "echo 你好\n"
    assert "GB18030" in tab.notes[0]
    with pytest.raises(ConsoleError, match="no text"):
        opened(script(b"\xff\xff\x00"))
