"""Coroutines and subscriptions that end when their widget does."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from typing import Any, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from tat_console.support.event import Event

T = TypeVar("T")


class TaskScope(QObject):
    """Coroutines that belong to a widget and stop when it does.

    What they raise goes to `report`; being cancelled is no error.
    """

    def __init__(self, owner: QWidget, report: Callable[[BaseException], None]) -> None:
        super().__init__(owner)
        self._report = report
        self._tasks: dict[Hashable, asyncio.Task[object]] = {}
        self.is_stopped = False
        tasks = self._tasks  # outlives self: `destroyed` fires late
        owner.destroyed.connect(lambda: [task.cancel() for task in list(tasks.values())])

    def start(
        self, work: Coroutine[Any, Any, object], *, key: Hashable | None = None
    ) -> asyncio.Task[object]:
        """Run work; an earlier task under the same key is cancelled first.

        Once the scope was stopped nothing is begun any more: what it would ask may be closed.
        """
        key = object() if key is None else key
        if earlier := self._tasks.get(key):
            earlier.cancel()
        task = asyncio.get_running_loop().create_task(work)
        self._tasks[key] = task
        task.add_done_callback(lambda done: self._finish(key, done))
        if self.is_stopped:
            task.cancel()
        return task

    def cancel(self, key: Hashable | None = None) -> None:
        """Cancel the task under a key, or all of them."""
        for name, task in list(self._tasks.items()):
            if key is None or name == key:
                task.cancel()

    async def stop(self) -> None:
        """Cancel all tasks and wait until they have ended; timers ask `is_stopped` from then on."""
        self.is_stopped = True
        tasks = list(self._tasks.values())
        self.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def is_busy(self, key: Hashable | None = None) -> bool:
        """Whether the task under a key still runs, or any does; one that has ended does not."""
        return any(
            not task.done() for name, task in self._tasks.items() if key is None or name == key
        )

    def _finish(self, key: Hashable, task: asyncio.Task[object]) -> None:
        if self._tasks.get(key) is task:
            del self._tasks[key]
        if not task.cancelled() and (error := task.exception()):
            self._report(error)


def listen(owner: QWidget, event: Event[T], callback: Callable[[T], object]) -> None:
    """Call `callback` at each emit of `event` for as long as `owner` lives."""

    def pass_on(value: T) -> None:
        callback(value)

    subscription = event.subscribe(pass_on)

    def stop() -> None:  # Qt would hold the bound method of a plain object weakly
        subscription.cancel()

    owner.destroyed.connect(stop)
