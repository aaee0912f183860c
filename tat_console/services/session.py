"""Which profile the window works with now, and its connection."""

from __future__ import annotations

from functools import partial
from typing import Final

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


class Session:
    """The active connection; `changed` fires after a profile or its regions changed."""

    def __init__(self, profiles: Profiles, settings: Settings, connect: Connect) -> None:
        self._profiles = profiles
        self._settings = settings
        self._connect = connect
        self.keys = RoleKeys(profiles, connect)
        """Gets the keys that connections sign with, renewed ones too."""
        self._connections: dict[str, Connection] = {}
        self._active_id = ""
        self.regions: tuple[RegionInfo, ...] = ()
        self.identity: GetCallerIdentityReply | None = None
        self.is_loading = False
        """Whether identity and regions are being asked for."""
        self.changed: Event[None] = Event()

    @property
    def connection(self) -> Connection | None:
        """The active connection, or None before the first profile is activated."""
        return self._connections.get(self._active_id)

    @property
    def profile(self) -> Profile | None:
        """The active profile as it is saved now."""
        return self._profiles.get(self._active_id)

    @property
    def chosen_regions(self) -> tuple[str, ...]:
        """The regions the window looks at: those picked, else the profile's, else all."""
        profile = self.profile
        known = tuple(region.region for region in self.regions)
        picked = tuple(self._settings.get("regions").get(self._active_id, ()))
        picked = tuple(region for region in picked if region in known)
        return picked or (profile.regions if profile else ()) or known

    def choose_regions(self, regions: tuple[str, ...]) -> None:
        """Look at these regions of the active profile from now on; none means all."""
        picked = dict(self._settings.get("regions"))
        picked[self._active_id] = list(regions)
        self._settings.set("regions", picked)
        self.changed.emit(None)

    def require(self) -> Connection:
        """The active connection; raises ConsoleError where there is none."""
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
        """Work with a profile from now on; raises ConsoleError where it cannot be connected."""
        try:
            if await self.connection_of(profile_id) is None:
                raise ConsoleError(_("This profile is not there any more."))
        except ConsoleError:
            self.is_loading = False
            self.changed.emit(None)
            raise
        self._active_id = profile_id
        self._settings.set("last_profile", profile_id)
        self.regions, self.identity, self.is_loading = (), None, True
        self.changed.emit(None)
        await self.load_account()

    async def load_account(self) -> None:
        """Ask whose key it is and which regions there are; raises ConsoleError if it cannot."""
        connection = self.require()
        home = (connection.profile.regions or (HOME_REGION,))[0]
        self.is_loading = True
        try:
            # One after the other: a wrong key is told by the first, and nothing is left under way.
            identity = await connection.cloud.call(GetCallerIdentity(), region=home)
            reply = await connection.cloud.call(DescribeRegions(), region=home)
            if connection is self.connection:
                self.identity = identity
                self.regions = tuple(
                    region
                    for region in reply.region_set
                    if region.region_state is not RegionState.UNAVAILABLE
                )
        finally:
            if connection is self.connection:
                self.is_loading = False
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

    async def _drop_stale(self, profile_id: str) -> None:
        """A profile that was edited since it was connected gets a new connection."""
        connection = self._connections.get(profile_id)
        if connection is not None and connection.profile != self._profiles.get(profile_id):
            del self._connections[profile_id]
            await connection.cloud.close()

    async def forget(self, profile_id: str) -> None:
        """Close the connection of a profile whose key changed or that is gone."""
        if connection := self._connections.pop(profile_id, None):
            await connection.cloud.close()
            if profile_id == self._active_id:
                self.changed.emit(None)
