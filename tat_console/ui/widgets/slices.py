"""Long work in slices of a few milliseconds, with the window alive between them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Final, TypeVar

from PySide6.QtCore import QObject, QTimer

SLICE_S: Final = 0.008
T = TypeVar("T")


class Slices(QObject):
    """Takes steps from an iterator while nothing else is to do; one job at a time."""

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        self._steps: Iterator[object] | None = None
        self._take: Callable[[object], object] = lambda _step: None
        self._end: Callable[[], object] = lambda: None
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._work)

    def start(
        self,
        steps: Iterator[T],
        take: Callable[[T], object] = lambda _step: None,
        end: Callable[[], object] = lambda: None,
    ) -> None:
        """Take steps from now on, the first slice at once; an earlier job is given up."""
        self._steps, self._take, self._end = steps, take, end  # type: ignore[assignment]
        self._timer.start()
        self._work()

    def stop(self) -> None:
        """Give up the job; its end is not told."""
        self._steps = None
        self._timer.stop()

    @property
    def is_busy(self) -> bool:
        """Whether there are steps to take."""
        return self._steps is not None

    def _work(self) -> None:
        steps = self._steps
        started = time.monotonic()
        while steps is not None and time.monotonic() - started < SLICE_S:
            try:
                step = next(steps)
            except StopIteration:
                self.stop()
                self._end()
                return
            self._take(step)
            steps = self._steps if self._steps is steps else None
