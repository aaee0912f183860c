"""The library of local scripts: real folders, whatever is in them."""

from __future__ import annotations

import asyncio
import os
import shutil
import zipfile
from collections.abc import Coroutine
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import pytest

from tat_console.ports.library import (
    ChangedOutside,
    CloudLink,
    Expectation,
    LibraryScript,
    ScriptLibrary,
    ScriptSettings,
    Shelf,
)
from tat_console.storage.library import FolderLibrary
from tat_console.support.clock import SystemClock
from tat_console.support.errors import ConsoleError
from tat_console.tat.parameter_types import ParameterDefinition, ParameterKind
from tat_console.tat.statuses import CommandType

T = TypeVar("T")

SETTINGS = ScriptSettings(
    description="说明 of the disk",
    timeout_s=90,
    tags=("disk", "nightly"),
    parameters=(
        ParameterDefinition(key="folder", default="/", description="Where"),
        ParameterDefinition(key="percent", kind=ParameterKind.NUMBER, least=1, most=100),
    ),
    expectation=Expectation(exit_codes=(0, 3), contains=("ok",), values={"percent": "5"}),
    link=CloudLink(
        region="ap-guangzhou",
        command_id="cmd-12345678",
        local_sha256="ab",
        cloud_sha256="cd",
        updated_time=datetime(2026, 11, 21, 8, tzinfo=UTC),
    ),
)


def do(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(work)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "scripts"
    made.mkdir()
    return made


@pytest.fixture
def library(folder: Path, tmp_path: Path) -> ScriptLibrary:
    return FolderLibrary(folder, tmp_path / "state", SystemClock())


def by_path(shelf: Shelf) -> dict[str, LibraryScript]:
    return {script.path: script for script in shelf.scripts}


def test_what_is_saved_is_read_again_as_plain_files(library: ScriptLibrary, folder: Path) -> None:
    content = "echo {{folder}} 中\n".encode()
    saved = do(library.save("Disk/report.sh", content, SETTINGS, stamp="", note="first"))
    assert (folder / "Disk/report.sh").read_bytes() == content
    shelf = do(FolderLibrary(folder, folder.parent / "other", SystemClock()).read())
    (script,) = shelf.scripts
    assert script == saved
    assert (script.group, script.name) == ("Disk", "report")
    assert (script.content, script.settings) == (content, SETTINGS)
    assert script.command_type is CommandType.SHELL
    assert (script.problems, shelf.groups, shelf.problems) == ((), ("Disk",), ())


def test_a_script_without_settings_has_no_file_beside_it(
    library: ScriptLibrary, folder: Path
) -> None:
    do(library.save("plain.bat", b"dir\r\n", ScriptSettings(), stamp=""))
    assert names(folder) == ["plain.bat"]


def test_comments_and_unknown_keys_of_a_hand_stay(library: ScriptLibrary, folder: Path) -> None:
    text = (
        "# ours since 2019\ntimeout_s = 60 # short on purpose\nteam = 'web'\n"
        'description = "old"  # shown in the list\n\n[[parameters]]\nkey = "a" # first\n'
    )
    (folder / "a.sh").write_text("echo {{a}}\n")
    (folder / "a.toml").write_text(text)
    script = by_path(do(library.read()))["a.sh"]
    changed = msgspec.structs.replace(script.settings, description="new", username="ubuntu")
    saved = do(library.save("a.sh", b"echo\n", changed, stamp=script.stamp))
    now = (folder / "a.toml").read_text()
    for part in ("# ours since 2019", "60 # short on purpose", "team = 'web'", 'key = "a" # first'):
        assert part in now
    assert 'description = "new"  # shown in the list' in now
    assert saved.settings == changed
    assert saved.problems == ()


@pytest.mark.parametrize("text", [b"timeout_s = ", b"\xff\xfe", b"[" * 5000, b'name = "a\n"'])
def test_nonsense_in_the_settings_is_said_and_kept(
    library: ScriptLibrary, folder: Path, text: bytes
) -> None:
    (folder / "a.sh").write_text("true\n")
    (folder / "a.toml").write_bytes(text)
    (folder / "b.sh").write_text("false\n")
    scripts = by_path(do(library.read()))
    assert scripts["b.sh"].problems == ()
    broken = scripts["a.sh"]
    assert "settings file cannot be read" in broken.problems[0]
    assert broken.content == b"true\n"
    mended = msgspec.structs.replace(broken.settings, description="mended")
    assert do(library.save("a.sh", b"true\n", mended, stamp=broken.stamp)).problems == ()
    before = do(library.versions("a.sh"))[-1]
    assert do(library.version(before)).settings_text == text


def test_one_bad_key_costs_only_itself(library: ScriptLibrary, folder: Path) -> None:
    (folder / "a.sh").write_text("true\n")
    (folder / "a.toml").write_text('timeout_s = "soon"\ndescription = "kept"\ntags = [1]\n')
    script = by_path(do(library.read()))["a.sh"]
    assert script.settings.description == "kept"
    assert script.settings.timeout_s == 60
    assert ["timeout_s" in script.problems[0], "tags" in script.problems[1]] == [True, True]


def test_odd_contents_are_said_beside_the_script(library: ScriptLibrary, folder: Path) -> None:
    (folder / "latin.sh").write_bytes(b"echo ok\necho caf\xe9\n")
    (folder / "windows.sh").write_bytes(b"\xef\xbb\xbfecho\r\n")
    (folder / "windows.ps1").write_bytes(b"dir\r\n")
    (folder / "huge.sh").write_bytes(b"#" * (1024 * 1024 + 1))
    os.mkfifo(folder / "pipe.sh")
    scripts = by_path(do(library.read()))
    assert "byte 0xe9 in line 2" in scripts["latin.sh"].problems[0]
    assert scripts["latin.sh"].content.endswith(b"\xe9\n")
    assert [("CRLF" in said, "mark" in said) for said in scripts["windows.sh"].problems[:2]] == [
        (True, False),
        (False, True),
    ]
    assert "one settings file" not in scripts["latin.sh"].problems[0]
    assert "settings file" in scripts["windows.ps1"].problems[0]
    assert not scripts["huge.sh"].is_readable
    assert not scripts["pipe.sh"].is_readable


def test_names_that_differ_by_case_are_said_for_both(library: ScriptLibrary, folder: Path) -> None:
    (folder / "Report.sh").write_text("1\n")
    (folder / "report.sh").write_text("2\n")
    (folder / "other.sh").write_text("3\n")
    scripts = by_path(do(library.read()))
    assert "capital letters" in scripts["Report.sh"].problems[0]
    assert "capital letters" in scripts["report.sh"].problems[0]
    assert scripts["other.sh"].problems == ()


def test_a_folder_that_vanished_is_a_sentence_and_loses_nothing(
    library: ScriptLibrary, folder: Path
) -> None:
    saved = do(library.save("a.sh", b"1\n", ScriptSettings(), stamp=""))
    shutil.rmtree(folder)
    shelf = do(library.read())
    assert shelf.scripts == ()
    assert "is not there" in shelf.problems[0]
    with pytest.raises(ConsoleError, match="not saved"):
        do(library.save("a.sh", b"2\n", ScriptSettings(), stamp=saved.stamp))
    assert not folder.exists()
    folder.mkdir()
    (version,) = do(library.versions("a.sh"))
    assert do(library.removed()) == ["a.sh"]
    assert do(library.restore("a.sh", version)).content == b"1\n"


def test_a_change_from_outside_is_never_overwritten_unseen(
    library: ScriptLibrary, folder: Path
) -> None:
    saved = do(library.save("a.sh", b"1\n", ScriptSettings(), stamp=""))
    (folder / "a.sh").write_text("from outside\n")
    with pytest.raises(ChangedOutside) as caught:
        do(library.save("a.sh", b"2\n", ScriptSettings(), stamp=saved.stamp))
    assert caught.value.current is not None
    assert caught.value.current.content == b"from outside\n"
    assert (folder / "a.sh").read_text() == "from outside\n"
    do(library.save("a.sh", b"2\n", ScriptSettings(), stamp=None, note="mine"))
    kept = [do(library.version(version)).content for version in do(library.versions("a.sh"))]
    assert kept == [b"2\n", b"from outside\n", b"1\n"]
    (folder / "a.sh").unlink()
    with pytest.raises(ChangedOutside, match="deleted or moved"):
        do(library.save("a.sh", b"3\n", ScriptSettings(), stamp=saved.stamp))


def test_a_change_is_seen_at_the_next_reading(library: ScriptLibrary, folder: Path) -> None:
    saved = do(library.save("a.sh", b"1\n", ScriptSettings(), stamp=""))
    assert do(library.read()).scripts[0] == saved
    (folder / "a.toml").write_text('description = "by hand"\n')
    (seen,) = do(library.read()).scripts
    assert seen.settings.description == "by hand"
    assert seen.stamp != saved.stamp


def test_versions_are_listed_newest_first_and_come_back(library: ScriptLibrary) -> None:
    script = do(library.save("a.sh", b"1\n", SETTINGS, stamp="", note="one"))
    for text in (b"2\n", b"2\n", b"3\n"):
        script = do(library.save("a.sh", text, SETTINGS, stamp=script.stamp, note=text.decode()))
    versions = do(library.versions("a.sh"))
    assert [version.note.strip() for version in versions] == ["3", "2", "one"]
    back = do(library.restore("a.sh", versions[-1]))
    assert (back.content, back.settings) == (b"1\n", SETTINGS)
    assert do(library.version(do(library.versions("a.sh"))[0])).content == b"1\n"
    assert do(library.version(versions[0])).content == b"3\n"


def test_versions_follow_a_move_and_outlive_a_removal(library: ScriptLibrary, folder: Path) -> None:
    do(library.save("a.sh", b"1\n", SETTINGS, stamp=""))
    moved = do(library.move("a.sh", "Disk/b.sh"))
    assert (moved.path, moved.settings) == ("Disk/b.sh", SETTINGS)
    assert names(folder) == ["Disk"]
    assert names(folder / "Disk") == ["b.sh", "b.toml"]
    assert len(do(library.versions("Disk/b.sh"))) == 1
    assert do(library.versions("a.sh")) == []
    do(library.remove("Disk/b.sh"))
    assert names(folder / "Disk") == []
    assert do(library.removed()) == ["Disk/b.sh"]
    (version,) = do(library.versions("Disk/b.sh"))
    assert do(library.restore("Disk/b.sh", version)).settings == SETTINGS


def test_a_damaged_version_store_says_so_and_keeps_the_rest(
    library: ScriptLibrary, tmp_path: Path
) -> None:
    script = do(library.save("a.sh", b"1\n", ScriptSettings(), stamp=""))
    (log,) = (tmp_path / "state/logs").iterdir()
    with log.open("ab") as file:
        file.write(b'{"at": "2026-')  # cut off by a power failure
    do(library.save("a.sh", b"2\n", ScriptSettings(), stamp=script.stamp))
    versions = do(library.versions("a.sh"))
    assert [do(library.version(version)).content for version in versions] == [b"2\n", b"1\n"]
    for text in (tmp_path / "state/texts").glob("*/*"):
        text.write_bytes(b"overwritten")
    with pytest.raises(ConsoleError, match="cannot be shown"):
        do(library.version(versions[0]))


@pytest.mark.parametrize(
    "path",
    ["../a.sh", "/a.sh", "a/../../b.sh", "a.txt", "a.sh.exe", ".git/hooks/a.sh", "a\\b.sh", "C:a.sh",
     " a.sh", "a//b.sh", "x" * 200 + ".sh", "a\nb.sh", "a\udc80.sh", "./a.sh", "dir./a.sh"],
)  # fmt: skip
def test_a_path_stays_inside_and_does_on_every_system(library: ScriptLibrary, path: str) -> None:
    with pytest.raises(ConsoleError, match="cannot have this name"):
        do(library.save(path, b"", ScriptSettings(), stamp=None))


@pytest.mark.parametrize("path", ["a.sh", "A.sh", "a.ps1"])
def test_a_taken_name_is_refused(library: ScriptLibrary, path: str) -> None:
    saved = do(library.save("a.sh", b"1\n", ScriptSettings(), stamp=""))
    other = do(library.save("b.sh", b"2\n", ScriptSettings(), stamp=""))
    with pytest.raises(ConsoleError):
        do(library.save(path, b"x", ScriptSettings(), stamp=""))
    with pytest.raises(ConsoleError, match="taken"):
        do(library.move("b.sh", path.replace("ps1", "sh")))
    assert by_path(do(library.read())) == {"a.sh": saved, "b.sh": other}


def test_a_checkout_is_left_alone_and_a_script_stays_executable(
    library: ScriptLibrary, folder: Path
) -> None:
    hook = folder / ".git/hooks/pre-commit.sh"
    hook.parent.mkdir(parents=True)
    hook.write_text("true\n")
    (folder / "pyproject.toml").write_text("[project]\n")
    (folder / "run.sh").write_text("1\n")
    (folder / "run.sh").chmod(0o750)
    (script,) = do(library.read()).scripts
    do(library.save("run.sh", b"2\n", SETTINGS, stamp=script.stamp))
    assert (folder / "run.sh").stat().st_mode & 0o777 == 0o750
    assert names(folder) == [".git", "pyproject.toml", "run.sh", "run.toml"]
    assert (hook.read_text(), (folder / "pyproject.toml").read_text()) == ("true\n", "[project]\n")


def test_a_link_is_not_written_through(library: ScriptLibrary, folder: Path) -> None:
    (folder.parent / "elsewhere.sh").write_text("1\n")
    (folder / "a.sh").symlink_to(folder.parent / "elsewhere.sh")
    (script,) = do(library.read()).scripts
    with pytest.raises(ConsoleError, match="is a link"):
        do(library.save("a.sh", b"2\n", ScriptSettings(), stamp=script.stamp))
    assert (folder.parent / "elsewhere.sh").read_text() == "1\n"


def test_the_value_of_a_secret_is_written_nowhere(library: ScriptLibrary, tmp_path: Path) -> None:
    settings = ScriptSettings(
        parameters=(
            ParameterDefinition(key="pw", kind=ParameterKind.SECRET, default="top-s3cret"),
        ),
        expectation=Expectation(values={"pw": "top-s3cret", "key": "top-s3cret"}),
    )
    do(library.save("a.sh", b"{{tat-hidden:key}}", settings, stamp=""))
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if b"top-s3cret" in path.read_bytes()]


@pytest.mark.parametrize("name", ["out", "out.zip"])
def test_what_is_exported_can_be_imported(
    library: ScriptLibrary, tmp_path: Path, name: str
) -> None:
    do(library.save("Disk/a.sh", b"1\n", SETTINGS, stamp=""))
    do(library.save("b.ps1", b"2\n", ScriptSettings(), stamp=""))
    report = do(library.export(["Disk/a.sh", "b.ps1", "gone.sh"], tmp_path / name))
    assert report.done == ("Disk/a.sh", "b.ps1")
    assert "gone.sh" in report.problems[0]
    (tmp_path / "new").mkdir()
    other = FolderLibrary(tmp_path / "new", tmp_path / "new-state", SystemClock())
    assert do(other.take_in(tmp_path / name, "In")).done == ("In/Disk/a.sh", "In/b.ps1")
    scripts = by_path(do(other.read()))
    unlinked = msgspec.structs.replace(SETTINGS, link=None)
    assert scripts["In/Disk/a.sh"].settings == unlinked
    again = do(other.take_in(tmp_path / name, "In"))
    assert again.done == ()
    assert len(again.problems) == 2


def test_an_import_never_overwrites(library: ScriptLibrary, tmp_path: Path) -> None:
    do(library.save("a.sh", b"mine\n", ScriptSettings(), stamp=""))
    source = tmp_path / "a.sh"
    source.write_text("theirs\n")
    assert do(library.take_in(source)).done == ("a 2.sh",)
    assert by_path(do(library.read()))["a.sh"].content == b"mine\n"


def test_a_zip_cannot_write_outside_or_fill_the_disk(
    library: ScriptLibrary, folder: Path, tmp_path: Path
) -> None:
    before = sorted(tmp_path.rglob("*"))
    with zipfile.ZipFile(tmp_path / "evil.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("../up.sh", "/abs.sh", "a/../../up.sh", "..\\up.sh", ".git/hooks/x.sh"):
            archive.writestr(name, "echo\n")
        archive.writestr("bomb.sh", b"\0" * (64 * 1024 * 1024))
        link = zipfile.ZipInfo("link.sh")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("good.sh", "echo good\n")
    report = do(library.take_in(tmp_path / "evil.zip"))
    assert report.done == ("good.sh",)
    assert len(report.problems) == 7
    written = set(tmp_path.rglob("*")) - set(before) - {tmp_path / "evil.zip"}
    assert {path for path in written if tmp_path / "state" not in (path, *path.parents)} == {
        folder / "good.sh"
    }


@pytest.mark.parametrize("content", [b"no zip at all", b"PK\x03\x04 broken"])
def test_what_is_no_zip_is_said(library: ScriptLibrary, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.zip").write_bytes(content)
    with pytest.raises(ConsoleError, match="Nothing could be imported"):
        do(library.take_in(tmp_path / "a.zip"))


def test_a_disk_that_refuses_is_explained(library: ScriptLibrary, folder: Path) -> None:
    (folder / "Disk").write_text("a file where a group should be\n")
    with pytest.raises(ConsoleError, match="could not be read or written"):
        do(library.save("Disk/a.sh", b"1\n", ScriptSettings(), stamp=""))
