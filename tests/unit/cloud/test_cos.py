"""Complete outputs, read from a server that checks the signature and knows ranges."""

from __future__ import annotations

import asyncio
import socket

import pytest

from tat_console.cloud.cos import CosReader, Piece
from tat_console.cloud.transport import Transport, TransportSettings
from tat_console.tat import cos_signing
from tat_console.tat.cos_signing import CosMessage
from tat_console.tat.errors import ReplyLost, ServiceError
from tests.unit.cloud import fakes, rude_server
from tests.unit.cloud.fakes import FakeClock
from tests.unit.cloud.rude_server import Manner, answers, reply

OBJECT = bytes(range(256)) * 100
PATH = "/logs/inv-1/%E6%97%A5%E5%BF%97.txt"
KEY = fakes.credential().secret_key.reveal()


def bucket(*, knows_ranges: bool = True) -> Manner:
    """Serve OBJECT to whoever signs well."""

    def serve(connection: socket.socket) -> None:
        while request := rude_server.read_request(connection):
            connection.sendall(_answer(request, knows_ranges))

    return serve


def _answer(request: bytes, knows_ranges: bool) -> bytes:
    first, *lines = request.partition(b"\r\n\r\n")[0].decode().split("\r\n")
    headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
    claim = cos_signing.parse(cos_signing.header_fields(headers["authorization"]))
    message = CosMessage("/logs/inv-1/日志.txt", first.split()[0], headers=headers)
    if not cos_signing.is_authentic(message, claim, secret_key=KEY):
        return refusal("403 Forbidden", "SignatureDoesNotMatch")
    if not knows_ranges:
        return reply(OBJECT)
    start, end = map(int, headers["range"].removeprefix("bytes=").split("-"))
    if start >= len(OBJECT):
        return refusal("416 Range Not Satisfiable", "InvalidRange")
    part = OBJECT[start : end + 1]
    where = f"Content-Range: bytes {start}-{start + len(part) - 1}/{len(OBJECT)}\r\n"
    return reply(part, status="206 Partial Content", extra=where)


def refusal(status: str, code: str) -> bytes:
    body = f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>No.</Message></Error>"
    return reply(
        body.encode(), status=status, content_type="application/xml",
        extra="x-cos-request-id: cos-1\r\n",
    )  # fmt: skip


def read(manner: Manner, *, start: int = 0, most_bytes: int = 10_000, token: str = "") -> Piece:
    async def main(url: str) -> Piece:
        transport = Transport(TransportSettings(workers=1))
        try:
            reader = CosReader(fakes.credential(token), transport, FakeClock())
            return await reader.piece(url + PATH, start, most_bytes)
        finally:
            await transport.close()

    with rude_server.rude_server(manner) as server:
        return asyncio.run(main(server.url))


@pytest.mark.parametrize("knows_ranges", [True, False])
@pytest.mark.parametrize("start", [0, 9_999, 25_000])
def test_a_piece_and_the_size_of_the_whole(knows_ranges: bool, start: int) -> None:
    piece = read(bucket(knows_ranges=knows_ranges), start=start, token="t0ken")
    assert piece == Piece(start, OBJECT[start : start + 10_000], len(OBJECT))


def test_beyond_the_end_there_is_nothing() -> None:
    assert read(bucket(), start=len(OBJECT)).content == b""


@pytest.mark.parametrize(("most_bytes", "count"), [(7_000, 4), (12_800, 2), (25_600, 1)])
def test_the_whole_in_pieces(most_bytes: int, count: int) -> None:
    async def main(url: str) -> list[Piece]:
        transport = Transport(TransportSettings(workers=1))
        reader = CosReader(fakes.credential(), transport, FakeClock())
        pieces = [piece async for piece in reader.pieces(url + PATH, most_bytes)]
        await transport.close()
        return pieces

    with rude_server.rude_server(bucket()) as server:
        pieces = asyncio.run(main(server.url))
    assert b"".join(piece.content for piece in pieces) == OBJECT
    assert len(pieces) == count


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        ("403 Forbidden", "AccessDenied", "cos:GetObject"),
        ("404 Not Found", "NoSuchKey", "not in the bucket"),
        ("503 Slow Down", "SlowDown", "could not be read"),
    ],
)
def test_refusals_in_words(status: str, code: str, words: str) -> None:
    with pytest.raises(ServiceError, match=words) as caught:
        read(answers(refusal(status, code)))
    assert caught.value.code == code
    assert caught.value.request_id == "cos-1"


def test_a_refusal_without_xml_shows_the_status() -> None:
    with pytest.raises(ServiceError, match="HTTP 502"):
        read(answers(reply(b"<html>", status="502 Bad Gateway")))


def test_a_connection_that_breaks_is_a_lost_reply() -> None:
    with pytest.raises(ReplyLost):
        read(rude_server.closes_after_reading)
