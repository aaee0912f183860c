"""The way everybody goes in earnest: HTTPS, straight and through a proxy."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from pathlib import Path

import pytest

from tat_console.cloud.transport import HttpReply, HttpRequest, Transport, TransportSettings
from tat_console.tat.errors import NotSent, ReplyLost
from tests.fixtures.tls import make_certificate
from tests.unit.cloud import rude_server
from tests.unit.cloud.rude_server import Manner, answers, reply

HOST = "tat.example"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a key and a certificate for HOST, which vouches for itself."""
    return make_certificate(tmp_path_factory.mktemp("tls") / "both.pem", HOST)


def encrypted(manner: Manner, certificate: Path) -> Manner:
    """Let a manner work behind encryption."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    def serve(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as secure:
            manner(secure)

    return serve


def tunnel(manner: Manner) -> Manner:
    """Answer CONNECT as a proxy does, then be the server at the other end."""

    def serve(connection: socket.socket) -> None:
        assert rude_server.read_request(connection).startswith(b"CONNECT tat.example:443 ")
        connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        manner(connection)

    return serve


def ask(proxy: str, certificate: Path | None) -> HttpReply:
    async def main() -> HttpReply:
        settings = TransportSettings(proxy=proxy, ca_file=str(certificate or ""))
        transport = Transport(settings)
        try:
            return await transport.send(
                HttpRequest(url=f"https://{HOST}/", headers={}, body=b"{}", once=True)
            )
        finally:
            await transport.close()

    return asyncio.run(main())


def test_a_certificate_of_the_ca_file_is_trusted(certificate: Path) -> None:
    manner = tunnel(encrypted(answers(reply()), certificate))
    with rude_server.rude_server(manner) as proxy:
        assert ask(proxy.url, certificate).body == rude_server.BODY


def test_a_certificate_nobody_vouches_for_is_not_sent_to(certificate: Path) -> None:
    received: list[bytes] = []

    def listens(connection: socket.socket) -> None:
        received.append(rude_server.read_request(connection))

    manner = tunnel(encrypted(listens, certificate))
    with (
        rude_server.rude_server(manner) as proxy,
        pytest.raises(NotSent, match="certificate is not trusted"),
    ):
        ask(proxy.url, None)
    assert received == []


def test_a_certificate_for_another_name_is_not_sent_to(certificate: Path) -> None:
    async def main(url: str) -> None:
        transport = Transport(TransportSettings(ca_file=str(certificate)))
        try:
            await transport.send(HttpRequest(url=url, headers={}))
        finally:
            await transport.close()

    with (
        rude_server.rude_server(encrypted(answers(reply()), certificate)) as server,
        pytest.raises(NotSent, match="certificate is not trusted"),
    ):
        asyncio.run(main(server.url.replace("http:", "https:")))


@pytest.mark.parametrize(
    "manner",
    [
        rude_server.closes_after_reading,
        rude_server.resets_after_reading,
        answers(reply(length=10_000)),
    ],
)
def test_what_breaks_behind_encryption_is_a_lost_reply(manner: Manner, certificate: Path) -> None:
    with rude_server.rude_server(tunnel(encrypted(manner, certificate))) as proxy:
        with pytest.raises(ReplyLost):
            ask(proxy.url, certificate)
        assert proxy.connections == 1


def test_a_proxy_that_hangs_up_before_the_tunnel_stands_has_sent_nothing(
    certificate: Path,
) -> None:
    with (
        rude_server.rude_server(rude_server.closes_after_reading) as proxy,
        pytest.raises(NotSent, match="nothing was sent"),
    ):
        ask(proxy.url, certificate)


def test_closing_breaks_off_behind_encryption_too(certificate: Path) -> None:
    arrived = threading.Event()

    def waits(connection: socket.socket) -> None:
        rude_server.read_request(connection)
        arrived.set()
        connection.recv(1)

    async def main(proxy: str) -> object:
        transport = Transport(TransportSettings(proxy=proxy, ca_file=str(certificate)))
        request = HttpRequest(url=f"https://{HOST}/", headers={}, once=True)
        task = asyncio.create_task(transport.send(request))
        await asyncio.to_thread(arrived.wait)
        await transport.close()
        return (await asyncio.gather(task, return_exceptions=True))[0]

    with rude_server.rude_server(tunnel(encrypted(waits, certificate))) as server:
        assert isinstance(asyncio.run(main(server.url)), ReplyLost)
