"""No second with more requests than the service allows, and nobody overtakes."""

from __future__ import annotations

import asyncio

import pytest

from tat_console.cloud.pacing import Pacer
from tat_console.tat.actions import ACTIONS, Action
from tests.unit.cloud.fakes import FakeClock

RUN = ACTIONS["tat.RunCommand"]
AGENTS = ACTIONS["tat.DescribeAutomationAgentStatus"]


def moments_of(action: Action, count: int) -> list[float]:
    """When each of so many requests, all wanted at once, is let through."""
    clock = FakeClock()
    pacer = Pacer(clock)
    moments: list[float] = []

    async def one() -> None:
        await pacer.take("AKID", action)
        moments.append(clock.monotonic())

    async def main() -> None:
        await asyncio.gather(*(one() for _count in range(count)))

    asyncio.run(main())
    return moments


@pytest.mark.parametrize("action", [RUN, AGENTS], ids=lambda action: action.name)
def test_no_window_of_a_second_holds_more_than_the_rate(action: Action) -> None:
    moments = moments_of(action, 250)
    assert len(moments) == 250
    for start in moments:
        assert sum(start <= moment <= start + 1.0 for moment in moments) <= action.rate_per_s


def test_the_rate_is_used_up() -> None:
    assert moments_of(RUN, 100)[-1] < 5.0


def test_few_requests_do_not_wait() -> None:
    assert moments_of(RUN, RUN.rate_per_s)[-1] == 0.0


def test_the_agents_action_has_its_own_higher_rate() -> None:
    assert moments_of(AGENTS, 60)[-1] == 0.0
    assert moments_of(AGENTS, 61)[-1] > 1.0


def test_first_come_first_served() -> None:
    clock = FakeClock()
    pacer = Pacer(clock)
    order: list[int] = []

    async def one(number: int) -> None:
        await pacer.take("AKID", RUN)
        order.append(number)

    async def main() -> None:
        await asyncio.gather(*(one(number) for number in range(70)))

    asyncio.run(main())
    assert order == list(range(70))


def test_accounts_and_actions_do_not_wait_for_each_other() -> None:
    clock = FakeClock()
    pacer = Pacer(clock)

    async def main() -> None:
        for _count in range(RUN.rate_per_s):
            await pacer.take("AKID", RUN)
            await pacer.take("OTHER", RUN)
            await pacer.take("AKID", AGENTS)

    asyncio.run(main())
    assert clock.slept == []


def test_one_who_gives_up_waiting_costs_the_others_nothing() -> None:
    clock = FakeClock()
    pacer = Pacer(clock)

    async def main() -> None:
        for _count in range(RUN.rate_per_s):
            await pacer.take("AKID", RUN)
        waiting = [asyncio.create_task(pacer.take("AKID", RUN)) for _count in range(3)]
        waiting[1].cancel()
        await asyncio.gather(*waiting, return_exceptions=True)

    asyncio.run(main())
    assert pacer.busiest("AKID") == (2, 20)


def test_usage_is_that_of_the_action_nearest_to_its_limit() -> None:
    clock = FakeClock()
    pacer = Pacer(clock)

    async def main() -> None:
        assert pacer.busiest("AKID") == (0, 0)
        for _count in range(9):
            await pacer.take("AKID", AGENTS)
        for _count in range(4):
            await pacer.take("AKID", RUN)

    asyncio.run(main())
    assert pacer.busiest("AKID") == (4, 20)
    assert pacer.busiest("OTHER") == (0, 0)
    clock.elapsed_s += 1.0
    assert pacer.busiest("AKID")[0] == 0
