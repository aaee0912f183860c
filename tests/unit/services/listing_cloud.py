"""A service with as many records as one likes, newest first; every record follows from its number."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from tat_console.ports.cloud import Connection, RegionMachines
from tat_console.ports.profiles import Environment, Profile
from tat_console.tat.errors import NotSent
from tat_console.tat.invocations import (
    DescribeInvocations,
    DescribeInvocationsReply,
    DescribeInvocationTasks,
    DescribeInvocationTasksReply,
    Invocation,
    InvocationTask,
    InvocationTaskBasicInfo,
    TaskResult,
)
from tat_console.tat.statuses import InvocationSource, InvocationStatus, TaskStatus
from tests.unit.quiet_cloud import QuietCloud

FIRST = datetime(2026, 9, 1, tzinfo=UTC)
REGION = "ap-guangzhou"
PROFILE = Profile(profile_id="p-1", name="Prod", environment=Environment.PRODUCTION)


class NoInventory:
    """The mirror asks for no machines."""

    async def machines(self, region: str) -> RegionMachines:
        raise AssertionError(region)


class ListingCloud(QuietCloud):
    """Answers the two questions of the mirror; `hear` is told of each before it is answered."""

    def __init__(self, count: int, hear: Callable[[Any], None] = lambda _request: None) -> None:
        super().__init__()
        self.invocations = [invocation(number) for number in range(count)]
        self.fails_after = -1
        self._hear = hear

    def connection(self) -> Connection:
        return Connection(profile=PROFILE, cloud=self, inventory=NoInventory())

    async def call(self, request: Any, *, region: str) -> Any:
        if len(self.requests) == self.fails_after:
            raise NotSent("The network is down.")
        self.requests.append(request)
        self._hear(request)
        if isinstance(request, DescribeInvocationTasks):
            assert request.hide_output is False
            found = [result(task_id) for task_id in request.invocation_task_ids or ()]
            return DescribeInvocationTasksReply(
                total_count=len(found), invocation_task_set=tuple(found)
            )
        assert isinstance(request, DescribeInvocations)
        return self._listed(request)

    def _listed(self, request: DescribeInvocations) -> DescribeInvocationsReply:
        if request.invocation_ids is not None:
            rows = [one for one in self.invocations if one.invocation_id in request.invocation_ids]
            return DescribeInvocationsReply(total_count=len(rows), invocation_set=tuple(rows))
        newest_first, start = self.invocations[::-1], request.offset or 0
        return DescribeInvocationsReply(
            total_count=len(newest_first),
            invocation_set=tuple(newest_first[start : start + (request.limit or 20)]),
        )

    def offsets(self) -> list[int]:
        """Where the list was asked for."""
        return [
            request.offset or 0
            for request in self.requests
            if isinstance(request, DescribeInvocations) and request.invocation_ids is None
        ]

    def task_ids(self) -> list[str]:
        """The tasks whose results were asked for."""
        return [
            task_id
            for request in self.requests
            if isinstance(request, DescribeInvocationTasks)
            for task_id in request.invocation_task_ids or ()
        ]


def invocation(number: int, status: TaskStatus = TaskStatus.SUCCESS, **more: Any) -> Invocation:
    created = FIRST + timedelta(minutes=number)
    return Invocation(
        invocation_id=f"inv-{number:08d}",
        command_name=f"job {number % 7}",
        command_content=b"uptime {{unit}}",
        parameters='{"unit": "days"}',
        default_parameters='{"unit": "hours", "other": "1"}',
        invocation_status=InvocationStatus(status.value)
        if status.is_final
        else InvocationStatus.RUNNING,
        invocation_task_basic_info_set=(
            InvocationTaskBasicInfo(
                invocation_task_id=f"invt-{number:08d}",
                task_status=status,
                instance_id=f"ins-{number % 50:08d}",
            ),
        ),
        created_time=created,
        updated_time=more.pop("updated_time", created + timedelta(seconds=5)),
        end_time=created + timedelta(seconds=5) if status.is_final else None,
        invocation_source=InvocationSource.INVOKER if number % 2 else InvocationSource.USER,
        **more,
    )


def output(number: int) -> bytes:
    return f"answer {number % 100} 完成\n".encode()


def result(task_id: str) -> InvocationTask:
    number = int(task_id.removeprefix("invt-"))
    return InvocationTask(
        invocation_id=f"inv-{number:08d}",
        invocation_task_id=task_id,
        task_status=TaskStatus.SUCCESS,
        instance_id=f"ins-{number % 50:08d}",
        task_result=TaskResult(exit_code=0, output=output(number), dropped=number),
    )
