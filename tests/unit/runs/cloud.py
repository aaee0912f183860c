"""A service in a few lines that loses replies on purpose; what really runs is tested elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from tat_console.tat.errors import ReplyLost
from tat_console.tat.invocations import (
    DescribeInvocations,
    DescribeInvocationsReply,
    Invocation,
    InvocationTaskBasicInfo,
    InvokeCommand,
    InvokeCommandReply,
    RunCommand,
    RunCommandReply,
)
from tat_console.tat.statuses import TaskStatus
from tests.unit.quiet_cloud import QuietCloud

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


class LossyCloud(QuietCloud):
    """Keeps invocations; `lose` decides for each run request whether and when its reply is lost.

    "before" loses it before it was executed, "after" afterwards, "" not at all.
    """

    def __init__(self, lose: Callable[[int], str] = lambda _number: "") -> None:
        super().__init__()
        self.invocations: list[Invocation] = []
        self.error: Exception | None = None
        self._lose = lose
        self._runs = 0

    async def call(self, request: Any, *, region: str) -> Any:
        self.requests.append(request)
        if isinstance(request, (RunCommand, InvokeCommand)):
            return self._run(request)
        assert isinstance(request, DescribeInvocations)
        return DescribeInvocationsReply(
            total_count=len(self.invocations), invocation_set=tuple(self.invocations)
        )

    def _run(self, request: RunCommand | InvokeCommand) -> RunCommandReply | InvokeCommandReply:
        if self.error:
            raise self.error
        self._runs += 1
        how = self._lose(self._runs)
        if how != "before":
            self._execute(request)
        if how:
            raise ReplyLost("The reply was lost.")
        invocation_id = self.invocations[-1].invocation_id
        if isinstance(request, RunCommand):
            return RunCommandReply(command_id="cmd-00000001", invocation_id=invocation_id)
        return InvokeCommandReply(invocation_id=invocation_id)

    def _execute(self, request: RunCommand | InvokeCommand) -> None:
        number = len(self.invocations) + 1
        self.invocations.append(
            Invocation(
                invocation_id=f"inv-{number:010d}",
                description=(request.description or "") if isinstance(request, RunCommand) else "",
                created_time=NOW,
                invocation_task_basic_info_set=tuple(
                    InvocationTaskBasicInfo(
                        invocation_task_id=f"invt-{number:05d}{index:05d}",
                        instance_id=instance_id,
                        task_status=TaskStatus.PENDING,
                    )
                    for index, instance_id in enumerate(request.instance_ids)
                ),
            )
        )


class StepClock:
    """A clock that moves when someone sleeps."""

    def __init__(self) -> None:
        self.time = NOW
        self.slept_s = 0.0

    def now(self) -> datetime:
        return self.time

    def monotonic(self) -> float:
        return (self.time - NOW).total_seconds()

    async def sleep(self, seconds: float) -> None:
        self.slept_s += seconds
        self.time += timedelta(seconds=seconds)
