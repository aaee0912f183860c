"""The list of runs keeps what is in view where it is, whatever comes before or after it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt

from tat_console.tour.hand import Hand
from tat_console.ui.pages.history.page import HistoryPage
from tat_console.ui.pages.history.result_list import ResultList
from tests.ui.pages.conftest import OnStage, Stage
from tests.ui.pages.history.test_page import has_rows, names, stored

MINUTES_AGO = range(10, 130)


async def shown(stage: Stage) -> tuple[Hand, ResultList]:
    """A long history, at its top."""
    for minutes in MINUTES_AGO:
        await stage.services.archive.add_run(stored(minutes))
    hand = stage.show(HistoryPage)
    await hand.until(lambda: hand.shown(ResultList, "history"), "the runs are shown")
    await hand.until(lambda: hand.text("history_count") == "120 runs", "they are counted")
    return hand, hand.find(ResultList, "history")


def top_in_view(table: ResultList) -> tuple[str, int]:
    """The uppermost run that is seen, and where."""
    index = table.indexAt(QPoint(1, 1))
    result = table.results.row_at(index)
    assert result is not None
    return result.row.run.run_id, table.visualRect(index).top()


def test_older_runs_come_below_what_is_in_view(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        hand, table = await shown(stage)
        for _page in range(2):
            before = len(names(hand))
            table.scrollToBottom()
            seen = top_in_view(table)
            await hand.until(partial(has_rows, hand, before + 1), "older ones are read")
            assert top_in_view(table) == seen
        assert table.currentIndex().row() == 0

    on_stage(work)


def test_a_run_that_comes_while_older_ones_are_read_moves_nothing(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        hand, table = await shown(stage)
        page = stage.pages[0]
        assert isinstance(page, HistoryPage)
        table.scrollTo(table.model().index(9, 0), ResultList.ScrollHint.PositionAtTop)
        seen = top_in_view(table)
        assert seen[0] != "run-10"
        await stage.services.archive.add_run(stored(1))
        page.refresh()
        await hand.until(lambda: names(hand)[0] == "report-1", "the new one is listed")
        assert top_in_view(table) == seen
        table.scrollToTop()
        await stage.services.archive.add_run(stored(0))
        page.refresh()
        await hand.until(lambda: names(hand)[0] == "report-0", "another one is listed")
        assert top_in_view(table) == ("run-0", 0)

    on_stage(work)


def test_another_search_brings_the_current_run_into_view(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        hand, table = await shown(stage)
        await hand.press(Qt.Key.Key_Down, on=table)
        table.scrollToBottom()
        assert top_in_view(table)[0] != "run-10"
        await hand.type_into("history_search", "status:success")
        await hand.until(lambda: hand.text("history_count") == "120 tasks in 120 runs", "found")
        assert table.currentIndex().row() == 1
        assert table.viewport().rect().contains(table.visualRect(table.currentIndex()))

    on_stage(work)
