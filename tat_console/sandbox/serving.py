"""Runs the web server on a loopback port, beside the writer of the state, until told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Coroutine, Iterator
from typing import Final

import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.h11_impl import H11Protocol

from tat_console.sandbox.scheduler import Scheduler
from tat_console.sandbox.state import State
from tat_console.support.clock import SystemClock
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _

_WRITE_EVERY_S: Final = 0.2
_WRITE_AT_ONCE: Final = 500
_QUEUE: Final = 512


class Listener:
    """A listening socket on 127.0.0.1; connections wait in it until the server takes them."""

    def __init__(self, port: int) -> None:
        # With the protocol named, asyncio switches off Nagle's algorithm for the connections;
        # otherwise each answer waits 40 ms for an acknowledgement.
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self.socket.bind(("127.0.0.1", port))
        except OSError as error:
            self.socket.close()
            raise ConsoleError(
                _("The sandbox cannot listen on port {port}.").format(port=port),
                f"{error.strerror or error}.",
                _("Choose another port, or 0 to let the system choose."),
            ) from error
        self.socket.listen(_QUEUE)
        self.port = self.socket.getsockname()[1]

    @property
    def endpoint(self) -> str:
        """The address to send requests to."""
        return f"http://127.0.0.1:{self.port}"


class Serving:
    """The web server on a listener, which can be deaf for a while."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._server: _Server | None = None
        self._reopening: asyncio.Task[None] | None = None

    async def run_until(
        self, stop: Coroutine[None, None, None], app: Starlette, state: State
    ) -> None:
        """Serve until `stop` comes back; then answer what is under way and return."""
        server = self._server = _Server(_config(app))
        serving = asyncio.create_task(server.serve(sockets=[self._listener.socket]))
        stopping = asyncio.create_task(stop)
        beside = [
            asyncio.create_task(_write_behind(state)),
            asyncio.create_task(Scheduler(state, SystemClock()).run()),
        ]
        await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
        server.should_exit = True
        await serving
        for task in (*beside, stopping, self._reopening):
            if task is not None:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task

    async def refuse_for(self, seconds: float) -> None:
        """Refuse connections for some seconds, and hang up on those there are."""
        if self._server is None or self._reopening is not None:
            return
        for listening in self._server.servers:
            listening.close()
        self._listener.socket.close()
        for connection in list(self._server.server_state.connections):
            connection.transport.abort()
        self._reopening = asyncio.create_task(self._reopen(self._server, seconds))

    async def _reopen(self, server: _Server, seconds: float) -> None:
        await asyncio.sleep(seconds)
        self._listener = Listener(self._listener.port)
        await server.startup(sockets=[self._listener.socket])
        self._reopening = None


def _config(app: Starlette) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=False,
        lifespan="off",
        http=_Protocol,
        ws="none",
        timeout_graceful_shutdown=2,
    )


class _Protocol(H11Protocol):
    """HTTP on one connection, which the application may break off."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Let the application find the connection as `request.state.transport`."""
        super().connection_made(transport)
        self.app_state = {**self.app_state, "transport": transport}


class _Server(uvicorn.Server):
    """The web server without handlers of its own for signals."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone: they stop the whole sandbox, not the server."""
        yield


async def _write_behind(state: State) -> None:
    """Write what changed, a little at a time so that requests never wait for long."""
    while True:
        await asyncio.sleep(_WRITE_EVERY_S)
        state.deliveries.report_output()
        for _part in range(state.store.waiting // _WRITE_AT_ONCE + 1):
            state.store.flush(_WRITE_AT_ONCE)
            await asyncio.sleep(0)
