"""An invocation's status follows from its tasks' by the nine rows of facts §2.2."""

from __future__ import annotations

import pytest

from tat_console.sandbox.derivation import invocation_status
from tat_console.tat.statuses import InvocationStatus as I
from tat_console.tat.statuses import TaskStatus as T


@pytest.mark.parametrize(
    ("tasks", "status"),
    [
        ([T.CANCELLING, T.SUCCESS, T.PENDING], I.CANCELLING),
        ([T.PENDING, T.DELIVERING, T.DELIVER_DELAYED], I.PENDING),
        ([T.PENDING, T.SUCCESS], I.RUNNING),
        ([T.RUNNING, T.FAILED], I.RUNNING),
        ([T.SUCCESS, T.SUCCESS], I.SUCCESS),
        ([T.CANCELLED, T.TERMINATED], I.CANCELLED),
        ([T.CANCELLED, T.SUCCESS], I.PARTIAL_CANCELLED),
        ([T.TERMINATED, T.FAILED], I.PARTIAL_CANCELLED),
        ([T.TIMEOUT, T.TASK_TIMEOUT], I.TIMEOUT),
        ([T.SUCCESS, T.FAILED], I.PARTIAL_FAILED),
        ([T.SUCCESS, T.TIMEOUT], I.PARTIAL_FAILED),
        ([T.FAILED, T.START_FAILED, T.DELIVER_FAILED], I.FAILED),
        ([T.FAILED, T.TIMEOUT], I.FAILED),
    ],
)
def test_the_first_row_that_matches_counts(tasks: list[T], status: I) -> None:
    assert invocation_status(tasks) is status
