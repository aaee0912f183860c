"""A wrong clock: measured by every answer, corrected when a signature is refused for it."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime

import pytest

from tat_console.cloud.client import CloudClient
from tat_console.tat.errors import ServiceError
from tests.unit.cloud import rude_server
from tests.unit.cloud.fakes import START, FakeClock
from tests.unit.cloud.rude_server import answers, reply
from tests.unit.cloud.talking import (
    error_body,
    headers_of,
    listens,
    read_regions,
    run_command,
    talk,
)


def dated(answer: bytes, clock: FakeClock, ahead_s: float) -> bytes:
    date = format_datetime(clock.now() + timedelta(seconds=ahead_s), usegmt=True)
    head, _, body = answer.partition(b"\r\n\r\n")
    return head + f"\r\nDate: {date}".encode() + b"\r\n\r\n" + body


@pytest.mark.parametrize("ahead_s", [1_200.0, -86_400.0])
def test_a_wrong_clock_is_corrected_once_and_for_all(ahead_s: float) -> None:
    clock = FakeClock()
    expired = dated(reply(error_body("AuthFailure.SignatureExpire")), clock, ahead_s)
    good = dated(reply(), clock, ahead_s)
    received: list[bytes] = []

    async def work(client: CloudClient) -> float:
        await run_command(client)
        await read_regions(client)
        return client.clock_offset_s

    with rude_server.rude_server(*listens(received, expired, good, good)) as server:
        offset_s = talk(server, work, clock=clock)
    assert offset_s == pytest.approx(ahead_s, abs=2)
    here = START.timestamp()
    stamps = [int(headers_of(request)["X-TC-Timestamp"]) - here for request in received]
    assert stamps == pytest.approx([0, ahead_s, ahead_s], abs=2)


def test_a_clock_that_stays_wrong_is_told() -> None:
    expired = reply(error_body("AuthFailure.SignatureExpire"))
    with rude_server.rude_server(answers(expired)) as server:
        with pytest.raises(ServiceError, match="clock of this computer is wrong"):
            talk(server, read_regions)
        assert server.connections == 2


def test_a_small_offset_is_measured_and_not_acted_on() -> None:
    clock = FakeClock()
    received: list[bytes] = []

    async def work(client: CloudClient) -> float:
        await read_regions(client)
        await read_regions(client)
        return client.clock_offset_s

    good = dated(reply(), clock, 30)
    with rude_server.rude_server(*listens(received, good, good)) as server:
        assert talk(server, work, clock=clock) == pytest.approx(30, abs=2)
    assert headers_of(received[1])["X-TC-Timestamp"] == str(int(START.timestamp()))


def test_a_date_that_makes_no_sense_is_passed_over() -> None:
    answer = reply(extra="Date: yesterday\r\n")

    async def work(client: CloudClient) -> float:
        await read_regions(client)
        return client.clock_offset_s

    with rude_server.rude_server(answers(answer)) as server:
        assert talk(server, work) == 0.0
