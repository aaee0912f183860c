"""A door that answers out of a recording and never reaches any network."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, TypeVar, cast

from tat_console.cloud.envelope import HTTP_OK, open_reply
from tat_console.cloud.transport import HttpReply
from tat_console.ports.cloud import CallRecord, OutputPiece, RequestUsage
from tat_console.ports.profiles import Profile
from tat_console.ports.recordings import RecordedCall, Recording
from tat_console.services.masking import masked_request
from tat_console.support.clock import Clock
from tat_console.support.errors import ConsoleError
from tat_console.support.event import Event
from tat_console.support.i18n import _
from tat_console.tat import wire
from tat_console.tat.actions import action_of
from tat_console.tat.errors import NotSent, ReplyLost
from tat_console.tat.wire import Reply, Request

R = TypeVar("R", bound=Reply)

ReadRecording = Callable[[str], Awaitable[Recording]]
"""Reads the recording in a file; raises ConsoleError where it cannot."""

_Asked = tuple[str, str, str]
"""An action, a region, and what was asked in one normal form."""


class NothingUploaded:
    """The complete outputs of a recording: none; implements `ports.cloud.CompleteOutputs`."""

    async def pieces(self, url: str) -> AsyncIterator[OutputPiece]:
        """Raise NotSent."""
        raise NotSent(
            _("Complete outputs are not in the recording."),
            url,
            _("Choose a profile with an account to read it."),
        )
        yield  # makes this a generator


class ReplayedCloud:
    """One account's calls as they were recorded; implements `ports.cloud.Cloud`.

    What was asked several times is answered in the order of the recording, then with its last
    answer again. What was never asked is not sent anywhere.
    """

    clock_offset_s = 0.0
    outputs = NothingUploaded()

    def __init__(self, profile: Profile, read: ReadRecording, clock: Clock) -> None:
        self.calls: Event[CallRecord] = Event()
        self._profile = profile
        self._read = read
        self._clock = clock
        self._reading = asyncio.Lock()
        self._answers: dict[_Asked, list[RecordedCall]] | None = None

    async def call(self, request: Request[R], *, region: str) -> R:
        """Answer as the service did then; raises NotSent for what is not in the recording.

        Raises ConsoleError where the recording cannot be read.
        """
        action = action_of(request)
        body = wire.encode(request)
        answers = await self._recorded()
        # Recorded requests are masked, so what is asked is compared masked as well.
        recorded = _next(answers.get((action.key, region, _normal(masked_request(body)))))
        if recorded is None:
            raise NotSent(
                _("This is not in the recording."),
                _("{action} was not called so in {region} while it was made.").format(
                    action=action.name, region=region
                ),
                _("Choose a profile with an account to do it."),
            )
        error: ConsoleError | None = None
        reply: Reply | None = None
        try:
            reply = _answered(recorded, action.reply)
        except ConsoleError as caught:
            error = caught
        self._note(recorded, body)
        if error is not None:
            raise error
        return cast("R", reply)  # the action's row pairs request and reply types

    def usage(self) -> RequestUsage:
        """No request is ever sent."""
        return RequestUsage(account=self._profile.profile_id)

    async def close(self) -> None:
        """There is nothing to give up."""

    async def _recorded(self) -> dict[_Asked, list[RecordedCall]]:
        async with self._reading:
            if self._answers is None:
                recording = await self._read(self._profile.recording)
                self._answers = defaultdict(list)
                for call in recording.calls:
                    asked = (call.key, call.region, _normal(call.request))
                    self._answers[asked].append(call)
        return self._answers

    def _note(self, recorded: RecordedCall, body: bytes) -> None:
        service, _dot, action = recorded.key.partition(".")
        self.calls.emit(
            CallRecord(
                at=self._clock.now(),
                profile_id=self._profile.profile_id,
                service=service,
                action=action,
                region=recorded.region,
                duration_s=recorded.duration_s,
                outcome=recorded.outcome,
                request_id=recorded.request_id,
                request=body,
                reply=recorded.reply.encode(),
            )
        )


def _next(answers: list[RecordedCall] | None) -> RecordedCall | None:
    if not answers:
        return None
    return answers.pop(0) if len(answers) > 1 else answers[0]


def _answered(recorded: RecordedCall, kind: type[Reply]) -> Reply:
    if not recorded.reply:
        title = _("No answer came when this was recorded.")
        raise (NotSent if recorded.outcome == "not sent" else ReplyLost)(title)
    answer = HttpReply(
        status=HTTP_OK, headers={}, body=recorded.reply.encode(), elapsed_s=recorded.duration_s
    )
    return open_reply(kind, answer, host=_("the recording"), once=False)


def _normal(body: str | bytes) -> str:
    """A request in one form, whatever the order and the spaces of its text."""
    try:
        value: Any = json.loads(body or "{}")
    except ValueError:
        return ""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
