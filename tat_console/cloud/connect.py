"""Opens connections; implements `ports.cloud.Connect`."""

from __future__ import annotations

from tat_console.cloud.client import CloudClient
from tat_console.cloud.inventory import CloudInventory
from tat_console.cloud.pacing import Pacer
from tat_console.cloud.renewal import RenewedClient
from tat_console.cloud.replay import ReadRecording, ReplayedCloud
from tat_console.cloud.transport import Transport, TransportSettings
from tat_console.ports.cloud import Cloud, Connection, Renew
from tat_console.ports.profiles import Credential, Profile
from tat_console.support.clock import Clock


class Connector:
    """Connects profiles that all keep to the rates of their accounts together."""

    def __init__(self, clock: Clock, read_recording: ReadRecording | None = None) -> None:
        self._clock = clock
        self._read_recording = read_recording
        self._pacer = Pacer(clock)

    def __call__(
        self, profile: Profile, credential: Credential, renew: Renew | None = None
    ) -> Connection:
        """Connect a profile; sends nothing yet."""
        cloud = self._cloud(profile, credential, renew)
        return Connection(profile=profile, cloud=cloud, inventory=CloudInventory(cloud))

    def _cloud(self, profile: Profile, credential: Credential, renew: Renew | None) -> Cloud:
        if profile.recording and self._read_recording is not None:
            return ReplayedCloud(profile, self._read_recording, self._clock)
        if renew is None or credential.expires is None:
            return CloudClient(profile, credential, clock=self._clock, pacer=self._pacer)
        # All keys of one profile share its threads and connections.
        transport = Transport(TransportSettings(proxy=profile.proxy, ca_file=profile.ca_file))

        def client_for(key: Credential) -> CloudClient:
            self._pacer.unite(key.secret_id, credential.secret_id)
            return CloudClient(
                profile, key, clock=self._clock, pacer=self._pacer, transport=transport
            )

        return RenewedClient(client_for, credential, renew, self._clock)
