"""Records survive, in the order in which they were created."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import msgspec

from tat_console.sandbox.store import Store, Table
from tests.rules.source import ROOT


class Note(msgspec.Struct):
    """A record."""

    key: str
    text: str = ""


WRITER = """
import os, pathlib, sys
from tat_console.sandbox.store import Store, Table
from tests.unit.sandbox.test_store import Note
store = Store(pathlib.Path(sys.argv[1]))
table = Table(Note, store)
for key in ("z", "a", "m"):
    table.put(Note(key))
store.flush()
table.put(Note("lost"))
os._exit(0)
"""


def test_a_flushed_record_survives_a_process_that_just_dies(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite3"
    subprocess.run([sys.executable, "-c", WRITER, str(path)], check=True, cwd=ROOT)

    store = Store(path)
    assert [note.key for note in Table(Note, store)] == ["z", "a", "m"]
    store.close()


def test_changes_and_removals_are_written_and_keep_the_order(tmp_path: Path) -> None:
    store = Store(tmp_path / "state.sqlite3")
    table = Table(Note, store)
    for key in ("z", "a", "m"):
        table.put(Note(key))
    store.flush()
    table.put(Note("z", "changed"))
    table.remove("a")
    table.remove("never there")
    store.close()

    store = Store(tmp_path / "state.sqlite3")
    assert list(Table(Note, store)) == [Note("z", "changed"), Note("m")]
    store.close()


def test_a_flush_can_be_done_in_parts(tmp_path: Path) -> None:
    store = Store(tmp_path / "state.sqlite3")
    table = Table(Note, store)
    for number in range(5):
        table.put(Note(str(number)))
    store.flush(2)
    assert store.waiting == 3
    store.flush()
    assert store.waiting == 0
    assert [note.key for note in Table(Note, store)] == ["0", "1", "2", "3", "4"]
    store.close()
