"""Takes scripts, outputs and machines of the archive into the search, a little at a time.

It happens after the archive has them, so that saving a run never waits for it; a part that was
taken in stays so after a kill -9, and the rest is taken in later.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

import msgspec

from tat_console.outputs.ansi import plain
from tat_console.outputs.text import decode
from tat_console.ports.archive import Script
from tat_console.support.words import Term, apart, words

OUTPUT_BYTES_AT_ONCE: Final = 200_000
"""Enough to make the wait for the disk small, little enough not to hold up the journal."""
TASKS_AT_ONCE: Final = 5_000
_ROWS_AT_ONCE: Final = 200
_PAGES_MERGED: Final = 200


class _Kind(NamedTuple):
    """One search table, the rows it is made from, and how their data becomes text."""

    name: str
    search: str
    table: str
    key: str
    data: str
    text: Callable[[bytes | str], str]


def script_text(script: Script) -> str:
    """What the search finds of a run: name, parameters, text and id of its script."""
    parameters = (f"{key} = {value}" for key, value in script.parameters.items())
    return "\n".join(
        (script.name, *parameters, decode(script.content).text, script.command_id, script.username)
    )


def output_text(data: bytes) -> str:
    """What the search finds of an output: its text without colours; of a binary one nothing."""
    return plain(decode(data).text)


def match_of(terms: Iterable[Term]) -> str:
    """The terms as an expression for MATCH: all of them, words of a term side by side."""
    return " ".join(
        f'"{" ".join(words(term.text))}"{"*" if term.is_prefix else ""}' for term in terms
    )


def index_note(connection: sqlite3.Connection, run_no: int, note: str) -> None:
    """Make a run's note the one that is found."""
    connection.execute("DELETE FROM search_notes WHERE rowid = ?", (run_no,))
    if note:
        connection.execute(
            "INSERT INTO search_notes (rowid, text) VALUES (?, ?)", (run_no, apart(note))
        )


def index_more(connection: sqlite3.Connection) -> int:
    """Take some of what is new into the search; returns how many rows are still left."""
    forget_gone(connection)
    for kind in _KINDS:
        _take_in(connection, kind)
    _take_in_machines(connection)
    return left(connection)


def left(connection: sqlite3.Connection) -> int:
    """How many rows the search has not taken in yet."""
    found = connection.execute(_LEFT).fetchone()
    return int(found[0])


def _take_in(connection: sqlite3.Connection, kind: _Kind) -> None:
    rows = connection.execute(
        f"SELECT {kind.key}, {kind.data} FROM {kind.table} WHERE {kind.key} > "  # noqa: S608 - our own names
        f"(SELECT number FROM search_done WHERE kind = ?) ORDER BY {kind.key} LIMIT ?",
        (kind.name, _ROWS_AT_ONCE),
    )
    done, size_bytes = 0, 0
    for number, data in rows:
        text = kind.text(data)
        _insert(connection, kind, number, text)
        done = number
        size_bytes += len(text)
        if size_bytes > OUTPUT_BYTES_AT_ONCE:
            break
    rows.close()
    if done:
        _set_done(connection, kind.name, done)


def _insert(connection: sqlite3.Connection, kind: _Kind, number: int, text: str) -> None:
    connection.execute(
        f"INSERT INTO {kind.search} (rowid, text) VALUES (?, ?)",  # noqa: S608 - our own names
        (number, apart(text)),
    )


def forget_gone(connection: sqlite3.Connection) -> None:
    """Take out what is gone; a number that was given to something new since is taken in again."""
    for kind in _KINDS:
        gone = connection.execute(
            "SELECT number, data FROM search_gone WHERE kind = ? LIMIT ?",
            (kind.name, _ROWS_AT_ONCE),
        ).fetchall()
        for number, data in gone:
            connection.execute(
                f"INSERT INTO {kind.search} ({kind.search}, rowid, text) "  # noqa: S608 - our own names
                "VALUES ('delete', ?, ?)",
                (number, apart(kind.text(data))),
            )
            _take_in_again(connection, kind, number)
        connection.executemany(
            "DELETE FROM search_gone WHERE kind = ? AND number = ?",
            ((kind.name, number) for number, _data in gone),
        )
        if gone:
            # What was taken out leaves a mark until the parts of the index are merged.
            connection.execute(
                f"INSERT INTO {kind.search} ({kind.search}, rank) VALUES ('merge', ?)",  # noqa: S608 - our own names
                (_PAGES_MERGED,),
            )
    give_numbers_back(connection)


def give_numbers_back(connection: sqlite3.Connection) -> None:
    """Count no number as taken in that is free: it will be given to something new."""
    for name, table, key in _NUMBERED:
        connection.execute(
            f"UPDATE search_done SET number = min(number, (SELECT coalesce(max({key}), 0) "  # noqa: S608 - our own names
            f"FROM {table})) WHERE kind = ?",
            (name,),
        )


def _take_in_again(connection: sqlite3.Connection, kind: _Kind, number: int) -> None:
    row = connection.execute(
        f"SELECT {kind.data} FROM {kind.table} WHERE {kind.key} = ? AND {kind.key} <= "  # noqa: S608 - our own names
        "(SELECT number FROM search_done WHERE kind = ?)",
        (number, kind.name),
    ).fetchone()
    if row is not None:
        _insert(connection, kind, number, kind.text(row[0]))


def _take_in_machines(connection: sqlite3.Connection) -> None:
    rows: Sequence[sqlite3.Row] = connection.execute(
        "SELECT task_no, instance_id, instance_name FROM tasks WHERE task_no > "
        "(SELECT number FROM search_done WHERE kind = 'task') ORDER BY task_no LIMIT ?",
        (TASKS_AT_ONCE,),
    ).fetchall()
    for instance_id, instance_name in {(row[1], row[2]): None for row in rows}:
        added = connection.execute(
            "INSERT OR IGNORE INTO machines (instance_id, instance_name) VALUES (?, ?)",
            (instance_id, instance_name),
        )
        if added.rowcount:
            connection.execute(
                "INSERT INTO search_machines (rowid, text) VALUES (?, ?)",
                (added.lastrowid, apart(f"{instance_id} {instance_name}")),
            )
    if rows:
        _set_done(connection, "task", rows[-1][0])


def _set_done(connection: sqlite3.Connection, kind: str, number: int) -> None:
    connection.execute("UPDATE search_done SET number = ? WHERE kind = ?", (number, kind))


def _script_of(data: bytes | str) -> str:
    return script_text(msgspec.json.decode(data, type=Script))


def _output_of(data: bytes | str) -> str:
    """The text of a kept output; of one that is damaged on the disk, nothing is found."""
    try:
        return output_text(zlib.decompress(data if isinstance(data, bytes) else data.encode()))
    except zlib.error:
        return ""


_KINDS: Final = (
    _Kind("script", "search_scripts", "runs", "run_no", "script", _script_of),
    _Kind("output", "search_outputs", "outputs", "output_no", "data", _output_of),
)
_NUMBERED: Final = (
    *((kind.name, kind.table, kind.key) for kind in _KINDS),
    ("task", "tasks", "task_no"),
)
_LEFT: Final = """
    SELECT (SELECT count(*) FROM outputs WHERE output_no > output.number)
        + (SELECT count(*) FROM runs WHERE run_no > script.number)
        + (SELECT count(*) FROM tasks WHERE task_no > task.number)
        + (SELECT count(*) FROM search_gone)
    FROM search_done AS output, search_done AS script, search_done AS task
    WHERE output.kind = 'output' AND script.kind = 'script' AND task.kind = 'task'
"""
