"""Keeps the collector of cyclic garbage from holding the loop up."""

from __future__ import annotations

import gc
import time
from collections.abc import Awaitable, Callable
from typing import Final

LOOK_S: Final = 5.0
QUIET_WORK_S: Final = 0.05
"""A loop that works less than this in `LOOK_S` has nobody who waits for it."""
DUE: Final = 10
"""Python looks at old objects after so many looks at younger ones."""
LATEST: Final = 1_000
"""So many are the most: then it is done in the midst of work, for memory has its limits too."""


def leave_alone() -> None:
    """Never look again at what is there now: modules and classes stay as long as the program.

    They are nine of ten objects; looking at them takes 100 ms, at all that comes later a few.
    What there are thousands of is kept away from the collector by `gc=False`.
    """
    if not gc.get_freeze_count():
        gc.freeze()


async def collect_when_quiet(sleep: Callable[[float], Awaitable[None]]) -> None:
    """Look at old objects while the loop has nothing to do, which takes 50 ms; until cancelled."""
    young, middle, old = gc.get_threshold()
    gc.set_threshold(young, middle, LATEST)
    try:
        while True:
            before_s = time.thread_time()
            await sleep(LOOK_S)
            is_quiet = time.thread_time() - before_s < QUIET_WORK_S
            if is_quiet and gc.get_count()[2] >= DUE:
                gc.collect()
    finally:
        gc.set_threshold(young, middle, old)
