"""The door to the service: check, pace, sign, send, read, repeat where that is safe."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from typing import Final, TypeVar, cast

import msgspec

from tat_console.cloud import credentials, endpoints
from tat_console.cloud.clock_offset import ClockOffset
from tat_console.cloud.cos import CosReader
from tat_console.cloud.envelope import open_reply
from tat_console.cloud.pacing import Pacer
from tat_console.cloud.retry import Outcome, repeated
from tat_console.cloud.transport import HttpRequest, Transport, TransportSettings, host_of
from tat_console.ports.cloud import CallRecord, RequestUsage
from tat_console.ports.profiles import Credential, Profile
from tat_console.support.clock import Clock
from tat_console.support.errors import ConsoleError
from tat_console.support.event import Event
from tat_console.support.i18n import language
from tat_console.support.logs import REDACTOR
from tat_console.tat import request_rules, signing, wire
from tat_console.tat.account import GetCallerIdentityReply
from tat_console.tat.actions import Action, Safety, action_of
from tat_console.tat.error_rows import Repeat
from tat_console.tat.error_texts import repeat_of
from tat_console.tat.errors import (
    ConnectionClosed,
    InvalidRequest,
    NotSent,
    ReplyLost,
    ServiceError,
)
from tat_console.tat.wire import Reply, Request

R = TypeVar("R", bound=Reply)

CONTENT_TYPE: Final = "application/json"
_LANGUAGES: Final = {"zh_CN": "zh-CN"}
REQUEST_CLIENT: Final = "tat-console"
_ONCE: Final = frozenset({Safety.RUN, Safety.CREATE})


class CloudClient:
    """One account's calls; implements `ports.cloud.Cloud`."""

    def __init__(
        self,
        profile: Profile,
        credential: Credential,
        *,
        clock: Clock,
        pacer: Pacer,
        transport: Transport | None = None,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.calls: Event[CallRecord] = Event()
        self._profile = profile
        self._credential = credential
        self._clock = clock
        self._pacer = pacer
        self._chance = chance
        self._offset = ClockOffset(clock)
        self._is_closed = False
        self._transport = transport or Transport(
            TransportSettings(proxy=profile.proxy, ca_file=profile.ca_file)
        )
        self.outputs = CosReader(credential, self._transport, clock)
        """Reads complete outputs by their OutputUrl, with this account's key."""
        for secret in (credential.secret_key, credential.token):
            if secret is not None:
                REDACTOR.learn(secret)

    async def call(self, request: Request[R], *, region: str) -> R:
        """Do the request's action in a region and give its reply.

        Raises InvalidRequest before anything is sent; ServiceError, NotSent or ReplyLost after
        the repeats that the action's safety class allows; ConnectionClosed once closed.
        """
        action = action_of(request)
        _check(request)
        credentials.check(self._credential)
        endpoints.check_endpoint(self._profile.endpoint)
        body = wire.encode(request)
        started_s = self._clock.monotonic()
        answers: list[bytes] = []
        outcome = await repeated(
            lambda: self._attempt(action, body, region, answers),
            action.safety,
            self._clock,
            chance=self._chance,
        )
        record = self._record(action, region, outcome, self._clock.monotonic() - started_s)
        self.calls.emit(
            msgspec.structs.replace(record, request=body, reply=answers[-1] if answers else b"")
        )
        if outcome.error is not None:
            raise outcome.error
        reply = outcome.reply if outcome.reply is not None else action.reply()
        return cast("R", reply)  # the action's row pairs request and reply types

    async def _attempt(
        self, action: Action, body: bytes, region: str, answers: list[bytes]
    ) -> Reply:
        if self._is_closed:
            raise ConnectionClosed
        try:
            return await self._exchange(action, body, region, answers)
        except asyncio.CancelledError:
            # Closing cancels what waits for a thread; nobody asked this task to end.
            task = asyncio.current_task()
            if not self._is_closed or task is None or task.cancelling():
                raise
            raise ConnectionClosed from None
        except ServiceError as error:
            if repeat_of(error.code) is not Repeat.SIGNED_ANEW:
                raise
        self._offset.correct()
        return await self._exchange(action, body, region, answers)

    async def _exchange(
        self, action: Action, body: bytes, region: str, answers: list[bytes]
    ) -> Reply:
        await self._pacer.take(self._credential.secret_id, action, region)
        request = self._signed(action, body, region)
        answer = await self._transport.send(request)
        self._offset.learn(answer)
        answers.append(answer.body)
        reply = open_reply(action.reply, answer, host=host_of(request.url), once=request.once)
        self._learn(reply)
        return reply

    def _learn(self, reply: Reply) -> None:
        """Keys of one account share its rate, at whatever address of its own it is asked."""
        if isinstance(reply, GetCallerIdentityReply) and reply.account_id:
            account = f"{reply.account_id} {self._profile.endpoint}"
            self._pacer.unite(self._credential.secret_id, account)

    def _signed(self, action: Action, body: bytes, region: str) -> HttpRequest:
        url = endpoints.url_of(self._profile, action.service)
        timestamp_s = self._offset.timestamp_s()
        authorization = signing.sign(
            signing.Message({"content-type": CONTENT_TYPE, "host": host_of(url)}, body),
            secret_id=self._credential.secret_id,
            secret_key=self._credential.secret_key.reveal(),
            service=action.service.name,
            timestamp_s=timestamp_s,
        )
        headers = {
            "Host": host_of(url),
            "Content-Type": CONTENT_TYPE,
            "X-TC-Action": action.name,
            "X-TC-Version": action.service.version,
            "X-TC-Timestamp": str(timestamp_s),
            "X-TC-Region": region,
            "X-TC-Language": _LANGUAGES.get(language(), "en-US"),
            "X-TC-RequestClient": REQUEST_CLIENT,
            "Authorization": authorization.header(),
        }
        if self._credential.token is not None:
            headers["X-TC-Token"] = self._credential.token.reveal()
        return HttpRequest(url=url, headers=headers, body=body, once=action.safety in _ONCE)

    def _record(
        self, action: Action, region: str, outcome: Outcome[Reply], duration_s: float
    ) -> CallRecord:
        answered = outcome.error or outcome.reply
        return CallRecord(
            at=self._clock.now(),
            profile_id=self._profile.profile_id,
            service=action.service.name,
            action=action.name,
            region=region,
            duration_s=duration_s,
            outcome=_outcome_word(outcome.error),
            request_id=answered.request_id if answered is not None else "",
            attempts=outcome.attempts,
        )

    @property
    def clock_offset_s(self) -> float:
        """How far the service's clock is ahead of this computer's, as last measured."""
        return self._offset.measured_s

    def usage(self) -> RequestUsage:
        """What the account sent within the last second, for the action nearest to its limit."""
        return self._pacer.usage(self._credential.secret_id)

    async def close(self) -> None:
        """Give up connections and threads; calls under way are cancelled."""
        self._is_closed = True
        await self._transport.close()


def _check(request: Request[R]) -> None:
    for problem in request_rules.problems(request):
        raise InvalidRequest(problem.field, problem.sentence)


def _outcome_word(error: ConsoleError | None) -> str:
    match error:
        case None:
            return "ok"
        case ServiceError():
            return error.code
        case NotSent():
            return "not sent"
        case ReplyLost():
            return "reply lost"
        case _:
            return "failed"
