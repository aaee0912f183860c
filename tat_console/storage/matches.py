"""How many tasks a query lets through: of all runs, and of single ones."""

# ruff: noqa: S608 - values are bound; what is put into the texts is our own.

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any, Final

from tat_console.ports.history import Hit, MatchCount, Query, Where
from tat_console.storage.conditions import IN_WRITTEN, SCRIPT_NAME, Conditions, TermConditions
from tat_console.storage.rows import time_at
from tat_console.tat.statuses import TaskStatus

_COUNT: Final = """
    SELECT runs.run_id, count(*) AS tasks
    FROM {tables} WHERE {run} AND {task} AND {found} AND {chosen} GROUP BY runs.run_no
"""
# A run that matches by its note or its script alone does so with all its tasks.
_WRITTEN: Final = f"""{IN_WRITTEN} AND NOT EXISTS (
    SELECT 1 FROM tasks AS other WHERE other.run_no = runs.run_no AND {{found}})"""
_OUTPUTS: Final = """
    SELECT runs.run_id, runs.profile_name, runs.created_at, {name} AS script_name,
        tasks.output_no, count(*) AS tasks, min(tasks.instance_id) AS instance_id,
        min(tasks.instance_name) AS instance_name, tasks.status, tasks.exit_code
    FROM {tables}
    WHERE {chosen} AND {task} AND +tasks.output_no IN (
        SELECT rowid FROM search_outputs WHERE search_outputs MATCH :match)
    GROUP BY runs.run_no, tasks.output_no ORDER BY runs.run_no, tasks DESC
"""


def match_count(connection: sqlite3.Connection, query: Query) -> MatchCount:
    """How many tasks of how many runs a query lets through."""
    runs, tasks = 0, 0
    for statement, values in _counts(connection, query, None):
        row = connection.execute(f"SELECT count(*), total(tasks) FROM ({statement})", values)
        counted = row.fetchone()
        runs, tasks = runs + counted[0], tasks + int(counted[1])
    return MatchCount(runs=runs, tasks=tasks)


def matching_tasks(
    connection: sqlite3.Connection, query: Query, run_ids: Sequence[str]
) -> dict[str, int]:
    """How many tasks of these runs a query lets through."""
    counts: dict[str, int] = {}
    for statement, values in _counts(connection, query, run_ids):
        counts |= dict(map(tuple, connection.execute(statement, values)))
    return counts


def _counts(
    connection: sqlite3.Connection, query: Query, run_ids: Sequence[str] | None
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Statements that tell runs with the number of their tasks; no run is told twice."""
    conditions = Conditions(query)
    values = dict(conditions.values)
    chosen = "1" if run_ids is None else _chosen(values, run_ids)
    for tables, found in _found(connection, query, conditions, is_of_all=run_ids is None):
        statement = _COUNT.format(
            tables=tables,
            run=conditions.of_run,
            task=conditions.of_task,
            found=found,
            chosen=chosen,
        )
        yield statement, values


def _found(
    connection: sqlite3.Connection, query: Query, conditions: Conditions, *, is_of_all: bool
) -> Sequence[tuple[str, str]]:
    """What is counted, each on its own as a run is in one only: tables, and where the terms are."""
    by_run = conditions.tables_by_run
    if not query.terms:
        return ((by_run, "1"),)
    # Of some runs, looking at each of their tasks is never much.
    terms = TermConditions.of(connection, query) if is_of_all else TermConditions(are_few=False)
    tables = conditions.tables_by_task if terms.are_few else by_run
    return (tables, terms.of_task()), (by_run, _WRITTEN.format(found=terms.of_task("other")))


def matching_outputs(
    connection: sqlite3.Connection, query: Query, run_ids: Sequence[str]
) -> list[Hit]:
    """The outputs of these runs that the terms stand in, each told by one of its machines."""
    if not query.terms:
        return []
    conditions = Conditions(query)
    values = dict(conditions.values)
    statement = _OUTPUTS.format(
        name=SCRIPT_NAME,
        tables=conditions.tables_by_run,
        chosen=_chosen(values, run_ids),
        task=conditions.of_task,
    )
    return [_hit(row) for row in connection.execute(statement, values)]


def _chosen(values: dict[str, Any], run_ids: Sequence[str]) -> str:
    """The condition for one of these runs; their ids are put among the values."""
    names = [f"run_{place}" for place in range(len(run_ids))]
    values.update(zip(names, run_ids, strict=True))
    return f"runs.run_id IN ({', '.join(f':{name}' for name in names)})"


def _hit(row: sqlite3.Row) -> Hit:
    return Hit(
        where=Where.OUTPUT,
        number=row["output_no"],
        run_id=row["run_id"],
        script_name=row["script_name"],
        profile_name=row["profile_name"],
        created_at=time_at(row["created_at"]),
        tasks=row["tasks"],
        instance_id=row["instance_id"],
        instance_name=row["instance_name"],
        status=TaskStatus(row["status"]),
        exit_code=row["exit_code"],
    )
