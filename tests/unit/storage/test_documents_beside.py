"""Documents are written beside the loop: in order, read back as written, failures told."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Any

import pytest

from tat_console.ports.documents import Documents
from tat_console.storage.documents import JsonDocuments
from tat_console.storage.documents_beside import DocumentsBeside
from tat_console.support.errors import ConsoleError


@pytest.fixture
def busy_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which no file takes its place until `gate` in it is opened for reading."""
    gate = tmp_path / "gate"
    os.mkfifo(gate)
    replace = Path.replace

    def replace_late(path: Path, target: Path) -> Path:
        gate.write_bytes(b"")  # waits for who reads
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", replace_late)
    return tmp_path


def test_what_is_written_is_read_and_on_the_disk_at_once(tmp_path: Path) -> None:
    async def check() -> None:
        documents = DocumentsBeside(JsonDocuments(tmp_path))
        kept: Documents = documents
        for number in range(50):
            kept.write("settings", {"number": number})
        assert kept.read("settings") == {"number": 49}
        await documents.close()

    asyncio.run(check())
    assert JsonDocuments(tmp_path).read("settings") == {"number": 49}


def test_a_busy_disk_does_not_hold_the_loop_and_what_was_written_comes_later(
    busy_disk: Path,
) -> None:
    async def check() -> None:
        documents = DocumentsBeside(JsonDocuments(busy_disk / "config"))
        value = {"theme": "dark"}
        documents.write("settings", value)
        value["theme"] = "changed after it was handed over"
        assert not (busy_disk / "config" / "settings.json").exists()
        await asyncio.to_thread((busy_disk / "gate").read_bytes)
        await documents.close()

    asyncio.run(check())
    assert JsonDocuments(busy_disk / "config").read("settings") == {"theme": "dark"}


def test_a_failure_is_raised_to_who_writes(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    async def check() -> None:
        documents = DocumentsBeside(JsonDocuments(tmp_path / "file"))
        with pytest.raises(ConsoleError, match="could not be saved"):
            documents.write("settings", {})
        with pytest.raises(TypeError):
            documents.write("settings", {"not for JSON": object()})
        await documents.close()

    asyncio.run(check())


def test_a_failure_that_comes_late_is_told_by_the_loop(busy_disk: Path) -> None:
    told: list[Any] = []
    folder = busy_disk / "config"
    (folder / "settings.json" / "inside").mkdir(parents=True)

    async def check() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _loop, context: told.append(context["exception"]))
        documents = DocumentsBeside(JsonDocuments(folder))
        documents.write("settings", {})
        assert told == []
        await asyncio.to_thread((busy_disk / "gate").read_bytes)
        await documents.close()
        await asyncio.sleep(0)

    asyncio.run(check())
    assert [type(error) for error in told] == [ConsoleError]
