"""Not faster than the service allows: one row of tickets per account and action.

The service counts requests per action and second (facts §6.4); whether per account or per region
is not known, so all keys and regions of an account share here. In any second no more tickets are
given than allowed.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from typing import Final

from tat_console.ports.cloud import RequestUsage
from tat_console.support.clock import Clock
from tat_console.tat.actions import Action

WINDOW_S: Final = 1.05
"""A little over a second, for requests that travel at different speeds."""


class _Row:
    """When and where one action of one account was sent lately."""

    def __init__(self, action: Action, clock: Clock) -> None:
        self.action = action
        self._clock = clock
        self._sent: deque[tuple[float, str]] = deque(maxlen=action.rate_per_s)
        self._queue = asyncio.Lock()
        self._heir: _Row | None = None

    async def take(self, region: str) -> None:
        async with self._queue:
            while self._heir is None and (wait_s := self._wait_s()) > 0:
                await self._clock.sleep(wait_s)
            if self._heir is None:
                self._sent.append((self._clock.monotonic(), region))
                return
        await self._heir.take(region)

    def leave_to(self, heir: _Row) -> None:
        """Let another row count what was sent, and send those who still wait here to it."""
        self._heir = heir
        heir._sent = deque(sorted((*heir._sent, *self._sent)), maxlen=heir.action.rate_per_s)

    def sent_last_second(self) -> Counter[str]:
        """How many were sent within the last second, by region."""
        since = self._clock.monotonic() - 1.0
        return Counter(region for moment, region in self._sent if moment > since)

    def _wait_s(self) -> float:
        if len(self._sent) < self.action.rate_per_s:
            return 0.0
        return self._sent[0][0] + WINDOW_S - self._clock.monotonic()


class Pacer:
    """Hands out tickets, first come first served, to everyone in the process.

    An account goes by the id of its key until `unite` says whose key that is.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._rows: dict[tuple[str, str], _Row] = {}
        self._names: dict[str, str] = {}

    async def take(self, name: str, action: Action, region: str) -> None:
        """Wait until the account may do the action; a wait that is cancelled costs no ticket."""
        row = self._rows.setdefault((self._account(name), action.key), _Row(action, self._clock))
        await row.take(region)

    def unite(self, name: str, account: str) -> None:
        """Let a name stand for an account from now on, what was sent under it included."""
        before, after = self._account(name), self._account(account)
        if before == after:
            return
        self._names[before] = after
        for owner, key in [place for place in self._rows if place[0] == before]:
            row = self._rows.pop((owner, key))
            if heir := self._rows.get((after, key)):
                row.leave_to(heir)
            else:
                self._rows[after, key] = row

    def usage(self, name: str) -> RequestUsage:
        """What an account sent within the last second, for the action nearest to its limit."""
        account = self._account(name)
        rows = [row for (owner, _action), row in self._rows.items() if owner == account]
        if not rows:
            return RequestUsage(account=account)
        busiest = max(rows, key=lambda row: row.sent_last_second().total() / row.action.rate_per_s)
        return RequestUsage(
            account=account,
            action=busiest.action.name,
            limit=busiest.action.rate_per_s,
            by_region=dict(busiest.sent_last_second()),
        )

    def _account(self, name: str) -> str:
        while name in self._names:
            name = self._names[name]
        return name
