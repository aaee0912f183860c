"""HTTP in one bounded pool of threads: bytes out, bytes in, or NotSent or ReplyLost."""

from __future__ import annotations

import asyncio
import concurrent.futures
import ipaddress
import threading
from collections.abc import Mapping
from http.cookiejar import DefaultCookiePolicy
from typing import Final
from urllib.parse import urlsplit

import msgspec
import requests

from tat_console.cloud import failures
from tat_console.cloud.connections import CURRENT, Exchange, NotingAdapter

CLOSING_S: Final = 3.0
"""How long closing waits for threads whose connections have been broken off."""


class TransportSettings(msgspec.Struct, frozen=True, kw_only=True):
    """The way to the service; an empty proxy means the system's own settings, `direct` none."""

    proxy: str = ""
    ca_file: str = ""
    direct: bool = False
    workers: int = 8
    connect_timeout_s: float = 6.0
    read_timeout_s: float = 60.0


class HttpRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A request; one that must reach the service at most `once` gets a connection of its own.

    An idle connection may have been closed at the other end, and then it is not known whether the
    request arrived (facts §6.1).
    """

    url: str
    headers: Mapping[str, str]
    body: bytes = b""
    method: str = "POST"
    once: bool = False


class HttpReply(msgspec.Struct, frozen=True, kw_only=True):
    """A complete answer; header names are lower-case, `elapsed_s` runs up to the first byte."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    elapsed_s: float


class Transport:
    """Sends requests in at most `workers` threads."""

    def __init__(self, settings: TransportSettings) -> None:
        self._settings = settings
        self._threads = concurrent.futures.ThreadPoolExecutor(settings.workers, "cloud")
        self._kept = threading.local()
        self._sessions: list[requests.Session] = []
        self._under_way: dict[Exchange, concurrent.futures.Future[HttpReply]] = {}
        self._is_closed = False

    async def send(self, request: HttpRequest) -> HttpReply:
        """Send a request and read the whole answer, whatever its status.

        Raises NotSent where surely nothing left, ReplyLost where something may have. Cancelling
        breaks the exchange off.
        """
        if self._is_closed:
            raise failures.failure(
                ConnectionAbortedError(), sent=False, host=host_of(request.url), once=request.once
            )
        exchange = Exchange()
        future = self._threads.submit(self._exchange, request, exchange)
        self._under_way[exchange] = future
        future.add_done_callback(lambda _future: self._under_way.pop(exchange, None))
        try:
            return await asyncio.wrap_future(future)
        except asyncio.CancelledError:
            exchange.abort()
            raise

    async def close(self) -> None:
        """Break off what is under way and give up threads and connections."""
        self._is_closed = True
        waiting = list(self._under_way.items())
        # First nothing may start any more: a thread freed by an abort would take the next request.
        self._threads.shutdown(wait=False, cancel_futures=True)
        for exchange, _future in waiting:
            exchange.abort()
        ends = [asyncio.wrap_future(future) for _exchange, future in waiting if not future.done()]
        if ends:
            await asyncio.wait(ends, timeout=CLOSING_S)
            _forget_outcomes(ends)
        for session in self._sessions:
            session.close()

    def _exchange(self, request: HttpRequest, exchange: Exchange) -> HttpReply:
        CURRENT.exchange = exchange
        try:
            return self._request(request)
        except failures.CAUGHT as error:
            host = host_of(request.url)
            raise failures.failure(
                error, sent=exchange.sent, host=host, once=request.once
            ) from error
        finally:
            CURRENT.exchange = None
            exchange.finish()

    def _request(self, request: HttpRequest) -> HttpReply:
        if not request.once:
            return self._send_through(self._kept_session(request.url), request)
        with self._new_session(request.url) as session:
            session.headers["Connection"] = "close"
            return self._send_through(session, request)

    def _send_through(self, session: requests.Session, request: HttpRequest) -> HttpReply:
        response = session.request(
            request.method,
            request.url,
            headers=dict(request.headers),
            data=request.body,
            timeout=(self._settings.connect_timeout_s, self._settings.read_timeout_s),
            allow_redirects=False,
        )
        return HttpReply(
            status=response.status_code,
            headers={name.lower(): value for name, value in response.headers.items()},
            body=response.content,
            elapsed_s=response.elapsed.total_seconds(),
        )

    def _kept_session(self, url: str) -> requests.Session:
        session: requests.Session | None = getattr(self._kept, "session", None)
        if session is None:
            session = self._kept.session = self._new_session(url)
            self._sessions.append(session)
        return session

    def _new_session(self, url: str) -> requests.Session:
        session = requests.Session()
        session.mount("http://", NotingAdapter())
        session.mount("https://", NotingAdapter())
        session.auth = _as_signed
        session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        session.verify = self._settings.ca_file or True
        if self._settings.direct or is_loopback(url):
            session.trust_env = False
        elif self._settings.proxy:
            # With the environment's settings read too, its proxy would win over this one.
            session.trust_env = False
            session.proxies = {"http": self._settings.proxy, "https": self._settings.proxy}
        return session


def _as_signed(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Keep a .netrc from replacing the Authorization header."""
    return request


def _forget_outcomes(futures: list[asyncio.Future[HttpReply]]) -> None:
    for future in futures:
        if future.done() and not future.cancelled():
            future.exception()


def host_of(url: str) -> str:
    """Return host and port of an address, for messages and for the Host header."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2]
    except ValueError:
        return url


def is_loopback(url: str) -> bool:
    """Say whether an address is this computer's own, which no proxy can reach."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
