"""The database is opened, moved up its ladder and closed in order; failures become sentences."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Coroutine, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tat_console.storage.archive import SqliteArchive
from tat_console.storage.database import Database
from tat_console.storage.failures import FAILURES, explained
from tat_console.storage.migrations import LADDER, backup_path
from tat_console.support.errors import ConsoleError
from tests.unit.storage.records import full_run, plain_run

ONE = (("CREATE TABLE notes (text TEXT)",),)
TWO = (*ONE, ("ALTER TABLE notes ADD COLUMN stars INTEGER DEFAULT 1", "CREATE TABLE more (x)"))

Scenario = Callable[[Database], Coroutine[Any, Any, None]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "archive.sqlite3"


def use(path: Path, scenario: Scenario, ladder: Sequence[Sequence[str]] = ONE) -> None:
    async def open_and_close() -> None:
        database = await Database.open(path, ladder=ladder, busy_timeout_s=0.05)
        try:
            await scenario(database)
        finally:
            await database.close()

    asyncio.run(open_and_close())


async def nothing(database: Database) -> None:
    """Open and close is all."""


def note(text: str) -> Callable[[sqlite3.Connection], object]:
    return lambda connection: connection.execute("INSERT INTO notes (text) VALUES (?)", (text,))


def notes(connection: sqlite3.Connection) -> list[str]:
    return [row[0] for row in connection.execute("SELECT text FROM notes ORDER BY rowid")]


def damage_second_half(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2].ljust(len(content), b"\xa5"))


def refused(path: Path, ladder: Sequence[Sequence[str]] = ONE) -> ConsoleError:
    with pytest.raises(ConsoleError) as caught:
        use(path, nothing, ladder)
    assert caught.value.next_step
    assert str(path) in caught.value.what
    return caught.value


# ------------------------------------------------------------------------------- the one thread


def test_the_loop_turns_while_the_thread_works(path: Path) -> None:
    async def scenario(database: Database) -> None:
        go = threading.Event()
        waiting = asyncio.create_task(database.read(lambda connection: go.wait(60)))
        await asyncio.sleep(0)
        go.set()
        assert await waiting

    use(path, scenario)


def test_all_work_is_done_by_one_thread_that_ends_at_closing(path: Path) -> None:
    workers: set[threading.Thread] = set()

    async def scenario(database: Database) -> None:
        for _ in range(3):
            workers.add(await database.read(lambda connection: threading.current_thread()))

    use(path, scenario)
    (worker,) = workers
    assert worker is not threading.main_thread()
    assert not worker.is_alive()


def test_closing_finishes_what_was_asked_for(path: Path) -> None:
    texts = [str(number) for number in range(20)]

    async def scenario(database: Database) -> None:
        writing = [asyncio.create_task(database.write(note(text))) for text in texts]
        await asyncio.sleep(0)
        await database.close()
        await asyncio.gather(*writing)

    use(path, scenario)
    with closing(sqlite3.connect(path)) as connection:
        assert notes(connection) == texts


def test_a_write_that_fails_leaves_no_trace(path: Path) -> None:
    def half(connection: sqlite3.Connection) -> None:
        note("half")(connection)
        raise KeyError("the other half")

    async def scenario(database: Database) -> None:
        with pytest.raises(KeyError):
            await database.write(half)
        await database.write(note("whole"))
        assert await database.read(notes) == ["whole"]

    use(path, scenario)


def test_commits_wait_for_the_disk_and_references_are_checked(path: Path) -> None:
    async def scenario(database: Database) -> None:
        def setting(name: str) -> Callable[[sqlite3.Connection], object]:
            return lambda connection: connection.execute(f"PRAGMA {name}").fetchone()[0]

        assert await database.read(setting("journal_mode")) == "wal"
        assert await database.read(setting("synchronous")) == 2
        assert await database.read(setting("foreign_keys")) == 1

    use(path, scenario)


# -------------------------------------------------------------------------------- the migrations


def test_an_older_database_is_backed_up_beside_itself_then_migrated(path: Path) -> None:
    async def before(database: Database) -> None:
        await database.write(note("kept"))

    async def after(database: Database) -> None:
        assert await database.read(notes) == ["kept"]
        (stars,) = await database.read(
            lambda connection: connection.execute("SELECT stars FROM notes").fetchone()
        )
        assert stars == 1

    use(path, before, ONE)
    use(path, after, TWO)
    backup = backup_path(path, 1)
    assert backup.parent == path.parent
    assert backup.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(backup)) as connection:
        assert notes(connection) == ["kept"]
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    assert {file.name for file in path.parent.iterdir()} == {path.name, backup.name}


def test_a_new_database_needs_no_backup(path: Path) -> None:
    use(path, nothing, TWO)
    assert list(path.parent.iterdir()) == [path]


def test_a_rung_that_fails_leaves_the_database_as_it_was(path: Path) -> None:
    use(path, nothing, ONE)
    with pytest.raises(sqlite3.OperationalError, match="more"):
        use(path, nothing, (*TWO, ("CREATE TABLE more (x)",)))
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        tables = connection.execute("SELECT name FROM sqlite_master").fetchall()
        assert tables == [("notes",)]


def test_a_database_from_a_newer_version_is_refused_and_left_alone(path: Path) -> None:
    use(path, nothing, TWO)
    before = path.read_bytes()
    error = refused(path, ONE)
    assert "newer version" in error.title
    assert "version 2" in error.what
    assert path.read_bytes() == before


def test_many_may_open_a_new_archive_at_once(path: Path) -> None:
    async def scenario() -> None:
        opened = await asyncio.gather(*(Database.open(path) for _ in range(12)))
        for database in opened:
            (version,) = await database.read(
                lambda connection: connection.execute("PRAGMA user_version").fetchone()
            )
            assert version == len(LADDER)
        await asyncio.gather(*(database.close() for database in opened))

    asyncio.run(scenario())


# ---------------------------------------------------------------------------------- the failures


@pytest.mark.parametrize("content", [b"not a database at all" * 500, b"SQLite format 3\0" * 600])
def test_a_file_that_is_no_database_is_refused_and_left_alone(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert refused(path).title == "The archive is damaged"
    assert path.read_bytes() == content


def test_damage_inside_a_database_is_told_when_it_is_met(path: Path) -> None:
    async def fill(archive: SqliteArchive) -> None:
        for number in range(200):
            await archive.add_run(plain_run(f"run-{number}", tasks=40))

    async def read(archive: SqliteArchive) -> None:
        with pytest.raises(ConsoleError, match="The archive is damaged"):
            await archive.recent_runs(limit=1000)

    async def scenario() -> None:
        for step in (fill, read):
            archive = await SqliteArchive.open(path)
            await step(archive)
            await archive.close()
            damage_second_half(path)

    asyncio.run(scenario())


def test_a_damaged_output_is_told(path: Path) -> None:
    async def scenario() -> None:
        archive = await SqliteArchive.open(path)
        await archive.add_run(full_run())
        await archive.save_tasks([], {"abc": b"text"})
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("UPDATE outputs SET data = x'00'")
        with pytest.raises(ConsoleError, match="The archive is damaged"):
            await archive.output("abc")
        await archive.close()

    asyncio.run(scenario())


def test_a_place_that_cannot_hold_the_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "file" / "archive.sqlite3", tmp_path / "folder"):
        assert refused(path).title == "The archive could not be opened"


def test_a_database_that_is_held_by_another_program_is_told_and_comes_back(path: Path) -> None:
    async def scenario(database: Database) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(ConsoleError) as caught:
                await database.write(note("too early"))
            assert caught.value.title == "The archive is in use"
            assert await database.read(notes) == []
        await database.write(note("in time"))
        assert await database.read(notes) == ["in time"]

    use(path, scenario)


def test_a_database_that_may_not_be_written_is_told(path: Path) -> None:
    async def scenario(database: Database) -> None:
        await database.read(lambda connection: connection.execute("PRAGMA query_only = ON"))
        with pytest.raises(ConsoleError) as caught:
            await database.write(note("forbidden"))
        assert caught.value.title == "The archive may not be written"

    use(path, scenario)


@pytest.mark.parametrize("code", [*FAILURES, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_PROTOCOL])
@pytest.mark.parametrize("extended", [0, 3 << 8])
def test_every_failure_of_the_computer_has_words(path: Path, code: int, extended: int) -> None:
    error = sqlite3.OperationalError("the driver's words")
    error.sqlite_errorcode = code | extended
    told = explained(error, path)
    assert isinstance(told, ConsoleError)
    assert str(path) in told.what
    assert "the driver's words" in told.what
    assert "{" not in str(told)
    assert all((told.title, told.what, told.next_step))


def test_a_wrong_statement_is_a_mistake_of_the_program(path: Path) -> None:
    async def scenario(database: Database) -> None:
        with pytest.raises(sqlite3.OperationalError, match="no such table"):
            await database.read(lambda connection: connection.execute("SELECT * FROM elsewhere"))

    use(path, scenario)


def test_a_read_that_nobody_waits_for_ends_and_what_follows_is_untouched(path: Path) -> None:
    endless = (
        "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT sum(x) FROM n"
    )

    async def scenario(database: Database) -> None:
        loop, begun = asyncio.get_running_loop(), asyncio.Event()

        def tell() -> int:
            loop.call_soon_threadsafe(begun.set)
            return 0

        def work(connection: sqlite3.Connection) -> object:
            connection.create_function("begun", 0, tell)
            statement = endless.replace("SELECT 1", "SELECT 1 + (begun() IS 5)")
            return connection.execute(statement).fetchall()

        reading = asyncio.create_task(database.read(work))
        await begun.wait()
        reading.cancel()
        writing = asyncio.create_task(database.write(note("kept")))
        with pytest.raises(asyncio.CancelledError):
            await reading
        await writing
        assert await database.read(notes) == ["kept"]

    use(path, scenario)
