"""Records of the service that this console did not make, and the store that mirrors them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

import msgspec

from tat_console.ports.profiles import Profile
from tat_console.tat.invocations import Invocation, InvocationTask


class Pass(msgspec.Struct, frozen=True, kw_only=True):
    """How far the list of one region's invocations has been read, newest first.

    `offset` is where the pass under way goes on, None between passes; `newest_at` is the newest
    record it has met. Everything up to `known_at` was read by the last whole pass, which ended at
    `ended_at`; None before the first.
    """

    offset: int | None = None
    newest_at: datetime | None = None
    known_at: datetime | None = None
    ended_at: datetime | None = None


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """One invocation as it was listed; `own_run_id` is the run whose mark it carries, if any."""

    invocation: Invocation
    own_run_id: str = ""


class ForeignRecords(Protocol):
    """The mirror of what others ran. Whatever a method has returned from survives kill -9."""

    async def last_pass(self, profile_id: str, region: str) -> Pass:
        """How far the list of a region was read."""
        ...

    async def save_listed(
        self, profile: Profile, region: str, listed: Sequence[Listed], now: Pass | None = None
    ) -> int:
        """Keep what is new or changed, with how far the pass is; returns how many that were.

        Invocations that this console started are left to it.
        """
        ...

    async def unsettled(self, profile_id: str, region: str) -> list[str]:
        """Ids of the kept invocations that had not ended when they were last seen."""
        ...

    async def unread(self, profile_id: str, region: str, limit: int) -> list[str]:
        """Ids of tasks that have ended and whose result was not read yet, newest first."""
        ...

    async def count_unread(self, profile_id: str, region: str) -> int:
        """How many such tasks there are."""
        ...

    async def save_results(self, asked: Sequence[str], results: Sequence[InvocationTask]) -> None:
        """Keep the results of the tasks that were asked for; those without one are given up."""
        ...

    async def lose(self, invocation_ids: Sequence[str]) -> None:
        """Note that the service does not list these any more: nothing of them will change."""
        ...
