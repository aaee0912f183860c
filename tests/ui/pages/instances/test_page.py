"""The page of machines, by clicks and keys, on the machines of a real sandbox."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QLabel, QTableView

from tat_console.services.services import Services
from tat_console.support.errors import ConsoleError
from tat_console.tat.machines import Machine
from tat_console.tat.statuses import InstanceKind
from tat_console.tour.hand import Hand
from tat_console.ui.kit.banner import Banner
from tat_console.ui.kit.states import EmptyState
from tat_console.ui.navigation import OpenProfiles, PageKey
from tat_console.ui.pages.instances.details import DetailsPane
from tat_console.ui.pages.instances.page import InstancesPage
from tat_console.ui.widgets.chip import Chip
from tests.fixtures.sandbox import Sandbox
from tests.ui.pages.conftest import OnStage, Stage
from tests.unit.services.conftest import PROFILE_ID
from tests.unit.services.test_directory import provide_unreachable

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
HORIZONTAL = Qt.Orientation.Horizontal


def ready(services: Services) -> list[Machine]:
    return [machine for machine in services.directory.machines if machine.refusal() is None]


def words(hand: Hand, name: str) -> str:
    return hand.find(QLabel, name).text()


def button_text(hand: Hand, name: str) -> str:
    return hand.find(QAbstractButton, name).text()


def table(hand: Hand) -> QTableView:
    return hand.find(QTableView, "machines")


def names(hand: Hand) -> list[str]:
    return [row[1] for row in hand.rows("machines")]


def test_machines_of_every_kind_are_listed_with_why_some_cannot_run(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        hand = stage.show(InstancesPage)
        known = stage.services.directory.machines
        assert {machine.kind for machine in known} >= {InstanceKind.CVM, InstanceKind.LIGHTHOUSE}
        assert sorted(names(hand)) == sorted(machine.name for machine in known)
        model = table(hand).model()
        for row in range(model.rowCount()):
            machine = stage.services.directory.find(
                [one.instance_id for one in known if one.name == names(hand)[row]]
            )[0]
            spoken = model.index(row, 3).data(Qt.ItemDataRole.AccessibleTextRole)
            box = model.index(row, 0).data(Qt.ItemDataRole.CheckStateRole)
            assert (box is None) == (machine.refusal() is not None)
            if machine.agent is None:
                assert "Not installed, Install agent first" in spoken

    on_stage(work)


def test_ticks_by_click_space_and_shift_become_the_chosen_machines(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        hand = stage.show(InstancesPage)
        chosen = stage.services.chosen
        assert not hand.find(QAbstractButton, "run_script").isEnabled()
        places = [
            place
            for place, name in enumerate(names(hand))
            if name in {machine.name for machine in ready(stage.services)}
        ]
        await hand.click_row("machines", places[0], 0)
        assert [machine.name for machine in chosen.machines] == [names(hand)[places[0]]]
        assert button_text(hand, "run_script") == "Run script on 1 machine…"
        await hand.click_row("machines", places[0])
        await hand.press(Qt.Key.Key_Space, on=table(hand))
        assert chosen.ids == ()
        await hand.click_row("machines", 0)
        await hand.click_row("machines", 5, modifier=SHIFT)
        await hand.press(Qt.Key.Key_Space, on=table(hand))
        assert len(chosen.ids) == len([place for place in places if place <= 5])
        await hand.click("run_script")
        assert stage.route.went == [(PageKey.SCRIPTS, None)]

    on_stage(work)


def test_select_all_ready_takes_only_what_is_shown(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        hand = stage.show(InstancesPage)
        await hand.type_into("machine_search", "WEB")
        shown = [machine for machine in ready(stage.services) if "web" in machine.name]
        await hand.press(Qt.Key.Key_A, CONTROL, on=table(hand))
        assert {machine.name for machine in stage.services.chosen.machines} == {
            machine.name for machine in shown
        }
        assert words(hand, "chosen_count") == f"{len(shown)} selected"
        regions = len({machine.region for machine in shown})
        summary = hand.find(QLabel, "chosen_summary").accessibleName()
        assert summary == f"{len(shown)} CVM in {regions} regions: sent as {regions} invocations"
        blocked = [name for name in names(hand) if name not in {one.name for one in shown}]
        assert button_text(hand, "blocked_count") == f"{len(blocked)} cannot take a run"
        await hand.click("blocked_count")
        assert names(hand) == blocked

    on_stage(work)


def test_words_and_facets_narrow_the_table_and_clear_shows_all_again(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        hand = stage.show(InstancesPage)
        page = stage.pages[0]
        total = len(stage.services.directory.machines)
        assert page.subtitle.text() == f"{total} machines"
        await hand.click("facet_kind")
        menu = hand.find(Chip, "facet_kind").menu
        lighthouse = next(one for one in menu.actions() if one.text().startswith("Lighthouse"))
        expected = [
            one for one in stage.services.directory.machines if one.kind is InstanceKind.LIGHTHOUSE
        ]
        assert lighthouse.text().endswith(f"\t{len(expected)}")
        lighthouse.trigger()
        menu.close()
        assert sorted(names(hand)) == sorted(machine.name for machine in expected)
        assert page.subtitle.text() == f"{len(expected)} of {total} machines"
        await hand.type_into("machine_search", "no such machine")
        assert [state.title.text() for state in page.findChildren(EmptyState)] == [
            "No machine matches"
        ]
        assert not hand.shown(QTableView, "machines")
        await hand.click("clear_filters")
        assert len(names(hand)) == total

    on_stage(work)


def test_ticks_stay_through_a_filter_and_a_refresh(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        hand = stage.show(InstancesPage)
        await hand.press(Qt.Key.Key_A, CONTROL, on=table(hand))
        chosen = set(stage.services.chosen.ids)
        await hand.type_into("machine_search", "shop-front")
        hidden = len(chosen) - sum(
            one.name.startswith("shop-front") for one in ready(stage.services)
        )
        summary = hand.find(QLabel, "chosen_summary").accessibleName()
        assert summary.endswith(f"; {hidden} not shown by the filter")
        before = stage.services.directory.updated_at
        await hand.click("refresh_machines")
        await hand.until(
            lambda: stage.services.directory.updated_at != before, "the machines were read again"
        )
        assert set(stage.services.chosen.ids) == chosen
        await hand.click("clear_ticks")
        assert stage.services.chosen.ids == ()

    on_stage(work)


def test_details_follow_the_current_row_and_lead_to_a_run_here(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        hand = stage.show(InstancesPage)
        place = names(hand).index(ready(stage.services)[0].name)
        await hand.click_row("machines", place)
        machine = ready(stage.services)[0]
        pane = stage.pages[0].findChild(DetailsPane)
        assert pane is not None
        assert pane.machine == machine
        await hand.click("copy_id")
        assert QGuiApplication.clipboard().text() == machine.instance_id
        await hand.press(Qt.Key.Key_Escape, on=table(hand))
        assert not pane.isVisible()
        await hand.press(Qt.Key.Key_Return, on=table(hand))
        assert pane.isVisible()
        await hand.click("run_here")
        assert stage.services.chosen.ids == (machine.instance_id,)
        assert stage.route.went == [(PageKey.SCRIPTS, None)]

    on_stage(work)


def test_a_small_page_folds_chips_and_shows_details_on_top(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        hand = stage.show(InstancesPage)
        page = stage.pages[0]
        page.resize(888, 531)
        await hand.settle()
        assert page.width() == 888
        assert not hand.shown(QAbstractButton, "facet_kind")
        assert button_text(hand, "folded_filters") == "Filters"
        hidden = [place for place in range(10) if table(hand).isColumnHidden(place)]
        titles = [str(table(hand).model().headerData(place, HORIZONTAL)) for place in hidden]
        assert titles == ["Kind", "Profile", "Public IP"]
        pane = page.findChild(DetailsPane)
        assert pane is not None
        await hand.click_row("machines", 1)
        assert not pane.isVisible()
        await hand.press(Qt.Key.Key_Return, on=table(hand))
        assert pane.isVisible()
        assert pane.mapTo(page, pane.rect().topRight()).x() == page.rect().right()
        await hand.press(Qt.Key.Key_Escape, on=pane)
        assert not pane.isVisible()
        assert table(hand).hasFocus()

    on_stage(work)


def test_what_was_read_stays_when_the_service_is_gone(on_stage: OnStage, sandbox: Sandbox) -> None:
    async def work(stage: Stage) -> None:
        hand = stage.show(InstancesPage)
        before = names(hand)
        sandbox.process.terminate()
        sandbox.process.wait()
        await hand.click("refresh_machines")
        await hand.until(lambda: stage.pages[0].findChildren(Banner), "an error is shown")
        assert stage.services.directory.errors
        assert names(hand) == before

    on_stage(work)


def test_without_a_profile_the_page_leads_to_the_settings(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        hand = stage.show(InstancesPage)
        await stage.services.profiles.remove(PROFILE_ID)
        await stage.services.session.forget(PROFILE_ID)
        assert stage.services.directory.machines == ()
        await hand.settle()
        (state,) = [one for one in stage.pages[0].findChildren(EmptyState) if one.isVisible()]
        assert state.title.text() == "No profile is connected"
        assert state.action is not None
        state.action.click()
        assert stage.route.went == [(PageKey.SETTINGS, OpenProfiles())]

    on_stage(work)


def test_a_service_that_never_answered_can_be_asked_again(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        hand = stage.show(InstancesPage)
        session, page = stage.services.session, stage.pages[0]
        with pytest.raises(ConsoleError):
            await session.activate(provide_unreachable(stage.services))
        await hand.settle()
        assert not hand.shown(QTableView, "machines")
        assert page.subtitle.text() == ""
        assert not hand.find(QAbstractButton, "run_script").isEnabled()
        (state,) = [one for one in page.findChildren(EmptyState) if one.isVisible()]
        assert state.title.text() == "The machines could not be read"
        assert state.action is not None
        state.action.click()
        await hand.until(lambda: page.findChildren(Banner), "it says why again")

    on_stage(work)
