"""Machines and finished tasks for tests about fleets."""

from __future__ import annotations

import msgspec

from tat_console.ports.archive import BatchState
from tat_console.runs.progress import RunProgress
from tat_console.tat.invocations import InvocationTask, TaskResult
from tat_console.tat.listing import Tag
from tat_console.tat.machines import Machine
from tat_console.tat.statuses import AgentStatus, InstanceKind, OperatingSystem, TaskStatus

REGIONS = ("ap-guangzhou", "ap-shanghai", "ap-singapore")


def machine(number: int, **more: object) -> Machine:
    """A Linux machine that takes scripts, unless told otherwise."""
    given: dict[str, object] = {
        "name": f"web-{number}",
        "region": REGIONS[0],
        "kind": InstanceKind.CVM,
        "agent": AgentStatus.ONLINE,
        "agent_version": "1.1.9",
        "system": OperatingSystem.LINUX,
        "private_ips": (f"10.0.{number // 250}.{number % 250}",),
        "tags": (Tag(key="env", value="prod" if number % 2 else "test"),),
        **more,
    }
    return Machine(instance_id=f"ins-{number:08}", **given)  # type: ignore[arg-type]


def machines(count: int) -> list[Machine]:
    return [machine(number) for number in range(count)]


def send(progress: RunProgress, batch_no: int) -> None:
    """Take a batch as sent; its tasks wait, each under an id of its own."""
    batch = msgspec.structs.replace(
        progress.batches[batch_no], state=BatchState.SENT, invocation_id=f"inv-{batch_no:08}"
    )
    progress.set_batch(batch, TaskStatus.PENDING)
    for member in progress.members(batch_no):
        task = progress.tasks[member]
        progress.set_batches(
            [], [msgspec.structs.replace(task, invocation_task_id=f"invt-{member}")]
        )


def finish(
    progress: RunProgress,
    batch_no: int,
    status: TaskStatus = TaskStatus.SUCCESS,
    output: bytes = b"",
    *,
    first: int = 0,
    most: int = 10_000,
) -> None:
    """Bring results for a batch, or for some of its tasks, counted from `first`."""
    progress.take_results(
        InvocationTask(
            invocation_task_id=f"invt-{member}",
            instance_id=member,
            task_status=status,
            task_result=TaskResult(output=output, exit_code=0 if output else 1),
        )
        for member in progress.members(batch_no)[first : first + most]
    )
