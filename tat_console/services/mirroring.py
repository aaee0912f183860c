"""Keeps the mirror of what others ran up to date in the background, while profiles are connected."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Final

import msgspec

from tat_console.ports.foreign import ForeignRecords
from tat_console.services.session import Session
from tat_console.services.settings import Settings
from tat_console.services.sync import Sync, SyncProgress
from tat_console.support.clock import Clock
from tat_console.support.errors import ConsoleError
from tat_console.support.event import Event

FIRST_S: Final = 30.0
"""After the program has opened: what the user does first has the service to itself."""
EVERY_S: Final = 300.0


class SyncState(msgspec.Struct, frozen=True, kw_only=True):
    """What the background work is at.

    `now` is the region that is being read; `problems` are the regions whose last reading was
    stopped by an error, which the next one goes on from.
    """

    now: SyncProgress | None = None
    ended_at: datetime | None = None
    problems: tuple[SyncProgress, ...] = ()


class Mirroring:
    """Reads what others ran in every region that is looked at.

    `changed` tells each step, `arrived` the number of new or different records after a round.
    """

    def __init__(
        self,
        records: ForeignRecords,
        session: Session,
        settings: Settings,
        clock: Clock,
        is_busy: Callable[[], bool],
    ) -> None:
        self._session = session
        self._settings = settings
        self._clock = clock
        self._sync = Sync(records, clock, is_busy)
        self._sync.progress.subscribe(self._take)
        self._wake = asyncio.Event()
        self._turn = asyncio.Lock()
        self._latest: dict[tuple[str, str], SyncProgress] = {}
        self.state = SyncState()
        self.changed: Event[SyncState] = Event()
        self.arrived: Event[int] = Event()

    @property
    def is_on(self) -> bool:
        """Whether the user wants it."""
        return bool(self._settings.get("sync_others"))

    def look(self) -> None:
        """Say that somebody wants to see what is there now."""
        self._wake.set()

    async def keep_up(self) -> None:
        """Read again and again, for ever; `look` wakes it."""
        await self._rest(FIRST_S)
        while True:
            if self.is_on:
                await self.now()
            await self._rest(EVERY_S)

    async def now(self) -> None:
        """Read every region once; what fails is told in the state."""
        async with self._turn:
            self._latest = {}
            for profile_id, regions in self._places():
                await self._read(profile_id, regions)
            problems = tuple(one for one in self._latest.values() if one.error is not None)
            self._say(SyncState(ended_at=self._clock.now(), problems=problems))
            if changed := sum(one.changed for one in self._latest.values()):
                self.arrived.emit(changed)

    # -- inside

    async def _rest(self, most_s: float) -> None:
        try:
            async with asyncio.timeout(most_s):
                await self._wake.wait()
        except TimeoutError:
            pass
        self._wake.clear()

    def _places(self) -> list[tuple[str, tuple[str, ...]]]:
        ids = [profile.profile_id for profile in self._session.profiles_in_use]
        return [(profile_id, self._session.regions_of(profile_id)) for profile_id in ids]

    async def _read(self, profile_id: str, regions: tuple[str, ...]) -> None:
        try:
            connection = await self._session.connection_of(profile_id)
        except ConsoleError as error:
            self._take(SyncProgress(profile_id=profile_id, region="", error=error))
            return
        if connection is not None:
            await self._sync.sync(connection, regions)

    def _take(self, progress: SyncProgress) -> None:
        self._latest[progress.profile_id, progress.region] = progress
        self._say(msgspec.structs.replace(self.state, now=progress))

    def _say(self, state: SyncState) -> None:
        self.state = state
        self.changed.emit(state)
