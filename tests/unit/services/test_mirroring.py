"""What others ran is read in the background, for all that is looked at, and never forgotten."""

from __future__ import annotations

import asyncio
from pathlib import Path

import msgspec

from tat_console.ports.history import Query, Source
from tat_console.services.mirroring import SyncState
from tat_console.services.services import Services
from tat_console.services.sync import BUSY_PAUSE_S, PAUSE_S, Sync
from tat_console.storage.foreign import SqliteForeignRecords
from tat_console.tat.invocations import RunCommand
from tat_console.tat.statuses import CommandType
from tests.unit.runs.cloud import StepClock
from tests.unit.services.conftest import RunWith
from tests.unit.services.listing_cloud import REGION, ListingCloud


async def run_elsewhere(services: Services, count: int) -> str:
    """Run something on machines of one region as another program would; returns the region."""
    machines = [
        one for one in services.directory.machines if one.refusal(CommandType.SHELL) is None
    ]
    region = machines[0].region
    ids = tuple(one.instance_id for one in machines if one.region == region)[:1]
    for number in range(count):
        await services.session.require().cloud.call(
            RunCommand(content=f"echo {number}".encode(), instance_ids=ids), region=region
        )
    return region


def test_what_others_ran_arrives_and_is_told(with_services: RunWith) -> None:
    async def work(services: Services) -> None:
        told: list[SyncState] = []
        arrived: list[int] = []
        services.sync.changed.subscribe(told.append)
        services.sync.arrived.subscribe(arrived.append)
        region = await run_elsewhere(services, 3)
        await services.sync.now()
        rows = await services.past.history.rows(Query())
        assert [row.source for row in rows] == [Source.OTHERS] * 3
        assert sum(arrived) >= 3
        read = {state.now.region for state in told if state.now is not None}
        assert read == set(services.session.chosen_regions)
        assert region in read
        assert services.sync.state.now is None
        assert services.sync.state.ended_at is not None
        assert services.sync.state.problems == ()

    with_services(work)


def test_somebody_who_looks_does_not_wait_for_the_next_round(with_services: RunWith) -> None:
    async def work(services: Services) -> None:
        await run_elsewhere(services, 1)
        arrived = asyncio.Event()
        services.sync.arrived.subscribe(lambda _count: arrived.set())
        keeping_up = asyncio.create_task(services.sync.keep_up())
        services.sync.look()
        await arrived.wait()
        keeping_up.cancel()
        assert len(await services.past.history.rows(Query())) == 1

    with_services(work)


def test_nothing_is_read_where_the_user_does_not_want_it(with_services: RunWith) -> None:
    async def work(services: Services) -> None:
        services.settings.set("sync_others", False)
        told: list[SyncState] = []
        services.sync.changed.subscribe(told.append)
        keeping_up = asyncio.create_task(services.sync.keep_up())
        for _turn in range(5):
            services.sync.look()
            await asyncio.sleep(0)
        keeping_up.cancel()
        assert told == []
        assert not services.sync.is_on

    with_services(work)


def test_a_profile_without_its_key_is_a_problem_that_is_told(with_services: RunWith) -> None:
    async def work(services: Services) -> None:
        profile = services.session.profile
        assert profile is not None
        services.profiles.provide(
            msgspec.structs.replace(profile, endpoint="http://127.0.0.1:9"),
            await services.session.keys.credential(profile),
        )
        await services.sync.now()
        problems = services.sync.state.problems
        assert {one.region for one in problems} == set(services.session.chosen_regions)
        assert all(one.error is not None for one in problems)

    with_services(work)


def test_a_live_run_comes_first(tmp_path: Path) -> None:
    async def slept_s(is_busy: bool) -> float:
        clock = StepClock()
        records = await SqliteForeignRecords.open(tmp_path / f"{is_busy}.sqlite3")
        try:
            sync = Sync(records, clock, lambda: is_busy)
            await sync.sync(ListingCloud(250).connection(), [REGION])
        finally:
            await records.close()
        return clock.slept_s

    quiet_s, busy_s = asyncio.run(slept_s(False)), asyncio.run(slept_s(True))
    assert busy_s / quiet_s == BUSY_PAUSE_S / PAUSE_S
