"""How an invocation's status follows from its tasks' (facts §2.2, a choice of the sandbox)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from tat_console.tat.statuses import InvocationStatus, TaskStatus

_NOT_STARTED: Final = frozenset(
    {TaskStatus.PENDING, TaskStatus.DELIVERING, TaskStatus.DELIVER_DELAYED}
)
_CANCELLED: Final = frozenset({TaskStatus.CANCELLED, TaskStatus.TERMINATED})
_TIMED_OUT: Final = frozenset({TaskStatus.TIMEOUT, TaskStatus.TASK_TIMEOUT})


def invocation_status(tasks: Collection[TaskStatus]) -> InvocationStatus:
    """The status of an invocation whose tasks have these; the first row that matches counts."""
    statuses = frozenset(tasks)
    if TaskStatus.CANCELLING in statuses:
        return InvocationStatus.CANCELLING
    if statuses <= _NOT_STARTED:
        return InvocationStatus.PENDING
    if not all(status.is_final for status in statuses):
        return InvocationStatus.RUNNING
    if statuses == {TaskStatus.SUCCESS}:
        return InvocationStatus.SUCCESS
    if statuses <= _CANCELLED:
        return InvocationStatus.CANCELLED
    if statuses & _CANCELLED:
        return InvocationStatus.PARTIAL_CANCELLED
    if statuses <= _TIMED_OUT:
        return InvocationStatus.TIMEOUT
    if TaskStatus.SUCCESS in statuses:
        return InvocationStatus.PARTIAL_FAILED
    return InvocationStatus.FAILED
