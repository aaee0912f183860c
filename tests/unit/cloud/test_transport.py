"""Every way a request can fail ends as NotSent or ReplyLost, told by whether a byte had left."""

from __future__ import annotations

import asyncio
import inspect
import os
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from urllib3 import exceptions as urllib3_errors

from tat_console.cloud import failures
from tat_console.cloud.transport import HttpReply, HttpRequest, Transport, TransportSettings
from tat_console.support.errors import ConsoleError
from tat_console.tat.errors import NotSent, ReplyLost
from tests.unit.cloud import rude_server
from tests.unit.cloud.rude_server import Manner, RudeServer, answers, reply

REQUESTS_ERRORS: list[type[Exception]] = [
    each
    for _name, each in inspect.getmembers(requests.exceptions, inspect.isclass)
    if issubclass(each, requests.RequestException)
]
URLLIB3_ERRORS: list[type[Exception]] = [
    each
    for _name, each in inspect.getmembers(urllib3_errors, inspect.isclass)
    if issubclass(each, urllib3_errors.HTTPError) and not issubclass(each, Warning)
]


def ask(url: str, *, once: bool = False, **settings: float | str) -> HttpReply:
    """Send one request through a transport of its own."""

    async def main() -> HttpReply:
        transport = Transport(TransportSettings(**settings))  # type: ignore[arg-type]
        try:
            return await transport.send(HttpRequest(url=url, headers={}, body=b"{}", once=once))
        finally:
            await transport.close()

    return asyncio.run(main())


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port on which nobody listens, kept from others for the length of the test."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        yield holder.getsockname()[1]


@pytest.mark.parametrize("sent", [True, False])
def test_every_exception_of_the_libraries_becomes_ours(sent: bool) -> None:
    for kind in REQUESTS_ERRORS + URLLIB3_ERRORS:
        error = kind.__new__(kind)
        assert isinstance(error, failures.CAUGHT), kind
        ours = failures.failure(error, sent=sent, host="tat.example", once=False)
        assert type(ours) is (ReplyLost if sent else NotSent), kind
        assert all((ours.title, ours.what, ours.next_step)), kind


def test_there_are_exceptions_to_check() -> None:
    assert len(REQUESTS_ERRORS) >= 20
    assert len(URLLIB3_ERRORS) >= 20


def test_a_refused_connection_is_not_sent(closed_port: int) -> None:
    with pytest.raises(NotSent, match=f"Nothing answers at 127.0.0.1:{closed_port}"):
        ask(f"http://127.0.0.1:{closed_port}")


def test_an_unknown_name_is_not_sent() -> None:
    with pytest.raises(NotSent, match=r"The name tat\.invalid is not known"):
        ask("http://tat.invalid/")


@pytest.mark.parametrize("url", ["", "nonsense", "ftp://127.0.0.1/", "http://", "http://[::1"])
def test_an_address_that_makes_no_sense_is_not_sent(url: str) -> None:
    with pytest.raises(NotSent, match="address is wrong"):
        ask(url)


def test_a_proxy_that_does_not_answer_is_not_sent(closed_port: int) -> None:
    with pytest.raises(NotSent, match="proxy"):
        ask("https://tat.example/", proxy=f"http://127.0.0.1:{closed_port}")


def test_a_proxy_that_refuses_the_way_is_not_sent() -> None:
    with rude_server.rude_server(answers(reply(status="403 Forbidden"))) as proxy:
        with pytest.raises(NotSent, match="proxy"):
            ask("https://tat.example/", proxy=proxy.url, once=True)
        assert proxy.connections == 1


def test_a_plain_request_through_a_proxy_that_hangs_up_may_have_been_sent() -> None:
    with (
        rude_server.rude_server(rude_server.closes_after_reading) as proxy,
        pytest.raises(ReplyLost),
    ):
        ask("http://tat.example/", proxy=proxy.url, once=True)


def test_a_socks_proxy_is_refused_in_words() -> None:
    with pytest.raises(NotSent, match="Only proxies with an address such as"):
        ask("https://tat.example/", proxy="socks5://127.0.0.1:1080")


def test_a_missing_ca_file_is_not_sent() -> None:
    with rude_server.rude_server(rude_server.closes_at_once) as server, pytest.raises(NotSent):
        ask(server.url.replace("http:", "https:"), ca_file="/nowhere/ca.pem")


def speaks_no_tls(connection: socket.socket) -> None:
    connection.sendall(b"this is no TLS\r\n")


def test_an_encryption_that_fails_is_not_sent() -> None:
    with (
        rude_server.rude_server(speaks_no_tls) as server,
        pytest.raises(NotSent, match="secure connection"),
    ):
        ask(server.url.replace("http:", "https:"))


def test_an_encryption_error_after_the_request_has_left_is_a_lost_reply() -> None:
    error = requests.exceptions.SSLError(ssl.SSLError("bad record mac"))
    assert isinstance(failures.failure(error, sent=True, host="x", once=True), ReplyLost)


@pytest.mark.parametrize(
    "manner",
    [
        rude_server.closes_at_once,
        rude_server.closes_after_reading,
        rude_server.resets_after_reading,
        answers(reply(length=10_000)),
        answers(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n"),
        answers(b"garbage\r\n\r\n"),
        answers(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"),
        answers(reply(b"no gzip", extra="Content-Encoding: gzip\r\n")),
    ],
)
@pytest.mark.parametrize("once", [True, False])
def test_whatever_breaks_after_the_request_has_left_is_a_lost_reply(
    manner: Manner, once: bool
) -> None:
    with rude_server.rude_server(manner) as server:
        with pytest.raises(ReplyLost):
            ask(server.url, once=once)
        assert server.connections == 1, "the libraries must not repeat anything by themselves"


def test_a_lost_reply_to_a_run_says_to_look_first() -> None:
    with (
        rude_server.rude_server(rude_server.closes_after_reading) as server,
        pytest.raises(ReplyLost, match="look before you do it again"),
    ):
        ask(server.url, once=True)


def test_a_slow_answer_is_a_lost_reply() -> None:
    release = threading.Event()

    def waits(connection: socket.socket) -> None:
        rude_server.read_request(connection)
        release.wait()

    with rude_server.rude_server(waits) as server:
        with pytest.raises(ReplyLost, match="did not answer in time"):
            ask(server.url, read_timeout_s=0.05)
        release.set()


@pytest.mark.parametrize("status", ["500 Oops", "502 Bad Gateway", "301 Moved", "404 Not Found"])
def test_any_complete_answer_comes_back_as_it_is(status: str) -> None:
    with rude_server.rude_server(answers(reply(b"<html>", status=status))) as server:
        answer = ask(server.url)
    assert answer.status == int(status[:3])
    assert answer.body == b"<html>"
    assert answer.headers["content-type"] == "application/json"


def test_reads_share_a_connection_and_runs_get_their_own() -> None:
    async def main(server: RudeServer) -> None:
        transport = Transport(TransportSettings(workers=1))
        for once in (False, False, True, True, False):
            await transport.send(HttpRequest(url=server.url, headers={}, once=once))
        await transport.close()

    with rude_server.rude_server(rude_server.keeps_answering(reply(keep=True))) as server:
        asyncio.run(main(server))
        assert server.connections == 3


def test_an_idle_connection_closed_at_the_other_end_is_opened_anew() -> None:
    """A server may close between two requests: the first may not cost the second its reply."""

    async def main(server: RudeServer) -> None:
        transport = Transport(TransportSettings(workers=1))
        for _count in range(3):
            answer = await transport.send(HttpRequest(url=server.url, headers={}))
            assert answer.body == rude_server.BODY
            await asyncio.to_thread(server_closed.wait)
            server_closed.clear()
        await transport.close()

    server_closed = threading.Event()

    def answers_once(connection: socket.socket) -> None:
        rude_server.read_request(connection)
        connection.sendall(reply(keep=True))
        connection.shutdown(socket.SHUT_RDWR)
        server_closed.set()

    with rude_server.rude_server(answers_once) as server:
        asyncio.run(main(server))
        assert server.connections == 3


def test_cancelling_breaks_the_exchange_off() -> None:
    arrived = threading.Event()
    hung_up = threading.Event()

    def waits(connection: socket.socket) -> None:
        rude_server.read_request(connection)
        arrived.set()
        connection.recv(1)
        hung_up.set()

    async def main(server: RudeServer) -> None:
        transport = Transport(TransportSettings(workers=1))
        task = asyncio.create_task(transport.send(HttpRequest(url=server.url, headers={})))
        await asyncio.to_thread(arrived.wait)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.to_thread(hung_up.wait)
        await transport.close()

    with rude_server.rude_server(waits) as server:
        asyncio.run(main(server))


def test_closing_ends_what_is_under_way_and_what_waits() -> None:
    arrived = threading.Event()

    def waits(connection: socket.socket) -> None:
        rude_server.read_request(connection)
        arrived.set()
        connection.recv(1)

    async def main(server: RudeServer) -> list[object]:
        transport = Transport(TransportSettings(workers=1))
        request = HttpRequest(url=server.url, headers={}, once=True)
        tasks = [asyncio.create_task(transport.send(request)) for _count in range(3)]
        await asyncio.to_thread(arrived.wait)
        await transport.close()
        return list(await asyncio.gather(*tasks, return_exceptions=True))

    with rude_server.rude_server(waits) as server:
        under_way, *waiting = asyncio.run(main(server))
        assert server.connections == 1
    assert isinstance(under_way, ReplyLost)
    assert all(isinstance(each, asyncio.CancelledError) for each in waiting)


def test_a_closed_transport_sends_nothing() -> None:
    async def main(server: RudeServer) -> None:
        transport = Transport(TransportSettings())
        await transport.close()
        await transport.send(HttpRequest(url=server.url, headers={}))

    with rude_server.rude_server(answers(reply())) as server:
        with pytest.raises(NotSent):
            asyncio.run(main(server))
        assert server.connections == 0


def heard(server_manner: list[bytes]) -> Manner:
    def manner(connection: socket.socket) -> None:
        server_manner.append(rude_server.read_request(connection))
        connection.sendall(reply())

    return manner


def test_a_netrc_does_not_replace_the_signature(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / ".netrc").write_text("machine tat.example login me password secret\n")
    (home / ".netrc").chmod(0o600)
    received: list[bytes] = []
    with rude_server.rude_server(heard(received)) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        request = HttpRequest(url="http://tat.example/", headers={"Authorization": "TC3 x"})

        async def main() -> None:
            transport = Transport(TransportSettings())
            await transport.send(request)
            await transport.close()

        asyncio.run(main())
    assert b"Authorization: TC3 x" in received[0]


def test_no_proxy_stands_between_this_computer_and_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with rude_server.rude_server(answers(reply())) as server:
        assert ask(server.url).status == 200
        assert ask(server.url, proxy="http://127.0.0.1:9").status == 200


def test_the_profiles_proxy_wins_over_the_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with rude_server.rude_server(answers(reply())) as proxy:
        assert ask("http://tat.example/", proxy=proxy.url).status == 200


def test_cookies_are_not_kept() -> None:
    received: list[bytes] = []

    def sets_cookie(connection: socket.socket) -> None:
        while request := rude_server.read_request(connection):
            received.append(request)
            connection.sendall(reply(extra="Set-Cookie: a=b\r\n", keep=True))

    async def main(server: RudeServer) -> None:
        transport = Transport(TransportSettings(workers=1))
        for _count in range(2):
            await transport.send(HttpRequest(url=server.url, headers={}))
        await transport.close()

    with rude_server.rude_server(sets_cookie) as server:
        asyncio.run(main(server))
    assert len(received) == 2
    assert b"Cookie" not in received[1]


def test_failures_are_the_users_kind() -> None:
    error = failures.failure(OSError(os.strerror(5)), sent=False, host="tat.example", once=False)
    assert isinstance(error, ConsoleError)
    assert "tat.example" in error.what
