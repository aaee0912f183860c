"""A session's traffic in a file, secrets taken out, to be replayed without any network."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

import msgspec

from tat_console.ports.profiles import Environment, Profile
from tat_console.ports.recordings import RecordedCall, Recording
from tat_console.services.api_calls import ApiCall, CallLog
from tat_console.services.profiles import new_profile_id
from tat_console.support.errors import ConsoleError
from tat_console.support.event import Event, Subscription
from tat_console.support.i18n import _

FORMAT: Final = "tat-console-recording"
VERSION: Final = 1
SUFFIX: Final = ".tat-recording.jsonl"
MOST_BYTES: Final = 64 * 1024 * 1024
"""What the bodies of one recording may take before it ends by itself."""


class _Head(msgspec.Struct, frozen=True, kw_only=True):
    format: str
    version: int
    name: str
    begun_at: datetime


class Recorder:
    """Keeps the calls of one profile from `start` to `stop`; bodies are masked as they come.

    What was recorded stays until it is discarded or recorded anew, so that a file that could not
    be written loses nothing. `changed` fires when recording begins, goes on or ends.
    """

    def __init__(self, log: CallLog, most_bytes: int = MOST_BYTES) -> None:
        self._log = log
        self._most_bytes = most_bytes
        self._bytes = 0
        self._watch: Subscription | None = None
        self._calls: list[RecordedCall] = []
        self.profile_id = ""
        """Whose calls are recorded."""
        self.is_full = False
        """Whether recording ended by itself because it took too much memory."""
        self.changed: Event[None] = Event()

    @property
    def is_running(self) -> bool:
        """Whether calls are being recorded."""
        return self._watch is not None

    @property
    def count(self) -> int:
        """How many calls were recorded."""
        return len(self._calls)

    @property
    def calls(self) -> tuple[RecordedCall, ...]:
        """What was recorded."""
        return tuple(self._calls)

    def start(self, profile_id: str) -> None:
        """Record the calls of a profile from now on; what was recorded before is forgotten."""
        self.stop()
        self._calls, self._bytes, self.is_full = [], 0, False
        self.profile_id = profile_id
        self._watch = self._log.added.subscribe(self._take)
        self.changed.emit(None)

    def stop(self) -> tuple[RecordedCall, ...]:
        """Record no more; returns the calls."""
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None
            self.changed.emit(None)
        return self.calls

    def discard(self) -> None:
        """Record no more, and forget what was recorded."""
        self.stop()
        self._calls = []
        self.changed.emit(None)

    def _take(self, call: ApiCall) -> None:
        if call.record.profile_id != self.profile_id:
            return
        made = recorded(call)
        self._bytes += len(made.request) + len(made.reply)
        if self._bytes > self._most_bytes:
            self.is_full = True
            self.stop()
            return
        self._calls.append(made)
        self.changed.emit(None)


def recorded(call: ApiCall) -> RecordedCall:
    """A call as it goes into a file."""
    record = call.record
    return RecordedCall(
        at=record.at,
        key=call.key,
        region=record.region,
        duration_s=record.duration_s,
        outcome=record.outcome,
        request_id=record.request_id,
        request=call.request,
        reply=call.reply,
    )


def write(name: str, begun_at: datetime, calls: Iterable[RecordedCall]) -> bytes:
    """A recording as the content of a file: one JSON object a line, the first one says what."""
    head = _Head(format=FORMAT, version=VERSION, name=name, begun_at=begun_at)
    return b"".join(msgspec.json.encode(line) + b"\n" for line in (head, *calls))


def read(content: bytes) -> Recording:
    """The recording in a file; raises ConsoleError where it is none, or of a later kind."""
    lines = content.splitlines()
    try:
        head = msgspec.json.decode(lines[0] if lines else b"", type=_Head)
        if head.format != FORMAT:
            raise ValueError(head.format)
        calls = tuple(msgspec.json.decode(line, type=RecordedCall) for line in lines[1:] if line)
    except (ValueError, msgspec.DecodeError) as error:
        raise ConsoleError(
            _("This is no recording."),
            _("It could not be read: {reason}").format(reason=error),
            _("Choose a file that was saved on the API page."),
        ) from error
    if head.version > VERSION:
        raise ConsoleError(
            _("This recording was made by a newer version of this program."),
            "",
            _("Install that version to open it."),
        )
    return Recording(name=head.name, begun_at=head.begun_at, calls=calls)


def profile_of(recording: Recording, path: str) -> Profile:
    """A profile that answers out of a recording; nothing can be changed with it."""
    regions = dict.fromkeys(call.region for call in recording.calls if call.region)
    return Profile(
        profile_id=new_profile_id(),
        name=_("Recording of {name}").format(name=recording.name),
        environment=Environment.DEVELOPMENT,
        regions=tuple(regions),
        recording=path,
        read_only=True,
    )
