"""The sandbox over HTTP: one path, signed requests in, the service's envelope out (facts §6.1)."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from email.utils import formatdate
from typing import Any, Final

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request as HttpRequest
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from tat_console.sandbox import enrolment, faults
from tat_console.sandbox.call import Call
from tat_console.sandbox.checks import check
from tat_console.sandbox.cos import CosRefused
from tat_console.sandbox.enrolment import RegisterInstanceReply
from tat_console.sandbox.faults import RuleSet
from tat_console.sandbox.gate import Arrival, Gate, check_door, check_form
from tat_console.sandbox.handlers import HANDLERS
from tat_console.sandbox.misbehaviour import Line, answer_with_faults
from tat_console.sandbox.refusal import Refused
from tat_console.sandbox.shapes import decode_body
from tat_console.sandbox.state import State
from tat_console.tat import limits
from tat_console.tat.actions import Safety
from tat_console.tat.wire import Reply

_log = logging.getLogger(__name__)

Answer = Reply | RegisterInstanceReply | RuleSet

_READING: Final = {"GET", "HEAD"}
_METHODS: Final = ["GET", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"]


class Fault(msgspec.Struct, rename="pascal", frozen=True):
    """The Error of a reply."""

    code: str
    message: str


class FaultReply(msgspec.Struct, rename="pascal", frozen=True):
    """The Response of a request that was refused."""

    error: Fault
    request_id: str


def application(
    state: State, gate: Gate, close_door: Callable[[float], Awaitable[None]]
) -> Starlette:
    """The ASGI application of a sandbox; `close_door` refuses connections for some seconds."""

    async def serve(request: HttpRequest) -> Response:
        arrival = await arrive(request)
        if arrival.method in _READING and arrival.path != "/":
            response = hand_out(state, arrival)
        elif arrival.path == faults.PATH:
            response = reply_to(control(state, gate, arrival))
        else:
            response = await answer_with_faults(
                state.faults.of_call(arrival.headers.get("x-tc-action", "")),
                arrival,
                Line(request.state.transport, close_door),
                lambda: reply_to(answer(state, gate, arrival)),
                lambda refused: reply_to(_fault(refused, arrival, str(uuid.uuid4()))),
            )
        moment = datetime.now(UTC).timestamp() + state.faults.clock_offset_s
        response.headers["date"] = formatdate(moment, usegmt=True)
        return response

    return Starlette(routes=[Route("/{path:path}", serve, methods=_METHODS)])


def control(state: State, gate: Gate, arrival: Arrival) -> RuleSet | FaultReply:
    """Answer the signed request that reads or replaces the faults."""
    request_id = str(uuid.uuid4())
    try:
        check_door(arrival)
        check_form(arrival)
        gate.authenticate(arrival)
        wanted = msgspec.json.decode(arrival.body, type=RuleSet)
    except Refused as refused:
        return _fault(refused, arrival, request_id)
    except msgspec.DecodeError as error:
        unreadable = Refused("InvalidParameter", field="rules", detail=str(error))
        return _fault(unreadable, arrival, request_id)
    if wanted.rules is not None:
        state.faults.replace(wanted.rules)
    return RuleSet(state.faults.rules, request_id)


async def arrive(request: HttpRequest) -> Arrival:
    """Read a request, but never more of a body than the service takes."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limits.REQUEST_BYTES:
            break
    return Arrival(
        method=request.method,
        path=request.scope["path"],
        query=request.url.query,
        headers=dict(request.headers),
        body=bytes(body),
        peer=request.client.host if request.client else "",
    )


def answer(state: State, gate: Gate, arrival: Arrival) -> Answer | FaultReply:
    """Carry out a request; whatever goes wrong becomes the service's own kind of error."""
    request_id = str(uuid.uuid4())
    try:
        reply = _carry_out(state, gate, arrival)
        return msgspec.structs.replace(reply, request_id=request_id)
    except Refused as refused:
        return _fault(refused, arrival, request_id)
    except Exception:
        _log.exception("Request %s ended with an internal error", request_id)
        return _fault(Refused("InternalError"), arrival, request_id)


def hand_out(state: State, arrival: Arrival) -> Response:
    """An object of a pretend bucket, or COS's own kind of error."""
    try:
        check_door(arrival)
        return FileResponse(state.buckets.open(arrival), media_type="text/plain")
    except Refused as refused:
        return cos_error(CosRefused(403, "AccessDenied", refused.message("en-US")))
    except CosRefused as refused:
        return cos_error(refused)


def cos_error(refused: CosRefused) -> Response:
    """The XML that COS answers a refused request with."""
    text = f"<Error><Code>{refused.code}</Code><Message>{refused.message}</Message></Error>"
    return Response(text, refused.status, media_type="application/xml")


def _carry_out(state: State, gate: Gate, arrival: Arrival) -> Answer:
    if arrival.path == enrolment.PATH:
        check_door(arrival)
        return enrolment.register(state, arrival.body)
    admitted = gate.admit(arrival)
    request = check(admitted.action, decode_body(arrival.body))
    call: Call[Any] = Call(state, request, admitted.region, admitted.key, arrival.language)
    reply = HANDLERS[admitted.action.key](call)
    if not state.synthetic or admitted.action.safety is not Safety.READ:
        state.store.flush()
    return reply


def _fault(refused: Refused, arrival: Arrival, request_id: str) -> FaultReply:
    message = refused.message(arrival.language)
    return FaultReply(Fault(refused.code, message), request_id)


def reply_to(reply: Answer | FaultReply) -> Response:
    """The HTTP answer; SDKs insist on this very Content-Type (facts §0.1)."""
    body = msgspec.json.encode({"Response": reply})
    return Response(body, headers={"Content-Type": "application/json"})
