"""Documents are replaced in one step; a damaged one is set aside, never destroyed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tat_console.ports.documents import Documents
from tat_console.storage.documents import JsonDocuments
from tat_console.support.errors import ConsoleError

VALUE = {
    "text": "中文 ☃",
    "half a character": "\ud800",
    "list": [1, 2.5, None, True],
    "deep": {"empty": {}},
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "config"


def test_what_is_written_is_read(folder: Path) -> None:
    documents: Documents = JsonDocuments(folder)
    assert documents.read("settings") == {}
    documents.write("settings", {"theme": "dark"})
    documents.write("settings", VALUE)
    documents.write("profiles", {})
    assert JsonDocuments(folder).read("settings") == VALUE
    assert JsonDocuments(folder).read("profiles") == {}
    assert {path.name for path in folder.iterdir()} == {"settings.json", "profiles.json"}


def test_a_person_can_read_the_file(folder: Path) -> None:
    JsonDocuments(folder).write("settings", VALUE)
    assert '\n  "text": "中文 ☃",\n' in (folder / "settings.json").read_text(
        "utf-8", "surrogatepass"
    )


def test_others_on_this_computer_cannot_read_it(folder: Path) -> None:
    JsonDocuments(folder).write("settings", VALUE)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "settings.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b'{"a": 1', b"[]", b"null", b"\xff\xfe", b'{"a": 1}\0\0\0'],
    ids=["empty", "brace", "cut", "list", "null", "not text", "zeros"],
)
def test_a_damaged_document_is_set_aside_and_read_as_empty(folder: Path, content: bytes) -> None:
    folder.mkdir()
    (folder / "settings.json").write_bytes(content)
    documents = JsonDocuments(folder)
    assert documents.read("settings") == {}
    (aside,) = documents.damaged
    assert aside.name.startswith("settings.damaged-2")
    assert aside.suffix == ".json"
    assert aside.read_bytes() == content
    documents.write("settings", VALUE)
    assert documents.read("settings") == VALUE
    assert documents.damaged == [aside]
    assert {path.name for path in folder.iterdir()} == {"settings.json", aside.name}


def test_each_damage_is_kept_under_a_name_of_its_own(folder: Path) -> None:
    folder.mkdir()
    documents = JsonDocuments(folder)
    for content in ("one", "two"):
        (folder / "settings.json").write_text(content)
        documents.read("settings")
    assert [path.read_text() for path in documents.damaged] == ["one", "two"]


def test_a_document_that_cannot_be_read_is_told_and_left(folder: Path) -> None:
    (folder / "settings.json").mkdir(parents=True)
    with pytest.raises(ConsoleError, match="could not be read") as caught:
        JsonDocuments(folder).read("settings")
    assert str(folder / "settings.json") in caught.value.what
    assert caught.value.next_step
    assert (folder / "settings.json").is_dir()


def test_a_write_that_fails_leaves_the_earlier_document(folder: Path) -> None:
    documents = JsonDocuments(folder)
    documents.write("settings", VALUE)
    with pytest.raises(TypeError):
        documents.write("settings", {"not for JSON": object()})
    assert documents.read("settings") == VALUE
    assert [path.name for path in folder.iterdir()] == ["settings.json"]


def test_a_place_that_cannot_be_written_is_told_and_nothing_lies_about(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConsoleError, match="could not be saved"):
        JsonDocuments(tmp_path / "file").write("settings", VALUE)
    (tmp_path / "folder" / "settings.json" / "inside").mkdir(parents=True)
    with pytest.raises(ConsoleError, match="could not be saved") as caught:
        JsonDocuments(tmp_path / "folder").write("settings", VALUE)
    assert caught.value.next_step
    assert [path.name for path in (tmp_path / "folder").iterdir()] == ["settings.json"]
