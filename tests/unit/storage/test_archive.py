"""What is put into the archive comes out of it, and only what is needed is kept."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from tat_console.ports.archive import Archive, BatchState, RunState, TaskRecord
from tat_console.storage.archive import SqliteArchive
from tat_console.tat.machines import Refusal
from tat_console.tat.statuses import CommandType, InstanceKind, TaskStatus
from tests.unit.storage.records import START, full_run, plain_run, planned_batch, sha256

replace = msgspec.structs.replace


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "archive.sqlite3"


@asynccontextmanager
async def opened(path: Path) -> AsyncIterator[Archive]:
    archive = await SqliteArchive.open(path)
    try:
        yield archive
    finally:
        await archive.close()


def kept_outputs(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        return {sha for (sha,) in connection.execute("SELECT sha256 FROM outputs")}


def test_a_run_comes_back_as_it_was_after_closing(path: Path) -> None:
    async def scenario() -> None:
        async with opened(path) as archive:
            await archive.add_run(full_run())
        async with opened(path) as archive:
            assert await archive.run("run-1") == full_run()
            assert await archive.run("run-2") is None

    asyncio.run(scenario())


@pytest.mark.parametrize("reason", Refusal)
def test_every_reason_for_leaving_a_machine_out_comes_back(path: Path, reason: Refusal) -> None:
    stored = full_run()
    stored = replace(stored, exclusions=(replace(stored.exclusions[0], reason=reason),))

    async def scenario() -> None:
        async with opened(path) as archive:
            await archive.add_run(stored)
            assert await archive.run("run-1") == stored

    asyncio.run(scenario())


def test_words_that_the_service_added_later_survive(path: Path) -> None:
    stored = full_run()
    stored = replace(
        stored,
        run=replace(
            stored.run, script=replace(stored.run.script, command_type=CommandType("PERL"))
        ),
        batches=(replace(stored.batches[0], kind=InstanceKind("EDGE")), stored.batches[1]),
        tasks=(replace(stored.tasks[0], status=TaskStatus("HIBERNATED")), *stored.tasks[1:]),
    )

    async def scenario() -> None:
        async with opened(path) as archive:
            await archive.add_run(stored)
            found = await archive.run("run-1")
            assert found is not None
            assert found.run.script.command_type.value == "PERL"
            assert found.batches[0].kind.value == "EDGE"
            assert found.tasks[0].status.value == "HIBERNATED"
            assert not found.tasks[0].status.is_known
            (summary,) = await archive.recent_runs()
            assert summary.counts == {TaskStatus("HIBERNATED"): 1, TaskStatus.QUEUED: 2}

    asyncio.run(scenario())


def test_a_run_is_added_whole_or_not_at_all(path: Path) -> None:
    broken = replace(full_run(), tasks=(replace(full_run().tasks[0], batch_no=99),))

    async def scenario() -> None:
        async with opened(path) as archive:
            with pytest.raises(sqlite3.IntegrityError):
                await archive.add_run(broken)
            assert await archive.run("run-1") is None
            await archive.add_run(full_run())
            with pytest.raises(sqlite3.IntegrityError):
                await archive.add_run(plain_run("run-1"))
            assert await archive.run("run-1") == full_run()

    asyncio.run(scenario())


def test_records_are_overwritten_and_keep_their_order(path: Path) -> None:
    stored = full_run()
    live = replace(stored.run, state=RunState.LIVE, ended_at=None, relation=None)
    sent = replace(stored.batches[1], state=BatchState.SENT, invocation_id="inv-2", sent_at=START)
    done = replace(stored.tasks[1], status=TaskStatus.SUCCESS, exit_code=0, ended_at=START)

    async def scenario() -> None:
        async with opened(path) as archive:
            await archive.add_run(stored)
            await archive.save_run(live)
            await archive.save_batch(sent)
            await archive.save_tasks([done])
            assert await archive.run("run-1") == replace(
                stored,
                run=live,
                batches=(stored.batches[0], sent),
                tasks=(stored.tasks[0], done, stored.tasks[2]),
            )

    asyncio.run(scenario())


def test_what_belongs_to_no_run_is_a_mistake(path: Path) -> None:
    async def scenario() -> None:
        async with opened(path) as archive:
            with pytest.raises(LookupError, match="no run run-1"):
                await archive.save_run(full_run().run)
            with pytest.raises(sqlite3.IntegrityError):
                await archive.save_batch(planned_batch("run-1", 0))
            await archive.add_run(plain_run("run-1"))
            task = replace(plain_run("run-1").tasks[0], output_sha256=sha256(b"nowhere"))
            with pytest.raises(LookupError, match="no output"):
                await archive.save_tasks([task])

    asyncio.run(scenario())


def test_live_runs_are_those_that_had_not_ended_oldest_first(path: Path) -> None:
    young = plain_run("young", START + timedelta(hours=1))
    old = plain_run("old", START)

    async def scenario() -> None:
        async with opened(path) as archive:
            for stored in (young, full_run(), old):
                await archive.add_run(stored)
            assert await archive.live_runs() == [old, young]
            await archive.save_run(replace(old.run, state=RunState.ENDED, ended_at=START))
            assert await archive.live_runs() == [young]

    asyncio.run(scenario())


def test_recent_runs_are_counted_by_status_and_read_page_by_page(path: Path) -> None:
    runs = [
        plain_run(f"run-{hour}", START + timedelta(hours=hour), tasks=hour) for hour in range(5)
    ]

    async def scenario() -> None:
        async with opened(path) as archive:
            for stored in runs:
                await archive.add_run(stored)
            await archive.save_tasks([replace(runs[4].tasks[2], status=TaskStatus.SUCCESS)])
            newest = await archive.recent_runs(limit=2)
            assert [summary.run for summary in newest] == [runs[4].run, runs[3].run]
            assert newest[0].counts == {TaskStatus.QUEUED: 3, TaskStatus.SUCCESS: 1}
            older = await archive.recent_runs(before=newest[-1].run.created_at)
            assert [summary.run.run_id for summary in older] == ["run-2", "run-1", "run-0"]
            assert older[-1].counts == {}

    asyncio.run(scenario())


def test_past_durations_are_those_of_tasks_that_ended_by_themselves(path: Path) -> None:
    kept = full_run()
    first = kept.tasks[0]
    ways = (TaskStatus.SUCCESS, TaskStatus.FAILED, TaskStatus.TIMEOUT, TaskStatus.TERMINATED)
    tasks = tuple(
        replace(
            first,
            instance_id=f"ins-{seconds:08}",
            status=status,
            started_at=START,
            ended_at=START + timedelta(seconds=seconds),
        )
        for seconds, status in enumerate(ways, start=1)
    )

    async def scenario() -> None:
        async with opened(path) as archive:
            await archive.add_run(replace(kept, tasks=tasks))
            assert await archive.past_durations_s(kept.run.script.content) == [3, 2, 1]
            assert await archive.past_durations_s(b"another script") == []

    asyncio.run(scenario())


def with_output(task: TaskRecord, data: bytes, *, is_partial: bool = False) -> TaskRecord:
    return replace(task, output_sha256=sha256(data), output_bytes=len(data), is_partial=is_partial)


@pytest.mark.parametrize(
    "data",
    [b"", b"\x00\xff" * 9, "输出\n".encode() * 4096],
    ids=["nothing", "binary", "text"],
)
def test_an_output_comes_back_byte_for_byte(path: Path, data: bytes) -> None:
    stored = plain_run("run-1")
    task = with_output(stored.tasks[0], data)

    async def scenario() -> None:
        async with opened(path) as archive:
            await archive.add_run(stored)
            await archive.save_tasks([task], {sha256(data): data})
        async with opened(path) as archive:
            found = await archive.run("run-1")
            assert found is not None
            assert found.tasks[0] == task
            assert await archive.output(task.output_sha256) == data
            assert await archive.output(sha256(b"other")) is None

    asyncio.run(scenario())


def test_equal_outputs_are_kept_once_and_compressed(path: Path) -> None:
    data = b"the same answer everywhere\n" * 900
    stored = plain_run("run-1", tasks=300)

    async def scenario() -> None:
        async with opened(path) as archive:
            await archive.add_run(stored)
            for half in (stored.tasks[:150], stored.tasks[150:]):
                await archive.save_tasks(
                    [with_output(task, data) for task in half], {sha256(data): data}
                )

    asyncio.run(scenario())
    with closing(sqlite3.connect(path)) as connection:
        ((size, kept),) = connection.execute("SELECT size_bytes, length(data) FROM outputs")
    assert size == len(data)
    assert kept < len(data) / 20


def test_a_growing_output_leaves_nothing_behind(path: Path) -> None:
    stored = plain_run("run-1")
    first, second = stored.tasks
    steps = [b"line\n" * length for length in range(1, 6)]
    shared, last = steps[2], steps[-1]

    async def scenario() -> None:
        async with opened(path) as archive:
            await archive.add_run(stored)
            for data in steps[:3]:
                await archive.save_tasks(
                    [with_output(first, data, is_partial=True)], {sha256(data): data}
                )
            assert kept_outputs(path) == {sha256(shared)}
            await archive.save_tasks([with_output(second, shared)], {sha256(shared): shared})
            await archive.save_tasks([with_output(first, last)], {sha256(last): last})
            assert kept_outputs(path) == {sha256(shared), sha256(last)}

    asyncio.run(scenario())


def test_an_output_that_moves_from_one_task_to_another_stays(path: Path) -> None:
    stored = plain_run("run-1")
    first, second = stored.tasks
    one, two = b"one", b"two"
    both = {sha256(one): one, sha256(two): two}

    async def scenario() -> None:
        async with opened(path) as archive:
            await archive.add_run(stored)
            await archive.save_tasks([with_output(first, one), with_output(second, two)], both)
            await archive.save_tasks([with_output(first, two), with_output(second, one)], both)
            assert kept_outputs(path) == {*both}
            await archive.save_tasks([with_output(first, one)], both)
            assert kept_outputs(path) == {sha256(one)}

    asyncio.run(scenario())


def test_tasks_and_outputs_are_saved_together_or_not_at_all(path: Path) -> None:
    stored = plain_run("run-1")
    good = with_output(stored.tasks[0], b"good")
    bad = replace(with_output(stored.tasks[1], b"bad"), batch_no=99)

    async def scenario() -> None:
        async with opened(path) as archive:
            await archive.add_run(stored)
            with pytest.raises(sqlite3.IntegrityError):
                await archive.save_tasks(
                    [good, bad], {sha256(b"good"): b"good", sha256(b"bad"): b"bad"}
                )
            assert await archive.run("run-1") == stored
            assert kept_outputs(path) == set()

    asyncio.run(scenario())


@pytest.mark.parametrize(
    "read",
    [
        lambda archive: archive.run("run-1"),
        lambda archive: archive.live_runs(),
        lambda archive: archive.recent_runs(),
        lambda archive: archive.output(sha256(b"x")),
    ],
    ids=["run", "live", "recent", "output"],
)
def test_an_empty_archive_answers_with_nothing(
    path: Path, read: Callable[[Archive], Awaitable[object]]
) -> None:
    async def scenario() -> None:
        async with opened(path) as archive:
            assert not await read(archive)

    asyncio.run(scenario())


def test_others_on_this_computer_cannot_read_the_archive(path: Path) -> None:
    async def scenario() -> None:
        async with opened(path) as archive:
            await archive.add_run(full_run())
            modes = {file.stat().st_mode & 0o777 for file in path.parent.iterdir()}
            assert modes == {0o600}
            assert path.parent.stat().st_mode & 0o777 == 0o700

    asyncio.run(scenario())
