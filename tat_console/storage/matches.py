"""How many tasks a query lets through: of all runs, and of single ones."""

# ruff: noqa: S608 - values are bound; what is put into the texts is our own.

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any, Final

from tat_console.ports.history import MatchCount, Query
from tat_console.storage.conditions import every
from tat_console.storage.let_through import LetThrough

_COUNT: Final = """
    SELECT runs.run_id, count(tasks.task_no) AS tasks
    FROM {tables} WHERE {conditions} GROUP BY runs.run_no
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
    """Statements that tell runs with the number of their tasks; no run is told twice.

    A run that matches by its note or its script alone does so with all its tasks.
    """
    through = LetThrough(connection, query, of_some_runs=run_ids is not None)
    asked, values = through.conditions, dict(through.values)
    chosen = [] if run_ids is None else [_chosen(values, run_ids)]
    tables = asked.tables_by_task if through.is_by_task else asked.tables_by_run
    ways = [(tables, through.saying)]
    if query.terms:
        ways.append((asked.tables_by_run, through.by_writing_only))
    for tables, found in ways:
        conditions = every([*chosen, asked.of_run, asked.of_task, found])
        yield _COUNT.format(tables=tables, conditions=conditions), values


def _chosen(values: dict[str, Any], run_ids: Sequence[str]) -> str:
    """The condition for one of these runs; their ids are put among the values."""
    values["run_ids"] = json.dumps([*run_ids])
    return "runs.run_id IN (SELECT value FROM json_each(:run_ids))"
