"""The machines of the profiles in use, over all kinds and chosen regions."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from tat_console.ports.cloud import Connection, RegionMachines
from tat_console.ports.profiles import Profile
from tat_console.services.session import Session
from tat_console.support.clock import Clock
from tat_console.support.errors import ConsoleError
from tat_console.support.event import Event
from tat_console.support.i18n import _, ngettext
from tat_console.tat.machines import Machine


class Place(NamedTuple):
    """A region as one profile sees it."""

    profile: Profile
    region: str


class Directory:
    """Knows the machines as they were last read; `changed` fires when that changes.

    An instance id stands for one machine, as in every call of the service: where two profiles of
    one account see the same machine, it is here once, for the first of them, so that no run
    reaches it twice.
    """

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._clock = clock
        self._machines: dict[str, Machine] = {}
        self._owners: dict[str, str] = {}
        self.errors: tuple[ConsoleError, ...] = ()
        self.updated_at: datetime | None = None
        self.is_loading = False
        self.changed: Event[None] = Event()
        self._profile_ids: frozenset[str] = frozenset()
        self._round = 0
        session.changed.subscribe(lambda _none: self._leave_other_profiles())

    @property
    def machines(self) -> tuple[Machine, ...]:
        """All machines that are known."""
        return tuple(self._machines.values())

    @property
    def in_front(self) -> tuple[Machine, ...]:
        """The machines of the profile in front: those that its schedules and codes are about."""
        front = self._session.profile
        profile_id = front.profile_id if front else ""
        return tuple(one for key, one in self._machines.items() if self._owners[key] == profile_id)

    @property
    def owners(self) -> Mapping[str, str]:
        """The profile ids of the machines, by instance id."""
        return MappingProxyType(self._owners)

    def get(self, instance_id: str) -> Machine | None:
        """The machine of this id."""
        return self._machines.get(instance_id)

    def find(self, instance_ids: Iterable[str]) -> list[Machine]:
        """The machines of these ids that are known, in this order."""
        return [self._machines[key] for key in instance_ids if key in self._machines]

    def profiles_of(self, machines: Iterable[Machine]) -> dict[str, Profile]:
        """The profiles in use that these machines belong to, by instance id."""
        in_use = {one.profile_id: one for one in self._session.profiles_in_use}
        return {
            machine.instance_id: in_use[profile_id]
            for machine in machines
            if (profile_id := self._owners.get(machine.instance_id)) in in_use
        }

    async def refresh(self) -> None:
        """Read all machines anew; a region that fails keeps what was known of it.

        Raises ConsoleError where no profile is connected.
        """
        self._session.require()
        self._leave_other_profiles()
        self._round += 1
        this_round = self._round
        self.is_loading = True
        self.changed.emit(None)
        try:
            connections, errors = await self._connections()
            places = [
                (connection, Place(connection.profile, region))
                for connection in connections
                for region in self._session.regions_of(connection.profile.profile_id)
            ]
            read = await asyncio.gather(
                *(connection.inventory.machines(place.region) for connection, place in places)
            )
            if this_round == self._round:
                self._take([place for _connection, place in places], read, errors)
                await asyncio.sleep(0)  # thousands of machines are shown in a turn of their own
        finally:
            if this_round == self._round:
                self.is_loading = False
                self.changed.emit(None)

    # -- inside

    async def _connections(self) -> tuple[list[Connection], list[ConsoleError]]:
        """The connections to read with, and why other profiles have none."""
        found: list[Connection] = []
        errors: list[ConsoleError] = []
        for profile in self._session.profiles_in_use:
            try:
                connection = await self._session.connection_of(profile.profile_id)
            except ConsoleError as error:
                errors.append(_of_profile(error, profile))
                continue
            if problem := self._session.problems.get(profile.profile_id):
                errors.append(_of_profile(problem, profile))
            if connection is not None:
                found.append(connection)
        return found, errors

    def _take(
        self,
        places: Sequence[Place],
        read: Sequence[RegionMachines],
        errors: Sequence[ConsoleError],
    ) -> None:
        failed = {
            (place.profile.profile_id, place.region)
            for place, part in zip(places, read, strict=True)
            if part.errors
        }
        machines, owners = self._machines, self._owners
        self._machines = {
            key: one for key, one in machines.items() if (owners[key], one.region) in failed
        }
        self._owners = {key: owners[key] for key in self._machines}
        fresh: dict[str, str] = {}
        hidden: dict[str, list[str]] = {}
        for (profile, _region), part in zip(places, read, strict=True):
            profile_id = profile.profile_id
            for machine in part.machines:
                key = machine.instance_id
                if (first := fresh.setdefault(key, profile_id)) == profile_id:
                    self._machines[key] = machine
                elif self._are_other_accounts(first, profile_id):
                    hidden.setdefault(profile.name, []).append(machine.name or key)
        self._owners.update(fresh)
        self.errors = (
            *errors,
            *self._region_errors(places, read),
            *(_same_ids(name, names) for name, names in hidden.items()),
        )
        self.updated_at = self._clock.now()

    def _region_errors(
        self, places: Sequence[Place], read: Sequence[RegionMachines]
    ) -> list[ConsoleError]:
        is_alone = len(self._session.profiles_in_use) < 2
        return [
            error if is_alone else _of_profile(error, place.profile)
            for place, part in zip(places, read, strict=True)
            for error in part.errors
        ]

    def _are_other_accounts(self, one_id: str, other_id: str) -> bool:
        one = self._session.account_of(one_id).identity
        other = self._session.account_of(other_id).identity
        return one is None or other is None or one.account_id != other.account_id

    def _leave_other_profiles(self) -> None:
        """Nobody may choose machines of profiles that the window does not look at."""
        in_use = frozenset(one.profile_id for one in self._session.profiles_in_use)
        before, self._profile_ids = self._profile_ids, in_use
        if in_use == before or (before and before < in_use):
            return
        self._machines = {
            key: one for key, one in self._machines.items() if self._owners[key] in in_use
        }
        self._owners = {key: self._owners[key] for key in self._machines}
        self.errors = ()
        if not in_use & before:
            self.updated_at = None
        self._round += 1  # what is on its way belongs to other profiles
        self.is_loading = False
        self.changed.emit(None)


def _of_profile(error: ConsoleError, profile: Profile) -> ConsoleError:
    title = _("“{profile}”: {title}").format(profile=profile.name, title=error.title)
    return ConsoleError(title, error.what, error.next_step, error.request_id)


def _same_ids(profile_name: str, names: Sequence[str]) -> ConsoleError:
    text = ngettext(
        "{count:,} machine of “{profile}” has the id of another one",
        "{count:,} machines of “{profile}” have the ids of others",
        len(names),
    )
    return ConsoleError(
        text.format(count=len(names), profile=profile_name),
        _("An id stands for one machine, so the second is not shown."),
        _("Look at “{profile}” alone to see them.").format(profile=profile_name),
    )
