"""Records to be kept, with something in every field."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

from tat_console.ports.archive import (
    BatchRecord,
    BatchState,
    Exclusion,
    Relation,
    RunRecord,
    RunState,
    Script,
    StoredRun,
    TaskRecord,
)
from tat_console.ports.library import Expectation
from tat_console.ports.profiles import Environment
from tat_console.ports.waves import Decision, Guards, Share, Turn, Verdict
from tat_console.tat.machines import Refusal
from tat_console.tat.statuses import CommandType, InstanceKind, TaskStatus

START = datetime(2026, 11, 21, 8, 15, 30, 123457, tzinfo=UTC)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def full_run(run_id: str = "run-1") -> StoredRun:
    """A run in which no field has its default."""
    return StoredRun(
        run=RunRecord(
            run_id=run_id,
            profile_id="profile-1",
            profile_name="Hafen, Prod ☃",
            environment=Environment.PRODUCTION,
            script=Script(
                name="Reload",
                content="echo 中文 {{what}}\n".encode() + b"\xff\x00",
                command_type=CommandType.POWERSHELL,
                working_directory="/srv",
                username="www",
                timeout_s=90,
                parameters={"what": "nginx"},
                hidden=("password",),
                command_id="cmd-1",
            ),
            created_at=START,
            state=RunState.ENDED,
            ended_at=START + timedelta(minutes=4, microseconds=1),
            parent_run_id="run-0",
            relation=Relation.RETRY,
            guards=Guards(
                canary=Share(count=3),
                wave=Share(percent=12.5),
                pause_s=30,
                asks_before_waves=True,
                at_once=40,
                stop_at_failures=7,
                stop_at_percent=5.0,
                failures=(TaskStatus.FAILED,),
                opens_at=START,
                closes_at=START + timedelta(hours=2),
                expectation=Expectation(exit_codes=(0, 3), matches=("^ok$",)),
            ),
        ),
        batches=(
            BatchRecord(
                run_id=run_id,
                batch_no=0,
                region="ap-guangzhou",
                kind=InstanceKind.LIGHTHOUSE,
                state=BatchState.SENT,
                invocation_id="inv-1",
                command_id="cmd-2",
                intent_at=START,
                sent_at=START + timedelta(seconds=1),
                request_id="req-1",
                error="The reply was late.",
                wave_no=2,
                profile_id="profile-2",
                parameters={"what": "中文"},
                settled_at=START + timedelta(seconds=9),
            ),
            planned_batch(run_id, 1),
        ),
        tasks=(
            # Not sorted by id: the order of the plan is the order they come back in.
            TaskRecord(
                run_id=run_id,
                batch_no=0,
                instance_id="lhins-2",
                instance_name="web-2",
                private_ip="10.0.0.2",
                status=TaskStatus.FAILED,
                invocation_task_id="invt-1",
                exit_code=3,
                output_bytes=30_000,
                dropped_bytes=5_424,
                output_url="https://bucket.example/log",
                is_partial=True,
                error_info="exit status 3",
                started_at=START + timedelta(seconds=2),
                ended_at=START + timedelta(seconds=3),
                verdict=Verdict.UNMET,
                verdict_note="It does not say ok.",
            ),
            queued_task(run_id, 0, "lhins-1"),
            queued_task(run_id, 1, "ins-9"),
        ),
        exclusions=(
            Exclusion(
                instance_id="ins-7",
                instance_name="old",
                region="ap-beijing",
                reason=Refusal.STOPPED,
            ),
            Exclusion(
                instance_id="ins-3", instance_name="", region="ap-beijing", reason=Refusal.OFFLINE
            ),
        ),
        decisions=(
            Decision(run_id=run_id, at=START, turn=Turn.PAUSED, wave_no=1, note="Lunch."),
            Decision(run_id=run_id, at=START, turn=Turn.WENT_ON),
        ),
    )


def plain_run(run_id: str, created_at: datetime = START, tasks: int = 2) -> StoredRun:
    """A run with nothing but what must be there."""
    return StoredRun(
        run=RunRecord(
            run_id=run_id,
            profile_id="profile-1",
            profile_name="Sandbox",
            environment=Environment.SANDBOX,
            script=Script(name="Uptime", content=b"uptime"),
            created_at=created_at,
        ),
        batches=(planned_batch(run_id, 0),),
        tasks=tuple(queued_task(run_id, 0, f"ins-{number}") for number in range(tasks)),
    )


def planned_batch(run_id: str, batch_no: int) -> BatchRecord:
    return BatchRecord(
        run_id=run_id, batch_no=batch_no, region="ap-guangzhou", kind=InstanceKind.CVM
    )


def queued_task(run_id: str, batch_no: int, instance_id: str) -> TaskRecord:
    return TaskRecord(
        run_id=run_id,
        batch_no=batch_no,
        instance_id=instance_id,
        instance_name=f"name {instance_id}",
    )


def noise(seed: str, size_bytes: int = 4_000) -> bytes:
    """Bytes that cannot be compressed, always the same for one seed."""
    return hashlib.shake_256(seed.encode()).digest(size_bytes)
