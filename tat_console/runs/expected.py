"""How long a run will take, from what its script took before and the rate that calls are sent at."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from tat_console.ports.waves import Guards

CALLS_PER_S: Final = 20
"""The service's limit for RunCommand (facts §2)."""
SLOW_SHARE: Final = 0.9
"""A wave ends with its slowest machines; the very slowest of all times would say too much."""


def typical_s(durations_s: Sequence[float]) -> float | None:
    """What a task took that was slower than most; None where nothing is known."""
    if not durations_s:
        return None
    ordered = sorted(durations_s)
    return ordered[min(len(ordered) - 1, math.floor(len(ordered) * SLOW_SHARE))]


def expected_s(
    wave_sizes: Sequence[int], calls: int, guards: Guards, durations_s: Sequence[float]
) -> float | None:
    """Seconds from the first call to the last result, without the time that a user thinks."""
    task_s = typical_s(durations_s)
    if task_s is None:
        return None
    rounds = sum(math.ceil(size / guards.at_once) if guards.at_once else 1 for size in wave_sizes)
    pauses_s = guards.pause_s * (len(wave_sizes) - 1)
    return calls / CALLS_PER_S + rounds * task_s + pauses_s
