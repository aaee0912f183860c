"""Which profile the window works with now, and its connection."""

from __future__ import annotations

from typing import Final

from tat_console.ports.cloud import Connect, Connection
from tat_console.ports.profiles import Profile
from tat_console.services.profiles import Profiles
from tat_console.services.settings import Settings
from tat_console.support.errors import ConsoleError
from tat_console.support.event import Event
from tat_console.support.i18n import _
from tat_console.tat.account import DescribeRegions, RegionInfo
from tat_console.tat.statuses import RegionState

REGIONS_REGION: Final = "ap-guangzhou"


class Session:
    """The active connection; `changed` fires after a profile or its regions changed."""

    def __init__(self, profiles: Profiles, settings: Settings, connect: Connect) -> None:
        self._profiles = profiles
        self._settings = settings
        self._connect = connect
        self._connections: dict[str, Connection] = {}
        self._active_id = ""
        self.regions: tuple[RegionInfo, ...] = ()
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
        """The regions the window looks at: the profile's, or all it may use."""
        profile = self.profile
        if profile is not None and profile.regions:
            return profile.regions
        return tuple(region.region for region in self.regions)

    def require(self) -> Connection:
        """The active connection; raises ConsoleError where there is none."""
        if connection := self.connection:
            return connection
        raise ConsoleError(
            _("No profile is connected."), "", _("Choose a profile at the top of the window.")
        )

    async def connection_of(self, profile_id: str) -> Connection | None:
        """The connection of a profile, opened if need be, or None where it has no key."""
        if profile_id not in self._connections and (profile := self._profiles.get(profile_id)):
            credential = await self._profiles.credential(profile)
            self._connections[profile_id] = self._connect(profile, credential)
        return self._connections.get(profile_id)

    async def activate(self, profile_id: str) -> None:
        """Work with a profile from now on; raises ConsoleError where it cannot be connected."""
        await self._drop_stale(profile_id)
        connection = await self.connection_of(profile_id)
        if connection is None:
            raise ConsoleError(_("This profile is not there any more."))
        self._active_id = profile_id
        self._settings.set("last_profile", profile_id)
        self.regions = ()
        self.changed.emit(None)
        await self.load_regions()

    async def load_regions(self) -> None:
        """Ask the service which regions there are; raises ConsoleError where it cannot."""
        connection = self.require()
        regions = connection.profile.regions or (REGIONS_REGION,)
        reply = await connection.cloud.call(DescribeRegions(), region=regions[0])
        self.regions = tuple(
            region
            for region in reply.region_set
            if region.region_state is not RegionState.UNAVAILABLE
        )
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
        """Close the connection of a profile whose key or settings changed."""
        if connection := self._connections.pop(profile_id, None):
            await connection.cloud.close()
