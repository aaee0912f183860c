"""Which profiles the window works with now, and their connections."""

from __future__ import annotations

from functools import partial
from typing import Final

import msgspec
from msgspec.structs import replace

from tat_console.ports.cloud import Connect, Connection
from tat_console.ports.profiles import Profile
from tat_console.services.profiles import Profiles
from tat_console.services.role_keys import RoleKeys
from tat_console.services.settings import Settings
from tat_console.support.errors import ConsoleError
from tat_console.support.event import Event
from tat_console.support.i18n import _
from tat_console.tat.account import (
    DescribeRegions,
    GetCallerIdentity,
    GetCallerIdentityReply,
    RegionInfo,
)
from tat_console.tat.statuses import RegionState

HOME_REGION: Final = "ap-guangzhou"


class Account(msgspec.Struct, frozen=True):
    """What the service said of a profile's key: whose it is, and which regions there are."""

    identity: GetCallerIdentityReply | None = None
    regions: tuple[RegionInfo, ...] = ()


class Session:
    """The profile in front, and those whose machines are looked at beside it.

    What belongs to one account (saved commands, schedules, hosted machines) is that of the profile
    in front; machines and runs are those of all. `changed` fires after a profile or its regions
    changed.
    """

    def __init__(self, profiles: Profiles, settings: Settings, connect: Connect) -> None:
        self._profiles = profiles
        self._settings = settings
        self._connect = connect
        self.keys = RoleKeys(profiles, connect)
        """Gets the keys that connections sign with, renewed ones too."""
        self._connections: dict[str, Connection] = {}
        self._active_id = ""
        self._beside: tuple[str, ...] = ()
        self._accounts: dict[str, Account] = {}
        self.problems: dict[str, ConsoleError] = {}
        """Why a profile beside the one in front shows nothing, by its id."""
        self.is_loading = False
        """Whether identity and regions are being asked for."""
        self.changed: Event[None] = Event()
        profiles.changed.subscribe(lambda _none: self._take_names())

    @property
    def connection(self) -> Connection | None:
        """The connection in front, or None before the first profile is activated."""
        return self._connections.get(self._active_id)

    @property
    def connections(self) -> tuple[Connection, ...]:
        """Every open connection, that in front first: those of runs under way are among them."""
        front = self._connections.get(self._active_id)
        others = (one for one in self._connections.values() if one is not front)
        return (front, *others) if front else tuple(others)

    @property
    def profile(self) -> Profile | None:
        """The profile in front as it is saved now."""
        return self._profiles.get(self._active_id)

    @property
    def profiles_in_use(self) -> tuple[Profile, ...]:
        """The profiles that are looked at together, the one in front first."""
        found = (self._profiles.get(key) for key in (self._active_id, *self._beside))
        return tuple(profile for profile in found if profile is not None)

    def is_in_use(self, profile_id: str) -> bool:
        """Whether the machines of a profile are looked at."""
        return any(one.profile_id == profile_id for one in self.profiles_in_use)

    @property
    def identity(self) -> GetCallerIdentityReply | None:
        """Whose key the profile in front has, as far as the service was asked."""
        return self.account_of(self._active_id).identity

    @property
    def regions(self) -> tuple[RegionInfo, ...]:
        """The regions of the profile in front."""
        return self.account_of(self._active_id).regions

    @property
    def chosen_regions(self) -> tuple[str, ...]:
        """The regions of the profile in front that the window looks at."""
        return self.regions_of(self._active_id)

    def account_of(self, profile_id: str) -> Account:
        """What is known of a profile's account; empty before it was asked for."""
        return self._accounts.get(profile_id, Account())

    def regions_of(self, profile_id: str) -> tuple[str, ...]:
        """The regions of a profile to look at: those picked, else the profile's, else all."""
        profile = self._profiles.get(profile_id)
        known = tuple(region.region for region in self.account_of(profile_id).regions)
        picked = tuple(self._settings.get("regions").get(profile_id, ()))
        picked = tuple(region for region in picked if region in known)
        return picked or (profile.regions if profile else ()) or known

    def choose_regions(self, regions: tuple[str, ...], profile_id: str = "") -> None:
        """Look at these regions of a profile, that in front by default; none means all."""
        picked = dict(self._settings.get("regions"))
        picked[profile_id or self._active_id] = list(regions)
        self._settings.remember("regions", picked)
        self.changed.emit(None)

    def require(self) -> Connection:
        """The connection in front; raises ConsoleError where there is none."""
        if connection := self.connection:
            return connection
        raise ConsoleError(
            _("No profile is connected."), "", _("Choose a profile at the top of the window.")
        )

    async def connection_of(self, profile_id: str) -> Connection | None:
        """The connection of a profile as it is set up now; None where there is no such profile.

        Raises ConsoleError where its key is gone.
        """
        await self._drop_stale(profile_id)
        if profile_id not in self._connections and (profile := self._profiles.get(profile_id)):
            credential = await self.keys.credential(profile)
            renew = partial(self.keys.credential, profile)
            self._connections[profile_id] = self._connect(profile, credential, renew)
        return self._connections.get(profile_id)

    async def activate(self, profile_id: str) -> None:
        """Put a profile in front; raises ConsoleError where it cannot be connected.

        One that was looked at already changes places with the one in front; any other is looked
        at alone, but for those that were beside it when the program last ended.
        """
        self.keys.ask_again(profile_id)
        try:
            await self._connected(profile_id)
        except ConsoleError:
            self.is_loading = False
            self.changed.emit(None)
            raise
        self._beside = self._beside_of(profile_id)
        self._active_id = profile_id
        self._accounts.pop(profile_id, None)
        self._settings.remember("last_profile", profile_id)
        self._keep_beside()
        self.is_loading = True
        self.changed.emit(None)
        await self.load_account()

    async def look_beside(self, profile_id: str) -> None:
        """Look at the machines of another profile too.

        Raises ConsoleError where its account does not answer; then nothing is changed.
        """
        self.require()
        self._accounts[profile_id] = await _account(await self._connected(profile_id))
        if not self.is_in_use(profile_id):
            self._beside = (*self._beside, profile_id)
        self.problems.pop(profile_id, None)
        self._keep_beside()
        self.changed.emit(None)

    def look_away(self, profile_id: str) -> None:
        """Look at the machines of a profile beside the one in front no longer."""
        self._beside = tuple(key for key in self._beside if key != profile_id)
        self.problems.pop(profile_id, None)
        self._keep_beside()
        self.changed.emit(None)

    async def load_account(self) -> None:
        """Ask whose keys they are and which regions there are.

        Raises ConsoleError where the profile in front has no answer; why another has none is in
        `problems`.
        """
        connection = self.require()
        self.is_loading = True
        try:
            account = await _account(connection)
            if connection is self.connection:
                self._accounts[self._active_id] = account
        finally:
            if connection is self.connection:
                self.is_loading = False
                self.changed.emit(None)
        for profile_id in self._beside:
            await self._load_beside(profile_id)

    async def load_account_of(self, profile_id: str) -> None:
        """Ask again whose key a profile has and which regions there are; raises ConsoleError."""
        self._accounts[profile_id] = await _account(await self._connected(profile_id))
        self.changed.emit(None)

    def expect(self) -> None:
        """Say that a profile is about to be connected, before its key is at hand."""
        self.is_loading = True
        self.changed.emit(None)

    async def close(self) -> None:
        """Give up every connection."""
        for connection in self._connections.values():
            await connection.cloud.close()
        self._connections.clear()

    async def forget(self, profile_id: str) -> None:
        """Close the connection of a profile whose key changed or that is gone."""
        if connection := self._connections.pop(profile_id, None):
            await connection.cloud.close()
            if profile_id in (self._active_id, *self._beside):
                self.changed.emit(None)

    # -- inside

    async def _connected(self, profile_id: str) -> Connection:
        if connection := await self.connection_of(profile_id):
            return connection
        raise ConsoleError(_("This profile is not there any more."))

    async def _load_beside(self, profile_id: str) -> None:
        """Ask for the account of a profile that is not in front; what fails is noted."""
        try:
            self._accounts[profile_id] = await _account(await self._connected(profile_id))
            self.problems.pop(profile_id, None)
        except ConsoleError as error:
            self.problems[profile_id] = error
        self.changed.emit(None)

    def _beside_of(self, profile_id: str) -> tuple[str, ...]:
        if not self._active_id and profile_id == self._settings.get("last_profile"):
            kept = self._settings.get("profiles_beside")
            return tuple(key for key in kept if self._profiles.get(key) and key != profile_id)
        if self.is_in_use(profile_id):
            together = (self._active_id, *self._beside)
            return tuple(key for key in together if key != profile_id)
        return ()

    def _keep_beside(self) -> None:
        self.problems = {key: one for key, one in self.problems.items() if key in self._beside}
        self._settings.remember("profiles_beside", list(self._beside))

    def _take_names(self) -> None:
        """A connection goes on under another name of its profile."""
        for key, connection in self._connections.items():
            saved = self._profiles.get(key)
            if saved and saved == replace(connection.profile, name=saved.name):
                self._connections[key] = replace(connection, profile=saved)

    async def _drop_stale(self, profile_id: str) -> None:
        """A profile that was edited since it was connected gets a new connection."""
        connection = self._connections.get(profile_id)
        if connection is not None and connection.profile != self._profiles.get(profile_id):
            del self._connections[profile_id]
            await connection.cloud.close()


async def _account(connection: Connection) -> Account:
    home = (connection.profile.regions or (HOME_REGION,))[0]
    # One after the other: a wrong key is told by the first, and nothing is left under way.
    identity = await connection.cloud.call(GetCallerIdentity(), region=home)
    reply = await connection.cloud.call(DescribeRegions(), region=home)
    open_ones = (
        region for region in reply.region_set if region.region_state is not RegionState.UNAVAILABLE
    )
    return Account(identity, tuple(open_ones))
