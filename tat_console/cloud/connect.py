"""Opens connections; implements `ports.cloud.Connect`."""

from __future__ import annotations

from tat_console.cloud.client import CloudClient
from tat_console.cloud.inventory import CloudInventory
from tat_console.cloud.pacing import Pacer
from tat_console.ports.cloud import Connection
from tat_console.ports.profiles import Credential, Profile
from tat_console.support.clock import Clock


class Connector:
    """Connects profiles that all keep to the rates of their accounts together."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._pacer = Pacer(clock)

    def __call__(self, profile: Profile, credential: Credential) -> Connection:
        """Connect a profile; sends nothing yet."""
        cloud = CloudClient(profile, credential, clock=self._clock, pacer=self._pacer)
        return Connection(profile=profile, cloud=cloud, inventory=CloudInventory(cloud))
