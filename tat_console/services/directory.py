"""The machines of the active profile, over all kinds and chosen regions."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import datetime

from tat_console.ports.cloud import RegionMachines
from tat_console.services.session import Session
from tat_console.support.clock import Clock
from tat_console.support.errors import ConsoleError
from tat_console.support.event import Event
from tat_console.tat.machines import Machine


class Directory:
    """Knows the machines as they were last read; `changed` fires when that changes."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._clock = clock
        self._machines: dict[str, Machine] = {}
        self.errors: tuple[ConsoleError, ...] = ()
        self.updated_at: datetime | None = None
        self.is_loading = False
        self.changed: Event[None] = Event()
        self._profile_id = ""
        self._round = 0
        session.changed.subscribe(lambda _none: self._leave_other_profile())

    @property
    def machines(self) -> tuple[Machine, ...]:
        """All machines that are known."""
        return tuple(self._machines.values())

    def get(self, instance_id: str) -> Machine | None:
        """The machine of this id."""
        return self._machines.get(instance_id)

    def find(self, instance_ids: Iterable[str]) -> list[Machine]:
        """The machines of these ids that are known, in this order."""
        return [self._machines[key] for key in instance_ids if key in self._machines]

    async def refresh(self) -> None:
        """Read all machines anew; a region that fails keeps what was known of it."""
        connection = self._session.require()
        if connection.profile.profile_id != self._profile_id:
            self._forget(connection.profile.profile_id)
        self._round += 1
        this_round = self._round
        self.is_loading = True
        self.changed.emit(None)
        try:
            regions = self._session.chosen_regions
            read = await asyncio.gather(
                *(connection.inventory.machines(region) for region in regions)
            )
            if this_round == self._round:
                self._take(regions, read)
        finally:
            if this_round == self._round:
                self.is_loading = False
                self.changed.emit(None)

    def _take(self, regions: tuple[str, ...], read: list[RegionMachines]) -> None:
        failed = {part.region for part in read if part.errors}
        kept = {
            machine.instance_id: machine
            for machine in self._machines.values()
            if machine.region in failed and machine.region in regions
        }
        fresh = {machine.instance_id: machine for part in read for machine in part.machines}
        self._machines = {**kept, **fresh}
        self.errors = tuple(error for part in read for error in part.errors)
        self.updated_at = self._clock.now()

    def _leave_other_profile(self) -> None:
        """Nobody may choose machines of one profile while the window works with another."""
        profile = self._session.profile
        profile_id = profile.profile_id if profile else ""
        if profile_id != self._profile_id:
            self._forget(profile_id)
            self._round += 1  # what is on its way belongs to the other profile
            self.is_loading = False
            self.changed.emit(None)

    def _forget(self, profile_id: str) -> None:
        self._profile_id = profile_id
        self._machines = {}
        self.errors = ()
        self.updated_at = None
