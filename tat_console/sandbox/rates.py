"""The rate limit: so many requests a second for each action (facts §6.4)."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Final

from tat_console.sandbox.refusal import Refused
from tat_console.tat.actions import Action

DOCUMENTED_RATE_PER_S: Final = 20


class Rates:
    """One bucket per action, filled evenly and holding one second's worth of requests.

    `rate_per_s` replaces the documented 20; actions with another rate keep their proportion, and
    0 switches the limit off.
    """

    def __init__(self, rate_per_s: float, clock: Callable[[], float] = monotonic) -> None:
        self._factor = rate_per_s / DOCUMENTED_RATE_PER_S
        self._clock = clock
        self._buckets: dict[str, tuple[float, float]] = {}

    def take(self, action: Action) -> None:
        """Count a request; raises Refused where the action was asked too often."""
        rate = action.rate_per_s * self._factor
        if not rate:
            return
        now = self._clock()
        room, since = self._buckets.get(action.key, (rate, now))
        room = min(rate, room + (now - since) * rate)
        if room < 1:
            self._buckets[action.key] = (room, now)
            raise Refused("RequestLimitExceeded", action=action.name, rate=f"{rate:g}")
        self._buckets[action.key] = (room - 1, now)
