"""A server on loopback that answers each connection as badly as it is told to."""

from __future__ import annotations

import contextlib
import functools
import socket
import struct
import threading
from collections.abc import Callable, Iterator

Manner = Callable[[socket.socket], None]
"""What the server does with one connection it has accepted; the connection is closed after it."""

BODY = b'{"Response": {"RequestId": "r-1"}}'


def read_request(connection: socket.socket) -> bytes:
    """Read one HTTP request to the end of its body."""
    received = b""
    while b"\r\n\r\n" not in received:
        more = connection.recv(65536)
        if not more:
            return received
        received += more
    head, _, body = received.partition(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


def reply(
    body: bytes = BODY,
    *,
    status: str = "200 OK",
    content_type: str = "application/json",
    length: int | None = None,
    extra: str = "",
    keep: bool = False,
) -> bytes:
    """Return an HTTP answer; `length` may lie, and `keep` promises to take further requests."""
    size = len(body) if length is None else length
    extra += "" if keep else "Connection: close\r\n"
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\n"
        f"Content-Length: {size}\r\n{extra}\r\n"
    )
    return head.encode() + body


def answers(data: bytes) -> Manner:
    """Read the request and send these bytes."""

    def manner(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(data)

    return manner


def closes_at_once(connection: socket.socket) -> None:
    """Hang up before anything is read."""


def resets_after_reading(connection: socket.socket) -> None:
    """Read the request, then reset the connection."""
    read_request(connection)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def closes_after_reading(connection: socket.socket) -> None:
    """Read the request, then hang up without a word."""
    read_request(connection)


def keeps_answering(data: bytes) -> Manner:
    """Answer request after request on the same connection."""

    def manner(connection: socket.socket) -> None:
        while read_request(connection):
            connection.sendall(data)

    return manner


class RudeServer:
    """Listens on a free port; the n-th connection gets the n-th manner, the last one for ever."""

    def __init__(self, *manners: Manner) -> None:
        self._manners = manners
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._threads: list[threading.Thread] = []
        self._open: list[socket.socket] = []
        self.connections = 0
        self.requests: list[bytes] = []
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._start(self._accept)

    def _start(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work)
        thread.start()
        self._threads.append(thread)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _address = self._listener.accept()
                manner = self._manners[min(self.connections, len(self._manners) - 1)]
                self.connections += 1
                self._open.append(connection)
                self._start(functools.partial(_serve, manner, connection))

    def close(self) -> None:
        """Stop listening, break what is open, wait for the threads."""
        for each in (self._listener, *self._open):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        for thread in self._threads:
            thread.join()


def _serve(manner: Manner, connection: socket.socket) -> None:
    with contextlib.suppress(OSError), connection:
        manner(connection)


@contextlib.contextmanager
def rude_server(*manners: Manner) -> Iterator[RudeServer]:
    """Serve for the length of a block."""
    server = RudeServer(*manners)
    try:
        yield server
    finally:
        server.close()
