"""Every call that the console made, with request and reply, masked and bounded in memory."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import msgspec

from tat_console.ports.cloud import CallRecord, Cloud, Connect, Connection, Renew
from tat_console.ports.profiles import Credential, Profile
from tat_console.services.masking import masked_reply, masked_request
from tat_console.support.event import Event, Subscription

MOST_CALLS: Final = 5_000
MOST_BODY_BYTES: Final = 16 * 1024 * 1024
"""What all bodies together may take; those of the oldest calls are let go first."""


class ApiCall(msgspec.Struct, frozen=True, kw_only=True):
    """One call as it may be shown; `number` counts from 1 since the start.

    The bodies are kept as they were on the wire and masked whenever they are shown, so that a
    secret that became known later is masked too. They are empty once they were let go.
    """

    number: int
    record: CallRecord

    @property
    def at(self) -> datetime:
        """When it ended."""
        return self.record.at

    @property
    def key(self) -> str:
        """The action with its service, for instance `tat.RunCommand`."""
        return f"{self.record.service}.{self.record.action}"

    @property
    def is_good(self) -> bool:
        """Whether the service did what was asked."""
        return self.record.outcome == "ok"

    @property
    def request(self) -> str:
        """The request as readable JSON, secrets masked."""
        return masked_request(self.record.request)

    @property
    def reply(self) -> str:
        """The reply as readable JSON, secrets masked; "" where none came or it was let go."""
        return masked_reply(self.record.reply, self.record.request) if self.record.reply else ""

    def matches(self, text: str, profile_name: str = "") -> bool:
        """Whether every word of a text is in what is told of the call."""
        record = self.record
        names = f"{self.key} {record.region} {record.profile_id} {profile_name}"
        all_words = f"{names} {record.outcome} {record.request_id}".casefold()
        return all(word in all_words for word in text.casefold().split())

    @property
    def size_bytes(self) -> int:
        """What its bodies take."""
        return len(self.record.request) + len(self.record.reply)

    def __repr__(self) -> str:
        return f"ApiCall({self.number}, {self.key}, {self.record.outcome})"


class CallLog:
    """The calls of all connections; `added` fires with each."""

    def __init__(
        self, most_calls: int = MOST_CALLS, most_body_bytes: int = MOST_BODY_BYTES
    ) -> None:
        self._calls: dict[int, ApiCall] = {}
        self._most_calls = most_calls
        self._most_body_bytes = most_body_bytes
        self._number = 0
        self._first_with_bodies = 1
        self.bodies_bytes = 0
        """What the bodies in memory take."""
        self.added: Event[ApiCall] = Event()

    @property
    def calls(self) -> tuple[ApiCall, ...]:
        """Every call that is remembered, oldest first."""
        return tuple(self._calls.values())

    def watch(self, cloud: Cloud) -> Subscription:
        """Note every call of a connection from now on."""
        return cloud.calls.subscribe(self.note)

    def note(self, record: CallRecord) -> None:
        """Add a call; the oldest ones, and the bodies of old ones, are let go."""
        self._number += 1
        call = ApiCall(number=self._number, record=record)
        self._calls[call.number] = call
        self.bodies_bytes += call.size_bytes
        while self.bodies_bytes > self._most_body_bytes:
            self._let_bodies_go(self._first_with_bodies)
        if len(self._calls) > self._most_calls:
            oldest = next(iter(self._calls))
            self._let_bodies_go(oldest)
            del self._calls[oldest]
        self.added.emit(call)

    def clear(self) -> None:
        """Forget every call."""
        self._calls.clear()
        self.bodies_bytes = 0
        self._first_with_bodies = self._number + 1

    def _let_bodies_go(self, number: int) -> None:
        self._first_with_bodies = max(self._first_with_bodies, number + 1)
        if call := self._calls.get(number):
            self.bodies_bytes -= call.size_bytes
            bare = msgspec.structs.replace(call.record, request=b"", reply=b"")
            self._calls[number] = msgspec.structs.replace(call, record=bare)


def watched(connect: Connect, log: CallLog) -> Connect:
    """The same way to connect, with every call noted from the first one on."""

    def connect_and_watch(
        profile: Profile, credential: Credential, renew: Renew | None = None
    ) -> Connection:
        connection = connect(profile, credential, renew)
        log.watch(connection.cloud)
        return connection

    return connect_and_watch
