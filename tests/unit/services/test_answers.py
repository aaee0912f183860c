"""Answers are folded live, compared, extracted, exported and found, over a real archive."""

from __future__ import annotations

import asyncio
import csv
import io
import zipfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import pytest

from tat_console.outputs.diff import Change
from tat_console.outputs.drift import Drift
from tat_console.outputs.export import CSV, ZIP
from tat_console.outputs.extract import Rule, Shape
from tat_console.outputs.normalise import Normalising
from tat_console.outputs.patterns import BadPattern
from tat_console.ports.archive import BatchState, RunState
from tat_console.ports.history import Retention, Where
from tat_console.runs.progress import RunProgress
from tat_console.services.answers import Answers
from tat_console.services.exports import Exports
from tat_console.services.history import AnswerRules, PastRuns
from tat_console.services.query import BadQuery
from tat_console.storage.archive import SqliteArchive
from tat_console.storage.documents import JsonDocuments
from tat_console.storage.history import SqliteHistory
from tat_console.support.clock import SystemClock
from tat_console.support.errors import ConsoleError
from tat_console.tat.invocations import InvocationTask, TaskResult
from tat_console.tat.statuses import TaskStatus
from tests.unit.storage.records import plain_run

replace = msgspec.structs.replace
NUMBERS = Normalising(masks=("numbers",))


class Place:
    """An archive in a folder."""

    def __init__(self, folder: Path, archive: SqliteArchive, history: SqliteHistory) -> None:
        self.folder = folder
        self.archive = archive
        self.past = PastRuns(history, JsonDocuments(folder / "config"), SystemClock())

    async def run(self, run_id: str, outputs: Sequence[bytes]) -> RunProgress:
        """A run whose tasks answered so."""
        progress = await self.started(run_id, len(outputs))
        await self.answer(progress, outputs)
        return progress

    async def started(self, run_id: str, tasks: int) -> RunProgress:
        stored = plain_run(run_id, tasks=tasks)
        sent = replace(stored.batches[0], state=BatchState.SENT, invocation_id="inv-1")
        running = [
            replace(task, status=TaskStatus.RUNNING, invocation_task_id=f"invt-{task.instance_id}")
            for task in stored.tasks
        ]
        stored = replace(stored, batches=(sent,), tasks=tuple(running))
        await self.archive.add_run(stored)
        return RunProgress(stored)

    async def answer(self, progress: RunProgress, outputs: Sequence[bytes], first: int = 0) -> None:
        """Results come in, are told, and are then kept."""
        tasks, contents = progress.take_results(
            [
                InvocationTask(
                    invocation_task_id=f"invt-ins-{number}",
                    instance_id=f"ins-{number}",
                    task_status=TaskStatus.SUCCESS,
                    task_result=TaskResult(output=output),
                )
                for number, output in enumerate(outputs, first)
            ]
        )
        await self.archive.save_tasks(tasks, contents)


Scenario = Callable[[Place], Awaitable[None]]


@asynccontextmanager
async def place(folder: Path) -> AsyncIterator[Place]:
    archive = await SqliteArchive.open(folder / "archive.sqlite3")
    history = await SqliteHistory.open(folder / "archive.sqlite3")
    try:
        yield Place(folder, archive, history)
    finally:
        await history.close()
        await archive.close()


@pytest.fixture
def in_place(tmp_path: Path) -> Callable[[Scenario], None]:
    def run(scenario: Scenario) -> None:
        async def work() -> None:
            async with place(tmp_path) as here:
                await scenario(here)

        asyncio.run(work())

    return run


def members(answers: Answers) -> list[list[str]]:
    return [list(group.members) for group in answers.fold.groups()]


@pytest.mark.parametrize("rules", [Normalising(), NUMBERS], ids=["bytes", "masked"])
def test_groups_form_while_results_come_in(
    in_place: Callable[[Scenario], None], rules: Normalising
) -> None:
    async def scenario(here: Place) -> None:
        progress = await here.started("run-1", 4)
        answers = Answers(progress, here.archive, rules)
        heard = asyncio.Event()
        answers.changed.subscribe(lambda _nothing: heard.set())
        await answers.open()
        assert members(answers) == []
        await here.answer(progress, [b"up 1", b"up 1"])
        await here.answer(progress, [b"up 1", b"down"], first=2)
        # The end of a run is told after all of its results were kept.
        progress.end(here.past._clock.now())
        while sum(map(len, members(answers))) < 4 or (rules.is_on and answers._unmasked):
            heard.clear()
            await heard.wait()
        await answers.close()
        assert sorted(members(answers)[0]) == ["ins-0", "ins-1", "ins-2"]
        assert members(answers)[1] == ["ins-3"]

    in_place(scenario)


def test_rules_fold_anew_and_bad_ones_change_nothing(
    in_place: Callable[[Scenario], None],
) -> None:
    async def scenario(here: Place) -> None:
        answers = Answers(await here.run("run-1", [b"pid 7", b"pid 12", b""]), here.archive)
        await answers.open()
        assert members(answers) == [["ins-0"], ["ins-1"], ["ins-2"]]
        await answers.use(NUMBERS)
        assert members(answers) == [["ins-0", "ins-1"], ["ins-2"]]
        with pytest.raises(BadPattern):
            await answers.use(Normalising(patterns=("(",)))
        assert answers.rules == NUMBERS
        rows = await answers.difference("ins-0", "ins-1")
        assert [row.change for row in rows] == [Change.CHANGED]
        rows = await answers.difference("ins-0", "ins-1", masked=True)
        assert [row.change for row in rows] == [Change.SAME]
        await answers.close()

    in_place(scenario)


def test_drift_is_told_by_the_rules_in_use(in_place: Callable[[Scenario], None]) -> None:
    async def scenario(here: Place) -> None:
        before = await here.run("run-1", [b"pid 1", b"ok", b"gone"])
        now = Answers(await here.run("run-2", [b"pid 2", b"bad"]), here.archive, NUMBERS)
        await now.open()
        assert [(row.member, row.drift) for row in (await now.drift_from(before))[1]] == [
            ("ins-1", Drift.CHANGED),
            ("ins-2", Drift.GONE),
            ("ins-0", Drift.SAME),
        ]
        await now.close()

    in_place(scenario)


def test_outputs_become_a_table_by_a_guessed_rule(in_place: Callable[[Scenario], None]) -> None:
    async def scenario(here: Place) -> None:
        progress = await here.run("run-1", [b'{"disk": 7}', b'{"disk": 7}', b'{"disk": 9}'])
        answers = Answers(progress, here.archive)
        await answers.open()
        rule = await answers.guess_rule()
        assert rule == Rule(shape=Shape.JSON)
        table = await answers.table(rule)
        assert [(row.member, row.record) for row in table.rows] == [
            ("ins-0", {"disk": 7}),
            ("ins-1", {"disk": 7}),
            ("ins-2", {"disk": 9}),
        ]
        few = await answers.table(rule, {"ins-2"})
        assert [row.member for row in few.rows] == ["ins-2"]
        await answers.close()

    in_place(scenario)


def test_bytes_that_are_no_text_are_told_in_numbers(in_place: Callable[[Scenario], None]) -> None:
    async def scenario(here: Place) -> None:
        outputs = [bytes(range(256)), bytes(range(255, -1, -1)), b"\x1b[0m", b"", bytes(30_000)]
        progress = await here.run("run-1", outputs)
        answers = Answers(progress, here.archive)
        texts = [await answers.shown_text(f"ins-{number}") for number in range(5)]
        first, second, colour, nothing, long = texts
        assert first
        assert first.splitlines()[:1] == [
            "00000000  00 01 02 03 04 05 06 07  08 09 0a 0b 0c 0d 0e 0f  ................"
        ]
        assert first != second
        assert (colour, nothing) == ("", "")
        assert long
        assert len(long.splitlines()) == 24_576 // 16 + 1
        late = replace(progress.tasks["ins-0"], output_sha256="0" * 64)
        progress.set_batches((), [late])
        assert await answers.shown_text("ins-0") is None

    in_place(scenario)


def test_exports_are_whole_files_with_progress(in_place: Callable[[Scenario], None]) -> None:
    async def scenario(here: Place) -> None:
        outputs = [b"line\n" * 40_000, b"b", b""]
        stored = (await here.run("run-1", outputs)).stored()
        steps: list[tuple[int, int]] = []
        path = here.folder / "out.zip"
        count = await Exports(here.archive).write(
            path, ZIP, [stored], told=lambda done, total: steps.append((done, total))
        )
        assert (count, steps) == (3, [(1, 3), (2, 3), (3, 3)])
        with zipfile.ZipFile(path) as archive:
            assert [archive.read(name) for name in archive.namelist()] == outputs
        table = here.folder / "out.csv"
        await Exports(here.archive).write(table, CSV, [stored], instance_ids={"ins-1"})
        rows = list(csv.DictReader(io.StringIO(table.read_bytes().decode("utf-8-sig"))))
        assert [(row["instance_id"], row["output"]) for row in rows] == [("ins-1", "b")]

    in_place(scenario)


def test_a_cancelled_export_leaves_the_earlier_file(in_place: Callable[[Scenario], None]) -> None:
    async def scenario(here: Place) -> None:
        stored = (await here.run("run-1", [b"a", b"b"])).stored()
        path = here.folder / "out.csv"
        path.write_text("earlier")

        def cancel(_done: int, _total: int) -> None:
            raise asyncio.CancelledError

        with pytest.raises(asyncio.CancelledError):
            await Exports(here.archive).write(path, CSV, [stored], told=cancel)
        assert path.read_text() == "earlier"
        assert list(here.folder.glob("*.unfinished")) == []
        with pytest.raises(ConsoleError, match="could not be written"):
            await Exports(here.archive).write(here.folder / "no" / "out.csv", CSV, [stored])

    in_place(scenario)


def test_finds_come_with_their_lines(in_place: Callable[[Scenario], None]) -> None:
    async def scenario(here: Place) -> None:
        await here.run("run-1", [b"one\ntwo needle\nthree\n"])
        is_whole = asyncio.Event()
        here.past.indexed.subscribe(lambda left: None if left else is_whole.set())
        keeping_up = asyncio.create_task(here.past.keep_up())
        await is_whole.wait()
        found = await here.past.find("needl", is_typing=True)
        assert [page.where for page in found.pages] == [Where.OUTPUT]
        ((excerpt,),) = await here.past.excerpts(found.query, found.pages[0].hits)
        assert excerpt.text[slice(*excerpt.marks[0])] == "needl"
        assert (await here.past.find("needl")).pages == ()
        assert (await here.past.find("status:failed")).pages == ()
        with pytest.raises(BadQuery):
            await here.past.find("sttus:failed")
        await here.run("run-2", [b"another needle"])
        is_whole.clear()
        here.past.look()
        await is_whole.wait()
        assert len((await here.past.find("needle")).pages[0].hits) == 2
        keeping_up.cancel()
        await asyncio.gather(keeping_up, return_exceptions=True)

    in_place(scenario)


def test_tidying_goes_on_until_the_rules_are_kept(in_place: Callable[[Scenario], None]) -> None:
    async def scenario(here: Place) -> None:
        for number in range(120):
            progress = await here.run(f"run-{number}", [b"x"])
            ended = replace(progress.run, state=RunState.ENDED)
            await here.archive.save_run(ended)
        assert await here.past.tidy(Retention()) == 0
        assert await here.past.tidy(Retention(keep_bytes=1)) == 120
        assert (await here.past.history.size()).runs == 0

    in_place(scenario)


def test_rules_are_kept_for_each_script(in_place: Callable[[Scenario], None]) -> None:
    async def scenario(here: Place) -> None:
        assert here.past.rules_of("Disk") == AnswerRules()
        rules = AnswerRules(
            normalising=NUMBERS, table=Rule(shape=Shape.JSON, expression="a", columns=("b",))
        )
        here.past.keep_rules("Disk", rules)
        assert here.past.rules_of("Disk") == rules
        documents = JsonDocuments(here.folder / "config")
        documents.write("answer_rules", {"Disk": {"normalising": 7}})
        assert here.past.rules_of("Disk") == AnswerRules()

    in_place(scenario)
