"""The page of everything that was run: a long archive, and a run that goes on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QWidget

from tat_console.ports.archive import (
    BatchRecord,
    Relation,
    RunRecord,
    RunState,
    Script,
    StoredRun,
    TaskRecord,
)
from tat_console.ports.profiles import Environment
from tat_console.runs.plan import make_plan
from tat_console.tat.statuses import CommandType, InstanceKind, TaskStatus
from tat_console.tour.hand import Hand
from tat_console.ui.kit.states import EmptyState, LoadingState
from tat_console.ui.navigation import OpenRun, PageKey
from tat_console.ui.pages.history.facets_pane import FacetsPane
from tat_console.ui.pages.history.page import HistoryPage
from tat_console.ui.pages.history.result_list import ResultList
from tat_console.ui.pages.history.results import Result
from tat_console.ui.pages.history.run_parts import COMPARE
from tat_console.ui.pages.history.searching import AT_ONCE
from tests.ui.pages.conftest import OnStage, Stage

START = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def stored(number: int, statuses: Sequence[TaskStatus] = (TaskStatus.SUCCESS,)) -> StoredRun:
    """A run that ended; the higher the number the older it is."""
    run_id = f"run-{number}"
    began = START - timedelta(minutes=number)
    run = RunRecord(
        run_id=run_id,
        profile_id="p-1",
        profile_name="harbor",
        environment=Environment.PRODUCTION,
        script=Script(name=f"report-{number}", content=b"df"),
        created_at=began,
        state=RunState.ENDED,
        ended_at=began + timedelta(seconds=42),
        parent_run_id=f"run-{number + 1}" if number % 2 == 0 else "",
        relation=Relation.RETRY if number % 2 == 0 else None,
    )
    batch = BatchRecord(run_id=run_id, batch_no=0, region="ap-guangzhou", kind=InstanceKind.CVM)
    tasks = tuple(
        TaskRecord(
            run_id=run_id,
            batch_no=0,
            instance_id=f"ins-{place}",
            instance_name=f"web-{place}",
            status=status,
        )
        for place, status in enumerate(statuses)
    )
    return StoredRun(run=run, batches=(batch,), tasks=tasks)


def names(hand: Hand) -> list[str]:
    return [row[0] for row in hand.rows("history")]


def found(hand: Hand) -> list[str]:
    return [result.row.run.script.name for result in results(hand)]


def results(hand: Hand) -> list[Result]:
    return list(hand.find(ResultList, "history").results.shown_rows())


def has_rows(hand: Hand, count: int) -> bool:
    """Whether so many runs are listed."""
    return len(names(hand)) >= count


def spoken(hand: Hand, row: int) -> str:
    """What a screen reader hears of a line."""
    model = hand.find(ResultList, "history").model()
    return str(model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole))


def test_nothing_run_yet_leads_to_the_machines(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        hand = stage.show(HistoryPage)

        def shown() -> list[EmptyState]:
            states = stage.pages[0].findChildren(EmptyState)
            return [one for one in states if one.isVisible()]

        await hand.until(shown, "the archive was read")
        (state,) = shown()
        assert state.title.text() == "Nothing was run yet"
        assert state.action is not None
        state.action.click()
        assert stage.route.went == [(PageKey.INSTANCES, None)]

    on_stage(work)


def test_a_line_says_what_ran_where_and_how_it_ended(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        statuses = [TaskStatus.SUCCESS] * 3 + [TaskStatus.TIMEOUT, TaskStatus.FAILED]
        await stage.services.archive.add_run(stored(1))
        await stage.services.archive.add_run(stored(0, statuses))
        hand = stage.show(HistoryPage)
        await hand.until(lambda: hand.shown(ResultList, "history"), "the runs are shown")
        assert spoken(hand, 0) == "Run: report-0, harbor; 3 Success, 1 Failed, 1 Timeout"
        await hand.click_row("history", 0)
        await hand.press(Qt.Key.Key_Down, on=hand.find(ResultList, "history"))
        await hand.press(Qt.Key.Key_Return, on=hand.find(ResultList, "history"))
        assert stage.route.went == [(PageKey.RUNS, OpenRun("run-1"))]

    on_stage(work)


def test_older_runs_are_read_as_the_list_is_scrolled(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        total = 2 * AT_ONCE + 7
        for number in range(total):
            await stage.services.archive.add_run(stored(number))
        hand = stage.show(HistoryPage)
        await hand.until(lambda: hand.shown(ResultList, "history"), "the newest runs are read")
        table = hand.find(ResultList, "history")
        assert len(names(hand)) < total
        for count in (AT_ONCE + 1, 2 * AT_ONCE, total):
            table.scrollToBottom()
            await hand.until(partial(has_rows, hand, count), "more are shown")
        assert names(hand) == [f"report-{number}" for number in range(total)]
        assert hand.text("history_count") == f"{total} runs"

    on_stage(work)


def test_a_name_is_found_beyond_what_was_read_first(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        for number in range(AT_ONCE + 50):
            await stage.services.archive.add_run(stored(number))
        hand = stage.show(HistoryPage)
        await hand.until(lambda: hand.shown(ResultList, "history"), "the runs are shown")
        while await stage.services.past.history.index_more():
            pass
        await hand.type_into("history_search", f'"report-{AT_ONCE + 49}"')
        await hand.until(lambda: found(hand) == [f"report-{AT_ONCE + 49}"], "it is found")
        await hand.type_into("history_search", "nowhere")
        await hand.until(lambda: not hand.shown(ResultList, "history"), "nothing is found")
        await hand.press(Qt.Key.Key_Escape, on=stage.pages[0].search)  # type: ignore[attr-defined]
        await hand.until(lambda: hand.shown(ResultList, "history"), "all are shown again")
        await hand.until(lambda: len(names(hand)) > 1, "all are listed again")

    on_stage(work)


def test_a_run_appears_when_it_starts_and_goes_on_to_its_end(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        hand = stage.show(HistoryPage)
        services = stage.services
        machines = [
            one for one in services.directory.machines if one.refusal(CommandType.SHELL) is None
        ]
        script = Script(name="hello", content=b"read line; echo $line", timeout_s=30)
        profile = services.session.require().profile
        plan = make_plan(script, machines[:2], profile, now=services.clock.now())
        progress = await services.runs.start(plan)
        await hand.until(lambda: hand.shown(ResultList, "history"), "the run is shown")
        assert names(hand) == ["hello"]
        await hand.until(lambda: not progress.is_live, "the run has ended")
        await hand.until(lambda: "2 Success" in spoken(hand, 0), "its tasks are counted")
        boxes = hand.find(FacetsPane, "history_facets").sections["status"]

        def told() -> list[str]:
            return [one.accessibleName() for one in boxes.findChildren(QCheckBox)]

        await hand.until(lambda: told() == ["Success"], "the facets follow")
        await hand.click_row("history", 0)
        await hand.press(Qt.Key.Key_Return, on=hand.find(ResultList, "history"))
        assert stage.route.went[-1] == (PageKey.RUNS, OpenRun(progress.run_id))

    on_stage(work)


def test_a_comparison_says_that_answers_are_read_before_it_says_there_are_none(
    on_stage: OnStage,
) -> None:
    async def work(stage: Stage) -> None:
        await stage.services.archive.add_run(stored(1))
        hand = stage.show(HistoryPage)
        page = hand.window
        assert isinstance(page, HistoryPage)
        await hand.until(lambda: page.detail.parts, "the run is shown")
        assert page.detail.parts is not None
        page.detail.tabs.setCurrentIndex(COMPARE)
        part = page.detail.parts.currentWidget()
        states = [type(one) for one in hand.shown(QWidget, "") if one.parent() is part]
        assert states == [LoadingState]
        await hand.until(lambda: hand.shown(EmptyState, ""), "there is nothing to compare")

    on_stage(work)
