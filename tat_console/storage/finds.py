"""In what of single runs the terms of a query stand: what is shown below each of them."""

# ruff: noqa: S608 - values are bound; what is put into the texts is our own.

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Final, NamedTuple

from tat_console.ports.history import Hit, Query, Where
from tat_console.storage.conditions import SCRIPT_NAME, Conditions
from tat_console.storage.rows import time_at
from tat_console.tat.statuses import TaskStatus

_CHOSEN: Final = "runs.run_id IN (SELECT value FROM json_each(:run_ids))"
_RUN: Final = f"runs.run_id, {SCRIPT_NAME} AS script_name, runs.profile_name, runs.created_at"
_OF_RUNS: Final = f"""
    SELECT {_RUN}, run_no AS number, 0 AS tasks, '' AS instance_id, '' AS instance_name,
        NULL AS status, NULL AS exit_code
    FROM runs WHERE {_CHOSEN}
    AND run_no IN (SELECT rowid FROM {{table}} WHERE {{table}} MATCH :match) ORDER BY run_no
"""
# Of what many tasks have in common, the columns are those of the first of them.
_OF_TASKS: Final = f"""
    SELECT {_RUN}, found.* FROM (
        SELECT *, row_number() OVER (
            PARTITION BY run_no ORDER BY tasks DESC, first_task_no, number) AS place
        FROM (
            SELECT tasks.run_no, {{number}} AS number, count(*) AS tasks,
                min(tasks.task_no) AS first_task_no, tasks.instance_id,
                {{name}} AS instance_name, tasks.status, tasks.exit_code
            FROM {{tables}}{{machines}}
            WHERE {_CHOSEN} AND {{of_task}}
            AND +{{number}} IN (SELECT rowid FROM {{table}} WHERE {{table}} MATCH :match)
            GROUP BY tasks.run_no, {{number}}
        )
    ) AS found JOIN runs USING (run_no)
    WHERE place <= :most_each ORDER BY run_no, place
"""


class _Kind(NamedTuple):
    """Where finds of a kind are kept; those of tasks also what their numbers and names are."""

    where: Where
    table: str
    number: str = ""
    name: str = ""
    machines: str = ""


_KINDS: Final = (
    _Kind(Where.NOTE, "search_notes"),
    _Kind(Where.SCRIPT, "search_scripts"),
    _Kind(
        Where.INSTANCE,
        "search_machines",
        "machines.machine_no",
        "machines.instance_name",
        " JOIN machines ON machines.instance_id = tasks.instance_id",
    ),
    _Kind(Where.OUTPUT, "search_outputs", "tasks.output_no", "tasks.instance_name"),
)


def finds(
    connection: sqlite3.Connection, query: Query, run_ids: Sequence[str], most_each: int
) -> list[Hit]:
    """In what the terms stand, in the order of Where; of each run so many of a kind at the most.

    Only tasks that hold what the query asks of tasks are told.
    """
    if not query.terms:
        return []
    conditions = Conditions(query)
    values = conditions.values | {"run_ids": json.dumps([*run_ids]), "most_each": most_each}
    return [
        _hit(kind.where, row)
        for kind in _KINDS
        for row in connection.execute(_statement(kind, conditions), values)
    ]


def _statement(kind: _Kind, conditions: Conditions) -> str:
    if not kind.number:
        return _OF_RUNS.format(table=kind.table)
    return _OF_TASKS.format(
        tables=conditions.tables_by_run, of_task=conditions.of_task, **kind._asdict()
    )


def _hit(where: Where, row: sqlite3.Row) -> Hit:
    return Hit(
        where=where,
        number=row["number"],
        run_id=row["run_id"],
        script_name=row["script_name"],
        profile_name=row["profile_name"],
        created_at=time_at(row["created_at"]),
        tasks=row["tasks"],
        instance_id=row["instance_id"],
        instance_name=row["instance_name"],
        status=row["status"] and TaskStatus(row["status"]),
        exit_code=row["exit_code"],
    )
