"""A SQLite database that one thread owns; its work is awaited on the asyncio loop."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor
from pathlib import Path
from typing import Final, TypeVar

from tat_console.storage.failures import explained, unusable
from tat_console.storage.migrations import LADDER, Rung, migrate

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], T]

BUSY_TIMEOUT_S: Final = 5.0
_WAL_ATTEMPTS: Final = 20

# WAL lets a second window read while this one writes. FULL waits for the disk at every commit:
# with NORMAL a kill -9 loses nothing either, but a power cut may lose the newest commits, and an
# intent lost would be sent a second time. It costs one flush a commit, in the thread, a few times
# a second.
_PRAGMAS: Final = (
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA journal_size_limit = 67108864",
)


class _Reading:
    """Something that is being read, or about to be."""

    is_given_up = False


class Database:
    """One connection, one thread; SQLite's failures come out as ConsoleError."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"db {path.name}")
        self._connection: sqlite3.Connection | None = None
        self._closed = False
        self._reading: _Reading | None = None
        self._hold = threading.Lock()

    @classmethod
    async def open(
        cls,
        path: Path,
        *,
        ladder: Sequence[Rung] = LADDER,
        busy_timeout_s: float = BUSY_TIMEOUT_S,
    ) -> Database:
        """Open or make the database and bring it to the ladder's top.

        Raises ConsoleError where the file cannot be used, is damaged, or is of a newer version.
        """
        database = cls(path)
        try:
            await database._run(lambda: database._connect(ladder, busy_timeout_s))
        except BaseException:
            await database.close()
            raise
        return database

    async def read(self, work: Work[T]) -> T:
        """What `work` reads, all of it from one state of the database.

        Cancelled, it ends at once: what nobody waits for any more holds up nothing.
        """
        reading = _Reading()
        try:
            return await self._run(lambda: self._read(reading, work))
        except asyncio.CancelledError:
            self._interrupt(reading)
            raise

    async def write(self, work: Work[T]) -> T:
        """Do `work` as one transaction; on return it is on the disk, on an error undone."""
        return await self._run(lambda: self._transact("BEGIN IMMEDIATE", work))

    async def close(self) -> None:
        """Finish what was asked for, then close the file and end the thread; twice is harmless."""
        if self._closed:
            return
        self._closed = True
        try:
            await self._run(self._disconnect)
        finally:
            self._thread.shutdown()

    async def _run(self, job: Callable[[], T]) -> T:
        return await asyncio.wrap_future(self._thread.submit(self._explain, job))

    def _explain(self, job: Callable[[], T]) -> T:
        try:
            return job()
        except sqlite3.Error as error:
            raise explained(error, self.path) from error
        except OSError as error:
            raise unusable(error, self.path) from error

    def _connect(self, ladder: Sequence[Rung], busy_timeout_s: float) -> None:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Outputs are nobody else's business; the files that SQLite adds take over the mode.
        self.path.touch(mode=0o600)
        # check_same_thread stays on: a use from any other thread is an error.
        connection = sqlite3.connect(self.path, timeout=busy_timeout_s, isolation_level=None)
        self._connection = connection
        connection.row_factory = sqlite3.Row
        _enter_wal(connection)
        for pragma in _PRAGMAS:
            connection.execute(pragma)
        migrate(connection, self.path, ladder)

    def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _read(self, reading: _Reading, work: Work[T]) -> T:
        with self._hold:
            if reading.is_given_up:
                raise CancelledError
            self._reading = reading
        try:
            return self._transact("BEGIN", work)
        finally:
            # An interrupt goes to this work alone, never to what comes after it.
            with self._hold:
                self._reading = None

    def _interrupt(self, reading: _Reading) -> None:
        with self._hold:
            reading.is_given_up = True
            if self._reading is reading and self._connection is not None:
                self._connection.interrupt()

    def _transact(self, begin: str, work: Work[T]) -> T:
        connection = self._connection
        if connection is None:
            raise sqlite3.ProgrammingError("The database is closed")
        connection.execute(begin)
        try:
            result = work(connection)
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        return result


def _enter_wal(connection: sqlite3.Connection) -> None:
    """Switch to WAL, also while other programs open the same new file.

    The switch fails at once where it meets somebody's lock; a transaction waits for it to go.
    """
    for _ in range(_WAL_ATTEMPTS):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
        else:
            return
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
    connection.execute("PRAGMA journal_mode = WAL")
