"""The library in the window's hands, and its scripts in the cloud, on the real sandbox."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tat_console.ports.library import ChangedOutside, ScriptSettings
from tat_console.services.commands import ChangedInCloud, CommandGone, Commands
from tat_console.services.library import Library, draft_of, run_of
from tat_console.services.script_sync import LinkState, ScriptSync
from tat_console.services.services import Services
from tat_console.services.settings import Settings
from tat_console.storage.documents import JsonDocuments
from tat_console.storage.library import FolderLibrary
from tat_console.support.clock import SystemClock
from tat_console.support.errors import ConsoleError
from tat_console.tat import templating
from tat_console.tat.commands import DeleteCommand, ModifyCommand
from tat_console.tat.parameter_types import ParameterDefinition, ParameterKind
from tat_console.tat.statuses import CommandType
from tests.unit.services.conftest import RunWith

REGION = "ap-guangzhou"
SETTINGS = ScriptSettings(
    description="Reports the disk",
    tags=("disk",),
    timeout_s=90,
    parameters=(
        ParameterDefinition(key="folder", default="/", pattern="/.*"),
        ParameterDefinition(key="pw", kind=ParameterKind.SECRET),
    ),
)
CONTENT = b"df {{folder}} {{tat-hidden:pw}}\n"


def library_in(home: Path) -> Library:
    """A library in its default folder."""

    def open_folder(folder: Path) -> FolderLibrary:
        return FolderLibrary(folder, home / "state", SystemClock())

    return Library(Settings(JsonDocuments(home / "config")), open_folder, home / "scripts")


async def saved_script(library: Library) -> Any:
    """One script in an opened library."""
    await library.refresh()
    return await library.save("Disk/report.sh", CONTENT, SETTINGS, stamp="")


def test_the_default_folder_is_made_and_another_one_is_remembered(tmp_path: Path) -> None:
    async def work() -> None:
        library = library_in(tmp_path)
        told: list[None] = []
        library.changed.subscribe(told.append)
        await library.refresh()
        assert (tmp_path / "scripts").is_dir()
        script = await saved_script(library)
        assert library.scripts == (script,)
        assert (library.groups, library.tags) == (("Disk",), ("disk",))
        seen = len(told)
        assert not await library.refresh()
        assert len(told) == seen
        (tmp_path / "scripts/Disk/report.sh").write_text("by another program\n")
        assert await library.refresh()
        assert library.get("Disk/report.sh") != script
        with pytest.raises(ChangedOutside):
            await library.save("Disk/report.sh", b"", SETTINGS, stamp=script.stamp)
        await library.choose(tmp_path / "elsewhere")
        assert "is not there" in library.problems[0]
        assert not (tmp_path / "elsewhere").exists()
        assert library_in(tmp_path).folder == tmp_path / "elsewhere"
        assert Settings(JsonDocuments(tmp_path / "config")).get("library_folder")

    asyncio.run(work())


def test_a_search_looks_everywhere_and_puts_names_first(tmp_path: Path) -> None:
    async def work() -> None:
        library = library_in(tmp_path)
        await saved_script(library)
        other = ScriptSettings(tags=("disk", "nightly"))
        await library.save("a/other.sh", b"# like report\necho \xe4\n", other, stamp="")
        assert [script.path for script in library.search("REPORT")] == [
            "Disk/report.sh",
            "a/other.sh",
        ]
        assert [script.path for script in library.search("report disk", ["nightly"])] == [
            "a/other.sh"
        ]
        assert library.search("report nowhere") == []
        assert library.free_path("Report", CommandType.BAT, "Disk") == "Disk/Report 2.bat"
        assert library.free_path(" ../a: b ", CommandType.SHELL) == "a- b.sh"
        assert library.free_path("???", CommandType.POWERSHELL) == "script.ps1"

    asyncio.run(work())


def test_a_script_becomes_a_run_and_a_tab(tmp_path: Path) -> None:
    async def work() -> None:
        script = await saved_script(library_in(tmp_path))
        run = run_of(script, {"folder": "/var", "pw": "not here", "unused": "x"})
        assert run.parameters == {"folder": "/var"}
        assert run.hidden == ("pw",)
        assert (run.name, run.timeout_s, run.command_id) == ("report", 90, "")
        draft = draft_of(script)
        assert (draft.content, draft.parameters) == (CONTENT.decode(), {"folder": "/"})
        odd = msgspec.structs.replace(script, content=b"caf\xe9")
        assert draft_of(odd).content.encode("utf-8", "surrogateescape") == b"caf\xe9"

    asyncio.run(work())


def test_a_script_and_its_command_through_every_state(with_services: RunWith, home: Path) -> None:
    async def work(services: Services) -> None:
        library = library_in(home)
        commands = Commands(services.session, services.clock)
        sync = ScriptSync(library, commands, services.session)
        cloud = services.session.require().cloud
        script = await saved_script(library)
        assert sync.state(script) is LinkState.UNLINKED

        script = await sync.save_as_new(script, REGION)
        link = script.settings.link
        assert link is not None
        assert link.account
        assert sync.state(script) is LinkState.SAME
        fresh = ScriptSync(library, Commands(services.session, services.clock), services.session)
        assert fresh.state(script) is LinkState.UNKNOWN

        script = await library.save(script.path, b"mine\n", script.settings, stamp=script.stamp)
        assert sync.state(script) is LinkState.LOCAL_NEWER
        script = await sync.push(script)
        assert sync.state(script) is LinkState.SAME

        theirs = ModifyCommand(command_id=link.command_id, content=b"theirs\n", timeout=5)
        await cloud.call(theirs, region=REGION)
        await commands.refresh()
        assert sync.state(script) is LinkState.CLOUD_NEWER
        script = await sync.pull(script)
        assert (script.content, script.settings.timeout_s) == (b"theirs\n", 5)
        assert script.settings.tags == ("disk",)
        assert sync.state(script) is LinkState.SAME
        before = (await library.versions(script.path))[1]
        assert (await library.version(before)).content == b"mine\n"

        await cloud.call(msgspec.structs.replace(theirs, content=b"theirs 2\n"), region=REGION)
        script = await library.save(script.path, b"mine 2\n", script.settings, stamp=script.stamp)
        await commands.refresh()
        assert sync.state(script) is LinkState.BOTH_CHANGED
        with pytest.raises(ChangedInCloud):
            await sync.push(script)
        script = await sync.push(script, force=True)
        assert (await commands.read(REGION, link.command_id)).command.content == b"mine 2\n"

        await cloud.call(msgspec.structs.replace(theirs, content=b"same\n"), region=REGION)
        script = await library.save(script.path, b"same\n", script.settings, stamp=script.stamp)
        await commands.refresh()
        assert sync.state(script) is LinkState.SAME

        await cloud.call(DeleteCommand(command_id=link.command_id), region=REGION)
        await commands.refresh()
        assert sync.state(script) is LinkState.DELETED
        with pytest.raises(CommandGone):
            await sync.push(script)
        assert library.get(script.path) == script
        script = await sync.save_as_new(script, "ap-shanghai")
        assert sync.state(script) is LinkState.SAME
        services.session.choose_regions((REGION,))
        assert sync.state(script) is LinkState.ELSEWHERE
        with pytest.raises(ConsoleError, match="no command in this account"):
            await sync.push(script)
        assert (await sync.unlink(script)).settings.link is None

    with_services(work)


def test_a_command_is_adopted_with_its_parameters(with_services: RunWith, home: Path) -> None:
    async def work(services: Services) -> None:
        library = library_in(home)
        commands = Commands(services.session, services.clock)
        sync = ScriptSync(library, commands, services.session)
        script = await sync.save_as_new(await saved_script(library), REGION)
        (saved,) = commands.saved
        adopted = await sync.adopt(saved, "Disk")
        assert adopted.path == "Disk/report 2.sh"
        assert adopted.content == script.content
        assert [row.key for row in adopted.settings.parameters] == ["folder", "pw"]
        assert sync.state(adopted) is LinkState.SAME
        await services.session.require().cloud.call(
            ModifyCommand(command_id=saved.command.command_id, command_type=CommandType.POWERSHELL),
            region=REGION,
        )
        with pytest.raises(ConsoleError, match="another type"):
            await sync.pull(adopted)
        assert templating.as_text(script.content) == CONTENT.decode()

    with_services(work)
