"""The sandbox's state on disk: tables of records in one SQLite file that survives a kill -9.

A table is a dict in memory whose changed records are written at the next flush. The server
flushes before it answers, so what a caller was told is never lost (facts §0.1: runs cannot be
repeated, so their traces must last).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

import msgspec

_SCHEMA = """
CREATE TABLE IF NOT EXISTS record (
    kind TEXT NOT NULL, id TEXT NOT NULL, seq INTEGER NOT NULL, body BLOB NOT NULL,
    PRIMARY KEY (kind, id)
) WITHOUT ROWID
"""
_WRITE = """
INSERT INTO record (kind, id, seq, body) VALUES (?, ?, ?, ?)
ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body
"""


class Record(Protocol):
    """Something a table keeps."""

    @property
    def key(self) -> str:
        """What tells the record from the others of its table."""
        ...


R = TypeVar("R", bound=Record)


class Table(Generic[R]):
    """The records of one kind, in the order in which they were created."""

    def __init__(self, kind: type[R], store: Store) -> None:
        self._name = kind.__name__
        self._store = store
        self._rows: dict[str, R] = {}
        for body in store.bodies(self._name):
            record = msgspec.json.decode(body, type=kind)
            self._rows[record.key] = record

    def __iter__(self) -> Iterator[R]:
        return iter(self._rows.values())

    def __reversed__(self) -> Iterator[R]:
        return reversed(self._rows.values())

    def __len__(self) -> int:
        return len(self._rows)

    def get(self, key: str) -> R | None:
        """The record of this key, or None."""
        return self._rows.get(key)

    def put(self, record: R) -> None:
        """Add the record, or note that it changed."""
        self._rows[record.key] = record
        self._store.changed(self._name, record.key, record)

    def remove(self, key: str) -> None:
        """Forget a record; one that is not there is no error."""
        if self._rows.pop(key, None) is not None:
            self._store.changed(self._name, key, None)


class Store:
    """The SQLite file; every method belongs to the event loop's thread."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = WAL")
        # What was written survives the death of this process; only a computer that loses its
        # power could lose it, which a sandbox need not fear.
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.execute(_SCHEMA)
        (self._last_seq,) = self._connection.execute(
            "SELECT coalesce(max(seq), 0) FROM record"
        ).fetchone()
        self._changed: dict[tuple[str, str], Any] = {}

    def bodies(self, kind: str) -> Iterator[bytes]:
        """The stored records of a kind, oldest first."""
        rows = self._connection.execute(
            "SELECT body FROM record WHERE kind = ? ORDER BY seq", (kind,)
        )
        return (body for (body,) in rows)

    def changed(self, kind: str, key: str, record: Record | None) -> None:
        """Note a record to be written at the next flush; None removes it."""
        self._changed[kind, key] = record

    @property
    def waiting(self) -> int:
        """How many changed records are to be written."""
        return len(self._changed)

    def flush(self, most: int | None = None) -> None:
        """Write changed records in one transaction: all, or the `most` oldest changes."""
        if not self._changed:
            return
        keys = list(self._changed)[:most]
        records = [(key, self._changed.pop(key)) for key in keys]
        removed = [key for key, record in records if record is None]
        written = [
            (*key, self._last_seq + place, msgspec.json.encode(record))
            for place, (key, record) in enumerate(records, 1)
            if record is not None
        ]
        self._last_seq += len(records)
        self._connection.execute("BEGIN")
        self._connection.executemany(_WRITE, written)
        self._connection.executemany("DELETE FROM record WHERE kind = ? AND id = ?", removed)
        self._connection.execute("COMMIT")

    def close(self) -> None:
        """Write what is left and close the file."""
        self.flush()
        self._connection.close()
