"""What the inside asks of the cloud: calls, and the machines of a region."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import datetime
from typing import Protocol, TypeVar

import msgspec

from tat_console.ports.profiles import Credential, Profile
from tat_console.support.errors import ConsoleError
from tat_console.support.event import Event
from tat_console.tat.actions import RATE_PER_S
from tat_console.tat.machines import Machine
from tat_console.tat.wire import Reply, Request

R = TypeVar("R", bound=Reply)

Renew = Callable[[], Awaitable[Credential]]
"""Gets a new temporary key in place of one that ends; raises ConsoleError where it cannot."""


class CallRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One finished call: `outcome` is "ok", an error code, "not sent" or "reply lost".

    `request` is the body that was signed, `reply` the body that came back last, secrets and all:
    neither may be shown or kept unmasked (`services.masking`).
    """

    at: datetime
    profile_id: str
    service: str
    action: str
    region: str
    duration_s: float
    outcome: str
    request_id: str = ""
    attempts: int = 1
    request: bytes = b""
    reply: bytes = b""

    def __repr__(self) -> str:
        return f"CallRecord({self.service}.{self.action}, {self.region}, {self.outcome})"


class RequestUsage(msgspec.Struct, frozen=True, kw_only=True):
    """What an account sent within a second for one action, and how much of it the service takes.

    `account` is the same for all keys that are known to belong to one account; it is no text for
    the user. `by_region` counts the requests; `limit` is for all regions together.
    """

    account: str = ""
    action: str = ""
    limit: int = RATE_PER_S
    by_region: Mapping[str, int] = {}

    @property
    def used(self) -> int:
        """The requests to all regions."""
        return sum(self.by_region.values())

    @property
    def share(self) -> float:
        """How much of the limit is used, 0 to 1."""
        return self.used / self.limit


class OutputPiece(Protocol):
    """A part of a complete output; sizes are in bytes."""

    @property
    def content(self) -> bytes:
        """The bytes of this part."""
        ...

    @property
    def total_bytes(self) -> int:
        """How large the whole is."""
        ...


class CompleteOutputs(Protocol):
    """Reads outputs that agents uploaded to object storage whole."""

    def pieces(self, url: str) -> AsyncIterator[OutputPiece]:
        """The output at an OutputUrl, piece by piece; raises what `Cloud.call` raises."""
        ...


class Cloud(Protocol):
    """One account's door to the service.

    Calls are signed, checked against the limits, paced, retried where that is safe, and raise
    ServiceError, NotSent, ReplyLost or InvalidRequest of `tat.errors`.
    """

    calls: Event[CallRecord]

    @property
    def outputs(self) -> CompleteOutputs:
        """The complete outputs that this account may read."""
        ...

    async def call(self, request: Request[R], *, region: str) -> R:
        """Do the request's action in a region and give its reply."""
        ...

    @property
    def clock_offset_s(self) -> float:
        """How far the service's clock is ahead of this computer's, as last measured."""
        ...

    def usage(self) -> RequestUsage:
        """What was sent within the last second, for the action nearest to its limit."""
        ...

    async def close(self) -> None:
        """Give up connections and threads; calls under way are cancelled."""
        ...


class RegionMachines(msgspec.Struct, frozen=True, kw_only=True):
    """The machines of one region; `errors` tells of products that did not answer."""

    region: str
    machines: tuple[Machine, ...]
    errors: tuple[ConsoleError, ...] = ()


class Inventory(Protocol):
    """Reads machines."""

    async def machines(self, region: str) -> RegionMachines:
        """All machines of a region with their agents; never raises for one product's failure."""
        ...


class Connection(msgspec.Struct, frozen=True, kw_only=True):
    """A profile that is connected."""

    profile: Profile
    cloud: Cloud
    inventory: Inventory


class Connect(Protocol):
    """Opens connections; the composition root hands it in."""

    def __call__(
        self, profile: Profile, credential: Credential, renew: Renew | None = None
    ) -> Connection:
        """Connect a profile; sends nothing yet.

        A temporary key is exchanged for what `renew` gives before it ends.
        """
        ...
