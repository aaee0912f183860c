"""Carries faults out on HTTP answers: late, never, broken off, in a wrong dress, or refused."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from starlette.responses import Response

from tat_console.sandbox.faults import Effect, Rule
from tat_console.sandbox.gate import Arrival
from tat_console.sandbox.refusal import Refused

_TURNS_TO_NOTICE: Final = 3


class Line:
    """The connection a request came in by, and the door it came through."""

    def __init__(
        self, transport: asyncio.Transport, close_door: Callable[[float], Awaitable[None]]
    ) -> None:
        self._transport = transport
        self._close_door = close_door

    async def hang_up(self) -> Response:
        """Break the connection off; the response returned reaches nobody."""
        self._transport.abort()
        for _ in range(_TURNS_TO_NOTICE):
            await asyncio.sleep(0)
        return Response()

    async def send_half(self, response: Response) -> Response:
        """Promise the whole body, send half of it, and hang up."""
        head = f"HTTP/1.1 200 OK\r\ncontent-length: {len(response.body)}\r\n"
        dress = f"content-type: {response.headers['content-type']}\r\n\r\n"
        half = bytes(response.body[: len(response.body) // 2])
        self._transport.write(f"{head}{dress}".encode() + half)
        self._transport.close()
        for _ in range(_TURNS_TO_NOTICE):
            await asyncio.sleep(0)
        return Response()

    async def refuse(self, seconds: float) -> Response:
        """Take no connections for a while, and hang up on all there are."""
        await self._close_door(seconds)
        return await self.hang_up()


async def answer_with_faults(
    rules: Sequence[Rule],
    arrival: Arrival,
    line: Line,
    answer: Callable[[], Response],
    refuse: Callable[[Refused], Response],
) -> Response:
    """Answer a request as its faults have it; `answer` carries the request out."""
    for rule in rules:
        early = await _before(rule, arrival, line, refuse)
        if early is not None:
            return early
    response = answer()
    for rule in rules:
        response = await _after(rule, line, response)
    return response


async def _before(
    rule: Rule, arrival: Arrival, line: Line, refuse: Callable[[Refused], Response]
) -> Response | None:
    """What happens instead of carrying the request out, or None."""
    match rule.effect:
        case Effect.DELAY:
            await asyncio.sleep(rule.seconds)
        case Effect.REFUSE:
            return await line.refuse(rule.seconds)
        case Effect.DROP_BEFORE:
            return await line.hang_up()
        case Effect.HTTP:
            return Response("<html></html>", rule.status, media_type="text/html")
        case Effect.ERROR:
            return refuse(Refused(rule.code))
        case Effect.THROTTLE:
            action = arrival.headers.get("x-tc-action", "")
            return refuse(Refused("RequestLimitExceeded", action=action, rate=0))
        case Effect.EXPIRED_TOKEN if "x-tc-token" in arrival.headers:
            return refuse(Refused("AuthFailure.TokenFailure"))
    return None


async def _after(rule: Rule, line: Line, response: Response) -> Response:
    match rule.effect:
        case Effect.DROP_AFTER:
            return await line.hang_up()
        case Effect.TRUNCATE:
            return await line.send_half(response)
        case Effect.CONTENT_TYPE:
            response.headers["content-type"] = rule.content_type
    return response
