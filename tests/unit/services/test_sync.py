"""What others ran is mirrored once, goes on where it was, and only what changed is asked again."""

from __future__ import annotations

import asyncio
import json
import random
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tat_console.ports.archive import RunState, StoredRun
from tat_console.ports.history import Query, Retention, Source
from tat_console.runs.plan import marker
from tat_console.services.services import Services
from tat_console.services.sync import PAUSE_S, Sync, SyncProgress
from tat_console.storage.archive import SqliteArchive
from tat_console.storage.foreign import SqliteForeignRecords
from tat_console.storage.history import SqliteHistory
from tat_console.tat.invocations import RunCommand
from tat_console.tat.statuses import CommandType, TaskStatus
from tests.unit.runs.cloud import StepClock
from tests.unit.services.conftest import RunWith
from tests.unit.services.listing_cloud import PROFILE, REGION, ListingCloud, invocation, output
from tests.unit.storage.records import plain_run

ROOT = Path(__file__).resolve().parents[3]
KILLS = 50
RECORDS = 10_000


class Mirror:
    """An archive with a mirror of a service."""

    def __init__(
        self, archive: SqliteArchive, history: SqliteHistory, records: SqliteForeignRecords
    ) -> None:
        self.archive = archive
        self.history = history
        self.records = records
        self.clock = StepClock()
        self.told: list[SyncProgress] = []

    async def sync(self, cloud: ListingCloud) -> SyncProgress:
        """Mirror the service once; returns what was told last."""
        cloud.requests.clear()
        sync = Sync(self.records, self.clock)
        sync.progress.subscribe(self.told.append)
        await sync.sync(cloud.connection(), [REGION])
        return self.told[-1]


Scenario = Callable[[Mirror], Awaitable[None]]


@asynccontextmanager
async def mirror(path: Path) -> AsyncIterator[Mirror]:
    archive = await SqliteArchive.open(path)
    history = await SqliteHistory.open(path)
    try:
        yield Mirror(archive, history, history.foreign)
    finally:
        await history.close()
        await archive.close()


@pytest.fixture
def with_mirror(tmp_path: Path) -> Callable[[Scenario], None]:
    def run(scenario: Scenario) -> None:
        async def work() -> None:
            async with mirror(tmp_path / "archive.sqlite3") as kept:
                await scenario(kept)

        asyncio.run(work())

    return run


def test_records_come_whole_with_their_outputs(with_mirror: Callable[[Scenario], None]) -> None:
    async def scenario(kept: Mirror) -> None:
        last = await kept.sync(ListingCloud(250))
        assert (last.listed, last.total, last.changed, last.unread) == (250, 250, 250, 0)
        assert last.is_over
        rows = await kept.history.rows(Query(), limit=300)
        assert [row.run.run_id for row in rows[:2]] == ["inv-00000249", "inv-00000248"]
        assert [row.source for row in rows[:2]] == [Source.SCHEDULE, Source.OTHERS]
        assert len(rows) == 250
        stored = await kept.archive.run("inv-00000007")
        assert stored is not None
        assert stored.run.script.parameters == {"unit": "days", "other": "1"}
        assert stored.run.profile_name == PROFILE.name
        (task,) = stored.tasks
        assert (task.status, task.exit_code, task.dropped_bytes) == (TaskStatus.SUCCESS, 0, 7)
        assert await kept.archive.output(task.output_sha256) == output(7)
        assert await kept.archive.live_runs() == []
        assert kept.clock.slept_s == pytest.approx(PAUSE_S * 5)

    with_mirror(scenario)


def test_only_what_is_new_or_changed_is_asked_again(
    with_mirror: Callable[[Scenario], None],
) -> None:
    async def scenario(kept: Mirror) -> None:
        cloud = ListingCloud(1_000)
        cloud.invocations[3] = invocation(3, TaskStatus.RUNNING)
        await kept.sync(cloud)
        assert len(cloud.task_ids()) == 999
        cloud.invocations += [invocation(number) for number in range(1_000, 1_010)]
        cloud.invocations[3] = invocation(3, updated_time=cloud.invocations[9].created_time)
        last = await kept.sync(cloud)
        assert cloud.offsets() == [0]
        assert sorted(cloud.task_ids()) == [
            "invt-00000003",
            *(f"invt-{number:08d}" for number in range(1_000, 1_010)),
        ]
        assert last.changed == 11
        last = await kept.sync(cloud)
        assert (last.changed, cloud.offsets(), len(cloud.requests)) == (0, [0], 1)

    with_mirror(scenario)


def test_a_pass_that_was_broken_off_goes_on_and_then_takes_the_head(
    with_mirror: Callable[[Scenario], None],
) -> None:
    async def scenario(kept: Mirror) -> None:
        cloud = ListingCloud(1_000)
        cloud.fails_after = 4
        last = await kept.sync(cloud)
        assert last.error is not None
        assert last.error.title == "The network is down."
        assert not last.is_over
        cloud.fails_after = -1
        cloud.invocations += [invocation(number) for number in range(1_000, 1_250)]
        assert (await kept.sync(cloud)).is_over
        assert cloud.offsets() == [*range(400, 1_201, 100), 0, 100, 200]
        assert len(await kept.history.rows(Query(), limit=2_000)) == 1_250

    with_mirror(scenario)


def test_own_runs_are_left_to_the_console(with_mirror: Callable[[Scenario], None]) -> None:
    async def scenario(kept: Mirror) -> None:
        known, marked = plain_run("run-1", tasks=1), plain_run("run-2", tasks=1)
        sent = msgspec.structs.replace(known.batches[0], invocation_id="inv-00000001")
        await kept.archive.add_run(msgspec.structs.replace(known, batches=(sent,)))
        await kept.archive.add_run(marked)
        cloud = ListingCloud(3)
        cloud.invocations[2] = invocation(2, description=marker("run-2", 0))
        last = await kept.sync(cloud)
        assert last.changed == 1
        rows = await kept.history.rows(Query())
        assert {row.run.run_id: row.source for row in rows} == {
            "run-1": Source.CONSOLE,
            "run-2": Source.CONSOLE,
            "inv-00000000": Source.OTHERS,
        }

    with_mirror(scenario)


def test_a_record_that_turns_out_to_be_our_own_goes(
    with_mirror: Callable[[Scenario], None],
) -> None:
    async def scenario(kept: Mirror) -> None:
        cloud = ListingCloud(1)
        await kept.sync(cloud)
        stored = plain_run("run-1", tasks=1)
        sent = msgspec.structs.replace(stored.batches[0], invocation_id="inv-00000000")
        await kept.archive.add_run(msgspec.structs.replace(stored, batches=(sent,)))
        await kept.sync(cloud)
        assert [row.run.run_id for row in await kept.history.rows(Query())] == ["run-1"]
        assert (await kept.history.size()).outputs == 0

    with_mirror(scenario)


def test_what_the_rules_let_go_of_stays_away(with_mirror: Callable[[Scenario], None]) -> None:
    async def scenario(kept: Mirror) -> None:
        known, marked = plain_run("run-1", tasks=1), plain_run("run-2", tasks=1)
        sent = msgspec.structs.replace(known.batches[0], invocation_id="inv-00000001")
        await kept.archive.add_run(msgspec.structs.replace(known, batches=(sent,)))
        await kept.archive.add_run(marked)
        for stored in (known, marked):
            ended = msgspec.structs.replace(stored.run, state=RunState.ENDED)
            await kept.archive.save_run(ended)
        cloud = ListingCloud(3)
        cloud.invocations[2] = invocation(2, description=marker("run-2", 0))
        await kept.sync(cloud)
        assert len(await kept.history.rows(Query())) == 3
        rules = Retention(keep_days=1)
        now = kept.clock.now() + timedelta(days=3_000)
        assert await kept.history.remove_old(rules, now) == 3
        assert (await kept.sync(cloud)).changed == 0
        assert await kept.history.rows(Query()) == []
        # When the service has long forgotten it, nothing needs to be known of it.
        assert await kept.history.remove_old(rules, now + timedelta(days=200)) == 0
        assert (await kept.sync(cloud)).changed == 3

    with_mirror(scenario)


def test_records_that_the_service_forgot_are_not_asked_for_ever(
    with_mirror: Callable[[Scenario], None],
) -> None:
    async def scenario(kept: Mirror) -> None:
        cloud = ListingCloud(2)
        cloud.invocations[0] = invocation(0, TaskStatus.RUNNING)
        await kept.sync(cloud)
        assert await kept.records.unsettled(PROFILE.profile_id, REGION) == ["inv-00000000"]
        del cloud.invocations[0]
        await kept.sync(cloud)
        assert await kept.records.unsettled(PROFILE.profile_id, REGION) == []
        stored = await kept.archive.run("inv-00000000")
        assert stored is not None
        assert stored.run.state is RunState.ENDED
        assert stored.tasks[0].status is TaskStatus.RUNNING

    with_mirror(scenario)


def test_a_list_in_another_order_is_read_to_its_end(
    with_mirror: Callable[[Scenario], None],
) -> None:
    async def scenario(kept: Mirror) -> None:
        cloud = ListingCloud(300)
        await kept.sync(cloud)
        cloud.invocations.insert(100, invocation(5_000))
        cloud.invocations.reverse()
        await kept.sync(cloud)
        assert len(await kept.history.rows(Query(), limit=500)) == 301

    with_mirror(scenario)


def test_names_are_those_of_earlier_runs(with_mirror: Callable[[Scenario], None]) -> None:
    async def scenario(kept: Mirror) -> None:
        stored = plain_run("run-1", tasks=1)
        named = msgspec.structs.replace(
            stored.tasks[0], instance_id="ins-00000000", instance_name="web-1"
        )
        await kept.archive.add_run(msgspec.structs.replace(stored, tasks=(named,)))
        while await kept.history.index_more():
            pass
        await kept.sync(ListingCloud(2))
        names = []
        for run_id in ("inv-00000000", "inv-00000001"):
            mirrored = await kept.archive.run(run_id)
            assert mirrored is not None
            names.append(mirrored.tasks[0].instance_name)
        assert names == ["web-1", ""]

    with_mirror(scenario)


def test_a_run_of_somebody_else_comes_from_the_sandbox(
    with_services: RunWith, tmp_path: Path
) -> None:
    async def work(services: Services) -> None:
        connection = services.session.require()
        machine = next(
            one for one in services.directory.machines if one.refusal(CommandType.SHELL) is None
        )
        reply = await connection.cloud.call(
            RunCommand(content=b"echo from elsewhere", instance_ids=(machine.instance_id,)),
            region=machine.region,
        )
        async with mirror(tmp_path / "archive.sqlite3") as kept:
            sync = Sync(kept.records, services.clock)
            stored: StoredRun | None = None
            while stored is None or not stored.tasks[0].output_sha256:
                await sync.sync(connection, [machine.region])
                stored = await kept.archive.run(reply.invocation_id)
            (task,) = stored.tasks
            assert await kept.archive.output(task.output_sha256) == b"from elsewhere\n"
            assert (task.instance_id, task.exit_code) == (machine.instance_id, 0)
            assert stored.run.script.content == b"echo from elsewhere"

    with_services(work)


# ------------------------------------------------------------------------------------ kill -9


def steps_until_killed(path: Path, most: int) -> list[dict[str, Any]]:
    """What a child told before it was killed, soon after that many lines, or ended by itself."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.unit.services.mirror_child", str(path), str(RECORDS)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        lines = [child.stdout.readline() for _ in range(most)]
        child.kill()
        lines += child.stdout.readlines()
    return [json.loads(line) for line in lines if line.endswith("\n")]


def listed_so_far(steps: list[dict[str, Any]]) -> int:
    return max((step["listed"] for step in steps if "listed" in step), default=0)


def test_mirroring_survives_50_kills_and_goes_on_where_it_was(tmp_path: Path) -> None:
    path = tmp_path / "archive.sqlite3"
    chance = random.Random(20261122)
    acknowledged = 0
    for _number in range(KILLS):
        steps = steps_until_killed(path, chance.randrange(1, 9))
        first = next((step["asked"] for step in steps if "asked" in step), None)
        if first is not None and acknowledged < RECORDS:
            assert first >= acknowledged
        acknowledged = max(acknowledged, listed_so_far(steps))
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            kept = connection.execute("SELECT count(*) FROM foreign_runs").fetchone()[0]
            assert kept >= min(acknowledged, RECORDS)
    last = steps_until_killed(path, 10_000)[-1]
    assert last == {"listed": RECORDS, "unread": 0, "is_over": True}
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("SELECT count(*) FROM runs").fetchone() == (RECORDS,)
        assert connection.execute("SELECT count(output_no) FROM tasks").fetchone() == (RECORDS,)
        assert connection.execute("SELECT count(*) FROM outputs").fetchone() == (100,)
