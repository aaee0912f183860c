"""The collector of cyclic garbage passes over what stays, and over what there is thousands of."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from tat_console.ports.archive import TaskRecord
from tat_console.support.garbage import leave_alone
from tat_console.tat.machines import Machine
from tat_console.tat.statuses import InstanceKind, TaskStatus
from tat_console.ui.pages.runs.task_rows import TaskRow
from tat_console.ui.widgets.task_grid import GridTask


@pytest.fixture
def unfrozen() -> Iterator[None]:
    was_frozen = gc.get_freeze_count() > 0
    gc.unfreeze()
    yield
    gc.unfreeze()
    if was_frozen:
        gc.freeze()


@pytest.mark.usefixtures("unfrozen")
def test_what_is_there_first_is_left_alone_and_what_comes_later_is_not() -> None:
    leave_alone()
    left_alone = gc.get_freeze_count()
    later: list[object] = []
    later.append(later)
    leave_alone()
    assert left_alone > 0
    assert gc.get_freeze_count() <= left_alone
    assert any(one is later for one in gc.get_objects())


def test_what_there_is_thousands_of_is_not_looked_at() -> None:
    task = TaskRecord(run_id="r", batch_no=0, instance_id="ins-1", instance_name="web-1")
    cell = GridTask("ins-1", TaskStatus.QUEUED, "web-1")
    kind = InstanceKind.CVM
    machine = Machine(instance_id="ins-1", name="web-1", region="ap-guangzhou", kind=kind)
    row = TaskRow(task, cell, "ap-guangzhou", kind)
    assert not any(map(gc.is_tracked, (task, cell, machine, row)))
