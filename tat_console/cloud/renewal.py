"""A door that outlives its key: temporary keys are exchanged before they end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Final, TypeVar

from tat_console.cloud.client import CloudClient
from tat_console.cloud.cos import CosReader
from tat_console.ports.cloud import CallRecord, Renew, RequestUsage
from tat_console.ports.profiles import Credential
from tat_console.support.clock import Clock
from tat_console.support.errors import ConsoleError
from tat_console.support.event import Event
from tat_console.tat.error_rows import Repeat
from tat_console.tat.error_texts import repeat_of
from tat_console.tat.errors import ConnectionClosed, ServiceError
from tat_console.tat.wire import Reply, Request

R = TypeVar("R", bound=Reply)

RENEW_BEFORE: Final = timedelta(minutes=5)
"""How long before its end a key is exchanged; the official tools keep to the same (facts §6.6)."""
TRY_AGAIN_AFTER: Final = timedelta(seconds=30)
"""How long a key that still holds is used after an exchange failed."""


class RenewedClient:
    """One account's calls, each signed with a key that holds; implements `ports.cloud.Cloud`."""

    def __init__(
        self,
        make: Callable[[Credential], CloudClient],
        credential: Credential,
        renew: Renew,
        clock: Clock,
    ) -> None:
        self.calls: Event[CallRecord] = Event()
        self._make = make
        self._renew = renew
        self._clock = clock
        self._renewing = asyncio.Lock()
        self._next_try = clock.now()
        self._clients: list[CloudClient] = []
        self._is_closed = False
        self._credential = credential
        self._client = self._made(credential)

    @property
    def outputs(self) -> CosReader:
        """Reads complete outputs by their OutputUrl, with the key that is in use."""
        return self._client.outputs

    @property
    def clock_offset_s(self) -> float:
        """How far the service's clock is ahead of this computer's, as last measured."""
        return self._client.clock_offset_s

    async def call(self, request: Request[R], *, region: str) -> R:
        """Do the request's action; raises what `CloudClient.call` raises, or why no key came.

        A key that the service calls ended is exchanged once: nothing was executed with it.
        """
        if self._is_closed:
            raise ConnectionClosed
        await self._keep_fresh()
        used = self._credential
        try:
            return await self._client.call(request, region=region)
        except ServiceError as error:
            if repeat_of(error.code) is not Repeat.NEW_KEY:
                raise
            await self._exchange(used)
            if self._credential == used:
                raise
        return await self._client.call(request, region=region)

    def usage(self) -> RequestUsage:
        """What the account sent within the last second, for the action nearest to its limit."""
        return self._client.usage()

    async def close(self) -> None:
        """Give up connections and threads; calls under way are cancelled."""
        self._is_closed = True
        for client in self._clients:
            await client.close()

    async def _keep_fresh(self) -> None:
        ends, now = self._credential.expires, self._clock.now()
        if ends is None or now < max(ends - RENEW_BEFORE, self._next_try):
            return
        try:
            await self._exchange(self._credential)
        except ConsoleError:
            if ends <= now:
                raise
            # The old key still holds: work goes on, and a later call tries again.
        self._next_try = self._clock.now() + TRY_AGAIN_AFTER

    async def _exchange(self, used: Credential) -> None:
        """Get a new key, once for all the calls that found the same one at its end."""
        async with self._renewing:
            if self._credential == used:
                self._use(await self._renew())

    def _use(self, credential: Credential) -> None:
        if credential != self._credential:
            self._credential = credential
            self._client = self._made(credential)

    def _made(self, credential: Credential) -> CloudClient:
        client = self._make(credential)
        client.calls.subscribe(self.calls.emit)
        self._clients.append(client)
        return client
