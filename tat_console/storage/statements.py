"""The SQL of the archive, made from the records: an attribute is a column of the same name."""

# ruff: noqa: S608 - the names put into the texts are those of our own record types.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from tat_console.ports.archive import BatchRecord, Exclusion, RunRecord, TaskRecord
from tat_console.ports.waves import Decision

# Ids that are long and often repeated are kept once; a row holds the number instead.
_RUN_NO: Final = {"run_no": "(SELECT run_no FROM runs WHERE run_id = :run_id)"}


def _named(attributes: Sequence[str], *without: str) -> dict[str, str]:
    return {name: f":{name}" for name in attributes if name not in without}


def _insert(table: str, values: Mapping[str, str]) -> str:
    return f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join(values.values())})"


def _upsert(table: str, key: Sequence[str], values: Mapping[str, str]) -> str:
    changes = ", ".join(f"{name} = excluded.{name}" for name in values if name not in key)
    return f"{_insert(table, values)} ON CONFLICT ({', '.join(key)}) DO UPDATE SET {changes}"


_RUN: Final = _named((*RunRecord.__struct_fields__, "content_sha256"))
_BATCH: Final = _RUN_NO | _named(BatchRecord.__struct_fields__, "run_id")
# Binding by name, and looking up numbers row by row, take as long again as the insertion, which
# shows with thousands of tasks: theirs are positional, as `rows.task_values` puts them.
_TASK: Final = dict.fromkeys(
    ("run_no", "output_no", *_named(TaskRecord.__struct_fields__, "run_id", "output_sha256")), "?"
)

ADD_RUN: Final = _insert("runs", _RUN)
SAVE_RUN: Final = (
    f"UPDATE runs SET {', '.join(f'{name} = {value}' for name, value in _RUN.items())} "
    "WHERE run_id = :run_id"
)
SAVE_BATCH: Final = _upsert("batches", ("run_no", "batch_no"), _BATCH)
ADD_TASK: Final = _insert("tasks", _TASK)
SAVE_TASK: Final = _upsert("tasks", ("run_no", "batch_no", "instance_id"), _TASK)
ADD_EXCLUSION: Final = _insert(
    "exclusions",
    _RUN_NO | {"position": ":position"} | _named(Exclusion.__struct_fields__),
)
ADD_DECISION: Final = _insert("decisions", _RUN_NO | _named(Decision.__struct_fields__, "run_id"))

RUN: Final = "SELECT * FROM runs WHERE run_id = ?"
BATCHES: Final = "SELECT * FROM batches WHERE run_no = ? ORDER BY batch_no"
TASKS: Final = """
    SELECT tasks.*, outputs.sha256 FROM tasks LEFT JOIN outputs USING (output_no)
    WHERE run_no = ? ORDER BY task_no
"""
EXCLUSIONS: Final = "SELECT * FROM exclusions WHERE run_no = ? ORDER BY position"
DECISIONS: Final = "SELECT * FROM decisions WHERE run_no = ? ORDER BY decision_no"
PAST_DURATIONS: Final = """
    SELECT ended_at - started_at AS microseconds FROM tasks
    WHERE ended_at IS NOT NULL AND started_at IS NOT NULL AND run_no IN (
        SELECT run_no FROM runs WHERE content_sha256 = ? ORDER BY run_no DESC LIMIT 20
    ) AND status NOT IN ('CANCELLED', 'TERMINATED', 'TASK_TIMEOUT')
    ORDER BY task_no DESC LIMIT ?
"""
LIVE_RUNS: Final = "SELECT * FROM runs WHERE state <> 'ended' ORDER BY created_at, run_no"
RECENT_RUNS: Final = """
    SELECT * FROM runs WHERE created_at < ? ORDER BY created_at DESC, run_no DESC LIMIT ?
"""
COUNTS: Final = """
    SELECT run_no, status, count(*) AS tasks FROM tasks
    WHERE run_no IN (SELECT value FROM json_each(?)) GROUP BY run_no, status
"""

RUN_NUMBERS: Final = """
    SELECT run_id, run_no FROM runs WHERE run_id IN (SELECT value FROM json_each(?))
"""
OUTPUT_NUMBERS: Final = """
    SELECT sha256, output_no FROM outputs WHERE sha256 IN (SELECT value FROM json_each(?))
"""
ADD_OUTPUT: Final = "INSERT INTO outputs (sha256, size_bytes, data) VALUES (?, ?, ?)"
OUTPUT: Final = "SELECT data FROM outputs WHERE sha256 = ?"
TASK_OUTPUT: Final = """
    SELECT output_no FROM tasks
    WHERE run_no = (SELECT run_no FROM runs WHERE run_id = :run_id)
    AND batch_no = :batch_no AND instance_id = :instance_id
"""
DROP_IF_UNUSED: Final = """
    DELETE FROM outputs WHERE output_no = :output_no
    AND NOT EXISTS (SELECT 1 FROM tasks WHERE tasks.output_no = :output_no)
"""
