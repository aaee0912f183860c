"""The page of hosted machines on a real sandbox: filters, panes, dialogs, states."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QLabel, QTabBar, QTableView, QWidget

from tat_console.ports.profiles import Environment
from tat_console.services.hosting import Hosting, RegisterCode
from tat_console.services.quotas import REGISTER_CODES, Quota
from tat_console.tat.hosting import CreateRegisterCode
from tat_console.tat.machines import Machine
from tat_console.tat.statuses import AgentStatus, InstanceKind, OperatingSystem
from tat_console.tour.hand import Hand
from tat_console.ui.dialogs.confirm_loss import ConfirmLoss
from tat_console.ui.dialogs.new_code import NewCodeForm
from tat_console.ui.dialogs.show_code import ShowCode
from tat_console.ui.kit.banner import Banner
from tat_console.ui.kit.dialog import EnvironmentBand
from tat_console.ui.kit.states import EmptyState
from tat_console.ui.navigation import OpenProfiles, PageKey
from tat_console.ui.pages.hosted.agent_columns import Fleet, agent_columns
from tat_console.ui.pages.hosted.agent_pane import AgentPane
from tat_console.ui.pages.hosted.machine_pane import MachinePane
from tat_console.ui.pages.hosted.page import AGENTS, HOSTS, QUOTAS, HostedPage
from tat_console.ui.pages.hosted.quota_list import QuotaList
from tat_console.ui.widgets.chip import Chip
from tests.fixtures.sandbox import Sandbox
from tests.ui.pages.conftest import OnStage, Stage
from tests.unit.services.conftest import PROFILE_ID

REGION = "ap-guangzhou"


def hosting_of(stage: Stage) -> Hosting:
    return stage.services.administration.hosting


async def shown(stage: Stage) -> Hand:
    """The page once everything was read."""
    hand = stage.show(HostedPage)
    hosting, quotas = hosting_of(stage), stage.services.administration.quotas
    await hand.until(
        lambda: hosting.updated_at and not hosting.is_loading and quotas.all, "all was read"
    )
    return hand


def turn_to(hand: Hand, place: int) -> None:
    hand.find(QTabBar, "hosted_tabs").setCurrentIndex(place)


def names(hand: Hand, table: str) -> list[str]:
    return [row[0] for row in hand.rows(table)]


def texts(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


async def with_codes(stage: Stage, *descriptions: str) -> list[RegisterCode]:
    for description in descriptions:
        await hosting_of(stage).create_code(
            REGION, CreateRegisterCode(description=description, register_limit=10)
        )
    return list(hosting_of(stage).codes)


def test_machines_are_found_by_words_and_facets(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        hand = await shown(stage)
        known = hosting_of(stage).instances
        assert sorted(names(hand, "hosted_machines")) == sorted(each.name for each in known)
        await hand.type_into("host_search", known[0].info.local_ip + " " + known[0].region)
        assert known[0].name in names(hand, "hosted_machines")
        assert len(names(hand, "hosted_machines")) < len(known)
        await hand.click("host_clear")
        await hand.click("host_region")
        menu = hand.find(Chip, "host_region").menu
        (action,) = [one for one in menu.actions() if one.text().startswith("Shanghai")]
        action.trigger()
        menu.close()
        there = [each.name for each in known if each.region == "ap-shanghai"]
        assert names(hand, "hosted_machines") == there
        assert action.text().endswith(f"\t{len(there)}")
        await hand.type_into("host_search", "no such machine")
        assert not hand.shown(QTableView, "hosted_machines")
        (state,) = [one for one in stage.pages[0].findChildren(EmptyState) if one.isVisible()]
        assert state.action is not None
        state.action.click()
        assert len(names(hand, "hosted_machines")) == len(known)

    on_stage(work)


def test_the_pane_follows_closes_and_leads_to_a_run(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        hand = await shown(stage)
        page = stage.pages[0]
        await hand.click_row("hosted_machines", 0, 0)
        pane = page.findChild(MachinePane)
        assert pane is not None
        assert "Ready for a run" in texts(pane)
        await hand.press(Qt.Key.Key_Escape, on=pane)
        assert not pane.isVisible()
        await hand.click_row("hosted_machines", 1, 0)
        assert not pane.isVisible()
        await hand.press(Qt.Key.Key_Return, on=hand.find(QWidget, "hosted_machines"))
        assert pane.isVisible()
        await hand.click("host_run")
        assert stage.route.went == [(PageKey.SCRIPTS, None)]
        (chosen,) = stage.services.chosen.machines
        assert chosen.name == names(hand, "hosted_machines")[1]

    on_stage(work)


def test_a_service_that_fails_leaves_what_was_typed(on_stage: OnStage, sandbox: Sandbox) -> None:
    async def work(stage: Stage) -> None:
        hand = await shown(stage)
        await hand.click("new_code")
        await hand.type_into("code_description", "Kept")
        sandbox.process.terminate()
        sandbox.process.wait()
        await hand.click("make_code")
        form = hand.find(NewCodeForm, "new_code_form")
        await hand.until(lambda: form.findChildren(Banner), "the form says what went wrong")
        assert form.draft().description == "Kept"
        assert hand.find(QAbstractButton, "make_code").isEnabled()
        form.reject()
        await hand.settle()

    on_stage(work)


def test_a_code_that_never_expires(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        hand = await shown(stage)
        await hand.click("new_code")
        await hand.type_into("code_hours", "nonsense")
        await hand.click("make_code")
        hours = hand.find(QWidget, "code_hours")
        assert "not a whole number" in hours.accessibleDescription()
        await hand.click("code_never")
        assert hours.accessibleDescription() == ""
        assert not hours.isEnabled()
        await hand.click("make_code")
        dialog = await hand.see(ShowCode, "show_code")
        lines = {}
        for title in ("Linux", "Windows"):
            (button,) = [one for one in dialog.findChildren(QAbstractButton) if one.text() == title]
            button.click()
            lines[title] = hand.text("code_way_lines")
        value = dialog.code.value.reveal()
        assert f"tat_agent register {REGION} {dialog.code.code_id} {value}" in lines["Linux"]
        assert "Restart-Service tatsvc" in lines["Windows"]
        await hand.click("code_value_copy")
        assert QGuiApplication.clipboard().text() == value
        await hand.click("code_done")
        (code,) = hosting_of(stage).codes
        assert code.info.expired_time is None
        everything = " ".join(" ".join(row) for row in hand.rows("register_codes"))
        assert value not in everything

    on_stage(work)


def test_agent_care_sorts_by_need_and_gives_lines_for_all_that_are_chosen(
    on_stage: OnStage,
) -> None:
    async def work(stage: Stage) -> None:
        hand = await shown(stage)
        turn_to(hand, AGENTS)
        machines = stage.services.directory.machines
        states = [row[1] for row in hand.rows("agent_machines")]
        missing = sum(each.agent is None for each in machines)
        assert states[:missing] == ["Not installed"] * missing
        pane = stage.pages[0].findChild(AgentPane)
        assert pane is not None
        await hand.click_row("agent_machines", 0, 0)
        await hand.click("install_0_copy")
        line = QGuiApplication.clipboard().text()
        assert line.startswith("wget -O - https://tat-gz-")
        (inside,) = [
            one for one in pane.findChildren(QAbstractButton) if one.text() == "Inside the cloud"
        ]
        inside.click()
        assert len(hand.shown(QWidget, "install_0_lines")) == 1
        await hand.press(
            Qt.Key.Key_A,
            Qt.KeyboardModifier.ControlModifier,
            on=hand.find(QWidget, "agent_machines"),
        )
        assert pane.title.full_text() == f"{len(machines)} machines"
        groups = {(each.system, each.region) for each in machines}
        assert len(hand.shown(QWidget, f"install_{len(groups) - 1}_lines")) == 1
        assert not hand.shown(QWidget, f"install_{len(groups)}_lines")

    on_stage(work)


def test_an_old_agent_is_told_from_a_new_one(qapp: object) -> None:
    fleet = Fleet()
    fleet.newest = (1, 1, 9)
    old = Machine(
        instance_id="ins-1",
        name="web-1",
        region=REGION,
        kind=InstanceKind.CVM,
        agent=AgentStatus.ONLINE,
        agent_version="1.0.3",
        system=OperatingSystem.WINDOWS,
    )
    cells = {column.key: column.content(old) for column in agent_columns(fleet)}
    assert (cells["agent"].text, cells["agent"].second) == ("Old version", "Online")
    pane = AgentPane(fleet)
    pane.show_machines([old], datetime.now(UTC))
    words = [label.text() for label in pane.findChildren(QLabel)]
    assert any("Update the agent" in text for text in words)
    pane.deleteLater()


def test_quotas_that_are_nearly_reached_are_said_on_the_page_and_in_the_form(
    on_stage: OnStage,
) -> None:
    async def work(stage: Stage) -> None:
        hand = await shown(stage)
        turn_to(hand, QUOTAS)
        found = hand.find(QuotaList, "quotas")
        near = Quota(region=REGION, resource=REGISTER_CODES, used=4_990, total=5_000)
        found.show_quotas([near, msgspec.structs.replace(near, resource="COMMAND", used=1)])
        await hand.settle()
        assert hand.text(f"quota_REGISTER_CODE_{REGION}") == "4,990 of 5,000"
        assert any("90 days" in text for text in texts(found))
        form = NewCodeForm(
            stage.pages[0],
            [REGION, "ap-shanghai"],
            hosting_of(stage).create_code,
            lambda region: near.notice if region == REGION else "",
        )
        form.open()
        assert near.notice in texts(form)
        await hand.press(Qt.Key.Key_Down, on=hand.find(QWidget, "code_region"))
        assert near.notice not in texts(form)
        form.reject()
        form.deleteLater()

    on_stage(work)


@pytest.mark.parametrize(
    ("environment", "bands"), [(Environment.PRODUCTION, 1), (Environment.SANDBOX, 0)]
)
def test_a_loss_in_production_is_asked_under_its_band(
    on_stage: OnStage, environment: Environment, bands: int
) -> None:
    async def work(stage: Stage) -> None:
        await shown(stage)
        profile = stage.services.session.require().profile
        changed = msgspec.structs.replace(profile, environment=environment)
        dialog = ConfirmLoss(stage.pages[0], "Remove?", ["It is gone."], "Remove", changed)
        assert len(dialog.findChildren(EnvironmentBand)) == bands
        dialog.deleteLater()

    on_stage(work)


def test_without_a_profile_the_page_leads_to_the_settings(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        hand = await shown(stage)
        await stage.services.profiles.remove(PROFILE_ID)
        await stage.services.session.forget(PROFILE_ID)
        await hand.settle()
        (state,) = [one for one in stage.pages[0].findChildren(EmptyState) if one.isVisible()]
        assert state.action is not None
        state.action.click()
        assert stage.route.went == [(PageKey.SETTINGS, OpenProfiles())]
        assert not hand.find(QAbstractButton, "new_code").isEnabled()

    on_stage(work)


def test_another_profile_is_read_by_itself(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        hand = await shown(stage)
        hosting, before = hosting_of(stage), hosting_of(stage).updated_at
        services = stage.services
        first = services.session.require().profile
        other = msgspec.structs.replace(first, profile_id="other", regions=("ap-shanghai",))
        services.profiles.provide(other, await services.profiles.credential(first))
        await services.session.activate("other")
        await hand.until(
            lambda: hosting.updated_at not in (None, before) and not hosting.is_loading,
            "the other profile is read",
        )
        assert {each.region for each in hosting.instances} == {"ap-shanghai"}
        known = [each.name for each in hosting.instances]
        assert names(hand, "hosted_machines") == known

    on_stage(work)


def test_a_profile_that_only_looks_makes_no_code(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        hand = await shown(stage)
        services = stage.services
        first = services.session.require().profile
        other = msgspec.structs.replace(first, profile_id="looks", read_only=True)
        services.profiles.provide(other, await services.profiles.credential(first))
        await services.session.activate("looks")
        await hand.click("new_code")
        await hand.click("make_code")
        form = hand.find(NewCodeForm, "new_code_form")
        await hand.until(lambda: form.findChildren(Banner), "the form says why")
        assert "may only look" in form.findChildren(Banner)[0].accessibleName()
        form.reject()
        await hand.settle()
        assert hosting_of(stage).codes == ()

    on_stage(work)


def test_a_small_page_folds_filters_and_opens_the_pane_by_enter(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        hand = await shown(stage)
        page = stage.pages[0]
        page.resize(912, 531)
        await hand.settle()
        assert page.width() == 912
        assert hand.shown(QAbstractButton, "host_folded")
        assert not hand.shown(Chip, "host_region")
        await hand.click_row("hosted_machines", 0, 0)
        pane = page.findChild(MachinePane)
        assert pane is not None
        assert not pane.isVisible()
        await hand.press(Qt.Key.Key_Return, on=hand.find(QWidget, "hosted_machines"))
        assert pane.isVisible()
        turn_to(hand, QUOTAS)
        assert not pane.isVisible()
        turn_to(hand, HOSTS)

    on_stage(work)
