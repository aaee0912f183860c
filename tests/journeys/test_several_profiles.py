"""Two accounts at once: their machines together, one run over both, a retry where it failed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QDialog,
    QFrame,
    QLabel,
    QMenu,
    QPushButton,
    QWidget,
)

from tat_console.ports.profiles import Credential, Environment, Profile
from tat_console.support.logs import Secret
from tat_console.tat.statuses import CommandType, TaskStatus
from tat_console.ui.navigation import PageKey
from tat_console.ui.pages.instances.page import InstancesPage
from tat_console.ui.shell.request_meter import RequestMeter
from tat_console.ui.shell.status_line import EnvironmentNotice
from tat_console.ui.widgets.rendered_script import RenderedScript
from tests.fixtures.sandbox import Sandbox, StartSandbox
from tests.journeys.clipped import clipped
from tests.journeys.conftest import OpenConsole, Person
from tests.journeys.test_api import answer_file_question, called, explore

Run = Callable[[Coroutine[Any, Any, Any]], Any]

WEST, EAST, NORTH = "west", "east", "north"
REGIONS = {EAST: ("ap-seoul",), NORTH: ("ap-singapore",)}
CONTROL = Qt.KeyboardModifier.ControlModifier
SCRIPT = 'echo "here is {{tat-region}}"\ntest "{{tat-region}}" != ap-seoul\n'


@pytest.fixture
def accounts(start_sandbox: StartSandbox, tmp_path: Path) -> dict[str, Sandbox]:
    """Two sandboxes that know nothing of each other, in different regions."""
    return {
        WEST: start_sandbox("--instances", "8", "--region", "ap-guangzhou", state=tmp_path / WEST),
        EAST: start_sandbox("--instances", "8", "--region", "ap-seoul", state=tmp_path / EAST),
    }


def offer(
    person: Person, key: str, sandbox: Sandbox, environment: Environment, *, read_only: bool = False
) -> None:
    """A profile for a sandbox, named after its key."""
    profile = Profile(
        profile_id=key,
        name=key.title(),
        environment=environment,
        secret_id=sandbox.secret_id,
        endpoint=sandbox.endpoint,
        regions=REGIONS.get(key, ()),
        session_only=True,
        read_only=read_only,
    )
    secret = Secret(sandbox.secret_key)
    person.services.profiles.provide(
        profile, Credential(secret_id=sandbox.secret_id, secret_key=secret)
    )


async def from_the_switch(person: Person, *words: str) -> None:
    """Choose an entry of the menu of profiles; more words go down its submenus."""
    await person.hand.click("profile_switch")
    menu = top = person.hand.shown(QMenu, "")[-1]
    for place, word in enumerate(words):
        action: QAction = next(one for one in menu.actions() if one.text().startswith(word))
        if place < len(words) - 1:
            below = action.menu()
            assert isinstance(below, QMenu)
            menu = below
        else:
            action.trigger()
    top.close()
    await person.hand.settle()


async def look_at_both(
    person: Person,
    accounts: dict[str, Sandbox],
    west: Environment,
    east: Environment,
    *,
    read_only: bool = False,
) -> None:
    """Have a profile for each account, put West in front, and look at East beside it."""
    offer(person, WEST, accounts[WEST], west)
    offer(person, EAST, accounts[EAST], east, read_only=read_only)
    directory = person.services.directory
    await person.hand.click("rail_instances")
    await from_the_switch(person, "West")
    await person.hand.until(
        lambda: set(directory.owners.values()) == {WEST}, "the machines of West are read"
    )
    await from_the_switch(person, "Machines of others too", "East")
    await person.hand.until(
        lambda: set(directory.owners.values()) == {WEST, EAST}, "the machines of both are read"
    )


async def tick_two_of_each(person: Person) -> dict[str, str]:
    """Tick two ready machines of each profile; returns the profile ids by instance id."""
    directory = person.services.directory
    ready = [one for one in directory.machines if one.refusal(CommandType.SHELL) is None]
    wanted = [
        one
        for key in (WEST, EAST)
        for one in [machine for machine in ready if directory.owners[machine.instance_id] == key][
            :2
        ]
    ]
    for machine in wanted:
        names = [row[1] for row in person.hand.rows("machines")]
        await person.hand.click_row("machines", names.index(machine.name), 0)
    return {one.instance_id: directory.owners[one.instance_id] for one in wanted}


def executed(sandbox: Sandbox) -> list[str]:
    path = sandbox.state / "executions.jsonl"
    lines = path.read_text().splitlines() if path.exists() else []
    return [json.loads(line)["instance_id"] for line in lines]


def words(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel)]


def test_one_run_over_two_accounts_and_a_retry_where_it_failed(
    run: Run, open_console: OpenConsole, accounts: dict[str, Sandbox]
) -> None:
    async def work() -> None:
        async with open_console() as person:
            hand = person.hand
            await look_at_both(person, accounts, Environment.DEVELOPMENT, Environment.PRODUCTION)
            spoken = hand.find(QWidget, "profile_switch").accessibleName()
            assert spoken == "Profiles West, East; the strictest is Production"
            notice = hand.find(EnvironmentNotice, "environment_notice")
            assert notice.accessibleName() == "Several profiles: West, East"
            owners = await tick_two_of_each(person)
            assert sorted(owners.values()) == [EAST, EAST, WEST, WEST]

            await person.write("both", SCRIPT)
            await hand.press(Qt.Key.Key_Return, CONTROL)
            card = await hand.see(QFrame, "owners")
            assert {"Production", "Development", "West", "East", "2 machines"} <= set(words(card))
            assert any(
                one.startswith("Seoul, East (Production)")
                for one in words(hand.find(QFrame, "calls"))
            )
            assert not hand.find(QAbstractButton, "confirm_button").isEnabled()
            await hand.type_into("machine_count", "4")
            await hand.click("confirm_button")
            await hand.until(lambda: hand.shown(QAbstractButton, "back_to_runs"), "it shows")
            first = person.run
            await person.ended()
            assert first.profile_ids == {WEST, EAST}
            outputs = await person.outputs()
            assert sorted(one.strip() for one in outputs) == [
                *["here is ap-guangzhou"] * 2,
                *["here is ap-seoul"] * 2,
            ]
            assert {key: task.status for key, task in first.tasks.items()} == {
                key: TaskStatus.FAILED if owner == EAST else TaskStatus.SUCCESS
                for key, owner in owners.items()
            }

            assert hand.find(QPushButton, "retry_failed").text() == "Retry failed (2)"
            await hand.click("retry_failed")
            await hand.type_into("machine_count", "2")
            await hand.click("confirm_button")
            await hand.until(lambda: person.run is not first, "the retry has started")
            failed = {key for key, owner in owners.items() if owner == EAST}
            assert set(person.run.tasks) == failed
            assert person.run.profile_ids == {EAST}
            await person.ended()
            for key, times in ((WEST, 1), (EAST, 2)):
                ids = [one for one, owner in owners.items() if owner == key]
                assert sorted(executed(accounts[key])) == sorted(ids * times)

    run(work())


def test_the_meter_shows_the_fullest_account_while_a_run_is_under_way(
    run: Run, open_console: OpenConsole, accounts: dict[str, Sandbox]
) -> None:
    """West is in front and sends nothing; what East is asked for its run is what counts."""

    async def work() -> None:
        async with open_console() as person:
            hand = person.hand
            await look_at_both(person, accounts, Environment.DEVELOPMENT, Environment.DEVELOPMENT)
            meter = hand.find(RequestMeter, "request_meter")
            await hand.until(
                lambda: "West: no requests" in meter.toolTip().splitlines(), "West is quiet"
            )
            machines = person.services.directory.machines
            owners = person.services.directory.owners
            place = next(
                number
                for number, row in enumerate(hand.rows("machines"))
                for one in machines
                if one.name == row[1]
                and owners[one.instance_id] == EAST
                and one.refusal(CommandType.SHELL) is None
            )
            await hand.click_row("machines", place, 0)
            await person.write("long", "sleep 4")
            await person.run_it()
            told: list[str] = []

            def the_run_counts() -> bool:
                told[:] = meter.toolTip().splitlines()
                return told[0] == "West: no requests" and len(told) == 3

            await hand.until(the_run_counts, "the requests for the run are counted")
            _quiet, east, seoul = told
            asked = re.fullmatch(r"East: (\d+) of 20 per s \((RunCommand|Describe\w+)\)", east)
            assert asked
            assert seoul == f"    ap-seoul: {asked[1]} per s"
            assert meter.rate.text() == f"Requests {asked[1]} / 20 per s"
            assert meter.accessibleDescription().splitlines() == told
            await person.ended()

    run(work())


@pytest.mark.parametrize("chinese", [False, True], ids=["English", "Chinese"])
def test_the_question_over_two_accounts_fits_in_the_smallest_window(
    run: Run,
    open_console: OpenConsole,
    accounts: dict[str, Sandbox],
    start_sandbox: StartSandbox,
    chinese: bool,
) -> None:
    """With all it can hold: who is left out, waves and their limit, the number to be typed."""
    north = start_sandbox("--instances", "8", "--region", *REGIONS[NORTH])

    async def work() -> None:
        async with open_console() as person:
            await look_at_both(person, accounts, Environment.PRODUCTION, Environment.STAGING)
            offer(person, NORTH, north, Environment.PRODUCTION, read_only=True)
            await from_the_switch(person, "Machines of others too", "North")
            await person.hand.until(lambda: len(person.hand.rows("machines")) == 24, "all are read")
            for place in range(24):
                await person.hand.click_row("machines", place, 0)
            assert len(person.services.chosen.ids) == 24
            await person.write("both", SCRIPT + "sleep 1\n" * 30)
            if chinese:
                await in_chinese(person)
            hand, window = person.hand, person.console.window
            window.resize(960, 600)
            await hand.click("run_button")
            question = await hand.see(QDialog, "confirm_run")
            await hand.click("change_guards")
            for name, text in (("canary", "1"), ("wave", "4"), ("stop_at", "20 %")):
                await hand.type_into(f"guard_{name}", text)
            await hand.click("guards_accept")
            assert (window.width(), window.height()) == (960, 600)
            assert hand.shown(QFrame, "owners")
            assert hand.shown(QFrame, "left_out")
            assert list(clipped(question)) == []
            script = question.findChild(RenderedScript)
            assert isinstance(script, RenderedScript)
            assert script.height() >= 4 * script.fontMetrics().lineSpacing()
            assert question.height() <= window.height()
            question.reject()
            if chinese:
                window.use_english()
                await hand.until(lambda: person.console.window is not window, "English again")

    run(work())


async def in_chinese(person: Person) -> None:
    """Turn the window to Chinese, which makes a new one."""
    before = person.console.window
    before.use_chinese()
    await person.hand.until(lambda: person.console.window is not before, "another window")
    person.hand.window = person.console.window
    await person.hand.until(person.console.window.isVisible, "the other window is shown")


def test_the_explorer_and_the_recorder_use_the_profile_that_is_picked(
    run: Run, open_console: OpenConsole, accounts: dict[str, Sandbox], tmp_path: Path
) -> None:
    async def work() -> None:
        async with open_console() as person:
            hand, services = person.hand, person.services
            await look_at_both(
                person, accounts, Environment.DEVELOPMENT, Environment.PRODUCTION, read_only=True
            )
            await explore(person, "DescribeAutomationAgentStatus")
            assert hand.find(QComboBox, "explorer_profile").currentText() == "West"
            await hand.pick("explorer_profile", "East")
            assert hand.find(QComboBox, "explorer_region").currentText() == "Seoul  (ap-seoul)"
            reply = await called(person)
            owners = services.directory.owners
            assert {owners[one["InstanceId"]] for one in reply["AutomationAgentSet"]} == {EAST}
            last = services.administration.calls.calls[-1].record
            assert (last.profile_id, last.region) == (EAST, "ap-seoul")
            await hand.click("show_tccli")
            assert accounts[EAST].endpoint in hand.text("explorer_view")
            await explore(person, "DeleteCommand")
            await hand.type_into("field_CommandId", "cmd-00000001")
            await hand.press(Qt.Key.Key_Return, CONTROL)
            await hand.until(lambda: "“East” may only look" in banners(person), "East is spared")

            await hand.click("api_calls")
            await hand.pick("record_profile", "East")
            await hand.click("record")
            page = person.console.window.page_widget(PageKey.API)
            await hand.until(lambda: not page.scope.is_busy("recording"), "all was read")
            assert services.session.profile is not None
            assert services.session.profile.name == "West"
            await hand.click("stop_recording")
            await answer_file_question(person, tmp_path / "east.tat-recording.jsonl")
            await hand.click("agree")
            await hand.click("agree")
            recorded = "Recording of East"
            await hand.until(lambda: services.session.require().profile.name == recorded, "replay")
            await hand.click("rail_instances")
            await hand.until(lambda: len(hand.rows("machines")) == 8, "machines are read of it")
            regions = {one.region for one in services.directory.machines}
            assert regions == {"ap-seoul"}

    run(work())


def banners(person: Person) -> str:
    """What the banners of the page in front say."""
    page = person.console.window.page_widget(person.console.window.page)
    return " ".join(one.accessibleName() for one in page.banners.banners())


def test_machines_of_a_read_only_profile_are_left_out_with_the_reason(
    run: Run, open_console: OpenConsole, accounts: dict[str, Sandbox]
) -> None:
    async def work() -> None:
        async with open_console() as person:
            hand = person.hand
            await look_at_both(
                person, accounts, Environment.DEVELOPMENT, Environment.PRODUCTION, read_only=True
            )
            owners = await tick_two_of_each(person)
            await person.write("both", "echo {{tat-region}}")
            await hand.press(Qt.Key.Key_Return, CONTROL)
            left_out = await hand.see(QFrame, "left_out")
            assert {"2 of 4 chosen are left out", "Profile may only look"} <= set(words(left_out))
            await hand.click("confirm_button")
            await hand.until(lambda: person.services.runs.known, "it has started")
            await person.ended()
            assert set(person.run.tasks) == {key for key, one in owners.items() if one == WEST}
            assert executed(accounts[EAST]) == []

    run(work())


def test_the_table_says_whose_a_machine_is_only_where_there_are_several(
    run: Run, open_console: OpenConsole, accounts: dict[str, Sandbox]
) -> None:
    async def work() -> None:
        async with open_console() as person:
            hand = person.hand
            await look_at_both(person, accounts, Environment.DEVELOPMENT, Environment.STAGING)
            page = person.console.window.page_widget(person.console.window.page)
            assert isinstance(page, InstancesPage)
            assert hand.shown(QAbstractButton, "facet_profile")
            page.browser.filters.choose("profile", [EAST])
            await hand.settle()
            assert {row[6] for row in hand.rows("machines")} == {"East"}
            await from_the_switch(person, "Machines of others too", "East")
            await hand.until(
                lambda: set(person.services.directory.owners.values()) == {WEST}, "East is gone"
            )
            assert not hand.shown(QAbstractButton, "facet_profile")
            assert len(hand.rows("machines")) == 8

    run(work())
