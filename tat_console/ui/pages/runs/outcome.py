"""How a whole run stands, told from the states of its tasks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tat_console.ports.archive import RunRecord, RunState
from tat_console.support.i18n import N_
from tat_console.tat.statuses import TaskStatus
from tat_console.ui.dialogs.repeat_run import is_worth_a_retry
from tat_console.ui.kit.status_looks import StatusLook, look_of
from tat_console.ui.kit.theme import ToneName
from tat_console.ui.widgets.status_bar_chart import ordered

_PARTLY: Final = StatusLook("ph.warning-circle-fill", N_("Partly failed"), ToneName.BAD)


def look_of_run(run: RunRecord, counts: Mapping[TaskStatus, int]) -> StatusLook:
    """The badge of a run: running while live, then what all tasks share, or the worst of them."""
    if run.state is RunState.LIVE:
        return look_of(TaskStatus.RUNNING)
    present = list(ordered(counts))
    if len(present) <= 1:
        return look_of(present[0] if present else TaskStatus.SUCCESS)
    if any(is_worth_a_retry(status) for status in present):
        return _PARTLY
    return look_of(next(one for one in present if one is not TaskStatus.SUCCESS))
