"""No second with more requests than the service allows, and nobody overtakes."""

from __future__ import annotations

import asyncio

import pytest

from tat_console.cloud.pacing import Pacer
from tat_console.ports.cloud import RequestUsage
from tat_console.tat.actions import ACTIONS, Action
from tests.unit.cloud.fakes import FakeClock

RUN = ACTIONS["tat.RunCommand"]
AGENTS = ACTIONS["tat.DescribeAutomationAgentStatus"]
EAST, WEST = "ap-shanghai", "ap-chengdu"


def moments_of(action: Action, count: int) -> list[float]:
    """When each of so many requests, all wanted at once, is let through."""
    clock = FakeClock()
    pacer = Pacer(clock)
    moments: list[float] = []

    async def one() -> None:
        await pacer.take("AKID", action, EAST)
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
        await pacer.take("AKID", RUN, EAST)
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
            await pacer.take("AKID", RUN, EAST)
            await pacer.take("OTHER", RUN, EAST)
            await pacer.take("AKID", AGENTS, EAST)

    asyncio.run(main())
    assert clock.slept == []


def test_one_who_gives_up_waiting_costs_the_others_nothing() -> None:
    clock = FakeClock()
    pacer = Pacer(clock)

    async def main() -> None:
        for _count in range(RUN.rate_per_s):
            await pacer.take("AKID", RUN, EAST)
        waiting = [asyncio.create_task(pacer.take("AKID", RUN, EAST)) for _count in range(3)]
        waiting[1].cancel()
        await asyncio.gather(*waiting, return_exceptions=True)

    asyncio.run(main())
    assert (pacer.usage("AKID").used, pacer.usage("AKID").limit) == (2, 20)


def test_usage_is_that_of_the_action_nearest_to_its_limit() -> None:
    clock = FakeClock()
    pacer = Pacer(clock)

    async def main() -> None:
        assert pacer.usage("AKID") == RequestUsage(account="AKID")
        for _count in range(9):
            await pacer.take("AKID", AGENTS, EAST)
        for region in (EAST, WEST, WEST, WEST):
            await pacer.take("AKID", RUN, region)

    asyncio.run(main())
    usage = pacer.usage("AKID")
    assert (usage.action, usage.by_region) == ("RunCommand", {EAST: 1, WEST: 3})
    assert (usage.used, usage.limit, usage.share) == (4, 20, 0.2)
    assert pacer.usage("OTHER").used == 0
    clock.elapsed_s += 1.0
    assert pacer.usage("AKID").used == 0


def test_keys_of_one_account_share_its_rate_once_that_is_known() -> None:
    clock = FakeClock()
    pacer = Pacer(clock)

    async def main() -> None:
        for key in ("ONE", "TWO"):
            for _count in range(8):
                await pacer.take(key, RUN, EAST)
            pacer.unite(key, "account")
        assert pacer.usage("ONE") == pacer.usage("TWO") == pacer.usage("account")
        assert pacer.usage("ONE").used == 16
        for key in ("ONE", "TWO", "ONE", "TWO"):
            await pacer.take(key, RUN, WEST)
        assert clock.slept == []
        await pacer.take("ONE", RUN, EAST)
        assert clock.monotonic() > 1.0

    asyncio.run(main())


def test_who_waited_when_two_keys_became_one_account_waits_with_all_others() -> None:
    """Both had used up what they took for their own rate; together it is one rate."""
    clock = FakeClock()
    pacer = Pacer(clock)
    moments: list[float] = []
    used_up = asyncio.Event()

    async def one(key: str) -> None:
        await pacer.take(key, RUN, EAST)
        moments.append(clock.monotonic())
        if len(moments) == 2 * RUN.rate_per_s:
            used_up.set()

    async def main() -> None:
        waiting = [asyncio.create_task(one(key)) for key in ("ONE", "TWO") * 40]
        await used_up.wait()
        pacer.unite("ONE", "account")
        pacer.unite("TWO", "account")
        await asyncio.gather(*waiting)

    asyncio.run(main())
    later = moments[2 * RUN.rate_per_s :]
    assert len(later) == 40
    for start in later:
        assert sum(start <= moment <= start + 1.0 for moment in later) <= RUN.rate_per_s


def test_a_name_that_stands_for_an_account_may_be_said_again() -> None:
    pacer = Pacer(FakeClock())
    for _count in range(2):
        pacer.unite("ONE", "account")
        pacer.unite("NEXT", "ONE")
    assert pacer.usage("NEXT").account == "account"
