"""Reads complete outputs out of object storage, piece by piece: they have no upper size."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Final
from urllib.parse import unquote, urlsplit

import msgspec

from tat_console.cloud.transport import HttpReply, HttpRequest, Transport, host_of
from tat_console.ports.profiles import Credential
from tat_console.support.clock import Clock
from tat_console.support.i18n import _
from tat_console.tat import cos_signing
from tat_console.tat.cos_signing import CosMessage
from tat_console.tat.errors import ServiceError

PIECE_BYTES: Final = 4 * 1024 * 1024
GOOD_FOR_S: Final = 600
_EARLIER_S: Final = 60
"""A signature begins a minute ago, for clocks that differ a little."""

HTTP_OK: Final = 200
HTTP_PARTIAL: Final = 206
HTTP_FORBIDDEN: Final = 403
HTTP_NOT_FOUND: Final = 404
HTTP_RANGE_BEYOND_END: Final = 416

_TOTAL: Final = re.compile(r"bytes \d+-\d+/(\d+)")


class Piece(msgspec.Struct, frozen=True):
    """A part of an object from `start` on, and the size of the whole; all in bytes."""

    start: int
    content: bytes
    total_bytes: int

    @property
    def end(self) -> int:
        """Where the next piece starts."""
        return self.start + len(self.content)


class CosReader:
    """Reads objects with the key of an account; needs the permission cos:GetObject."""

    def __init__(self, credential: Credential, transport: Transport, clock: Clock) -> None:
        self._credential = credential
        self._transport = transport
        self._clock = clock

    async def piece(self, url: str, start: int = 0, most_bytes: int = PIECE_BYTES) -> Piece:
        """Read at most so many bytes of the object at an OutputUrl.

        Raises ServiceError where COS refuses, NotSent or ReplyLost where it is not reached.
        """
        wanted = f"bytes={start}-{start + most_bytes - 1}"
        answer = await self._transport.send(self._request(url, wanted))
        if answer.status == HTTP_OK:
            # The whole object, because the other end does not know ranges.
            content = answer.body[start : start + most_bytes]
            return Piece(start, content, len(answer.body))
        if answer.status == HTTP_PARTIAL:
            total = _TOTAL.fullmatch(answer.headers.get("content-range", ""))
            end = start + len(answer.body)
            return Piece(start, answer.body, int(total[1]) if total else end)
        if answer.status == HTTP_RANGE_BEYOND_END:
            return Piece(start, b"", start)
        raise _refusal(answer)

    async def pieces(self, url: str, most_bytes: int = PIECE_BYTES) -> AsyncIterator[Piece]:
        """Read the whole object, one piece after another; raises what `piece` raises."""
        piece = await self.piece(url, 0, most_bytes)
        yield piece
        while piece.content and piece.end < piece.total_bytes:
            piece = await self.piece(url, piece.end, most_bytes)
            yield piece

    def _request(self, url: str, wanted: str) -> HttpRequest:
        headers = {"Host": host_of(url), "Range": wanted}
        if self._credential.token is not None:
            headers[cos_signing.TOKEN] = self._credential.token.reveal()
        now_s = int(self._clock.now().timestamp())
        signed = cos_signing.sign(
            CosMessage(path=unquote(urlsplit(url).path) or "/", headers=headers),
            secret_id=self._credential.secret_id,
            secret_key=self._credential.secret_key.reveal(),
            start_s=now_s - _EARLIER_S,
            end_s=now_s + GOOD_FOR_S,
        )
        return HttpRequest(
            url=url, headers=headers | {"Authorization": signed.header()}, method="GET"
        )


def _refusal(answer: HttpReply) -> ServiceError:
    """Put the XML error of COS into words."""
    code = _element(answer.body, "Code") or f"HTTP {answer.status}"
    message = _element(answer.body, "Message")
    titles = {
        HTTP_FORBIDDEN: _("The output may not be read"),
        HTTP_NOT_FOUND: _("The output is not in the bucket"),
    }
    next_steps = {
        HTTP_FORBIDDEN: _("Ask for the permission cos:GetObject on the bucket."),
        HTTP_NOT_FOUND: _(
            "It may have been deleted, or its upload failed: see the task's details."
        ),
    }
    what = _("Object storage says: “{message}” ({code})").format(message=message, code=code)
    return ServiceError(
        code,
        message,
        title=titles.get(answer.status, _("The output could not be read")),
        what=what,
        next_step=next_steps.get(answer.status, _("Try again in a minute.")),
        request_id=answer.headers.get("x-cos-request-id", ""),
    )


def _element(body: bytes, name: str) -> str:
    text = body.decode("utf-8", "replace")
    match = re.search(rf"<{name}>([^<]*)</{name}>", text)
    return match[1] if match else ""
