"""How long a run will take: the rate limit, its waves, and how long this script took before."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import msgspec

from tat_console.ports.waves import Guards
from tat_console.tat import limits
from tat_console.tat.actions import ACTIONS

USUAL_SHARE: Final = 0.9
"""A wave waits for its slow machines: the time that nine of ten tasks keep within."""


class Estimate(msgspec.Struct, frozen=True, kw_only=True):
    """Expected seconds; `task_s` is None, and the rest without it, where nothing is known."""

    seconds: float
    sending_s: float
    reading_s: float
    task_s: float | None
    known_tasks: int


def usual_s(durations_s: Sequence[float]) -> float | None:
    """How long a task usually takes, told from past ones, None where there are none."""
    if not durations_s:
        return None
    ordered = sorted(durations_s)
    return ordered[min(len(ordered) - 1, int(len(ordered) * USUAL_SHARE))]


def estimate(
    calls_by_wave: Sequence[int],
    tasks: int,
    guards: Guards,
    past_durations_s: Sequence[float] = (),
) -> Estimate:
    """What a run of so many calls in each wave will take; the user's own pauses are not in it."""
    rate = ACTIONS["tat.RunCommand"].rate_per_s
    task_s = usual_s(past_durations_s)
    sending_s = sum(calls_by_wave) / rate
    reading_s = (
        math.ceil(tasks / limits.IDS.most) / ACTIONS["tat.DescribeInvocationTasks"].rate_per_s
    )
    turns = max(len(calls_by_wave), math.ceil(tasks / guards.at_once) if guards.at_once else 0)
    pauses_s = guards.pause_s * max(0, len(calls_by_wave) - 1)
    # Outputs are read while other calls are sent: the longer of both counts.
    seconds = max(sending_s, reading_s) + turns * (task_s or 0.0) + pauses_s
    return Estimate(
        seconds=seconds,
        sending_s=sending_s,
        reading_s=reading_s,
        task_s=task_s,
        known_tasks=len(past_durations_s),
    )


def time_left_s(
    expected: Estimate, total: int, over: int, elapsed_s: float, *, least_share: float = 0.05
) -> float:
    """Seconds that are left: by the estimate at first, then by the pace so far."""
    if not total or over >= total:
        return 0.0
    share = over / total
    if share < least_share:
        return max(0.0, expected.seconds - elapsed_s)
    return elapsed_s * (1 - share) / share
