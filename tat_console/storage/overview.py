"""What the archive amounts to: rows, facets, days, durations, families of runs."""

from __future__ import annotations

import json
import sqlite3
import statistics
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Final, NamedTuple

import msgspec

from tat_console.ports.archive import RunSummary
from tat_console.ports.history import (
    Annotations,
    DayCount,
    Duration,
    Facet,
    FacetValue,
    HistoryRow,
    Query,
    Source,
)
from tat_console.storage.archive import summaries
from tat_console.storage.conditions import SCRIPT_NAME, SOURCE
from tat_console.storage.let_through import RUN, Key, LetThrough
from tat_console.storage.rows import stamp, time_at, time_of
from tat_console.tat.statuses import FAILED_TASK_STATUSES, TaskStatus

_FAILED: Final = ", ".join(f"'{status}'" for status in sorted(FAILED_TASK_STATUSES))

_ROWS: Final = """
    SELECT runs.*, {source} AS source, annotations.is_starred, annotations.note, annotations.labels
    FROM runs LEFT JOIN annotations USING (run_no)
    WHERE {conditions} AND (runs.created_at, runs.run_no) < (:last_at, :last_no)
    ORDER BY runs.created_at DESC, runs.run_no DESC LIMIT :limit
"""
_DAYS: Final = """
    SELECT date(runs.created_at / 1000000, 'unixepoch', 'localtime') AS day, count(*) AS runs,
        sum(EXISTS (SELECT 1 FROM tasks WHERE tasks.run_no = runs.run_no
            AND tasks.status IN ({failed}))) AS failed
    FROM runs WHERE {conditions} GROUP BY day ORDER BY day
"""
_SAME_SCRIPT: Final = """
    SELECT run_no, run_id, created_at FROM runs WHERE content_sha256 =
        (SELECT content_sha256 FROM runs WHERE run_id = ?)
    ORDER BY run_no DESC LIMIT ?
"""
_DURATIONS: Final = """
    SELECT (ended_at - started_at) / 1e6, status FROM tasks
    WHERE run_no = ? AND started_at IS NOT NULL AND ended_at IS NOT NULL
"""
_TASKS_MEASURED: Final = 50_000
_FAMILY: Final = """
    WITH RECURSIVE
        up (run_id, parent_run_id) AS (
            SELECT run_id, parent_run_id FROM runs WHERE run_id = :run_id
            UNION SELECT runs.run_id, runs.parent_run_id FROM runs JOIN up
                ON runs.run_id = up.parent_run_id
        ),
        down (run_id) AS (
            SELECT run_id FROM up
            UNION SELECT runs.run_id FROM runs JOIN down ON runs.parent_run_id = down.run_id
                AND runs.parent_run_id <> ''
        )
    SELECT * FROM runs WHERE run_id IN (SELECT run_id FROM down) ORDER BY created_at, run_no
"""
_LAST_GOOD: Final = """
    SELECT earlier.run_id FROM runs AS this JOIN runs AS earlier USING (content_sha256)
    WHERE this.run_id = ? AND (earlier.created_at, earlier.run_no) < (this.created_at, this.run_no)
    AND EXISTS (SELECT 1 FROM tasks WHERE tasks.run_no = earlier.run_no AND status = 'SUCCESS')
    ORDER BY earlier.created_at DESC, earlier.run_no DESC LIMIT 1
"""
_SERVED_SINCE: Final = """
    SELECT max(created_at) FROM (
        SELECT created_at, row_number() OVER (
            PARTITION BY coalesce(nullif(batches.profile_id, ''), runs.profile_id)
            ORDER BY created_at DESC, run_no DESC
        ) AS place
        FROM runs JOIN batches USING (run_no) WHERE invocation_id <> ''
    ) WHERE place = ?
"""
_RUNS: Final = "FROM runs WHERE {of_run}"
# Hops from one status of a run to its next in the index, past all the tasks between them.
_STATUSES: Final = """
    FROM runs JOIN (
        WITH RECURSIVE found (run_no, status) AS (
            SELECT run_no, (SELECT min(status) FROM tasks WHERE tasks.run_no = runs.run_no)
            FROM runs WHERE {of_run}
            UNION ALL SELECT run_no, (
                SELECT min(status) FROM tasks
                WHERE tasks.run_no = found.run_no AND tasks.status > found.status
            ) FROM found WHERE status IS NOT NULL
        ) SELECT * FROM found WHERE status IS NOT NULL
    ) AS part USING (run_no) WHERE {of_part}
"""


class FacetSource(NamedTuple):
    """The attribute of a query that chooses values of a facet, and where its values stand.

    A facet of tasks parts the runs: `part` tells which tasks are in the part of a value.
    """

    attribute: str
    value: str
    source: str = _RUNS
    part: Key = RUN


FACETS: Final = {
    Facet.PROFILE: FacetSource("profiles", "runs.profile_name"),
    Facet.SCRIPT: FacetSource("scripts", SCRIPT_NAME),
    Facet.SOURCE: FacetSource("sources", SOURCE),
    Facet.REGION: FacetSource(
        "regions",
        "part.region",
        "FROM batches AS part JOIN runs USING (run_no) WHERE {of_run} AND {of_part}",
        (*RUN, ("part.batch_no", "tasks.batch_no")),
    ),
    Facet.STATUS: FacetSource(
        "statuses", "part.status", _STATUSES, (*RUN, ("part.status", "tasks.status"))
    ),
    Facet.LABEL: FacetSource(
        "labels",
        "json_each.value",
        "FROM runs JOIN annotations USING (run_no), json_each(labels) WHERE {of_run}",
    ),
}


def rows(
    connection: sqlite3.Connection, query: Query, limit: int, before: HistoryRow | None
) -> list[HistoryRow]:
    """One page of the history, newest first."""
    through = LetThrough(connection, query)
    statement = _ROWS.format(source=SOURCE, conditions=through.of_run)
    values = through.values | _last(connection, before) | {"limit": limit}
    found = connection.execute(statement, values).fetchall()
    return [
        HistoryRow(
            run=summary.run,
            counts=summary.counts,
            annotations=_annotations(row),
            source=Source(row["source"]),
        )
        for row, summary in zip(found, summaries(connection, found), strict=True)
    ]


def facets(connection: sqlite3.Connection, query: Query, facet: Facet) -> list[FacetValue]:
    """The values of one facet with their counts, the most frequent first."""
    row = FACETS[facet]
    through = LetThrough(connection, msgspec.structs.replace(query, **{row.attribute: ()}))
    source = row.source.format(of_run=through.of_run, of_part=through.of_part(row.part))
    found = connection.execute(
        f"SELECT {row.value} AS value, count(DISTINCT runs.run_no) AS runs {source} "
        "GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 200",
        through.values,
    )
    return [FacetValue(value=row["value"] or "", runs=row["runs"]) for row in found]


def days(connection: sqlite3.Connection, query: Query) -> list[DayCount]:
    """Runs and failures per day, oldest first."""
    through = LetThrough(connection, query)
    statement = _DAYS.format(failed=_FAILED, conditions=through.of_run)
    return [
        DayCount(day=date.fromisoformat(row["day"]), runs=row["runs"], failed=row["failed"])
        for row in connection.execute(statement, through.values)
    ]


def durations(connection: sqlite3.Connection, run_id: str, limit: int) -> list[Duration]:
    """How long the newest runs of the same script took, oldest first; of large ones fewer."""
    found: list[Duration] = []
    for run in connection.execute(_SAME_SCRIPT, (run_id, limit)).fetchall():
        tasks = connection.execute(_DURATIONS, (run["run_no"],)).fetchall()
        if tasks:
            found.append(_duration(run["run_id"], run["created_at"], tasks))
        if sum(one.tasks for one in found) >= _TASKS_MEASURED:
            break
    return sorted(found, key=lambda one: one.created_at)


def served_since(connection: sqlite3.Connection, most_records: int) -> datetime | None:
    """When the oldest record was made that an account still has, where it had more of them."""
    row = connection.execute(_SERVED_SINCE, (most_records,)).fetchone()
    return time_of(row[0])


def lineage(connection: sqlite3.Connection, run_id: str) -> list[RunSummary]:
    """The family of a run, oldest first."""
    return summaries(connection, connection.execute(_FAMILY, {"run_id": run_id}).fetchall())


def last_good_run(connection: sqlite3.Connection, run_id: str) -> str | None:
    """The newest earlier run of the same script in which a task succeeded."""
    row = connection.execute(_LAST_GOOD, (run_id,)).fetchone()
    return None if row is None else str(row[0])


def _last(connection: sqlite3.Connection, before: HistoryRow | None) -> dict[str, int | None]:
    """Where the page before ended; runs of the same moment are told apart by their number."""
    if before is None:
        return {"last_at": 2**63 - 1, "last_no": 0}
    row = connection.execute(
        "SELECT run_no FROM runs WHERE run_id = ?", (before.run.run_id,)
    ).fetchone()
    return {"last_at": stamp(before.run.created_at), "last_no": 0 if row is None else row[0]}


def _annotations(row: sqlite3.Row) -> Annotations:
    if row["note"] is None:
        return Annotations()
    return Annotations(
        starred=bool(row["is_starred"]), note=row["note"], labels=tuple(json.loads(row["labels"]))
    )


def _duration(run_id: str, created_at: int, tasks: Sequence[sqlite3.Row]) -> Duration:
    lengths = [length for length, _status in tasks]
    statuses = Counter(status for _length, status in tasks)
    return Duration(
        run_id=run_id,
        created_at=time_at(created_at),
        median_s=statistics.median(lengths),
        longest_s=max(lengths),
        tasks=len(tasks),
        failed=sum(count for one, count in statuses.items() if TaskStatus(one).is_failure),
    )
