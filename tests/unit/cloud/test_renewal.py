"""Temporary keys are exchanged before they end, and after the service calls them ended."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest

from tat_console.cloud.client import CloudClient
from tat_console.cloud.renewal import RenewedClient
from tat_console.ports.profiles import Credential
from tat_console.support.errors import ConsoleError
from tat_console.support.event import Event
from tat_console.support.logs import Secret
from tat_console.tat.account import DescribeRegions, DescribeRegionsReply
from tat_console.tat.error_texts import service_error
from tat_console.tat.errors import ConnectionClosed
from tests.unit.cloud.fakes import START, FakeClock


def key(name: str, minutes: float) -> Credential:
    return Credential(
        secret_id=name, secret_key=Secret("k"), expires=START + timedelta(minutes=minutes)
    )


class Door(CloudClient):
    """A client that notes the key of each call and refuses those it is told to."""

    def __init__(self, credential: Credential, used: list[str], refused: set[str]) -> None:
        self.calls = Event()
        self._name = credential.secret_id
        self._used = used
        self._refused = refused

    async def call(self, request: object, *, region: str) -> DescribeRegionsReply:  # type: ignore[override]
        await asyncio.sleep(0)
        self._used.append(self._name)
        if self._name in self._refused:
            raise service_error("AuthFailure.TokenFailure", "expired")
        return DescribeRegionsReply()

    async def close(self) -> None:
        self._used.append("closed")


class Desk:
    """A renewed client, the keys it used, and how often a new key was asked for."""

    def __init__(self, first: Credential, new: Callable[[int], Credential], *refused: str) -> None:
        self.clock = FakeClock()
        self.used: list[str] = []
        self.asked = 0
        self._new = new
        self.client = RenewedClient(
            lambda credential: Door(credential, self.used, set(refused)),
            first,
            self._renew,
            self.clock,
        )

    async def _renew(self) -> Credential:
        self.asked += 1
        await asyncio.sleep(0)
        return self._new(self.asked)

    async def call(self) -> None:
        await self.client.call(DescribeRegions(), region="ap-guangzhou")


def test_a_key_is_exchanged_five_minutes_before_its_end_and_only_once() -> None:
    async def work() -> None:
        desk = Desk(key("one", 60), lambda _count: key("two", 120))
        await desk.call()
        desk.clock.elapsed_s = 54 * 60
        await desk.call()
        desk.clock.elapsed_s = 55 * 60
        await asyncio.gather(*(desk.call() for _ in range(5)))
        assert desk.used == ["one", "one", *["two"] * 5]
        assert desk.asked == 1

    asyncio.run(work())


def test_while_no_new_key_comes_the_old_one_is_used_to_its_end() -> None:
    def nothing(_count: int) -> Credential:
        raise ConsoleError("No code was given.")

    async def work() -> None:
        desk = Desk(key("one", 60), nothing)
        desk.clock.elapsed_s = 56 * 60
        await desk.call()
        await desk.call()
        assert (desk.used, desk.asked) == (["one", "one"], 1)
        desk.clock.elapsed_s += 31
        await desk.call()
        assert desk.asked == 2
        desk.clock.elapsed_s = 60 * 60
        with pytest.raises(ConsoleError, match="No code"):
            await desk.call()
        assert desk.used == ["one"] * 3

    asyncio.run(work())


def test_a_key_the_service_calls_ended_is_exchanged_and_the_call_repeated() -> None:
    async def work() -> None:
        desk = Desk(key("one", 60), lambda _count: key("two", 120), "one")
        await desk.call()
        assert (desk.used, desk.asked) == (["one", "two"], 1)

    asyncio.run(work())


def test_a_key_that_stays_the_same_is_not_tried_for_ever() -> None:
    async def work() -> None:
        desk = Desk(key("one", 60), lambda _count: key("one", 60), "one")
        with pytest.raises(ConsoleError, match="temporary key"):
            await desk.call()
        assert (desk.used, desk.asked) == (["one"], 1)

    asyncio.run(work())


def test_a_closed_door_gets_no_new_key() -> None:
    async def work() -> None:
        desk = Desk(key("one", 1), lambda _count: key("two", 120))
        await desk.client.close()
        with pytest.raises(ConnectionClosed):
            await desk.call()
        assert (desk.used, desk.asked) == (["closed"], 0)

    asyncio.run(work())
