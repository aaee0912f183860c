"""The collector of cyclic garbage passes over what stays, and over what there is thousands of."""

from __future__ import annotations

import asyncio
import gc
import time
import weakref
from collections.abc import Iterator

import pytest

from tat_console.ports.archive import TaskRecord
from tat_console.support.garbage import DUE, LATEST, QUIET_WORK_S, collect_when_quiet, leave_alone
from tat_console.tat.machines import Machine
from tat_console.tat.statuses import InstanceKind, TaskStatus
from tat_console.ui.pages.runs.task_rows import TaskRow
from tat_console.ui.widgets.task_grid import GridTask


@pytest.fixture
def unfrozen() -> Iterator[None]:
    was_frozen = gc.get_freeze_count() > 0
    gc.unfreeze()
    gc.disable()
    yield
    gc.enable()
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


class Ring:
    """Garbage that only the collector finds."""

    def __init__(self) -> None:
        self.itself = self


class Looks:
    """The looks of the collector at the state of the loop: each is a `sleep`."""

    def __init__(self) -> None:
        self.all_taken = asyncio.Event()
        self._looks: list[bool] = []

    def take(self, *busy: bool) -> None:
        self._looks = list(busy)

    async def sleep(self, _delay_s: float) -> None:
        """Let time pass: with work of this thread or without."""
        if not self._looks:
            self.all_taken.set()
            await asyncio.Event().wait()
        until_s = time.thread_time() + (2 * QUIET_WORK_S if self._looks.pop(0) else 0)
        while time.thread_time() < until_s:
            pass


def made_old() -> weakref.ref[Ring]:
    """Garbage that survived the looks at young objects, so many that a look at old ones is due."""
    ring = Ring()
    for _each in range(DUE + 1):
        gc.collect(1)
    return weakref.ref(ring)


@pytest.mark.usefixtures("unfrozen")
@pytest.mark.parametrize(("busy", "is_left"), [([True, True], True), ([True, False], False)])
def test_old_objects_are_looked_at_when_the_loop_is_quiet(busy: list[bool], is_left: bool) -> None:
    async def check() -> None:
        before = gc.get_threshold()
        looks = Looks()
        looks.take(*busy)
        ring = made_old()
        collecting = asyncio.create_task(collect_when_quiet(looks.sleep))
        await looks.all_taken.wait()
        assert gc.get_threshold() == (*before[:2], LATEST)
        assert (ring() is not None) is is_left
        collecting.cancel()
        await asyncio.gather(collecting, return_exceptions=True)
        assert gc.get_threshold() == before

    asyncio.run(check())
