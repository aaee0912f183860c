"""How large the archive is, and what the user's rules let go of."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta
from typing import Final

from tat_console.ports.history import ArchiveSize, Retention
from tat_console.storage import statements
from tat_console.storage.rows import stamp, time_of
from tat_console.storage.search_index import forget_gone, give_numbers_back
from tat_console.tat.limits import RECORDS_KEPT_DAYS

_COUNTS: Final = """
    SELECT (SELECT count(*) FROM runs) AS runs, (SELECT count(*) FROM tasks) AS tasks,
        (SELECT count(*) FROM outputs) AS outputs,
        (SELECT coalesce(sum(size_bytes), 0) FROM outputs) AS output_bytes,
        (SELECT min(created_at) FROM runs) AS oldest_at
"""
_OLD: Final = """
    FROM runs WHERE state = 'ended' AND created_at < ?
    AND run_no NOT IN (SELECT run_no FROM annotations WHERE is_starred)
"""
_REMOVABLE: Final = f"SELECT run_no {_OLD} ORDER BY created_at, run_no LIMIT ?"
_NOTE_REMOVED: Final = """
    INSERT OR REPLACE INTO removed_records
    SELECT run_id, :now FROM runs WHERE run_no = :run_no
    UNION SELECT invocation_id, :now FROM batches WHERE run_no = :run_no AND invocation_id <> ''
"""
_FORGET_REMOVED: Final = "DELETE FROM removed_records WHERE removed_at < ?"
_END_OF_TIME: Final = 2**63 - 1


def size(connection: sqlite3.Connection) -> ArchiveSize:
    """The size of the file and what is in it."""
    page_bytes, pages, free = _pages(connection)
    counts = connection.execute(_COUNTS).fetchone()
    return ArchiveSize(
        file_bytes=pages * page_bytes,
        free_bytes=free * page_bytes,
        runs=counts["runs"],
        tasks=counts["tasks"],
        outputs=counts["outputs"],
        output_bytes=counts["output_bytes"],
        oldest_at=time_of(counts["oldest_at"]),
    )


def count_old(connection: sqlite3.Connection, retention: Retention, now: datetime) -> int:
    """How many runs the rule about age lets go."""
    found = connection.execute(f"SELECT count(*) {_OLD}", (_end_of_age(retention, now),))
    return int(found.fetchone()[0])


def remove_old(
    connection: sqlite3.Connection, retention: Retention, now: datetime, most: int
) -> int:
    """Remove the oldest runs that the rules let go, `most` at once; returns how many.

    What is removed leaves room in the file, which new runs fill; the file does not shrink.
    """
    end = _end_of_age(retention, now)
    if retention.keep_bytes and _used_bytes(connection) > retention.keep_bytes:
        end = _END_OF_TIME
    found = [row[0] for row in connection.execute(_REMOVABLE, (end, most))]
    for run_no in found:
        connection.execute(_NOTE_REMOVED, {"run_no": run_no, "now": stamp(now)})
        remove_run(connection, run_no)
    # By then the service has forgotten it too.
    connection.execute(_FORGET_REMOVED, (stamp(now - timedelta(days=RECORDS_KEPT_DAYS)),))
    # Until the search has forgotten it, what is gone takes as much room as before.
    forget_gone(connection)
    return len(found)


def remove_run(connection: sqlite3.Connection, run_no: int) -> None:
    """Remove a run with everything that belongs to it and to no other."""
    outputs = connection.execute(
        "SELECT DISTINCT output_no FROM tasks WHERE run_no = ? AND output_no IS NOT NULL",
        (run_no,),
    ).fetchall()
    connection.execute("DELETE FROM runs WHERE run_no = ?", (run_no,))
    connection.executemany(statements.DROP_IF_UNUSED, ({"output_no": row[0]} for row in outputs))
    give_numbers_back(connection)


def _end_of_age(retention: Retention, now: datetime) -> int:
    """Runs made before this moment are too old."""
    kept = timedelta(days=retention.keep_days)
    return stamp(now - kept) or 0 if retention.keep_days else 0


def _used_bytes(connection: sqlite3.Connection) -> int:
    page_bytes, pages, free = _pages(connection)
    return (pages - free) * page_bytes


def _pages(connection: sqlite3.Connection) -> tuple[int, int, int]:
    """The size of a page, how many there are, and how many of them are empty."""
    pragmas = ("page_size", "page_count", "freelist_count")
    size_bytes, count, free = (
        int(connection.execute(f"PRAGMA {name}").fetchone()[0]) for name in pragmas
    )
    return size_bytes, count, free
