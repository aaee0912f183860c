"""A client at work in front of a server that a test tells what to answer."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from tat_console.cloud.client import CloudClient
from tat_console.cloud.pacing import Pacer
from tat_console.cloud.transport import Transport, TransportSettings
from tat_console.tat.account import DescribeRegions, DescribeRegionsReply
from tat_console.tat.invocations import RunCommand
from tests.unit.cloud import fakes, rude_server
from tests.unit.cloud.fakes import FakeClock
from tests.unit.cloud.rude_server import Manner, RudeServer

T = TypeVar("T")
RUN = RunCommand(content=b"whoami", instance_ids=("ins-00000001",))


def error_body(code: str, message: str = "No.") -> bytes:
    error = {"Code": code, "Message": message}
    return json.dumps({"Response": {"Error": error, "RequestId": "r-9"}}).encode()


def listens(received: list[bytes], *data: bytes) -> list[Manner]:
    """One manner for each answer; all keep what they were asked."""

    def manner(answer: bytes) -> Manner:
        def serve(connection: socket.socket) -> None:
            received.append(rude_server.read_request(connection))
            connection.sendall(answer)

        return serve

    return [manner(each) for each in data]


def talk(
    server: RudeServer,
    work: Callable[[CloudClient], Awaitable[T]],
    *,
    clock: FakeClock | None = None,
    token: str = "",
) -> T:
    """Let a client work against a server, then close it."""

    async def main() -> T:
        clock_ = clock or FakeClock()
        client = CloudClient(
            fakes.profile(server.url),
            fakes.credential(token),
            clock=clock_,
            pacer=Pacer(clock_),
            transport=Transport(TransportSettings(workers=2)),
        )
        try:
            return await work(client)
        finally:
            await client.close()

    return asyncio.run(main())


async def read_regions(client: CloudClient) -> DescribeRegionsReply:
    return await client.call(DescribeRegions(), region="ap-guangzhou")


async def run_command(client: CloudClient) -> Any:
    return await client.call(RUN, region="ap-guangzhou")


def headers_of(request: bytes) -> dict[str, str]:
    head = request.partition(b"\r\n\r\n")[0].decode()
    return dict(line.split(": ", 1) for line in head.split("\r\n")[1:])
