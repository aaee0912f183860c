"""Signed requests with any body, and the plain answer to each."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec

from tat_console.tat import signing
from tat_console.tat.actions import TAT, Service
from tests.fixtures.sandbox import Sandbox


class Answer(msgspec.Struct, frozen=True):
    """What came back: status, content type, and the JSON inside."""

    status: int
    content_type: str
    response: dict[str, Any]

    @property
    def code(self) -> str:
        """The error code, empty where the call worked."""
        return str(self.response.get("Error", {}).get("Code", ""))


class Line:
    """A connection that stays open and signs whatever it is given."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._host = sandbox.endpoint.partition("//")[2]
        self._connection = http.client.HTTPConnection(self._host)

    def ask(self, action: str, body: bytes, *, service: Service = TAT) -> Answer:
        """Send a body to an action; the answer must be JSON with a Response in it."""
        now_s = int(time.time())
        headers = {"content-type": "application/json", "host": self._host}
        signed = signing.sign(
            signing.Message(headers, body),
            secret_id=self._sandbox.secret_id,
            secret_key=self._sandbox.secret_key,
            service=service.name,
            timestamp_s=now_s,
        )
        headers |= {
            "x-tc-action": action,
            "x-tc-version": service.version,
            "x-tc-timestamp": str(now_s),
            "x-tc-region": self._sandbox.regions[0],
            "x-tc-language": "en-US",
            "authorization": signed.header(),
        }
        self._connection.request("POST", "/", body, headers)
        reply = self._connection.getresponse()
        content = reply.read()
        return Answer(reply.status, reply.headers["Content-Type"], json.loads(content)["Response"])

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


@contextmanager
def line_to(sandbox: Sandbox) -> Iterator[Line]:
    """Keep a line open for the length of a block."""
    line = Line(sandbox)
    try:
        yield line
    finally:
        line.close()
