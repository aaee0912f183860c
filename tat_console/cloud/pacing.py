"""Not faster than the service allows: one row of tickets per account and action.

The service counts requests per action and second (facts §6.4); whether per account or per region
is not known, so all regions share here. In any second no more tickets are given than allowed.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Final

from tat_console.support.clock import Clock
from tat_console.tat.actions import Action

WINDOW_S: Final = 1.05
"""A little over a second, for requests that travel at different speeds."""


class _Row:
    """The moments at which one action of one account was sent lately."""

    def __init__(self, rate: int, clock: Clock) -> None:
        self.rate = rate
        self._clock = clock
        self._sent: deque[float] = deque(maxlen=rate)
        self._queue = asyncio.Lock()

    async def take(self) -> None:
        async with self._queue:
            while (wait_s := self._wait_s()) > 0:
                await self._clock.sleep(wait_s)
            self._sent.append(self._clock.monotonic())

    def _wait_s(self) -> float:
        if len(self._sent) < self.rate:
            return 0.0
        return self._sent[0] + WINDOW_S - self._clock.monotonic()

    def sent_last_second(self) -> int:
        since = self._clock.monotonic() - 1.0
        return sum(moment > since for moment in self._sent)


class Pacer:
    """Hands out tickets, first come first served, to everyone in the process."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._rows: dict[tuple[str, str], _Row] = {}

    async def take(self, account: str, action: Action) -> None:
        """Wait until the account may do the action; a wait that is cancelled costs no ticket."""
        key = (account, action.key)
        if key not in self._rows:
            self._rows[key] = _Row(action.rate_per_s, self._clock)
        await self._rows[key].take()

    def busiest(self, account: str) -> tuple[int, int]:
        """Return requests within the last second and their limit, for the action nearest to it."""
        rows = [row for (owner, _action), row in self._rows.items() if owner == account]
        if not rows:
            return 0, 0
        busiest = max(rows, key=lambda row: row.sent_last_second() / row.rate)
        return busiest.sent_last_second(), busiest.rate
