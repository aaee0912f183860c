"""Connections that know whether any byte of a request has left.

"Was it sent?" decides whether RunCommand may be sent again, and no exception of the HTTP library
tells: a TLS error, for one, comes before or after. So the connection itself takes note.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import Any, Final

from requests.adapters import HTTPAdapter
from requests.exceptions import InvalidProxyURL
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool


class Exchange:
    """One request on its way, to be broken off from any thread."""

    def __init__(self) -> None:
        self.sent = False
        self._socket: socket.socket | None = None
        self._is_over = False

    def leave(self, through: Any) -> None:
        """Note that bytes are about to leave; raises ConnectionAbortedError once broken off."""
        if self._is_over:
            raise ConnectionAbortedError("broken off before it was sent")
        self._socket = through if isinstance(through, socket.socket) else None
        self.sent = True

    def abort(self) -> None:
        """Break the exchange off: what waits for an answer fails at once, what was not sent stays."""
        self._is_over = True
        if self._socket is not None:
            with contextlib.suppress(OSError):
                # The TLS socket's own shutdown would drop its TLS state under the reading thread.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)

    def finish(self) -> None:
        """Let go of the connection, which may now carry other requests."""
        self._is_over = True
        self._socket = None


class _Current(threading.local):
    """The exchange that the calling thread is busy with."""

    exchange: Exchange | None = None


CURRENT: Final = _Current()


class _Connection(HTTPConnection):
    _is_connecting = False

    def connect(self) -> None:
        """Connect; what a proxy is told meanwhile is no part of the request."""
        self._is_connecting = True
        try:
            super().connect()
        finally:
            self._is_connecting = False

    def send(self, data: Any) -> None:
        """Send bytes, after taking note where they belong to the request."""
        if self.sock is None:
            self.connect()
        if not self._is_connecting and CURRENT.exchange is not None:
            CURRENT.exchange.leave(self.sock)
        super().send(data)


class _TlsConnection(_Connection, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _TlsConnection


_POOLS: Final = {"http": _Pool, "https": _TlsPool}


class NotingAdapter(HTTPAdapter):
    """Uses the connections above, for direct ways and for HTTP proxies."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the pools for direct connections."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        """Make the pools for a proxy; raises InvalidProxyURL for SOCKS, which takes no note."""
        if proxy.lower().startswith("socks"):
            raise InvalidProxyURL(f"{proxy.partition(':')[0]} proxies are not supported")
        manager = super().proxy_manager_for(proxy, **kwargs)
        manager.pool_classes_by_scheme = _POOLS
        return manager
