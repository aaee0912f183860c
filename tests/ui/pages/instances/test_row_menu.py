"""The menu of the rows: to run there, to look back, to copy what machines are reached by."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu, QTableView

from tat_console.tat.machines import Machine
from tat_console.tour.hand import Hand
from tat_console.ui.navigation import FindRuns, PageKey
from tat_console.ui.pages.instances.page import InstancesPage
from tests.ui.pages.conftest import OnStage, Stage


async def menu_of(hand: Hand, machines: list[Machine]) -> dict[str, QAction]:
    """What a right click on the first of these selected machines offers."""
    page = hand.window
    assert isinstance(page, InstancesPage)
    table = page.browser.table
    flag = QItemSelectionModel.SelectionFlag
    table.clearSelection()
    for machine in machines:
        index = page.browser.model.index_of(machine.instance_id)
        table.selectionModel().select(index, flag.Select | flag.Rows)
        table.selectionModel().setCurrentIndex(index, flag.NoUpdate)
    spot = table.visualRect(table.currentIndex()).center()
    where = table.viewport().mapToGlobal(spot)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, spot, where)
    QApplication.sendEvent(table.viewport(), event)
    await hand.settle()
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    menu = hand.find(QTableView, "machines").findChildren(QMenu, options=direct)[-1]
    found = {action.objectName(): action for action in menu.findChildren(QAction)}
    menu.hide()
    return found


def test_several_machines_are_run_on_and_copied_together(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        hand = stage.show(InstancesPage)
        machines = stage.services.directory.machines
        ready = [one for one in machines if one.refusal() is None][:2]
        stopped = next(one for one in machines if one.refusal() is not None)
        offered = await menu_of(hand, [*ready, stopped])
        assert offered["run_on_rows"].text() == "Run script on 2 machines…"
        assert "find_runs_of_row" not in offered
        offered["copy_ids"].trigger()
        copied = QApplication.clipboard().text().splitlines()
        assert sorted(copied) == sorted(one.instance_id for one in [*ready, stopped])
        offered["run_on_rows"].trigger()
        assert set(stage.services.chosen.ids) == {one.instance_id for one in ready}
        assert stage.route.went == [(PageKey.SCRIPTS, None)]

    on_stage(work)


def test_one_machine_has_its_addresses_and_its_past(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        hand = stage.show(InstancesPage)
        machine = next(one for one in stage.services.directory.machines if one.public_ips)
        offered = await menu_of(hand, [machine])
        for name, text in (
            ("copy_names", machine.name),
            ("copy_ips", machine.private_ips[0]),
            ("copy_public_ips", machine.public_ips[0]),
        ):
            offered[name].trigger()
            assert QApplication.clipboard().text() == text
        offered["find_runs_of_row"].trigger()
        sought = FindRuns(f"instance:{machine.instance_id}")
        assert stage.route.went == [(PageKey.HISTORY, sought)]
        hosted = next(one for one in stage.services.directory.machines if not one.public_ips)
        assert "copy_public_ips" not in await menu_of(hand, [hosted])

    on_stage(work)
