"""The archive as it is looked at later, on connections of its own.

A long search must not hold up the journal of a run, nor may a list wait until something is counted:
so this has two threads with a connection each, beside that of `tat_console.storage.archive`. They
read while another writes.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from tat_console.ports.archive import RunSummary
from tat_console.ports.history import (
    Annotations,
    ArchiveSize,
    DayCount,
    Duration,
    Facet,
    FacetValue,
    HistoryRow,
    Hit,
    HitPage,
    MachinePast,
    MatchCount,
    Query,
    Retention,
    Where,
)
from tat_console.storage import (
    finds,
    machine_past,
    matches,
    overview,
    retention,
    search,
    search_index,
)
from tat_console.storage.database import Database
from tat_console.storage.foreign import SqliteForeignRecords


class SqliteHistory:
    """Does what `tat_console.ports.history.History` asks for.

    What is listed is read from `lists`; `sums` is for what is counted over all of the archive, and
    for what is written.
    """

    def __init__(self, lists: Database, sums: Database) -> None:
        self._lists = lists
        self._sums = sums

    @classmethod
    async def open(cls, path: Path) -> SqliteHistory:
        """Open or make the archive; raises ConsoleError where that is not possible."""
        lists = await Database.open(path)
        try:
            return cls(lists, await Database.open(path))
        except BaseException:
            await lists.close()
            raise

    @property
    def foreign(self) -> SqliteForeignRecords:
        """The mirror of what others ran, on the same connections; closing this closes it."""
        return SqliteForeignRecords(self._sums)

    async def close(self) -> None:
        """Finish what was asked for and let go of the file."""
        try:
            await self._lists.close()
        finally:
            await self._sums.close()

    async def search(self, query: Query, limit: int = 50) -> list[HitPage]:
        """The newest finds of each kind, in the order of Where; without terms there are none."""
        return await self._lists.read(
            lambda connection: search.search(connection, query, Where, limit)
        )

    async def more(self, query: Query, page: HitPage, limit: int = 50) -> HitPage:
        """The finds that come after a page."""
        (found,) = await self._lists.read(
            lambda connection: search.search(
                connection, query, [page.where], limit, page.next_number or 0
            )
        )
        return found

    async def texts(self, hits: Sequence[Hit]) -> list[str]:
        """The text that each find stands in, "" where it was removed since."""
        return await self._lists.read(lambda connection: search.texts(connection, hits))

    async def rows(
        self, query: Query, limit: int = 100, before: HistoryRow | None = None
    ) -> list[HistoryRow]:
        """The runs that a query lets through, newest first; those after `before` in the list."""
        return await self._lists.read(
            lambda connection: overview.rows(connection, query, limit, before)
        )

    async def match_count(self, query: Query) -> MatchCount:
        """How many tasks of how many runs a query lets through."""
        return await self._sums.read(lambda connection: matches.match_count(connection, query))

    async def matching_tasks(self, query: Query, run_ids: Sequence[str]) -> dict[str, int]:
        """How many tasks of each of these runs a query lets through."""
        return await self._lists.read(
            lambda connection: matches.matching_tasks(connection, query, run_ids)
        )

    async def finds(self, query: Query, run_ids: Sequence[str], most_each: int) -> list[Hit]:
        """In what of these runs the terms of a query stand; of each run so many of a kind."""
        return await self._lists.read(
            lambda connection: finds.finds(connection, query, run_ids, most_each)
        )

    async def facets(self, query: Query, facet: Facet) -> list[FacetValue]:
        """The values of one facet among the runs that the rest of the query lets through."""
        return await self._sums.read(lambda connection: overview.facets(connection, query, facet))

    async def annotate(self, run_id: str, annotations: Annotations) -> None:
        """Overwrite what is written on a run; raises LookupError where it is not kept."""
        await self._sums.write(lambda connection: _annotate(connection, run_id, annotations))

    async def lineage(self, run_id: str) -> list[RunSummary]:
        """The whole family of a run, oldest first."""
        return await self._sums.read(lambda connection: overview.lineage(connection, run_id))

    async def last_good_run(self, run_id: str) -> str | None:
        """The newest earlier run of the same script with a success, by its id."""
        return await self._sums.read(lambda connection: overview.last_good_run(connection, run_id))

    async def days(self, query: Query) -> list[DayCount]:
        """Runs per day, oldest first; days without runs are left out."""
        return await self._sums.read(lambda connection: overview.days(connection, query))

    async def durations(self, run_id: str, limit: int = 200) -> list[Duration]:
        """How long the runs of the same script took, oldest first."""
        return await self._sums.read(
            lambda connection: overview.durations(connection, run_id, limit)
        )

    async def of_machine(self, instance_id: str, limit: int) -> MachinePast:
        """How many runs a machine was in, and its newest tasks, so many at the most."""
        return await self._sums.read(
            lambda connection: machine_past.of_machine(connection, instance_id, limit)
        )

    async def served_since(self, most_records: int) -> datetime | None:
        """Since when the service may have all records of every account, which keeps so many."""
        return await self._sums.read(
            lambda connection: overview.served_since(connection, most_records)
        )

    async def size(self) -> ArchiveSize:
        """How large the archive is."""
        return await self._sums.read(retention.size)

    async def count_old(self, rules: Retention, now: datetime) -> int:
        """How many runs are older than the rules keep."""
        return await self._sums.read(lambda connection: retention.count_old(connection, rules, now))

    async def remove_old(self, rules: Retention, now: datetime, most: int = 50) -> int:
        """Remove the oldest runs that the rules do not keep; returns how many."""
        return await self._sums.write(
            lambda connection: retention.remove_old(connection, rules, now, most)
        )

    async def index_more(self) -> int:
        """Take some of what is new into the search; returns how much is still left."""
        if not await self._sums.read(search_index.left):
            return 0
        return await self._sums.write(search_index.index_more)


def _annotate(connection: sqlite3.Connection, run_id: str, annotations: Annotations) -> None:
    row = connection.execute("SELECT run_no FROM runs WHERE run_id = ?", (run_id,)).fetchone()
    if row is None:
        raise LookupError(f"The archive has no run {run_id}")
    connection.execute(
        "INSERT INTO annotations VALUES (?, ?, ?, ?) ON CONFLICT (run_no) DO UPDATE SET "
        "is_starred = excluded.is_starred, note = excluded.note, labels = excluded.labels",
        (row[0], annotations.starred, annotations.note, json.dumps(annotations.labels)),
    )
    search_index.index_note(connection, row[0], annotations.note)
