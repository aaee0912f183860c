"""Finds terms in notes, scripts, machines and outputs, and tells the newest run of each find."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Final, NamedTuple

import msgspec

from tat_console.ports.archive import Script
from tat_console.ports.history import Hit, HitPage, Query, Where
from tat_console.storage.conditions import every
from tat_console.storage.let_through import LetThrough
from tat_console.storage.rows import time_at
from tat_console.storage.search_index import output_text, script_text
from tat_console.tat.statuses import TaskStatus

Statement = Callable[[LetThrough, str], str]

_END: Final = 2**63 - 1


class _Name(msgspec.Struct):
    """As much of a script as a find shows."""

    name: str


class _Run(NamedTuple):
    """As much of a run as a find shows."""

    run_id: str
    script_name: str
    profile_name: str
    created_at: datetime


_SCRIPT_NAME: Final = msgspec.json.Decoder(_Name)

_OF_RUNS: Final = """
    SELECT found.rowid, runs.run_no
    FROM {index} AS found CROSS JOIN runs ON runs.run_no = found.rowid
    WHERE {index} MATCH :match AND found.rowid < :before_number AND {of_run}
    {not_gone}
    ORDER BY found.rowid DESC LIMIT :limit
"""
# The newest task stands for all that printed the same, or that ran on the same machine.
_OF_TASKS: Final = """
    SELECT found.rowid, newest.run_no, newest.instance_id, newest.instance_name,
        newest.status, newest.exit_code,
        (SELECT count(*) FROM tasks WHERE {belongs})
    FROM {index} AS found CROSS JOIN tasks AS newest ON newest.task_no = (
        SELECT max(tasks.task_no) FROM {tables} WHERE {belongs} AND {of_task}
    )
    WHERE {index} MATCH :match AND found.rowid < :before_number
    {not_gone}
    ORDER BY found.rowid DESC LIMIT :limit
"""
# Asked only where something is gone that the search has not forgotten yet: that is seldom so.
_NOT_GONE: Final = """
    AND NOT EXISTS (SELECT 1 FROM search_gone WHERE kind = '{kind}' AND number = found.rowid)
"""
_SAME_MACHINE: Final = (
    "tasks.instance_id = (SELECT instance_id FROM machines WHERE machine_no = found.rowid)"
)
_SAME_OUTPUT: Final = "tasks.output_no = found.rowid"


def search(
    connection: sqlite3.Connection,
    query: Query,
    wheres: Iterable[Where],
    limit: int,
    before_number: int = _END,
) -> list[HitPage]:
    """A page of finds of each kind; asks for one more find, to know whether there are more."""
    if not query.terms:
        return [HitPage(where=where, hits=()) for where in wheres]
    through = LetThrough(connection, query)
    values = through.values | {
        "before_number": before_number,
        "limit": limit + 1,
    }
    some_gone = connection.execute("SELECT 1 FROM search_gone LIMIT 1").fetchone() is not None
    pages = []
    for where in wheres:
        not_gone = _NOT_GONE.format(kind=where.value) if some_gone else ""
        found = connection.execute(_STATEMENTS[where](through, not_gone), values).fetchall()
        pages.append(_page(connection, where, found, limit))
    return pages


def _page(
    connection: sqlite3.Connection, where: Where, found: Sequence[sqlite3.Row], limit: int
) -> HitPage:
    runs = _runs(connection, {row[1] for row in found})
    hits = [_hit(where, runs[row[1]], row) for row in found[:limit]]
    next_number = hits[-1].number if len(found) > limit else None
    return HitPage(where=where, hits=tuple(hits), next_number=next_number)


def texts(connection: sqlite3.Connection, hits: Sequence[Hit]) -> list[str]:
    """The texts that finds stand in; "" for what was removed since."""
    return [_TEXTS[hit.where](connection, hit) for hit in hits]


def _of_runs(index: str) -> Statement:
    return lambda through, not_gone: _OF_RUNS.format(
        index=index, of_run=through.of_written_run, not_gone=not_gone
    )


def _of_tasks(index: str, belongs: str) -> Statement:
    return lambda through, not_gone: _OF_TASKS.format(
        index=index,
        belongs=belongs,
        of_task=every([through.conditions.of_task, through.conditions.of_run]),
        tables=through.conditions.task_tables,
        not_gone=not_gone,
    )


def _runs(connection: sqlite3.Connection, run_nos: set[int]) -> dict[int, _Run]:
    """The runs of a page, each read once: many finds are of the same."""
    if not run_nos:
        return {}
    found = connection.execute(
        "SELECT run_no, run_id, script, profile_name, created_at FROM runs "
        "WHERE run_no IN (SELECT value FROM json_each(?))",
        (json.dumps([*run_nos]),),
    )
    return {
        run_no: _Run(run_id, _SCRIPT_NAME.decode(script).name, profile_name, time_at(created_at))
        for run_no, run_id, script, profile_name, created_at in found
    }


def _hit(where: Where, run: _Run, row: sqlite3.Row) -> Hit:
    number, _run_no, *task = row
    instance_id, instance_name, status, exit_code, tasks = task or ("", "", None, None, 0)
    return Hit(
        where=where,
        number=number,
        run_id=run.run_id,
        script_name=run.script_name,
        profile_name=run.profile_name,
        created_at=run.created_at,
        tasks=tasks,
        instance_id=instance_id,
        instance_name=instance_name,
        status=status and TaskStatus(status),
        exit_code=exit_code,
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


_STATEMENTS: Final[dict[Where, Statement]] = {
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
