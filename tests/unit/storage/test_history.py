"""The history is read by two threads: what is listed never waits for what is counted."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

from tat_console.ports.history import Facet
from tat_console.services.query import parse
from tat_console.storage.archive import SqliteArchive
from tat_console.storage.database import Database
from tat_console.storage.history import SqliteHistory
from tests.unit.storage.test_search import NOW, Store


def test_a_list_does_not_wait_for_what_is_still_being_counted(tmp_path: Path) -> None:
    path = tmp_path / "archive.sqlite3"

    async def scenario() -> None:
        lists, sums = await Database.open(path), await Database.open(path)
        archive, history = await SqliteArchive.open(path), SqliteHistory(lists, sums)
        kept, query, over = Store(archive, history), parse("word", NOW), threading.Event()
        await kept.keep("run-1", [b"word one", b"word two"])
        counting = asyncio.create_task(sums.read(lambda _connection: over.wait(60)))
        facets = asyncio.create_task(history.facets(query, Facet.STATUS))
        await asyncio.sleep(0)
        try:
            (row,) = await history.rows(query)
            hits = await history.finds(query, ["run-1"], 3)
            assert set(await history.texts(hits)) == {"word one", "word two"}
            assert await history.matching_tasks(query, [row.run.run_id]) == {"run-1": 2}
            assert not counting.done()
            assert not facets.done()
        finally:
            over.set()
        assert await counting
        assert [(one.value, one.runs) for one in await facets] == [("SUCCESS", 1)]
        await history.close()
        await archive.close()

    asyncio.run(scenario())
