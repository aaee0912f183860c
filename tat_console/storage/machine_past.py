"""What was run on one machine, in the archive."""

# ruff: noqa: S608 - values are bound; what is put into the texts is our own.

from __future__ import annotations

import sqlite3
from typing import Final

from tat_console.ports.history import MachinePast, MachineTask
from tat_console.storage.conditions import SCRIPT_NAME
from tat_console.storage.rows import time_at
from tat_console.tat.statuses import TaskStatus

_LATEST: Final = f"""
    SELECT runs.run_id, {SCRIPT_NAME} AS script_name, runs.created_at, tasks.status
    FROM tasks JOIN runs USING (run_no)
    WHERE tasks.instance_id = ? ORDER BY runs.created_at DESC, tasks.task_no DESC LIMIT ?
"""
_RUNS: Final = "SELECT count(DISTINCT run_no) FROM tasks WHERE instance_id = ?"


def of_machine(connection: sqlite3.Connection, instance_id: str, limit: int) -> MachinePast:
    """How many runs a machine was in, and its newest tasks."""
    (runs,) = connection.execute(_RUNS, (instance_id,)).fetchone()
    rows = connection.execute(_LATEST, (instance_id, limit))
    return MachinePast(runs=runs, latest=tuple(map(_task, rows)))


def _task(row: sqlite3.Row) -> MachineTask:
    return MachineTask(
        run_id=row["run_id"],
        script_name=row["script_name"],
        created_at=time_at(row["created_at"]),
        status=TaskStatus(row["status"]),
    )
