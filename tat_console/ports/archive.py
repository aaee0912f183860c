"""What is kept of runs, and the store that keeps it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol

import msgspec

from tat_console.ports.profiles import Environment
from tat_console.ports.waves import Decision, Guards, Verdict
from tat_console.tat.machines import Refusal
from tat_console.tat.statuses import CommandType, InstanceKind, TaskStatus


class Script(msgspec.Struct, frozen=True, kw_only=True):
    """What is to run and how; no hidden value is ever in here, only the hidden names.

    `content` is the template; `parameters` are the visible values by name; `command_id` is set
    where a saved command is invoked rather than a text sent. With a bucket, agents upload their
    complete outputs below the prefix in it.
    """

    name: str
    content: bytes
    command_type: CommandType = CommandType.SHELL
    working_directory: str = ""
    username: str = ""
    timeout_s: int = 60
    parameters: dict[str, str] = {}
    hidden: tuple[str, ...] = ()
    command_id: str = ""
    output_cos_bucket_url: str = ""
    output_cos_key_prefix: str = ""


class RunState(StrEnum):
    """How far a run is."""

    LIVE = "live"
    ENDED = "ended"


class Relation(StrEnum):
    """How a run came from an earlier one."""

    AGAIN = "again"
    RETRY = "retry"


class BatchState(StrEnum):
    """How far the sending of a batch is; INTENT is written before the call (DESIGN §5.1).

    WITHHELD was planned and given up: the run was stopped before.
    """

    PLANNED = "planned"
    INTENT = "intent"
    SENT = "sent"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    WITHHELD = "withheld"


class RunRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One run: a script on a set of targets.

    Where several profiles take part, `environment` is the one that wants the most care.
    """

    run_id: str
    profile_id: str
    profile_name: str
    environment: Environment
    script: Script
    created_at: datetime
    state: RunState = RunState.LIVE
    ended_at: datetime | None = None
    parent_run_id: str = ""
    relation: Relation | None = None
    guards: Guards = Guards()


class BatchRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One call of a run: machines of one kind in one region, with the same values.

    `error` is the sentence that tells why a batch was refused or is unknown. `profile_id` is ""
    where it is the run's own; `parameters` are visible values that only these machines get;
    `settled_at` is when the search for a lost invocation was given up.
    """

    run_id: str
    batch_no: int
    region: str
    kind: InstanceKind
    state: BatchState = BatchState.PLANNED
    invocation_id: str = ""
    command_id: str = ""
    intent_at: datetime | None = None
    sent_at: datetime | None = None
    request_id: str = ""
    error: str = ""
    wave_no: int = 0
    profile_id: str = ""
    parameters: dict[str, str] = {}
    settled_at: datetime | None = None


# Without gc=False the collector would look at every task again and again, and with ten thousand of
# them hold the loop for more than 50 ms; none of their fields can lead back to them.
class TaskRecord(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One machine's part in a run; `output_sha256` names a kept output, "" where there is none.

    `is_partial` says that the output was read while the task still ran. `verdict` is that of the
    run's expectation, with what was missing in `verdict_note`.
    """

    run_id: str
    batch_no: int
    instance_id: str
    instance_name: str
    private_ip: str = ""
    status: TaskStatus = TaskStatus.QUEUED
    invocation_task_id: str = ""
    exit_code: int | None = None
    output_sha256: str = ""
    output_bytes: int = 0
    dropped_bytes: int = 0
    output_url: str = ""
    is_partial: bool = False
    error_info: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    verdict: Verdict | None = None
    verdict_note: str = ""


class Exclusion(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A machine that was chosen and left out, and why."""

    instance_id: str
    instance_name: str
    region: str
    reason: Refusal


class StoredRun(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is kept of one run but the outputs."""

    run: RunRecord
    batches: tuple[BatchRecord, ...]
    tasks: tuple[TaskRecord, ...]
    exclusions: tuple[Exclusion, ...] = ()
    decisions: tuple[Decision, ...] = ()


class RunSummary(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the history: a run and its count of tasks per status."""

    run: RunRecord
    counts: dict[TaskStatus, int]


class Archive(Protocol):
    """The store of runs and outputs. Whatever a method has returned from survives kill -9."""

    async def add_run(self, stored: StoredRun) -> None:
        """Keep a new run with its batches, tasks and exclusions, all or nothing."""
        ...

    async def save_run(self, run: RunRecord) -> None:
        """Overwrite the record of a run."""
        ...

    async def save_batch(self, batch: BatchRecord) -> None:
        """Overwrite the record of a batch: the journal of sending."""
        ...

    async def save_batches(
        self, batches: Sequence[BatchRecord], tasks: Sequence[TaskRecord]
    ) -> None:
        """Overwrite batches and tasks without outputs, in one transaction."""
        ...

    async def add_decision(self, decision: Decision) -> None:
        """Add a line to a run's journal."""
        ...

    async def save_tasks(
        self, tasks: Sequence[TaskRecord], outputs: Mapping[str, bytes] | None = None
    ) -> None:
        """Overwrite tasks and keep new outputs, by SHA-256, in one transaction."""
        ...

    async def run(self, run_id: str) -> StoredRun | None:
        """Everything of one run but the outputs; batches and tasks in the order of the plan."""
        ...

    async def live_runs(self) -> list[StoredRun]:
        """The runs that had not ended when they were last saved, oldest first."""
        ...

    async def recent_runs(
        self, limit: int = 100, before: datetime | None = None
    ) -> list[RunSummary]:
        """Runs newest first, those older than `before` where it is given."""
        ...

    async def past_durations_s(self, content: bytes, limit: int = 5_000) -> list[float]:
        """How long the newest tasks of runs of this very script took, newest first."""
        ...

    async def output(self, sha256: str) -> bytes | None:
        """The bytes of a kept output."""
        ...
