"""Coroutines and subscriptions end with their widget."""

from __future__ import annotations

import asyncio

from PySide6.QtWidgets import QWidget

from tat_console.support.event import Event
from tat_console.ui.kit.lifetime import TaskScope, listen


def test_an_error_is_reported_and_a_cancel_is_not(run, qtbot):
    seen: list[BaseException] = []
    owner = QWidget()
    qtbot.addWidget(owner)
    scope = TaskScope(owner, seen.append)

    async def fail() -> None:
        raise ValueError("broken")

    async def main() -> None:
        failing = scope.start(fail())
        waiting = scope.start(asyncio.Event().wait(), key="wait")
        scope.cancel("wait")
        await asyncio.wait([failing, waiting])

    run(main())
    assert [str(error) for error in seen] == ["broken"]
    assert not scope.is_busy()


def test_a_task_that_has_ended_is_busy_no_more_before_anybody_was_told(run, qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    seen: list[bool] = []

    async def scenario() -> None:
        scope = TaskScope(widget, lambda error: None)
        loop = asyncio.get_running_loop()

        async def last_step() -> None:
            seen.append(scope.is_busy("reading"))
            # What was put off here comes before what is called because the task has ended.
            loop.call_soon(lambda: seen.append(scope.is_busy("reading")))

        await scope.start(last_step(), key="reading")

    run(scenario())
    assert seen == [True, False]


def test_a_later_task_replaces_one_with_the_same_key(run, qtbot):
    owner = QWidget()
    qtbot.addWidget(owner)
    scope = TaskScope(owner, lambda error: None)

    async def main() -> tuple[bool, str]:
        earlier = scope.start(asyncio.Event().wait(), key="search")
        later = scope.start(asyncio.sleep(0, "found"), key="search")
        await asyncio.wait([earlier, later])
        return earlier.cancelled(), str(later.result())

    assert run(main()) == (True, "found")


def test_tasks_and_subscriptions_end_with_the_widget(run):
    event: Event[int] = Event()
    heard: list[int] = []

    async def main() -> bool:
        owner = QWidget()
        scope = TaskScope(owner, lambda error: None)
        listen(owner, event, heard.append)
        task = scope.start(asyncio.Event().wait())
        event.emit(1)
        owner.deleteLater()
        await asyncio.wait([task])
        event.emit(2)
        return task.cancelled()

    assert run(main())
    assert heard == [1]


def test_nothing_begins_once_the_scope_was_stopped(run, qtbot):
    owner = QWidget()
    qtbot.addWidget(owner)
    scope = TaskScope(owner, lambda error: None)
    begun: list[str] = []

    async def work() -> None:
        begun.append("late")

    async def main() -> bool:
        await scope.stop()
        late = scope.start(work())
        await asyncio.wait([late])
        return late.cancelled()

    assert run(main())
    assert begun == []
