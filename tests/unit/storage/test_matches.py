"""How much a search lets through, and in what of a run its words stand."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tat_console.ports.history import Annotations, Where
from tat_console.services.query import parse
from tat_console.storage import let_through
from tests.unit.storage.test_search import NOW, Store
from tests.unit.storage.test_search import store as opened

FULL = b"bad: no space left\n"


@pytest.fixture(autouse=True, params=["by index", "by looking"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every search both as one that few tasks match, and as one that many do."""
    if request.param == "by looking":
        monkeypatch.setattr(let_through, "_FEW_TASKS", -1)


async def within(tmp_path: Path, work: Callable[[Store], Awaitable[None]]) -> None:
    """Do something with an archive of its own."""
    async with opened(tmp_path / "archive.sqlite3") as store:
        await work(store)


def test_tasks_are_counted_by_what_they_printed_and_how_they_ended(tmp_path: Path) -> None:
    async def work(store: Store) -> None:
        await store.keep("one", [FULL, b"fine\n", FULL])
        await store.keep("two", [b"fine\n", FULL], hour=1)
        await store.keep("three", [b"fine\n"], hour=2)
        for text, runs, tasks in (
            ("space", 2, 3),
            ("status:success", 3, 3),
            ('status:failed "no space"', 2, 3),
            ("fine", 3, 3),
            ("nowhere", 0, 0),
        ):
            found = await store.history.match_count(parse(text, NOW))
            assert (text, found.runs, found.tasks) == (text, runs, tasks)
        counts = await store.history.matching_tasks(parse("space", NOW), ["one", "three"])
        assert counts == {"one": 2}

    asyncio.run(within(tmp_path, work))


def test_a_run_found_by_its_note_matches_with_all_its_tasks(tmp_path: Path) -> None:
    async def work(store: Store) -> None:
        await store.keep("one", [b"a\n", b"b\n"])
        await store.history.annotate("one", Annotations(note="ticket OPS-311"))
        await store.index()
        for text in ("ops", "note:OPS-311"):
            assert await store.found_runs(text) == ["one"]
            found = await store.history.match_count(parse(text, NOW))
            assert (found.runs, found.tasks) == (1, 2)
        assert await store.found_runs("note:other") == []

    asyncio.run(within(tmp_path, work))


def test_each_run_tells_in_what_of_it_the_words_stand(tmp_path: Path) -> None:
    async def work(store: Store) -> None:
        await store.keep("one", [FULL, FULL, b"fine\n"])
        await store.keep("two", [FULL, b"space enough\n"], hour=1)
        query = parse("space", NOW)
        hits = await store.history.finds(query, ["one", "two"], 3)
        assert [(hit.run_id, hit.tasks) for hit in hits] == [("one", 2), ("two", 1), ("two", 1)]
        texts = await store.history.texts(hits)
        assert texts[0].encode() == FULL
        assert {text.encode() for text in texts[1:]} == {FULL, b"space enough\n"}
        assert len(await store.history.finds(query, ["one", "two"], 1)) == 2
        failed = await store.history.finds(parse("space status:failed", NOW), ["two"], 3)
        assert [hit.instance_id for hit in failed] == ["ins-0"]
        assert not await store.history.finds(parse("status:failed", NOW), ["one"], 3)

    asyncio.run(within(tmp_path, work))


def test_each_run_tells_its_machines_its_script_and_its_note(tmp_path: Path) -> None:
    async def work(store: Store) -> None:
        await store.keep("one", [b"a\n", b"b\n"])
        await store.keep("two", [b"c\n"], hour=1)
        await store.history.annotate("two", Annotations(note="ins 0 again"))
        await store.index()
        hits = await store.history.finds(parse("ins-0", NOW), ["one", "two"], 3)
        assert [(hit.where, hit.run_id, hit.instance_name) for hit in hits] == [
            (Where.NOTE, "two", ""),
            (Where.INSTANCE, "one", "name ins-0"),
            (Where.INSTANCE, "two", "name ins-0"),
        ]
        assert await store.history.texts(hits) == ["ins 0 again", *["ins-0 name ins-0"] * 2]
        scripts = await store.history.finds(parse("uptime", NOW), ["one"], 3)
        assert [(hit.where, hit.run_id) for hit in scripts] == [(Where.SCRIPT, "one")]

    asyncio.run(within(tmp_path, work))


def test_rows_and_counts_agree_on_where_the_words_stand(tmp_path: Path) -> None:
    async def work(store: Store) -> None:
        await store.keep("one", [FULL, b"fine\n"])
        await store.keep("two", [b"fine\n", b"fine\n"], hour=1)
        await store.history.annotate("two", Annotations(note="no space, see one"))
        await store.index()
        for text, runs, tasks in (
            ("space", ["two", "one"], 3),
            ("space status:failed", ["one"], 1),
            ("name exit:0", ["two", "one"], 3),
            ("name region:ap-guangzhou", ["two", "one"], 4),
        ):
            query = parse(text, NOW)
            rows = await store.history.rows(query)
            found = await store.history.match_count(query)
            ids = [row.run.run_id for row in rows]
            assert (text, ids, found.runs, found.tasks) == (text, runs, len(runs), tasks)
            counts = await store.history.matching_tasks(query, ["one", "two"])
            assert sum(counts.values()) == tasks

    asyncio.run(within(tmp_path, work))
