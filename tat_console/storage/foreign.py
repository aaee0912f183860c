"""The mirror of what others ran, in the tables of the archive.

A foreign invocation is a run with one batch that was sent; its id is the run's. It counts as
ended from the start: nothing here follows it, the statuses of its tasks tell how far it is.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final

import msgspec

from tat_console.ports.archive import (
    BatchRecord,
    BatchState,
    RunRecord,
    RunState,
    Script,
    StoredRun,
    TaskRecord,
)
from tat_console.ports.foreign import Listed, Pass
from tat_console.ports.history import Source
from tat_console.ports.profiles import Profile
from tat_console.storage import rows
from tat_console.storage.archive import add_run, replace_tasks
from tat_console.storage.database import Database
from tat_console.storage.retention import remove_run
from tat_console.tat.invocations import Invocation, InvocationTask
from tat_console.tat.statuses import InvocationSource, TaskStatus

_OF_REGION: Final = """
    FROM foreign_runs JOIN runs USING (run_no) JOIN batches USING (run_no)
    WHERE runs.profile_id = ? AND batches.region = ? AND NOT is_settled
"""
_UNREAD_OF_REGION: Final = """
    FROM foreign_unread JOIN tasks USING (task_no) JOIN runs USING (run_no)
    JOIN batches USING (run_no, batch_no) WHERE runs.profile_id = ? AND batches.region = ?
"""
_OWN: Final = """
    SELECT 1 FROM batches WHERE invocation_id = :id AND invocation_id <> ''
        AND run_no NOT IN (SELECT run_no FROM foreign_runs)
    UNION ALL SELECT 1 FROM runs WHERE run_id = :own
"""
_REMOVED: Final = "SELECT 1 FROM removed_records WHERE record_id IN (:id, :own)"
_KNOWN: Final = """
    SELECT run_no, updated_at, is_settled FROM foreign_runs JOIN runs USING (run_no)
    WHERE run_id = ?
"""
_SAVE_PASS: Final = """
    INSERT INTO foreign_passes VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (profile_id, region) DO UPDATE SET list_offset = excluded.list_offset,
        newest_at = excluded.newest_at, known_at = excluded.known_at, ended_at = excluded.ended_at
"""
_TO_READ: Final = """
    INSERT OR IGNORE INTO foreign_unread
    SELECT task_no FROM tasks WHERE instance_id = :instance_id AND batch_no = 0
    AND run_no = (SELECT run_no FROM runs WHERE run_id = :run_id)
"""
_BY_TASK_ID: Final = """
    SELECT tasks.*, runs.run_id, NULL AS sha256 FROM foreign_unread JOIN tasks USING (task_no)
    JOIN runs USING (run_no) WHERE invocation_task_id IN ({places})
"""


class SqliteForeignRecords:
    """Does what `tat_console.ports.foreign.ForeignRecords` asks for."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    async def open(cls, path: Path) -> SqliteForeignRecords:
        """Open or make the archive; raises ConsoleError where that is not possible."""
        return cls(await Database.open(path))

    async def close(self) -> None:
        """Finish what was asked for and let go of the file."""
        await self._database.close()

    async def last_pass(self, profile_id: str, region: str) -> Pass:
        """How far the list of a region was read."""
        return await self._database.read(
            lambda connection: _last_pass(connection, profile_id, region)
        )

    async def save_listed(
        self, profile: Profile, region: str, listed: Sequence[Listed], now: Pass | None = None
    ) -> int:
        """Keep what is new or changed, with how far the pass is; returns how many that were."""

        def save(connection: sqlite3.Connection) -> int:
            changed = sum(_save(connection, profile, region, one) for one in listed)
            if now is not None:
                _save_pass(connection, profile.profile_id, region, now)
            return changed

        return await self._database.write(save)

    async def unsettled(self, profile_id: str, region: str) -> list[str]:
        """Ids of the kept invocations that had not ended when they were last seen."""
        return await self._database.read(
            lambda connection: _column(
                connection, "SELECT run_id" + _OF_REGION, (profile_id, region)
            )
        )

    async def unread(self, profile_id: str, region: str, limit: int) -> list[str]:
        """Ids of tasks that have ended and whose result was not read yet, newest first."""
        statement = (
            f"SELECT invocation_task_id {_UNREAD_OF_REGION} ORDER BY created_at DESC LIMIT ?"
        )
        return await self._database.read(
            lambda connection: _column(connection, statement, (profile_id, region, limit))
        )

    async def count_unread(self, profile_id: str, region: str) -> int:
        """How many such tasks there are."""
        statement = f"SELECT count(*) {_UNREAD_OF_REGION}"
        return await self._database.read(
            lambda connection: int(
                connection.execute(statement, (profile_id, region)).fetchone()[0]
            )
        )

    async def save_results(self, asked: Sequence[str], results: Sequence[InvocationTask]) -> None:
        """Keep the results of the tasks that were asked for; those without one are given up."""
        await self._database.write(lambda connection: _save_results(connection, asked, results))

    async def lose(self, invocation_ids: Sequence[str]) -> None:
        """Note that the service does not list these any more: nothing of them will change."""
        await self._database.write(
            lambda connection: connection.executemany(
                "UPDATE foreign_runs SET is_settled = 1 "
                "WHERE run_no = (SELECT run_no FROM runs WHERE run_id = ?)",
                ((invocation_id,) for invocation_id in invocation_ids),
            )
        )


def _last_pass(connection: sqlite3.Connection, profile_id: str, region: str) -> Pass:
    row = connection.execute(
        "SELECT * FROM foreign_passes WHERE profile_id = ? AND region = ?", (profile_id, region)
    ).fetchone()
    if row is None:
        return Pass()
    return Pass(
        offset=None if row["list_offset"] < 0 else row["list_offset"],
        newest_at=rows.time_of(row["newest_at"]),
        known_at=rows.time_of(row["known_at"]),
        ended_at=rows.time_of(row["ended_at"]),
    )


def _save_pass(connection: sqlite3.Connection, profile_id: str, region: str, now: Pass) -> None:
    times = map(rows.stamp, (now.newest_at, now.known_at, now.ended_at))
    offset = -1 if now.offset is None else now.offset
    connection.execute(_SAVE_PASS, (profile_id, region, offset, *times))


def _save(connection: sqlite3.Connection, profile: Profile, region: str, listed: Listed) -> bool:
    """Keep one invocation; returns whether it is new or has changed.

    What the rules let go of stays away, though the service lists it for three months.
    """
    invocation = listed.invocation
    known = connection.execute(_KNOWN, (invocation.invocation_id,)).fetchone()
    if _is_own(connection, listed):
        if known is not None:
            # It was listed before the reply that made it this console's own had been settled.
            remove_run(connection, known["run_no"])
        return False
    updated_at = rows.stamp(invocation.updated_time)
    if known is not None and known["is_settled"] and known["updated_at"] == updated_at:
        return False
    if known is None and connection.execute(_REMOVED, _ids(listed)).fetchone() is not None:
        return False
    if known is None:
        stored = _stored(connection, profile, region, invocation)
        add_run(connection, stored)
        fresh: Sequence[TaskRecord] = stored.tasks
    else:
        fresh = _update(connection, known["run_no"], invocation)
    _mark(connection, invocation)
    _queue(connection, fresh)
    return known is None or bool(fresh)


def _is_own(connection: sqlite3.Connection, listed: Listed) -> bool:
    return connection.execute(_OWN, _ids(listed)).fetchone() is not None


def _ids(listed: Listed) -> dict[str, str]:
    return {"id": listed.invocation.invocation_id, "own": listed.own_run_id}


def _mark(connection: sqlite3.Connection, invocation: Invocation) -> None:
    """Say whose it is, and whether it may still change."""
    is_schedule = invocation.invocation_source is InvocationSource.INVOKER
    connection.execute(
        "INSERT OR REPLACE INTO foreign_runs SELECT run_no, ?, ?, ? FROM runs WHERE run_id = ?",
        (
            Source.SCHEDULE if is_schedule else Source.OTHERS,
            rows.stamp(invocation.updated_time),
            _is_settled(invocation),
            invocation.invocation_id,
        ),
    )


def _queue(connection: sqlite3.Connection, tasks: Sequence[TaskRecord]) -> None:
    """Note the tasks that ended: their results are to be read."""
    connection.executemany(
        _TO_READ,
        (
            {"run_id": task.run_id, "instance_id": task.instance_id}
            for task in tasks
            if task.status.is_final and task.invocation_task_id
        ),
    )


def _is_settled(invocation: Invocation) -> bool:
    infos = invocation.invocation_task_basic_info_set
    return invocation.invocation_status.is_final and all(i.task_status.is_final for i in infos)


def _stored(
    connection: sqlite3.Connection, profile: Profile, region: str, invocation: Invocation
) -> StoredRun:
    run_id = invocation.invocation_id
    created_at = invocation.created_time or invocation.start_time or rows.time_at(0)
    return StoredRun(
        run=RunRecord(
            run_id=run_id,
            profile_id=profile.profile_id,
            profile_name=profile.name,
            environment=profile.environment,
            script=_script(invocation),
            created_at=created_at,
            state=RunState.ENDED,
            ended_at=invocation.end_time,
        ),
        batches=(
            BatchRecord(
                run_id=run_id,
                batch_no=0,
                region=region,
                kind=invocation.instance_kind,
                state=BatchState.SENT,
                invocation_id=run_id,
                command_id=invocation.command_id,
                sent_at=created_at,
            ),
        ),
        tasks=_tasks(connection, invocation),
    )


def _script(invocation: Invocation) -> Script:
    """The script as the service tells it; values of hidden parameters are stars (facts §3)."""
    return Script(
        name=invocation.command_name or invocation.command_id,
        content=invocation.command_content,
        command_type=invocation.command_type,
        working_directory=invocation.working_directory,
        username=invocation.username,
        timeout_s=invocation.timeout,
        parameters=_parameters(invocation.default_parameters) | _parameters(invocation.parameters),
        command_id=invocation.command_id,
    )


def _parameters(text: str) -> dict[str, str]:
    try:
        return msgspec.json.decode(text or "{}", type=dict[str, str])
    except msgspec.DecodeError:
        return {}


def _tasks(connection: sqlite3.Connection, invocation: Invocation) -> tuple[TaskRecord, ...]:
    return tuple(
        TaskRecord(
            run_id=invocation.invocation_id,
            batch_no=0,
            instance_id=info.instance_id,
            instance_name=_name(connection, info.instance_id),
            status=info.task_status,
            invocation_task_id=info.invocation_task_id,
        )
        for info in invocation.invocation_task_basic_info_set
    )


def _name(connection: sqlite3.Connection, instance_id: str) -> str:
    """The name a machine last had in a run of this console: the service's records have none."""
    row = connection.execute(
        "SELECT instance_name FROM machines WHERE instance_id = ? AND instance_name <> '' "
        "ORDER BY machine_no DESC LIMIT 1",
        (instance_id,),
    ).fetchone()
    return "" if row is None else str(row[0])


def _update(
    connection: sqlite3.Connection, run_no: int, invocation: Invocation
) -> list[TaskRecord]:
    """Take over what changed; returns the tasks that did."""
    connection.execute(
        "UPDATE runs SET ended_at = ? WHERE run_no = ?",
        (rows.stamp(invocation.end_time), run_no),
    )
    kept = {
        row["instance_id"]: TaskStatus(row["status"])
        for row in connection.execute(
            "SELECT instance_id, status FROM tasks WHERE run_no = ?", (run_no,)
        )
    }
    # What was read once stays: the list has less than the result.
    fresh = [
        task for task in _tasks(connection, invocation) if kept.get(task.instance_id) != task.status
    ]
    replace_tasks(connection, fresh, {})
    return fresh


def _save_results(
    connection: sqlite3.Connection, asked: Sequence[str], results: Sequence[InvocationTask]
) -> None:
    by_id = {result.invocation_task_id: result for result in results}
    statement = _BY_TASK_ID.format(places=", ".join("?" * len(asked)))
    found = connection.execute(statement, tuple(asked)).fetchall()
    outputs: dict[str, bytes] = {}
    tasks = [
        _with_result(rows.task_of(row, row["run_id"]), result, outputs)
        for row in found
        if (result := by_id.get(row["invocation_task_id"])) is not None
    ]
    replace_tasks(connection, tasks, outputs)
    connection.executemany(
        "DELETE FROM foreign_unread WHERE task_no = ?", ((row["task_no"],) for row in found)
    )


def _with_result(task: TaskRecord, result: InvocationTask, outputs: dict[str, bytes]) -> TaskRecord:
    outcome = result.task_result
    digest = sha256(outcome.output).hexdigest() if outcome.output else ""
    if digest:
        outputs[digest] = outcome.output
    return msgspec.structs.replace(
        task,
        status=result.task_status,
        exit_code=outcome.exit_code,
        output_sha256=digest,
        output_bytes=len(outcome.output),
        dropped_bytes=outcome.dropped,
        output_url=outcome.output_url,
        error_info=result.error_info,
        started_at=outcome.exec_start_time or result.start_time,
        ended_at=outcome.exec_end_time or result.end_time,
    )


def _column(
    connection: sqlite3.Connection, statement: str, values: tuple[object, ...]
) -> list[str]:
    return [str(row[0]) for row in connection.execute(statement, values)]
