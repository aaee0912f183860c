"""The calls that cancel tasks: at most 100 machines each, whole invocations without a list."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from tat_console.runs.follow import chunks
from tat_console.runs.progress import RunProgress
from tat_console.tat import limits
from tat_console.tat.invocations import CancelInvocation


def cancellations(
    progress: RunProgress, wanted: AbstractSet[str]
) -> list[tuple[str, str, CancelInvocation]]:
    """Profile, region and request of each call that cancels these tasks, where they still can be.

    Tasks that the service cannot cancel any more are left out (facts §1.2 row 9).
    """
    return [
        (
            progress.profile_of(batch),
            batch.region,
            CancelInvocation(invocation_id=batch.invocation_id, instance_ids=part),
        )
        for batch in progress.followed_batches()
        for part in chunks(
            (
                member
                for member in progress.members(batch.batch_no)
                if member in wanted and progress.tasks[member].status.is_cancellable
            ),
            limits.CANCEL_INSTANCES.most,
        )
    ]
