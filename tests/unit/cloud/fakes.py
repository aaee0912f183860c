"""Time that a test turns by hand, and small makers of what the client needs."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from tat_console.ports.profiles import Credential, Profile
from tat_console.support.logs import Secret

START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


class FakeClock:
    """Sleeping moves the time on at once and lets the other coroutines run."""

    def __init__(self, start: datetime = START) -> None:
        self.elapsed_s = 0.0
        self.slept: list[float] = []
        self._start = start

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self.elapsed_s)

    def monotonic(self) -> float:
        return self.elapsed_s

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.elapsed_s += seconds
        await asyncio.sleep(0)


def profile(endpoint: str = "", **fields: str) -> Profile:
    """Return a profile for an endpoint."""
    return Profile(profile_id="p-1", name="Test", endpoint=endpoint, **fields)  # type: ignore[arg-type]


def credential(token: str = "") -> Credential:
    """Return a made-up credential."""
    return Credential(
        secret_id="AKIDEXAMPLE",
        secret_key=Secret("a-secret-key-nobody-may-see"),
        token=Secret(token) if token else None,
    )
