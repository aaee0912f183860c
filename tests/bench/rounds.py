"""Two ways to do the same, measured in turn, so that a busy machine is unfair to neither."""

from __future__ import annotations

import time
from collections.abc import Callable

ROUNDS = 5


def seconds(work: Callable[[], object]) -> float:
    """How long a piece of work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def times_as_long(
    ours: Callable[[], object], bare: Callable[[], object], rounds: int = ROUNDS
) -> float:
    """How many times as long as `bare` our way takes: the best rounds of both."""
    measured = [(seconds(ours), seconds(bare)) for _round in range(rounds)]
    return min(our_s for our_s, _bare_s in measured) / min(bare_s for _our_s, bare_s in measured)
