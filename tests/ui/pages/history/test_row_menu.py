"""A right click on a run offers what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tat_console.ui.navigation import OpenRun, PageKey
from tat_console.ui.pages.history.page import HistoryPage
from tests.ui.pages.conftest import OnStage, Stage
from tests.ui.pages.history.test_page import stored


def test_the_menu_of_a_run_is_about_that_run(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        for number in (1, 2):
            await stage.services.archive.add_run(stored(number))
        hand = stage.show(HistoryPage)
        page = hand.window
        assert isinstance(page, HistoryPage)
        await hand.until(lambda: page.table.results.rowCount() == 2, "the runs are listed")
        spot = page.table.visualRect(page.table.results.index(1, 0)).center()
        view = page.table.viewport()
        QTest.mouseClick(view, Qt.MouseButton.RightButton, pos=spot)
        where = view.mapToGlobal(spot)
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, spot, where)
        QApplication.sendEvent(view, event)
        menu = page.detail.more.menu()
        assert menu.isVisible()
        actions = {action.objectName(): action for action in menu.actions()}
        menu.hide()
        actions["open_in_runs"].trigger()
        assert stage.route.went == [(PageKey.RUNS, OpenRun("run-2"))]

    on_stage(work)
