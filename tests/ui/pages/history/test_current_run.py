"""What is done from the history is done with the run the user is on, read already or not."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest

from tat_console.ports.history import HistoryRow
from tat_console.tat.statuses import TaskStatus
from tat_console.tour.hand import Hand
from tat_console.ui.navigation import OpenScript, PageKey
from tat_console.ui.pages.history.page import HistoryPage
from tat_console.ui.pages.history.result_list import copied
from tat_console.ui.pages.history.results import FoundLine, Result
from tests.ui.pages.conftest import OnStage, Stage
from tests.ui.pages.history.test_page import stored


async def moved_on(stage: Stage) -> tuple[Hand, HistoryPage]:
    """The newer of two runs was read; the user has just gone to the older one."""
    for number in range(2):
        await stage.services.archive.add_run(stored(number, [TaskStatus.FAILED] * (2 - number)))
    hand = stage.show(HistoryPage)
    page = stage.pages[0]
    assert isinstance(page, HistoryPage)
    await hand.until(lambda: page.detail.parts, "the newest run is read")
    assert page.detail.retry.isVisible()
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    assert page.detail.run_id == "run-1"
    assert page.detail.parts is not None
    assert page.detail.parts.progress.run_id == "run-0"
    return hand, page


def test_the_run_that_is_current_is_edited_though_another_is_still_seen(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        hand, page = await moved_on(stage)
        assert not page.detail.retry.isVisible()
        edit = page.findChild(QAction, "edit_and_run")
        assert edit is not None
        edit.trigger()
        await hand.until(lambda: stage.route.went, "the way to the editor")
        ((key, errand),) = stage.route.went
        assert key is PageKey.SCRIPTS
        assert isinstance(errand, OpenScript)
        assert errand.script.name == "report-1"

    on_stage(work)


def test_the_star_goes_to_the_run_that_is_current(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        hand, page = await moved_on(stage)

        def starred() -> list[str]:
            rows = (result.row for result in page.model.all_rows())
            return [row.run.run_id for row in rows if row.annotations.starred]

        QTest.keyClick(page.table, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
        await hand.until(lambda: starred() == ["run-1"], "it is starred")
        (kept,) = await stage.services.past.history.rows(stage.services.past.meaning("is:starred"))
        assert kept.run.run_id == "run-1"

    on_stage(work)


def test_a_run_is_copied_with_its_time_and_its_id(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        _hand, page = await moved_on(stage)
        QTest.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        local = stored(1).run.created_at.astimezone()
        when = f"{local:%Y-%m-%d %H:%M:%S %z}"
        copy = QGuiApplication.clipboard().text()
        assert copy == f"report-1\t{when}\tharbor\t1 Failed\trun-1"
        tip = page.table.currentIndex().data(Qt.ItemDataRole.ToolTipRole)
        assert tip == f"report-1\n{when}\nharbor, run-1"

    on_stage(work)


def test_the_lines_that_were_found_are_copied_too() -> None:
    run = stored(1).run
    lines = (FoundLine("web-1", "no space", ((3, 8),)), FoundLine("web-1", "around it"))
    result = Result(HistoryRow(run=run, counts={TaskStatus.FAILED: 1}), lines)
    assert copied(result).splitlines()[1:] == ["web-1: no space"]
