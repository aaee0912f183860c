"""Whether there is a newer version: asked of a server on loopback, and only where wanted."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tat_console.cloud.release_news import JsonReleaseNews
from tat_console.services.program import Newest, Updates
from tat_console.services.settings import Settings
from tat_console.storage.documents import JsonDocuments
from tat_console.support.errors import ConsoleError
from tests.unit.cloud.rude_server import answers, reply, rude_server


def updates(home: Path, address: str) -> Updates:
    settings = Settings(JsonDocuments(home))
    settings.set("update_address", address)
    return Updates(settings, JsonReleaseNews(), version="1.9.0")


def ask(home: Path, body: bytes, status: str = "200 OK") -> Newest:
    with rude_server(answers(reply(body, status=status))) as server:
        found = asyncio.run(updates(home, f"{server.url}/newest.json").newest())
        assert server.connections == 1
        return found


def test_nobody_is_asked_before_it_is_switched_on(home: Path) -> None:
    assert not Updates(Settings(JsonDocuments(home)), JsonReleaseNews()).is_on
    assert not updates(home, "  ").is_on
    assert updates(home, "https://example.com/newest.json").is_on


@pytest.mark.parametrize(
    ("newest", "is_newer"), [("1.10.0", True), ("1.9.0", False), ("1.8.7", False), ("what", False)]
)
def test_versions_are_compared_as_numbers(home: Path, newest: str, is_newer: bool) -> None:
    found = ask(home, b'{"version": "%s", "notes": "more"}' % newest.encode())
    assert found == Newest(version=newest, is_newer=is_newer)


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        (b"<html>", "200 OK", "holds no version"),
        (b'{"version": 2}', "200 OK", "holds no version"),
        (b"", "404 Not Found", "HTTP status 404"),
    ],
)
def test_an_answer_that_tells_nothing_is_said(
    home: Path, body: bytes, status: str, said: str
) -> None:
    with pytest.raises(ConsoleError) as refused:
        ask(home, body, status)
    assert said in refused.value.what
    assert "Settings" in refused.value.next_step


@pytest.mark.parametrize("address", ["ftp://example.com/x", "example.com", "file:///etc/passwd"])
def test_only_addresses_of_the_web_are_asked(home: Path, address: str) -> None:
    with pytest.raises(ConsoleError, match="no address of the web"):
        asyncio.run(updates(home, address).newest())


def test_nobody_there_is_said(home: Path) -> None:
    with rude_server() as server:
        address = server.url
    with pytest.raises(ConsoleError, match="cannot be reached"):
        asyncio.run(updates(home, f"{address}/newest.json").newest())
