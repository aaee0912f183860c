"""The archive's records as rows of its tables, and back."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, Final

import msgspec

from tat_console.ports.archive import (
    BatchRecord,
    BatchState,
    Exclusion,
    Relation,
    RunRecord,
    RunState,
    Script,
    TaskRecord,
)
from tat_console.ports.profiles import Environment
from tat_console.ports.waves import Decision, Guards, Turn, Verdict
from tat_console.tat.machines import Refusal
from tat_console.tat.statuses import InstanceKind, TaskStatus

Values = dict[str, Any]

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


def stamp(time: datetime | None) -> int | None:
    """A time as whole microseconds since 1970."""
    return None if time is None else (time - _EPOCH) // _MICROSECOND


def time_of(microseconds: int | None) -> datetime | None:
    """The time, in UTC, of so many microseconds since 1970."""
    return None if microseconds is None else time_at(microseconds)


def time_at(microseconds: int) -> datetime:
    """The same where there surely is a time."""
    return _EPOCH + microseconds * _MICROSECOND


def run_values(run: RunRecord) -> Values:
    """A run as values by column."""
    return msgspec.structs.asdict(run) | {
        "created_at": stamp(run.created_at),
        "ended_at": stamp(run.ended_at),
        "script": _json(run.script),
        "guards": _json(run.guards),
        "content_sha256": content_sha256(run.script.content),
    }


def content_sha256(content: bytes) -> str:
    """The fingerprint by which runs of the same script are found."""
    return sha256(content).hexdigest()


def _json(value: msgspec.Struct | Mapping[str, str]) -> str:
    return msgspec.json.encode(value).decode()


def run_of(row: sqlite3.Row) -> RunRecord:
    """The run that a row of `runs` tells of."""
    return RunRecord(
        run_id=row["run_id"],
        profile_id=row["profile_id"],
        profile_name=row["profile_name"],
        environment=Environment(row["environment"]),
        script=msgspec.json.decode(row["script"], type=Script),
        created_at=time_at(row["created_at"]),
        state=RunState(row["state"]),
        ended_at=time_of(row["ended_at"]),
        parent_run_id=row["parent_run_id"],
        relation=Relation(row["relation"]) if row["relation"] else None,
        guards=msgspec.json.decode(row["guards"], type=Guards),
    )


def batch_values(batch: BatchRecord) -> Values:
    """A batch as values by column, `run_id` standing for its run's number."""
    return msgspec.structs.asdict(batch) | {
        "intent_at": stamp(batch.intent_at),
        "sent_at": stamp(batch.sent_at),
        "settled_at": stamp(batch.settled_at),
        "parameters": _json(batch.parameters),
    }


def batch_of(row: sqlite3.Row, run_id: str) -> BatchRecord:
    """The batch that a row of `batches` tells of."""
    return BatchRecord(
        run_id=run_id,
        batch_no=row["batch_no"],
        region=row["region"],
        kind=InstanceKind(row["kind"]),
        state=BatchState(row["state"]),
        invocation_id=row["invocation_id"],
        command_id=row["command_id"],
        intent_at=time_of(row["intent_at"]),
        sent_at=time_of(row["sent_at"]),
        request_id=row["request_id"],
        error=row["error"],
        wave_no=row["wave_no"],
        profile_id=row["profile_id"],
        parameters=msgspec.json.decode(row["parameters"], type=dict[str, str]),
        settled_at=time_of(row["settled_at"]),
    )


def task_values(task: TaskRecord, run_no: int | None, output_no: int | None) -> tuple[Any, ...]:
    """A task as values in the order of the record, after the numbers of its run and its output.

    Written out, for there are thousands: this takes half the time of any way by the names.
    """
    return (
        run_no,
        output_no,
        task.batch_no,
        task.instance_id,
        task.instance_name,
        task.private_ip,
        # SQLite takes a plain str at once, and looks for an adapter for any other.
        task.status.value,
        task.invocation_task_id,
        task.exit_code,
        task.output_bytes,
        task.dropped_bytes,
        task.output_url,
        task.is_partial,
        task.error_info,
        stamp(task.started_at),
        stamp(task.ended_at),
        task.verdict and task.verdict.value,
        task.verdict_note,
    )


def task_of(row: sqlite3.Row, run_id: str) -> TaskRecord:
    """The task that a row of `tasks`, joined with its output's `sha256`, tells of."""
    return TaskRecord(
        run_id=run_id,
        batch_no=row["batch_no"],
        instance_id=row["instance_id"],
        instance_name=row["instance_name"],
        private_ip=row["private_ip"],
        status=TaskStatus(row["status"]),
        invocation_task_id=row["invocation_task_id"],
        exit_code=row["exit_code"],
        output_sha256=row["sha256"] or "",
        output_bytes=row["output_bytes"],
        dropped_bytes=row["dropped_bytes"],
        output_url=row["output_url"],
        is_partial=bool(row["is_partial"]),
        error_info=row["error_info"],
        started_at=time_of(row["started_at"]),
        ended_at=time_of(row["ended_at"]),
        verdict=Verdict(row["verdict"]) if row["verdict"] else None,
        verdict_note=row["verdict_note"],
    )


def decision_values(decision: Decision) -> Values:
    """A decision as values by column, `run_id` standing for its run's number."""
    return msgspec.structs.asdict(decision) | {"at": stamp(decision.at)}


def decision_of(row: sqlite3.Row, run_id: str) -> Decision:
    """The decision that a row of `decisions` tells of."""
    return Decision(
        run_id=run_id,
        at=time_at(row["at"]),
        turn=Turn(row["turn"]),
        wave_no=row["wave_no"],
        note=row["note"],
    )


def exclusion_values(exclusion: Exclusion) -> Values:
    """An exclusion as values by column; the reason by its name, for its text may be reworded."""
    return msgspec.structs.asdict(exclusion) | {"reason": exclusion.reason.name}


def exclusion_of(row: sqlite3.Row) -> Exclusion:
    """The exclusion that a row of `exclusions` tells of."""
    return Exclusion(
        instance_id=row["instance_id"],
        instance_name=row["instance_name"],
        region=row["region"],
        reason=Refusal[row["reason"]],
    )
