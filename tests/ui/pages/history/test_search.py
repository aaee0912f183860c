"""Searching the history: matching lines, mistakes in place, and the way to a run."""

from __future__ import annotations

from functools import partial
from hashlib import sha256

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QPushButton

from tat_console.tat.statuses import TaskStatus
from tat_console.tour.hand import Hand
from tat_console.ui.navigation import OpenRun, PageKey
from tat_console.ui.pages.history.page import HistoryPage
from tat_console.ui.pages.history.result_list import ResultList
from tat_console.ui.pages.history.result_painting import at_left
from tat_console.ui.pages.history.results import FoundLine
from tests.ui.pages.conftest import OnStage, Stage
from tests.ui.pages.history.test_page import found, results, stored

FULL = b"copy edge.pem\ncp: error writing: No space left on device\nrestored\n"


async def kept(stage: Stage, number: int, output: bytes, status: TaskStatus) -> None:
    """A run with one task that printed this, known to the search."""
    archive = stage.services.archive
    run = stored(number, [status])
    await archive.add_run(run)
    digest = sha256(output).hexdigest()
    task = msgspec.structs.replace(run.tasks[0], output_sha256=digest, output_bytes=len(output))
    await archive.save_tasks([task], {digest: output})
    while await stage.services.past.history.index_more():
        pass


async def searched(hand: Hand, text: str) -> None:
    """Type a search and wait for what it gives."""
    await hand.until(lambda: hand.shown(ResultList, "history"), "the runs are shown")
    await hand.type_into("history_search", text)
    await hand.until(lambda: hand.text("history_found").startswith("found in"), "it is found")


def shows(hand: Hand, count: int) -> bool:
    """Whether so many results are listed."""
    return len(found(hand)) == count


def test_lines_that_match_are_shown_with_their_machine(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        await kept(stage, 0, b"all well\n", TaskStatus.SUCCESS)
        await kept(stage, 1, FULL, TaskStatus.FAILED)
        hand = stage.show(HistoryPage)
        await searched(hand, 'status:failed "no space left"')
        assert found(hand) == ["report-1"]
        (result,) = results(hand)
        (line,) = result.shown_lines(matching_only=True)
        assert line.who == "web-0"
        (mark,) = line.marks
        assert line.text[slice(*mark)] == "No space left"
        assert hand.text("history_count") == "1 task in 1 run"
        around = [one.text for one in result.shown_lines(matching_only=False)]
        assert around == ["copy edge.pem", line.text, "restored"]
        view = hand.find(ResultList, "history")
        narrow = view.visualRect(view.model().index(0, 0)).height()
        hand.find(QCheckBox, "matching_lines").click()
        await hand.settle()
        assert view.visualRect(view.model().index(0, 0)).height() > narrow

    on_stage(work)


def test_enter_goes_to_the_results_and_opens_a_run(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        await kept(stage, 0, b"all well\n", TaskStatus.SUCCESS)
        await kept(stage, 1, FULL, TaskStatus.FAILED)
        hand = stage.show(HistoryPage)
        await searched(hand, "status:failed")
        view = hand.find(ResultList, "history")
        await hand.press(Qt.Key.Key_Return, on=stage.pages[0].search)  # type: ignore[attr-defined]
        await hand.until(lambda: view.currentIndex().isValid(), "the first result is current")
        await hand.press(Qt.Key.Key_Return, on=view)
        assert stage.route.went == [(PageKey.RUNS, OpenRun("run-1"))]

    on_stage(work)


def test_a_mistake_is_said_in_place_and_the_list_stays(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        await kept(stage, 0, b"all well\n", TaskStatus.SUCCESS)
        hand = stage.show(HistoryPage)
        await hand.until(lambda: hand.shown(ResultList, "history"), "the runs are shown")
        await hand.type_into("history_search", "colour:red")
        problem = stage.pages[0].field.problem  # type: ignore[attr-defined]
        await hand.until(problem.isVisible, "the mistake is said")
        assert problem.text().startswith("There is no field “colour”.")
        assert hand.shown(ResultList, "history")
        await hand.type_into("history_search", "well")
        await hand.until(lambda: hand.shown(ResultList, "history"), "something is found")
        assert not problem.isVisible()

    on_stage(work)


def test_more_results_come_as_they_are_scrolled(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        for number in range(120):
            await stage.services.archive.add_run(stored(number))
        hand = stage.show(HistoryPage)
        await searched(hand, "script:report")
        before = len(found(hand))
        assert before < 120
        assert hand.text("history_count") == "120 tasks in 120 runs"
        for count in (before + 50, 120):
            hand.find(ResultList, "history").scrollToBottom()
            await hand.until(partial(shows, hand, count), "more are shown")
        assert found(hand) == [f"report-{number}" for number in range(120)]

    on_stage(work)


def test_a_line_that_stands_alone_is_shown_without_its_indent() -> None:
    line = FoundLine("Script", '    echo "no space left"', ((10, 23),))
    shown = at_left(line)
    assert shown.text == 'echo "no space left"'
    assert [shown.text[start:end] for start, end in shown.marks] == ["no space left"]
    assert at_left(FoundLine("", "    ", ())).text == ""


def test_where_nothing_is_found_it_says_what_would_be(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        await kept(stage, 0, b"restored all\n", TaskStatus.SUCCESS)
        await kept(stage, 1, FULL, TaskStatus.FAILED)
        hand = stage.show(HistoryPage)
        await hand.until(lambda: hand.shown(ResultList, "history"), "the runs are shown")
        await hand.type_into("history_search", "rest status:success ")
        await hand.until(lambda: hand.shown(QPushButton, "hint_0"), "there is a hint")
        said = [hand.find(QPushButton, f"hint_{place}").text() for place in range(2)]
        assert said == ["rest* status:success finds 1 run", "status:success finds 1 run"]
        await hand.click("hint_0")
        await hand.until(lambda: hand.shown(ResultList, "history"), "it is found")
        assert found(hand) == ["report-0"]
        assert hand.text("history_search") == "rest* status:success"

    on_stage(work)


def test_it_says_that_not_everything_is_searched_yet_and_looks_again(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        past = stage.services.past
        await kept(stage, 0, b"word one\n", TaskStatus.SUCCESS)
        hand = stage.show(HistoryPage)
        await searched(hand, "word")
        assert found(hand) == ["report-0"]
        past.left = 7
        past.indexed.emit(7)
        assert hand.text("history_unsearched") == "7 records are not searched yet"
        await kept(stage, 1, b"word two\n", TaskStatus.SUCCESS)
        assert found(hand) == ["report-0"]
        past.left = 0
        past.indexed.emit(0)
        assert hand.text("history_unsearched") == ""
        await hand.until(lambda: found(hand) == ["report-0", "report-1"], "it is found by itself")

    on_stage(work)
