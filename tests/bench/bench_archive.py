"""Archiving and searching, beside SQLite itself."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import statistics
import time
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tat_console.ports.archive import RunState, StoredRun, TaskRecord
from tat_console.ports.history import Query
from tat_console.services.query import parse
from tat_console.storage.archive import SqliteArchive
from tat_console.storage.history import SqliteHistory
from tat_console.storage.search_index import match_of
from tat_console.tat.statuses import TaskStatus
from tests.bench.bench_fleet import Gaps
from tests.bench.conftest import Figure
from tests.bench.rounds import seconds
from tests.unit.storage.records import START, plain_run, sha256

TASKS_A_RUN = 2_000
RUNS = 100
OUTPUTS_A_RUN = 200
OUTPUT_BYTES = 1_000
QUERIES = 60
# Short rounds, and many: some of them fall between what else this machine does.
ROUNDS = 15
TABLES = ("outputs", "runs", "batches", "tasks")

pytestmark = pytest.mark.timeout(600)

chance = random.Random(2026)
LETTERS = "abcdefghijklmnopqrstuvwxyz"
WORDS = ["".join(chance.choices(LETTERS, k=chance.randint(3, 9))) for _ in range(4_000)]
WORDS += ["磁盘", "内存", "失败", "完成"]
# As in any language, a few words are everywhere and most are rare.
WEIGHTS = [1 / (rank + 10) for rank in range(len(WORDS))]


def output() -> bytes:
    """Something a script may have printed."""
    words = chance.choices(WORDS, WEIGHTS, k=OUTPUT_BYTES // 7)
    lines = [" ".join(words[start : start + 9]) for start in range(0, len(words), 9)]
    return "\n".join([*lines, f"pid {chance.randrange(10**6)}"]).encode()


def whole_run(number: int) -> tuple[StoredRun, dict[str, bytes]]:
    """An ended run with its outputs, each the answer of ten machines."""
    stored = plain_run(f"run-{number}", START + timedelta(minutes=number), tasks=TASKS_A_RUN)
    outputs = {sha256(data): data for data in (output() for _ in range(OUTPUTS_A_RUN))}
    digests = [*outputs]
    tasks = tuple(
        ended(task, digests[place % len(digests)], place) for place, task in enumerate(stored.tasks)
    )
    run = msgspec.structs.replace(stored.run, state=RunState.ENDED, ended_at=START)
    return msgspec.structs.replace(stored, run=run, tasks=tasks), outputs


def ended(task: TaskRecord, digest: str, place: int) -> TaskRecord:
    return msgspec.structs.replace(
        task,
        status=TaskStatus.SUCCESS if place % 9 else TaskStatus.FAILED,
        invocation_task_id=f"invt-{place:08d}",
        exit_code=0 if place % 9 else 1,
        output_sha256=digest,
        output_bytes=OUTPUT_BYTES,
        started_at=START,
        ended_at=START + timedelta(seconds=place % 60),
    )


# ---------------------------------------------------------------------------------- archiving


async def archived(path: Path, whole: Sequence[tuple[StoredRun, dict[str, bytes]]]) -> float:
    """How long the archive takes to keep runs with their outputs."""
    archive = await SqliteArchive.open(path)
    start = time.perf_counter()
    for stored, outputs in whole:
        await archive.save_tasks([], outputs)
        await archive.add_run(stored)
    duration_s = time.perf_counter() - start
    await archive.close()
    return duration_s


def copied(path: Path, source: Path) -> float:
    """How long executemany takes for the same rows, in as many transactions of as many rows."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        with closing(sqlite3.connect(source)) as other:
            found = {name: other.execute(f"SELECT * FROM {name}").fetchall() for name in TABLES}
        return seconds(lambda: insert(connection, found))


def insert(connection: sqlite3.Connection, found: dict[str, list[Any]]) -> None:
    runs = len(found["runs"])
    for number in range(runs):
        for tables in (("outputs",), ("runs", "batches", "tasks")):
            connection.execute("BEGIN IMMEDIATE")
            for name in tables:
                size = len(found[name]) // runs
                part = found[name][number * size : (number + 1) * size]
                places = ", ".join("?" * len(part[0]))
                connection.executemany(f"INSERT INTO {name} VALUES ({places})", part)
            connection.execute("COMMIT")


def test_archiving_beside_executemany(figure: Figure, tmp_path: Path) -> None:
    whole = [whole_run(number) for number in range(2)]
    ours, bare = [], []
    for number in range(ROUNDS):
        path, copy = tmp_path / f"ours{number}.sqlite3", tmp_path / f"bare{number}.sqlite3"
        ours.append(asyncio.run(archived(path, whole)))
        asyncio.run(archived(copy, []))
        bare.append(copied(copy, path))
    assert len(ours) == len(bare) == ROUNDS
    figure("archive_vs_sqlite", min(ours) / min(bare), "×", 2.0)


# ---------------------------------------------------------------------------------- searching


async def filled(path: Path) -> None:
    """200,000 tasks with 20,000 different outputs, all of them taken into the search."""
    archive, history = await SqliteArchive.open(path), await SqliteHistory.open(path)
    for number in range(RUNS):
        stored, outputs = whole_run(number)
        await archive.save_tasks([], outputs)
        await archive.add_run(stored)
    while await history.index_more():
        pass
    await history.close()
    await archive.close()


def queries() -> list[str]:
    """What people type: a word, two, a phrase, the start of a word, Chinese, with a field."""
    made = []
    for number in range(QUERIES):
        one, other = chance.choices(WORDS, WEIGHTS, k=2)
        kinds = (one, f"{one} {other}", f'"{one} {other}"', f"{one[:3]}*", f"{one} status:failed")
        made.append(kinds[number % len(kinds)])
    return made


async def searched(path: Path, asked: Sequence[Query]) -> list[float]:
    """The best time of each search."""
    history = await SqliteHistory.open(path)
    found = []
    for query in asked:
        times = []
        for _round in range(ROUNDS):
            start = time.perf_counter()
            await history.search(query, limit=50)
            times.append(time.perf_counter() - start)
        found.append(min(times))
    await history.close()
    return found


async def held_while_searching(path: Path, asked: Sequence[Query]) -> float:
    """The longest time in which nothing else came to its turn."""
    history, gaps = await SqliteHistory.open(path), Gaps()
    for query in asked:
        *_others, page = await history.search(query, limit=50)
        await history.texts(page.hits)
        await history.rows(query, limit=100)
    gaps.stop()
    await history.close()
    return gaps.longest_ms


def matched(path: Path, asked: Sequence[Query]) -> list[float]:
    """The best time of a bare MATCH for each search."""
    statement = "SELECT rowid FROM search_outputs WHERE search_outputs MATCH ? LIMIT 50"
    with closing(sqlite3.connect(path)) as connection:

        def bare(query: Query) -> float:
            match = (match_of(query.terms),)
            return min(
                seconds(lambda: connection.execute(statement, match).fetchall())
                for _round in range(ROUNDS)
            )

        return [bare(query) for query in asked]


def test_searching_beside_a_bare_match(figure: Figure, tmp_path: Path) -> None:
    path = tmp_path / "archive.sqlite3"
    asyncio.run(filled(path))
    asked = [parse(text, datetime.now(UTC)) for text in queries()]
    ours, bare = asyncio.run(searched(path, asked)), matched(path, asked)
    assert len(ours) == len(bare) == QUERIES
    figure("search_vs_fts", statistics.median(ours) / statistics.median(bare), "×", 20)
    figure("search_median", 1_000 * statistics.median(ours), "ms", None)
    # What our code holds, it holds each time; what the machine does meanwhile, it does not.
    held_ms = min(asyncio.run(held_while_searching(path, asked)) for _round in range(5))
    figure("search_holds_the_loop", held_ms, "ms", 50)
