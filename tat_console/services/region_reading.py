"""What the chosen regions of the active profile say, read at once and kept until read again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Generic, TypeVar

from tat_console.ports.cloud import Cloud
from tat_console.services.session import Session
from tat_console.support.clock import Clock
from tat_console.support.event import Event

Part = TypeVar("Part")


class RegionReading(Generic[Part]):
    """A part of each region as last read; `changed` fires when that changes.

    Another profile leaves nothing of it, and what was on its way then is dropped.
    """

    def __init__(
        self, session: Session, clock: Clock, read: Callable[[Cloud, str], Awaitable[Part]]
    ) -> None:
        self._session = session
        self._clock = clock
        self._read = read
        self._profile_id = ""
        self._round = 0
        self.parts: tuple[Part, ...] = ()
        self.updated_at: datetime | None = None
        self.is_loading = False
        self.changed: Event[None] = Event()
        session.changed.subscribe(lambda _none: self._leave_other_profile())

    async def refresh(self) -> None:
        """Read all chosen regions anew; raises what the reading of a region raises."""
        connection = self._session.require()
        self._profile_id = connection.profile.profile_id
        self._round += 1
        this_round = self._round
        self.is_loading = True
        self.changed.emit(None)
        try:
            regions = self._session.chosen_regions
            parts = await asyncio.gather(*(self._read(connection.cloud, each) for each in regions))
            if this_round == self._round:
                self.parts = tuple(parts)
                self.updated_at = self._clock.now()
        finally:
            if this_round == self._round:
                self.is_loading = False
                self.changed.emit(None)

    def _leave_other_profile(self) -> None:
        profile = self._session.profile
        if self._profile_id and (profile is None or profile.profile_id != self._profile_id):
            self._profile_id = ""
            self._round += 1  # what is on its way belongs to the other profile
            self.parts, self.updated_at, self.is_loading = (), None, False
            self.changed.emit(None)
