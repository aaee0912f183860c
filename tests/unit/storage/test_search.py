"""Whatever a run left behind is found again, and what was removed is not."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from tat_console.ports.archive import RunState, Script, StoredRun, TaskRecord
from tat_console.ports.history import Annotations, Facet, Hit, Query, Retention, Source, Where
from tat_console.services.query import parse
from tat_console.storage.archive import SqliteArchive
from tat_console.storage.history import SqliteHistory
from tat_console.storage.migrations import LADDER
from tat_console.tat.statuses import TaskStatus
from tests.unit.storage.records import START, full_run, noise, plain_run, sha256

replace = msgspec.structs.replace
NOW = START.astimezone(UTC)


class Store:
    """An archive and what looks into it."""

    def __init__(self, archive: SqliteArchive, history: SqliteHistory) -> None:
        self.archive = archive
        self.history = history

    async def keep(
        self, run_id: str, outputs: Sequence[bytes], *, hour: int = 0, script: Script | None = None
    ) -> StoredRun:
        """Keep an ended run, one task for each output; indexes everything."""
        stored = plain_run(run_id, START + timedelta(hours=hour), tasks=len(outputs))
        run = replace(stored.run, script=script or stored.run.script, state=RunState.ENDED)
        tasks = [done(task, output) for task, output in zip(stored.tasks, outputs, strict=True)]
        await self.archive.add_run(replace(stored, run=run))
        await self.archive.save_tasks(tasks, {sha256(output): output for output in outputs})
        await self.index()
        return replace(stored, run=run, tasks=tuple(tasks))

    async def index(self) -> None:
        while await self.history.index_more():
            pass

    async def hits(self, text: str, where: Where, limit: int = 50) -> list[Hit]:
        pages = await self.history.search(parse(text, NOW), limit)
        assert [page.where for page in pages] == list(Where)
        return [hit for page in pages if page.where is where for hit in page.hits]

    async def found_runs(self, text: str) -> list[str]:
        return [row.run.run_id for row in await self.history.rows(parse(text, NOW))]


def done(task: TaskRecord, output: bytes) -> TaskRecord:
    is_bad = output.startswith(b"bad")
    return replace(
        task,
        status=TaskStatus.FAILED if is_bad else TaskStatus.SUCCESS,
        exit_code=3 if is_bad else 0,
        output_sha256=sha256(output) if output else "",
        output_bytes=len(output),
        started_at=START,
        ended_at=START + timedelta(seconds=len(output)),
    )


@asynccontextmanager
async def store(path: Path) -> AsyncIterator[Store]:
    archive = await SqliteArchive.open(path)
    history = await SqliteHistory.open(path)
    try:
        yield Store(archive, history)
    finally:
        await history.close()
        await archive.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "archive.sqlite3"


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("emerg", True),
        ("EMERG bind", True),
        ('"bind to"', True),
        ('"to bind"', False),
        ("eme", False),
        ("eme*", True),
        ("0.0.0.0:80", True),
        ("nginx_error", True),
        ("使用", True),
        ("磁盘使用率", True),
        ("率使", False),
        ("uber", True),
        ("Über", True),
        ("[31m", False),
        ("missing", False),
        ("emerg missing", False),
    ],
)
def test_outputs_are_found_by_words_phrases_prefixes_and_chinese(
    path: Path, text: str, is_found: bool
) -> None:
    output = "\x1b[31mnginx_error\x1b[0m: [emerg] bind to 0.0.0.0:80\n磁盘使用率 42%\nÜber\n"

    async def scenario() -> None:
        async with store(path) as kept:
            await kept.keep("run-1", [output.encode(), b"other"])
            found = await kept.hits(text, Where.OUTPUT)
            assert [hit.instance_id for hit in found] == (["ins-0"] if is_found else [])
            assert await kept.found_runs(text) == (["run-1"] if is_found else [])

    asyncio.run(scenario())


def test_an_output_is_one_find_with_its_newest_task(path: Path) -> None:
    async def scenario() -> None:
        async with store(path) as kept:
            await kept.keep("run-1", [b"same", b"same", b"bad same"])
            await kept.keep("run-2", [b"same"], hour=1)
            found = await kept.hits("same", Where.OUTPUT)
            one, three = sorted(found, key=lambda hit: hit.tasks)
            assert (one.run_id, one.tasks, one.exit_code) == ("run-1", 1, 3)
            assert (three.run_id, three.tasks, three.status) == ("run-2", 3, TaskStatus.SUCCESS)
            assert await kept.history.texts([one, three]) == ["bad same", "same"]
            (filtered,) = await kept.hits("same before:2026-11-21T09:00Z exit:0", Where.OUTPUT)
            assert filtered.run_id == "run-1"

    asyncio.run(scenario())


def test_finds_come_page_by_page(path: Path) -> None:
    async def scenario() -> None:
        async with store(path) as kept:
            for number in range(7):
                await kept.keep(f"run-{number}", [f"answer {number}".encode()])
            query = parse("answer", NOW)
            *_others, page = await kept.history.search(query, limit=3)
            seen = [hit.run_id for hit in page.hits]
            while page.next_number is not None:
                page = await kept.history.more(query, page, limit=3)
                assert len(page.hits) in (1, 3)
                seen += [hit.run_id for hit in page.hits]
            assert seen == [f"run-{number}" for number in reversed(range(7))]

    asyncio.run(scenario())


def test_scripts_machines_and_notes_are_found_too(path: Path) -> None:
    async def scenario() -> None:
        async with store(path) as kept:
            await kept.archive.add_run(full_run())
            await kept.index()
            for text in ("Reload", "中文", "what nginx", "cmd-1"):
                (hit,) = await kept.hits(text, Where.SCRIPT)
                assert hit.run_id == "run-1"
                assert await kept.found_runs(text) == ["run-1"]
            assert not await kept.hits("password", Where.SCRIPT)
            (machine,) = await kept.hits("web-2", Where.INSTANCE)
            assert (machine.instance_id, machine.tasks) == ("lhins-2", 1)
            assert await kept.found_runs("lhins-2") == ["run-1"]
            assert await kept.history.texts([machine]) == ["lhins-2 web-2"]
            note = Annotations(starred=True, note="回滚 after outage", labels=("incident",))
            await kept.history.annotate("run-1", note)
            (hit,) = await kept.hits("回滚", Where.NOTE)
            assert await kept.history.texts([hit]) == [note.note]
            await kept.history.annotate("run-1", replace(note, note="calm"))
            assert not await kept.hits("outage", Where.NOTE)
            assert await kept.found_runs("calm is:starred label:incident") == ["run-1"]
            with pytest.raises(LookupError):
                await kept.history.annotate("run-9", note)

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", ["run-3", "run-2", "run-1"]),
        ("status:failed", ["run-2"]),
        ("status:success exit:3", []),
        ("instance:ins-1", ["run-2"]),
        ("instance:name", ["run-3", "run-2", "run-1"]),
        ("instance:100%", []),
        ("region:ap-guangzhou", ["run-3", "run-2", "run-1"]),
        ("region:ap-shanghai", []),
        ("script:night", ["run-3"]),
        ("profile:sand", ["run-3", "run-2", "run-1"]),
        ("after:2026-11-21T09:00Z", ["run-3", "run-2"]),
        ("after:2026-11-21T09:00Z before:2026-11-21T10:00Z", ["run-2"]),
        ("who:me", ["run-3", "run-2", "run-1"]),
        ("who:others", []),
        ("word status:failed", ["run-2"]),
        ("word script:night", []),
    ],
)
def test_fields_narrow_the_history(path: Path, text: str, wanted: list[str]) -> None:
    async def scenario() -> None:
        async with store(path) as kept:
            await kept.keep("run-1", [b"word one"])
            await kept.keep("run-2", [b"", b"bad word"], hour=1)
            night = Script(name="Nightly backup", content=b"tar")
            await kept.keep("run-3", [b"fine"], hour=2, script=night)
            assert await kept.found_runs(text) == wanted

    asyncio.run(scenario())


def test_the_history_is_read_page_by_page_also_within_one_moment(path: Path) -> None:
    async def scenario() -> None:
        async with store(path) as kept:
            for number in range(5):
                await kept.keep(f"run-{number}", [b"x"], hour=number // 2)
            first = await kept.history.rows(Query(), limit=2)
            second = await kept.history.rows(Query(), limit=9, before=first[-1])
            assert [row.run.run_id for row in first + second] == [
                *("run-4", "run-3", "run-2", "run-1", "run-0"),
            ]
            assert first[0].counts == {TaskStatus.SUCCESS: 1}
            assert first[0].annotations == Annotations()
            assert first[0].source is Source.CONSOLE

    asyncio.run(scenario())


def test_removed_runs_are_found_no_more_and_their_numbers_may_be_used_again(path: Path) -> None:
    async def scenario() -> None:
        async with store(path) as kept:
            await kept.keep("run-1", [b"shared", b"alone"])
            await kept.keep("run-2", [b"shared"], hour=1)
            everything = Retention(keep_bytes=1)
            assert await kept.history.remove_old(everything, NOW, most=1) == 1
            assert await kept.archive.output(sha256(b"alone")) is None
            assert await kept.archive.output(sha256(b"shared")) == b"shared"
            assert await kept.history.remove_old(everything, NOW) == 1
            # The numbers of what is gone are given to these.
            night = Script(name="Nightly", content=b"tar")
            stored = plain_run("run-3", tasks=2)
            await kept.archive.add_run(replace(stored, run=replace(stored.run, script=night)))
            tasks = [
                done(task, output)
                for task, output in zip(stored.tasks, (b"new", b"newer"), strict=True)
            ]
            await kept.archive.save_tasks(tasks, {sha256(one): one for one in (b"new", b"newer")})
            assert not await kept.hits("shared", Where.OUTPUT)
            assert not await kept.hits("uptime", Where.SCRIPT)
            await kept.index()
            for gone, where in (("shared", Where.OUTPUT), ("uptime", Where.SCRIPT)):
                assert not await kept.hits(gone, where)
            assert len(await kept.hits("new*", Where.OUTPUT)) == 2
            assert await kept.found_runs("nightly") == ["run-3"]

    asyncio.run(scenario())


def test_rules_keep_starred_live_and_young_runs(path: Path) -> None:
    async def scenario() -> None:
        async with store(path) as kept:
            await kept.keep("old", [b"x"])
            await kept.keep("starred", [b"x"])
            await kept.keep("young", [b"x"], hour=48)
            await kept.archive.add_run(plain_run("live"))
            await kept.history.annotate("starred", Annotations(starred=True))
            rules = Retention(keep_days=1)
            now = START + timedelta(days=1, hours=2)
            assert await kept.history.remove_old(Retention(), now) == 0
            assert await kept.history.remove_old(rules, now) == 1
            assert await kept.history.remove_old(rules, now) == 0
            assert set(await kept.found_runs("")) == {"starred", "young", "live"}
            size = await kept.history.size()
            assert (size.runs, size.outputs, size.output_bytes) == (3, 1, 1)
            assert size.oldest_at == START
            assert size.file_bytes > size.free_bytes

    asyncio.run(scenario())


def test_a_limit_of_size_keeps_the_newest(path: Path) -> None:
    async def scenario() -> None:
        async with store(path) as kept:
            for number in range(60):
                await kept.keep(f"run-{number:02d}", [noise(f"{number}", 20_000)], hour=number)
            size = await kept.history.size()
            limit = (size.file_bytes - size.free_bytes) // 2
            while await kept.history.remove_old(Retention(keep_bytes=limit), NOW, most=5):
                pass
            left = await kept.found_runs("")
            assert left == [f"run-{number:02d}" for number in range(59, 59 - len(left), -1)]
            assert 10 < len(left) < 45
            after = await kept.history.size()
            assert after.file_bytes - after.free_bytes <= limit

    asyncio.run(scenario())


def test_days_durations_facets_and_families_are_told(path: Path) -> None:
    async def scenario() -> None:
        async with store(path) as kept:
            first = await kept.keep("run-1", [b"ok", b"four"])
            await kept.keep("run-2", [b"bad"], hour=24)
            again = plain_run("run-3", START + timedelta(hours=25))
            await kept.archive.add_run(
                replace(again, run=replace(again.run, parent_run_id="run-2"))
            )
            other = Script(name="Other", content=b"other")
            await kept.keep("run-4", [b"x"], hour=26, script=other)
            days = await kept.history.days(Query())
            assert [(day.day.isoformat(), day.runs, day.failed) for day in days] == [
                ("2026-11-21", 1, 0),
                ("2026-11-22", 3, 1),
            ]
            durations = await kept.history.durations("run-3")
            assert [(one.run_id, one.median_s, one.failed) for one in durations] == [
                ("run-1", 3, 0),
                ("run-2", 3, 1),
            ]
            facet = await kept.history.facets(parse("script:other", NOW), Facet.SCRIPT)
            assert [(one.value, one.runs) for one in facet] == [("Uptime", 3), ("Other", 1)]
            statuses = await kept.history.facets(parse("script:uptime", NOW), Facet.STATUS)
            assert {one.value: one.runs for one in statuses} == {
                "FAILED": 1,
                "QUEUED": 1,
                "SUCCESS": 1,
            }
            for facet_name in Facet:
                assert isinstance(await kept.history.facets(Query(), facet_name), list)
            family = await kept.history.lineage("run-3")
            assert [one.run.run_id for one in family] == ["run-2", "run-3"]
            assert await kept.history.last_good_run("run-3") == "run-1"
            assert await kept.history.last_good_run("run-1") is None
            assert first.run.run_id == "run-1"

    asyncio.run(scenario())


def test_a_large_output_is_taken_in_whole(path: Path) -> None:
    large = b"".join(b"word%d line\n" % number for number in range(100_000))

    async def scenario() -> None:
        async with store(path) as kept:
            await kept.keep("run-1", [large, b"small"])
            assert len(await kept.hits("word99999", Where.OUTPUT)) == 1

    asyncio.run(scenario())


def test_an_archive_from_before_the_search_is_taken_in(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for number, rung in enumerate(LADDER[:2], 1):
            for statement in rung:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")

    async def scenario() -> None:
        async with store(path) as kept:
            assert not await kept.hits("uptime", Where.SCRIPT)
            await kept.keep("run-1", [b"up 3 days"])
            assert await kept.hits("uptime", Where.SCRIPT)
            assert (await kept.history.size()).oldest_at == datetime(
                2026, 11, 21, 8, 15, 30, 123457, tzinfo=UTC
            )

    asyncio.run(scenario())


def test_an_account_with_too_many_records_is_served_since_the_oldest_it_still_has(
    path: Path,
) -> None:
    async def work() -> None:
        async with store(path) as kept:
            for number in range(4):
                stored = plain_run(f"run-{number}", START + timedelta(hours=number), tasks=1)
                batches = [replace(one, invocation_id=f"inv-{number}") for one in stored.batches]
                await kept.archive.add_run(replace(stored, batches=tuple(batches)))
            other = plain_run("of-another-account", START + timedelta(hours=9))
            batches = [replace(one, profile_id="p-2", invocation_id="x") for one in other.batches]
            await kept.archive.add_run(replace(other, batches=tuple(batches)))
            assert await kept.history.served_since(3) == START + timedelta(hours=1)
            assert await kept.history.served_since(5) is None

    asyncio.run(work())
