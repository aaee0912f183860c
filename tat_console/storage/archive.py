"""The store of runs and outputs, in SQLite."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from tat_console.ports.archive import (
    BatchRecord,
    RunRecord,
    RunSummary,
    StoredRun,
    TaskRecord,
)
from tat_console.ports.waves import Decision
from tat_console.storage import rows, statements
from tat_console.storage.database import Database
from tat_console.storage.failures import damaged
from tat_console.tat.statuses import TaskStatus

# Level 1 takes less than half the time of level 6; what scripts print gets an eighth larger.
_COMPRESSION: Final = 1
_END_OF_TIME: Final = 2**63 - 1


class SqliteArchive:
    """Keeps what `tat_console.ports.archive.Archive` asks for.

    A hidden value cannot get here: the records have no place for one.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    async def open(cls, path: Path) -> SqliteArchive:
        """Open or make the archive; raises ConsoleError where that is not possible."""
        return cls(await Database.open(path))

    async def close(self) -> None:
        """Finish what was asked for and let go of the file."""
        await self._database.close()

    async def add_run(self, stored: StoredRun) -> None:
        """Keep a new run with its batches, tasks and exclusions, all or nothing."""
        await self._database.write(lambda connection: add_run(connection, stored))

    async def save_run(self, run: RunRecord) -> None:
        """Overwrite the record of a run; raises LookupError where it was never added."""
        await self._database.write(lambda connection: _save_run(connection, run))

    async def save_batch(self, batch: BatchRecord) -> None:
        """Overwrite the record of a batch: the journal of sending."""
        values = rows.batch_values(batch)
        await self._database.write(
            lambda connection: connection.execute(statements.SAVE_BATCH, values)
        )

    async def save_batches(
        self, batches: Sequence[BatchRecord], tasks: Sequence[TaskRecord]
    ) -> None:
        """Overwrite batches and tasks without outputs, in one transaction."""

        def work(connection: sqlite3.Connection) -> None:
            connection.executemany(statements.SAVE_BATCH, map(rows.batch_values, batches))
            _save_tasks(connection, tasks, statements.SAVE_TASK)

        await self._database.write(work)

    async def add_decision(self, decision: Decision) -> None:
        """Add a line to a run's journal."""
        values = rows.decision_values(decision)
        await self._database.write(
            lambda connection: connection.execute(statements.ADD_DECISION, values)
        )

    async def save_tasks(
        self, tasks: Sequence[TaskRecord], outputs: Mapping[str, bytes] | None = None
    ) -> None:
        """Overwrite tasks and keep new outputs, by SHA-256, in one transaction.

        An output that no task names any more after this is deleted: a task that still runs has
        its output replaced again and again. So hand in the bytes with each task that names them,
        kept before or not. Raises LookupError for a task that names an output nobody has.
        """
        await self._database.write(
            lambda connection: replace_tasks(connection, tasks, outputs or {})
        )

    async def run(self, run_id: str) -> StoredRun | None:
        """Everything of one run but the outputs; batches and tasks in the order of the plan."""
        return await self._database.read(lambda connection: _run(connection, run_id))

    async def live_runs(self) -> list[StoredRun]:
        """The runs that had not ended when they were last saved, oldest first."""
        return await self._database.read(
            lambda connection: [
                _stored(connection, row) for row in connection.execute(statements.LIVE_RUNS)
            ]
        )

    async def recent_runs(
        self, limit: int = 100, before: datetime | None = None
    ) -> list[RunSummary]:
        """Runs newest first, those older than `before` where it is given."""
        end = _END_OF_TIME if before is None else rows.stamp(before)
        return await self._database.read(
            lambda connection: summaries(
                connection, connection.execute(statements.RECENT_RUNS, (end, limit)).fetchall()
            )
        )

    async def past_durations_s(self, content: bytes, limit: int = 5_000) -> list[float]:
        """How long the newest tasks of runs of this very script took, newest first.

        Those that were broken off, or of which nobody heard again, tell nothing.
        """
        asked = (rows.content_sha256(content), limit)
        return await self._database.read(
            lambda connection: [
                row["microseconds"] / 1e6
                for row in connection.execute(statements.PAST_DURATIONS, asked)
            ]
        )

    async def output(self, sha256: str) -> bytes | None:
        """The bytes of a kept output."""
        return await self._database.read(
            lambda connection: _output(connection, sha256, self._database.path)
        )


def add_run(connection: sqlite3.Connection, stored: StoredRun) -> None:
    """Keep a new run with everything that belongs to it."""
    connection.execute(statements.ADD_RUN, rows.run_values(stored.run))
    connection.executemany(statements.SAVE_BATCH, map(rows.batch_values, stored.batches))
    _save_tasks(connection, stored.tasks, statements.ADD_TASK)
    connection.executemany(
        statements.ADD_EXCLUSION,
        (
            rows.exclusion_values(exclusion) | {"run_id": stored.run.run_id, "position": position}
            for position, exclusion in enumerate(stored.exclusions)
        ),
    )
    connection.executemany(statements.ADD_DECISION, map(rows.decision_values, stored.decisions))


def _save_run(connection: sqlite3.Connection, run: RunRecord) -> None:
    if not connection.execute(statements.SAVE_RUN, rows.run_values(run)).rowcount:
        raise LookupError(f"The archive has no run {run.run_id}")


def _save_tasks(
    connection: sqlite3.Connection, tasks: Sequence[TaskRecord], statement: str
) -> None:
    run_nos = _numbers(connection, statements.RUN_NUMBERS, {task.run_id for task in tasks})
    named = {task.output_sha256 for task in tasks if task.output_sha256}
    output_nos = _numbers(connection, statements.OUTPUT_NUMBERS, named)
    if missing := named - output_nos.keys():
        raise LookupError(f"The archive has no output {min(missing)}")
    connection.executemany(
        statement,
        [
            rows.task_values(task, run_nos.get(task.run_id), output_nos.get(task.output_sha256))
            for task in tasks
        ],
    )


def replace_tasks(
    connection: sqlite3.Connection, tasks: Sequence[TaskRecord], outputs: Mapping[str, bytes]
) -> None:
    """Overwrite tasks, keep new outputs, and drop those that no task names any more."""
    _add_outputs(connection, outputs)
    earlier = _outputs_of(connection, tasks)
    _save_tasks(connection, tasks, statements.SAVE_TASK)
    connection.executemany(
        statements.DROP_IF_UNUSED, ({"output_no": output_no} for output_no in earlier)
    )


def _outputs_of(connection: sqlite3.Connection, tasks: Iterable[TaskRecord]) -> set[int]:
    """The numbers of the outputs that the tasks name as they are kept now."""
    found: set[int] = set()
    for task in tasks:
        key = {
            "run_id": task.run_id,
            "batch_no": task.batch_no,
            "instance_id": task.instance_id,
        }
        row = connection.execute(statements.TASK_OUTPUT, key).fetchone()
        if row is not None and row["output_no"] is not None:
            found.add(row["output_no"])
    return found


def _add_outputs(connection: sqlite3.Connection, outputs: Mapping[str, bytes]) -> None:
    connection.executemany(
        statements.ADD_OUTPUT,
        (
            (sha256, len(outputs[sha256]), zlib.compress(outputs[sha256], _COMPRESSION))
            for sha256 in outputs.keys()
            - _numbers(connection, statements.OUTPUT_NUMBERS, outputs.keys()).keys()
        ),
    )


def _numbers(
    connection: sqlite3.Connection, statement: str, keys: Collection[str]
) -> dict[str, int]:
    """The numbers that stand in the rows for long ids; what is not kept has none."""
    return dict(map(tuple, connection.execute(statement, (json.dumps([*keys]),))))


def _run(connection: sqlite3.Connection, run_id: str) -> StoredRun | None:
    row = connection.execute(statements.RUN, (run_id,)).fetchone()
    return None if row is None else _stored(connection, row)


def _stored(connection: sqlite3.Connection, row: sqlite3.Row) -> StoredRun:
    number, run_id = (row["run_no"],), row["run_id"]
    return StoredRun(
        run=rows.run_of(row),
        batches=tuple(
            rows.batch_of(batch, run_id) for batch in connection.execute(statements.BATCHES, number)
        ),
        tasks=tuple(
            rows.task_of(task, run_id) for task in connection.execute(statements.TASKS, number)
        ),
        exclusions=tuple(map(rows.exclusion_of, connection.execute(statements.EXCLUSIONS, number))),
        decisions=tuple(
            rows.decision_of(decision, run_id)
            for decision in connection.execute(statements.DECISIONS, number)
        ),
    )


def summaries(connection: sqlite3.Connection, found: Sequence[sqlite3.Row]) -> list[RunSummary]:
    """The lines of the history that rows of `runs` tell of."""
    counts: dict[int, dict[TaskStatus, int]] = {row["run_no"]: {} for row in found}
    for row in connection.execute(statements.COUNTS, (json.dumps([*counts]),)):
        counts[row["run_no"]][TaskStatus(row["status"])] = row["tasks"]
    return [RunSummary(run=rows.run_of(row), counts=counts[row["run_no"]]) for row in found]


def _output(connection: sqlite3.Connection, sha256: str, path: Path) -> bytes | None:
    row = connection.execute(statements.OUTPUT, (sha256,)).fetchone()
    if row is None:
        return None
    try:
        return zlib.decompress(row["data"])
    except zlib.error as error:
        raise damaged(error, path) from error
