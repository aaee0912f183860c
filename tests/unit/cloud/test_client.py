"""The client as a whole, in front of a server that answers as the test wants."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any

import msgspec
import pytest

from tat_console.cloud.client import CloudClient
from tat_console.cloud.pacing import Pacer
from tat_console.ports.cloud import CallRecord
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import set_language
from tat_console.support.logs import REDACTOR, Secret
from tat_console.support.resources import resource_path
from tat_console.tat import signing
from tat_console.tat.account import GetCallerIdentity
from tat_console.tat.commands import DeleteCommand, DescribeCommands
from tat_console.tat.errors import (
    ConnectionClosed,
    InvalidRequest,
    NotSent,
    ReplyLost,
    ServiceError,
)
from tests.unit.cloud import fakes, rude_server
from tests.unit.cloud.fakes import START, FakeClock
from tests.unit.cloud.rude_server import Manner, RudeServer, answers, reply
from tests.unit.cloud.talking import (
    RUN,
    error_body,
    headers_of,
    listens,
    read_regions,
    run_command,
    talk,
)


def test_a_request_carries_everything_the_service_asks_for() -> None:
    received: list[bytes] = []
    with rude_server.rude_server(*listens(received, reply())) as server:
        talk(server, run_command, token="t0ken-of-a-role")
    headers = headers_of(received[0])
    body = received[0].partition(b"\r\n\r\n")[2]
    assert json.loads(body) == {"Content": "d2hvYW1p", "InstanceIds": ["ins-00000001"]}
    assert headers["X-TC-Action"] == "RunCommand"
    assert headers["X-TC-Version"] == "2020-10-28"
    assert headers["X-TC-Region"] == "ap-guangzhou"
    assert headers["X-TC-Language"] == "en-US"
    assert headers["X-TC-Token"] == "t0ken-of-a-role"
    assert headers["X-TC-Timestamp"] == str(int(START.timestamp()))
    assert headers["Content-Type"] == "application/json"
    assert headers["Connection"] == "close"
    message = signing.Message({name.lower(): value for name, value in headers.items()}, body)
    claim = signing.parse_authorization(headers["Authorization"])
    assert signing.is_authentic(
        message,
        claim,
        secret_key=fakes.credential().secret_key.reveal(),
        timestamp_s=int(START.timestamp()),
    )


def test_the_service_is_asked_to_answer_in_the_language_of_the_window(
    request: pytest.FixtureRequest,
) -> None:
    request.addfinalizer(lambda: set_language("en", resource_path("locale")))
    set_language("zh_CN", resource_path("locale"))
    received: list[bytes] = []
    with rude_server.rude_server(*listens(received, reply())) as server:
        talk(server, read_regions)
    assert headers_of(received[0])["X-TC-Language"] == "zh-CN"


def test_without_a_token_there_is_no_token_header() -> None:
    received: list[bytes] = []
    with rude_server.rude_server(*listens(received, reply())) as server:
        talk(server, read_regions)
    assert "X-TC-Token" not in headers_of(received[0])


@pytest.mark.parametrize("content_type", ["application/json; charset=utf-8", "text/html", ""])
def test_the_content_type_of_an_answer_does_not_matter(content_type: str) -> None:
    body = b'{"Response": {"TotalCount": 0, "RegionSet": [], "RequestId": "r-2"}}'
    with rude_server.rude_server(answers(reply(body, content_type=content_type))) as server:
        assert talk(server, read_regions).request_id == "r-2"


UNUSABLE = [
    reply(b"<html>Bad gateway</html>", status="502 Bad Gateway"),
    reply(b"", status="500 Oops"),
    reply(status="301 Moved Permanently"),
    reply(b""),
    reply(b"<html>Log in to the hotel's network</html>", content_type="text/html"),
    reply(b"null"),
    reply(b"[]"),
    reply(b"{}"),
    reply(b'{"Response": null}'),
    reply(b'{"Response": "x"}'),
    reply(b'{"Response": {"TotalCount": "many"}}'),
    reply(b'{"Response": {"Error": "x"}}'),
    reply(b'{"Response": {"RequestId": "\xff\xfe"}}'),
    reply(b"[" * 100_000),
    b"HTTP/1.1 200 OK\r\n",
]


@pytest.mark.parametrize("answer", UNUSABLE)
def test_an_answer_nobody_understands_is_a_lost_reply(answer: bytes) -> None:
    with rude_server.rude_server(answers(answer)) as server:
        with pytest.raises(ReplyLost) as caught:
            talk(server, read_regions)
        assert server.connections == 3, "a read is tried again"
    assert caught.value.what
    assert caught.value.next_step


@pytest.mark.parametrize("manner", [*map(answers, UNUSABLE[:9]), rude_server.closes_after_reading])
def test_a_run_without_a_usable_answer_is_never_sent_twice(manner: Manner) -> None:
    with rude_server.rude_server(manner) as server:
        with pytest.raises(ReplyLost, match="look before you do it again"):
            talk(server, run_command)
        assert server.connections == 1


def test_a_run_that_was_throttled_is_sent_again() -> None:
    throttled = reply(error_body("RequestLimitExceeded"))
    good = reply(b'{"Response": {"InvocationId": "inv-1", "CommandId": "", "RequestId": "r"}}')
    with rude_server.rude_server(answers(throttled), answers(good)) as server:
        assert talk(server, run_command).invocation_id == "inv-1"
        assert server.connections == 2


def test_a_proxy_that_wants_a_password_has_sent_nothing_on() -> None:
    refusal = reply(b"", status="407 Proxy Authentication Required")
    with (
        rude_server.rude_server(answers(refusal)) as server,
        pytest.raises(NotSent, match="user name and a password"),
    ):
        talk(server, run_command)


def test_an_error_of_the_service_is_explained() -> None:
    body = error_body("ResourceUnavailable.AgentStatusNotOnline", "Agent of ins-1 is offline.")
    with rude_server.rude_server(answers(reply(body))) as server:
        with pytest.raises(ServiceError) as caught:
            talk(server, run_command)
        assert server.connections == 1
    error = caught.value
    assert error.code == "ResourceUnavailable.AgentStatusNotOnline"
    assert error.request_id == "r-9"
    assert error.title == "The agent of a machine is offline"
    assert "Agent of ins-1 is offline." in error.what
    assert "tat_agent" in error.next_step


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"content": b""}, "Content", "empty"),
        ({"content": b"x" * 49_153}, "Content", "65,540"),
        ({"instance_ids": ()}, "InstanceIds", "empty"),
        ({"instance_ids": ("ins-00000001",) * 201}, "InstanceIds", "201"),
        ({"command_name": "é" * 31}, "CommandName", "62 bytes"),
        ({"timeout": 0}, "Timeout", "between 1 and 86,400"),
        ({"timeout": 86_401}, "Timeout", "86,401"),
        ({"working_directory": "relative/path"}, "WorkingDirectory", "absolute path"),
    ],
)
def test_what_breaks_a_limit_is_not_sent(fields: dict[str, Any], field: str, words: str) -> None:
    async def work(client: CloudClient) -> None:
        await client.call(msgspec.structs.replace(RUN, **fields), region="ap-guangzhou")

    with rude_server.rude_server(answers(reply())) as server:
        with pytest.raises(InvalidRequest) as caught:
            talk(server, work)
        assert server.connections == 0
    assert caught.value.field == field
    assert words in caught.value.what


def test_every_call_is_told_once_with_its_outcome() -> None:
    records: list[CallRecord] = []
    throttled = reply(error_body("RequestLimitExceeded"))
    refused = reply(error_body("UnsupportedOperation"))

    async def work(client: CloudClient) -> None:
        client.calls.subscribe(records.append)
        await read_regions(client)
        for call in (read_regions, run_command):
            with pytest.raises(ConsoleError):
                await call(client)

    manners = [answers(throttled), answers(reply()), answers(refused)]
    with rude_server.rude_server(*manners, rude_server.closes_after_reading) as server:
        talk(server, work)
    told = [(each.action, each.outcome, each.attempts, each.request_id) for each in records]
    assert told == [
        ("DescribeRegions", "ok", 2, "r-1"),
        ("DescribeRegions", "UnsupportedOperation", 1, "r-9"),
        ("RunCommand", "reply lost", 1, ""),
    ]
    assert records[0].duration_s >= 0.5, "the pause before the second try counts"
    assert {each.region for each in records} == {"ap-guangzhou"}


def test_deleting_what_a_lost_reply_had_deleted_is_success() -> None:
    async def work(client: CloudClient) -> object:
        return await client.call(DeleteCommand(command_id="cmd-12345678"), region="ap-guangzhou")

    gone = answers(reply(error_body("ResourceNotFound.CommandNotFound")))
    with rude_server.rude_server(rude_server.closes_after_reading, gone) as server:
        assert talk(server, work) is not None
        assert server.connections == 2


@pytest.mark.parametrize(
    "credential",
    [
        msgspec.structs.replace(fakes.credential(), secret_id=" AKID"),
        msgspec.structs.replace(fakes.credential(), secret_id=""),
        msgspec.structs.replace(fakes.credential(), secret_key=Secret("key\n")),
        msgspec.structs.replace(fakes.credential(), secret_key=Secret("k\u200bey")),
        fakes.credential("two words"),
    ],
)
def test_an_untidy_key_is_not_sent(credential: Any) -> None:
    async def main(server: RudeServer) -> None:
        clock = FakeClock()
        client = CloudClient(fakes.profile(server.url), credential, clock=clock, pacer=Pacer(clock))
        try:
            await client.call(GetCallerIdentity(), region="ap-guangzhou")
        finally:
            await client.close()

    with rude_server.rude_server(answers(reply())) as server:
        with pytest.raises(InvalidRequest) as caught:
            asyncio.run(main(server))
        assert server.connections == 0
    assert credential.secret_key.reveal() not in str(caught.value)


@pytest.mark.parametrize("endpoint", ["127.0.0.1:8080", "ftp://example.com", "http://[::1"])
def test_an_address_that_makes_no_sense_is_told_at_once(endpoint: str) -> None:
    async def main() -> None:
        clock = FakeClock()
        client = CloudClient(
            fakes.profile(endpoint), fakes.credential(), clock=clock, pacer=Pacer(clock)
        )
        try:
            await client.call(GetCallerIdentity(), region="ap-guangzhou")
        finally:
            await client.close()

    with pytest.raises(ConsoleError, match="address"):
        asyncio.run(main())


def test_the_key_is_masked_in_every_log_from_now_on() -> None:
    with rude_server.rude_server(answers(reply())) as server:
        talk(server, read_regions, token="t0ken-of-a-role")
    record = logging.LogRecord(
        "x", logging.INFO, "x", 1, "key %s token t0ken-of-a-role",
        (fakes.credential().secret_key.reveal(),), None,
    )  # fmt: skip
    REDACTOR.filter(record)
    assert record.getMessage() == "key ****** token ******"


def test_a_closed_client_neither_sends_nor_complains() -> None:
    """A page may still be asking when the profile is switched; that is nobody's error."""

    async def work(client: CloudClient) -> None:
        await client.close()
        with pytest.raises(ConnectionClosed):
            await read_regions(client)

    with rude_server.rude_server(answers(reply())) as server:
        talk(server, work)
        assert server.connections == 0


class LongPauses(FakeClock):
    """A pause lasts until the test ends it."""

    def __init__(self) -> None:
        super().__init__()
        self.begun = asyncio.Event()
        self.over = asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        self.begun.set()
        await self.over.wait()


def test_after_closing_nothing_is_tried_again() -> None:
    clock = LongPauses()

    async def work(client: CloudClient) -> None:
        task = asyncio.create_task(read_regions(client))
        await clock.begun.wait()
        await client.close()
        clock.over.set()
        with pytest.raises(ConnectionClosed):
            await task

    with rude_server.rude_server(answers(reply(error_body("InternalError")))) as server:
        talk(server, work, clock=clock)
        assert server.connections == 1


def test_cancelling_a_call_leaves_nothing_behind() -> None:
    """The fixtures fail the test for a thread that stays or an exception nobody took."""

    async def work(client: CloudClient) -> None:
        tasks = [asyncio.create_task(read_regions(client)) for _count in range(5)]
        await asyncio.sleep(0)
        for task in tasks:
            task.cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        assert all(isinstance(each, asyncio.CancelledError) for each in results)
        await client.call(DescribeCommands(), region="ap-guangzhou")

    with rude_server.rude_server(answers(reply())) as server:
        talk(server, work)
