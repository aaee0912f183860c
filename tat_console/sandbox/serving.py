"""Runs the web server on a loopback port, beside the writer of the state, until told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Coroutine, Iterator
from typing import Final

import uvicorn
from starlette.applications import Starlette

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
                error.strerror or str(error),
                _("Choose another port, or 0 to let the system choose."),
            ) from error
        self.socket.listen(_QUEUE)

    @property
    def endpoint(self) -> str:
        """The address to send requests to."""
        return f"http://127.0.0.1:{self.socket.getsockname()[1]}"


async def run_until(
    stop: Coroutine[None, None, None], app: Starlette, listener: Listener, state: State
) -> None:
    """Serve until `stop` comes back; then answer what is under way and return."""
    server = _Server(
        uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            server_header=False,
            lifespan="off",
            http="h11",
            ws="none",
            timeout_graceful_shutdown=2,
        )
    )
    helpers = [
        asyncio.create_task(_write_behind(state)),
        asyncio.create_task(Scheduler(state, SystemClock()).run()),
    ]
    serving = asyncio.create_task(server.serve(sockets=[listener.socket]))
    stopping = asyncio.create_task(stop)
    await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    await serving
    for task in (*helpers, stopping):
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


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
