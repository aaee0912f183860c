"""The key of a machine's role, from a metadata service on loopback."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from tat_console.cloud.machine_role import PATH, MachineRole
from tat_console.ports.profiles import KeySource, SourceKind
from tat_console.support.errors import ConsoleError

SOURCE = KeySource(kind=SourceKind.MACHINE_ROLE)


def role_key(**changes: object) -> str:
    content = {
        "TmpSecretId": "AKIDrole",
        "TmpSecretKey": "a-key-nobody-may-find",
        "Token": "the-token",
        "ExpiredTime": int(time.time()) + 3600,
        "Expiration": "2026-11-21T12:00:00Z",
        "Code": "Success",
    }
    return json.dumps(content | changes)


@contextmanager
def metadata(pages: dict[str, str]) -> Iterator[str]:
    """Serve these pages below the path of role keys; others are not found."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = pages.get(self.path.removeprefix(PATH))
            self.send_response(404 if page is None else 200)
            self.end_headers()
            self.wfile.write((page or "").encode())

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_the_key_of_the_role_with_token_and_end() -> None:
    with metadata({"": "ops-role", "ops-role": role_key()}) as address:
        machine = MachineRole(address)
        (key,) = asyncio.run(machine.found())
        credential = asyncio.run(machine.read(SOURCE))
    assert key.source == KeySource(kind=SourceKind.MACHINE_ROLE, name="ops-role")
    assert (key.secret_id, key.problem) == ("AKIDrole", "")
    assert key.expires == credential.expires is not None
    assert credential.secret_key.reveal() == "a-key-nobody-may-find"
    assert credential.token is not None


@pytest.mark.parametrize(
    ("pages", "words"),
    [
        ({}, "HTTP status 404"),
        ({"": ""}, "has no role"),
        ({"": "ops-role"}, "HTTP status 404"),
        ({"": "ops-role", "ops-role": role_key(Code="Failed")}, "says “Failed”"),
        ({"": "ops-role", "ops-role": "<html>nobody-may-find"}, "says “unreadable”"),
        ({"": "ops-role", "ops-role": role_key(TmpSecretKey="")}, "has no key"),
    ],
)
def test_no_key_is_said_in_a_sentence(pages: dict[str, str], words: str) -> None:
    with metadata(pages) as address, pytest.raises(ConsoleError, match=words) as caught:
        asyncio.run(MachineRole(address).read(SOURCE))
    assert "nobody-may-find" not in str(caught.value)


def test_elsewhere_than_on_a_cloud_machine_there_is_none() -> None:
    with metadata({}) as address:
        assert asyncio.run(MachineRole(address).found()) == ()
    assert asyncio.run(MachineRole("http://metadata.invalid").found()) == ()
