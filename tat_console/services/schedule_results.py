"""What a firing of a schedule came to: the tasks of its invocation with their outputs."""

from __future__ import annotations

from tat_console.runs.paging import rows
from tat_console.services.schedules import Schedule
from tat_console.services.session import Session
from tat_console.tat.invocations import DescribeInvocationTasks, InvocationTask
from tat_console.tat.listing import Filter


async def read_tasks(
    session: Session, schedule: Schedule, invocation_id: str
) -> list[InvocationTask]:
    """The tasks of an invocation with what they printed, by machine; raises what a call raises."""
    named = Filter(name="invocation-id", values=(invocation_id,))
    request = DescribeInvocationTasks(filters=(named,), hide_output=False)
    found = rows(session.require().cloud, request, InvocationTask, region=schedule.region)
    return sorted([task async for task in found], key=lambda task: task.instance_id)
