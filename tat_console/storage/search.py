"""Finds terms in notes, scripts, machines and outputs, and tells the newest run of each find."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable, Sequence
from typing import Final

import msgspec

from tat_console.ports.archive import Script
from tat_console.ports.history import Hit, HitPage, Query, Where
from tat_console.storage.conditions import Conditions
from tat_console.storage.rows import time_at
from tat_console.storage.search_index import output_text, script_text
from tat_console.tat.statuses import TaskStatus

MOST_TASKS_COUNTED: Final = 1_000
_END: Final = 2**63 - 1


class _Name(msgspec.Struct):
    """As much of a script as a find shows."""

    name: str


_SCRIPT_NAME: Final = msgspec.json.Decoder(_Name)
_TASK_FIELDS: Final = ("instance_id", "instance_name", "status", "exit_code", "tasks")
_RUN_COLUMNS: Final = "runs.run_id, runs.script, runs.profile_name, runs.created_at"

_OF_RUNS: Final = """
    SELECT found.rowid AS number, {columns}
    FROM {index} AS found CROSS JOIN runs ON runs.run_no = found.rowid
    WHERE {index} MATCH :match AND found.rowid < :before_number AND {of_run}
    AND NOT EXISTS (SELECT 1 FROM search_gone WHERE kind = :kind AND number = found.rowid)
    ORDER BY found.rowid DESC LIMIT :limit
"""
# The newest task stands for all that printed the same, or that ran on the same machine.
_OF_TASKS: Final = """
    SELECT found.rowid AS number, {columns}, newest.instance_id, newest.instance_name,
        newest.status, newest.exit_code,
        (SELECT count(*) FROM (SELECT 1 FROM tasks WHERE {belongs} LIMIT :most))
    FROM {index} AS found CROSS JOIN tasks AS newest ON newest.task_no = (
        SELECT max(tasks.task_no) FROM {filtered} WHERE {belongs} AND {of_task}
    ) CROSS JOIN runs ON runs.run_no = newest.run_no
    WHERE {index} MATCH :match AND found.rowid < :before_number
    AND NOT EXISTS (SELECT 1 FROM search_gone WHERE kind = :kind AND number = found.rowid)
    ORDER BY found.rowid DESC LIMIT :limit
"""
_JOINED: Final = "tasks JOIN runs USING (run_no) JOIN batches USING (run_no, batch_no)"
_SAME_MACHINE: Final = (
    "tasks.instance_id = (SELECT instance_id FROM machines WHERE machine_no = found.rowid)"
)
_SAME_OUTPUT: Final = "tasks.output_no = found.rowid"


def search(
    connection: sqlite3.Connection,
    query: Query,
    where: Where,
    limit: int,
    before_number: int = _END,
) -> HitPage:
    """One page of finds of one kind; asks for one more than the page, to know whether there are."""
    if not query.terms:
        return HitPage(where=where, hits=())
    conditions = Conditions(query)
    values = conditions.values | {
        "before_number": before_number,
        "limit": limit + 1,
        "most": MOST_TASKS_COUNTED,
        "kind": where.value,
    }
    found = connection.execute(_STATEMENTS[where](conditions), values).fetchall()
    hits = tuple(_hit(where, row) for row in found[:limit])
    return HitPage(
        where=where, hits=hits, next_number=hits[-1].number if len(found) > limit else None
    )


def texts(connection: sqlite3.Connection, hits: Sequence[Hit]) -> list[str]:
    """The texts that finds stand in; "" for what was removed since."""
    return [_TEXTS[hit.where](connection, hit) for hit in hits]


def _of_runs(index: str) -> Callable[[Conditions], str]:
    return lambda conditions: _OF_RUNS.format(
        index=index, columns=_RUN_COLUMNS, of_run=conditions.of_run
    )


def _of_tasks(index: str, belongs: str) -> Callable[[Conditions], str]:
    def statement(conditions: Conditions) -> str:
        of_task = conditions.of_task
        return _OF_TASKS.format(
            index=index,
            columns=_RUN_COLUMNS,
            belongs=belongs,
            of_task=of_task,
            filtered="tasks" if of_task == "1" else _JOINED,
        )

    return statement


def _hit(where: Where, row: sqlite3.Row) -> Hit:
    number, run_id, script, profile_name, created_at, *task = row
    about_task = dict(zip(_TASK_FIELDS, task, strict=True)) if task else {}
    if task:
        about_task["status"] = TaskStatus(about_task["status"])
    return Hit(
        where=where,
        number=number,
        run_id=run_id,
        script_name=_SCRIPT_NAME.decode(script).name,
        profile_name=profile_name,
        created_at=time_at(created_at),
        **about_task,
    )


def _output_text(connection: sqlite3.Connection, hit: Hit) -> str:
    row = connection.execute(
        "SELECT data FROM outputs WHERE output_no = ?", (hit.number,)
    ).fetchone()
    return "" if row is None else output_text(zlib.decompress(row[0]))


def _script_text(connection: sqlite3.Connection, hit: Hit) -> str:
    row = connection.execute("SELECT script FROM runs WHERE run_id = ?", (hit.run_id,)).fetchone()
    return "" if row is None else script_text(msgspec.json.decode(row[0], type=Script))


def _note_text(connection: sqlite3.Connection, hit: Hit) -> str:
    row = connection.execute(
        "SELECT note FROM annotations JOIN runs USING (run_no) WHERE run_id = ?", (hit.run_id,)
    ).fetchone()
    return "" if row is None else str(row[0])


def _machine_text(_connection: sqlite3.Connection, hit: Hit) -> str:
    return f"{hit.instance_id} {hit.instance_name}"


_STATEMENTS: Final[dict[Where, Callable[[Conditions], str]]] = {
    Where.NOTE: _of_runs("search_notes"),
    Where.SCRIPT: _of_runs("search_scripts"),
    Where.INSTANCE: _of_tasks("search_machines", _SAME_MACHINE),
    Where.OUTPUT: _of_tasks("search_outputs", _SAME_OUTPUT),
}
_TEXTS: Final[dict[Where, Callable[[sqlite3.Connection, Hit], str]]] = {
    Where.NOTE: _note_text,
    Where.SCRIPT: _script_text,
    Where.INSTANCE: _machine_text,
    Where.OUTPUT: _output_text,
}
