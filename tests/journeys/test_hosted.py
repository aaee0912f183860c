"""Hosted machines: a code made in the window lets a machine join, which then runs a script."""

from __future__ import annotations

import asyncio
import shlex

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QDialog, QTabBar, QWidget

from tat_console.services.hosting import CodeState, Hosting
from tat_console.tat.statuses import TaskStatus
from tests.journeys.conftest import Journey, Person

CODES, AGENTS, QUOTAS = 1, 2, 3


def hosting_of(person: Person) -> Hosting:
    return person.services.administration.hosting


async def come(person: Person) -> None:
    """Go to the page and wait until everything was read."""
    await person.machines_are_there()
    await person.hand.click("rail_hosted")
    hosting = hosting_of(person)
    await person.hand.until(lambda: hosting.updated_at and not hosting.is_loading, "it was read")


async def turn_to(person: Person, place: int) -> None:
    """Go to a tab by its keys."""
    tabs = person.hand.find(QTabBar, "hosted_tabs")
    while (now := tabs.currentIndex()) != place:
        key = Qt.Key.Key_Right if now < place else Qt.Key.Key_Left
        await person.hand.press(key, on=tabs)
        assert tabs.currentIndex() != now


async def make_code(person: Person, description: str, machines: str = "2") -> None:
    """Fill in the form by keys and send it with Enter."""
    await person.hand.click("new_code")
    await person.hand.type_into("code_description", description)
    await person.hand.type_into("code_machines", machines)
    await person.hand.type_into("code_prefix", "office")
    await person.hand.press(Qt.Key.Key_Return, on=person.hand.find(QDialog, "new_code_form"))
    await person.hand.see(QDialog, "show_code")


async def paste_into_terminal(line: str, host_name: str) -> tuple[int | None, str]:
    """Run the copied line as it is, but for the name of the pretend machine."""
    words = [*shlex.split(line), "--host-name", host_name]
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*words, stdout=pipe, stderr=pipe)
    _said, complaint = await process.communicate()
    return process.returncode, complaint.decode()


async def click_named(person: Person, table: str, name: str) -> None:
    """Click the row of this name."""
    names = [row[0] for row in person.hand.rows(table)]
    await person.hand.click_row(table, names.index(name), 0)


def names(person: Person, table: str) -> list[str]:
    """The names in a table, nothing where it is not there."""
    shown = person.hand.shown(QAbstractItemView, table)
    return [row[0] for row in person.hand.rows(table)] if shown else []


def test_a_machine_that_joined_by_a_code_of_the_window_runs_a_script(journey: Journey) -> None:
    async def work(person: Person) -> None:
        hand, hosting = person.hand, hosting_of(person)
        await come(person)
        await make_code(person, "Office mail")
        await hand.click("code_way_copy")
        line = QGuiApplication.clipboard().text()
        assert "sandbox-register" in line
        assert await paste_into_terminal(line, "mail") == (0, "")
        await hand.until(
            lambda: "office-mail" in hand.text("joined_so_far"), "the dialog says who has joined"
        )
        await hand.click("code_done")
        await turn_to(person, 0)
        await hand.type_into("host_search", "office-mail")
        assert names(person, "hosted_machines") == ["office-mail"]
        await hand.click_row("hosted_machines", 0, 0)

        await hand.click("host_run")
        await person.write("where-am-i", 'echo "here is $TAT_SANDBOX_INSTANCE_NAME"\n')
        run = await person.run_it()
        await person.ended()
        assert run.counts[TaskStatus.SUCCESS] == 1
        assert await person.outputs() == ["here is office-mail\n"]

        await hand.click("rail_hosted")
        await click_named(person, "hosted_machines", "office-mail")
        await hand.press(Qt.Key.Key_F2, on=hand.find(QWidget, "hosted_machines"))
        await hand.type_into("ask_text", "post-office")
        await hand.press(Qt.Key.Key_Return, on=hand.find(QWidget, "ask_text"))
        await hand.type_into("host_search", "post-office")
        await hand.until(
            lambda: names(person, "hosted_machines") == ["post-office"], "it has the new name"
        )
        (machine,) = [each for each in hosting.instances if each.name == "post-office"]

        await hand.click_row("hosted_machines", 0, 0)
        await hand.press(Qt.Key.Key_Delete, on=hand.find(QWidget, "hosted_machines"))
        await hand.see(QDialog, "confirm_loss")
        await hand.press(Qt.Key.Key_Escape, on=hand.find(QDialog, "confirm_loss"))
        assert machine in hosting.instances
        await hand.click("host_remove")
        await hand.click("agree")
        await hand.until(
            lambda: person.services.directory.get(machine.info.instance_id) is None,
            "the machine is given up",
        )
        assert machine not in hosting.instances

    journey(work)


def test_codes_are_refused_warned_of_disabled_and_deleted(journey: Journey) -> None:
    async def work(person: Person) -> None:
        hand, hosting = person.hand, hosting_of(person)
        await come(person)
        await hand.click("new_code")
        await hand.type_into("code_description", "Shop tills")
        await hand.type_into("code_machines", "0")
        await hand.type_into("code_hours", "soon")
        await hand.type_into("code_range", "10.0.0.0/40")
        await hand.click("make_code")
        assert not hosting.codes
        said = {
            name: hand.find(QWidget, name).accessibleDescription()
            for name in ("code_machines", "code_hours", "code_range")
        }
        assert said == {
            "code_machines": "The number of registrations is 0; it must be between 1 and 10,000.",
            "code_hours": "“soon” is not a whole number. Write digits only.",
            "code_range": "“10.0.0.0/40” is no IPv4 address and no range such as 10.0.0.0/8.",
        }
        assert hand.text("code_description") == "Shop tills"
        await hand.type_into("code_machines", "2")
        await hand.type_into("code_hours", "1")
        await hand.type_into("code_range", "192.168.0.0/16")
        await hand.click("make_code")
        await hand.see(QDialog, "show_code")
        line = hand.text("code_way_lines")
        value = hosting.codes[0]
        await hand.click("code_done")
        assert not hand.shown(QDialog, "show_code")
        assert value.info.ip_address_range == "192.168.0.0/16"

        notice = hand.find(QWidget, "hosted_notice").accessibleName()
        assert notice.startswith("Shop tills: 2 of 2 registrations left")
        assert [(await paste_into_terminal(line, f"till-{place}"))[0] for place in (1, 2)] == [0, 0]
        refused, complaint = await paste_into_terminal(line, "till-3")
        assert (refused, "used up" in complaint) == (1, True)
        await hand.click("refresh_hosted")
        (code,) = hosting.codes
        await hand.until(
            lambda: hosting.codes[0].state(person.services.clock.now()) is CodeState.USED_UP,
            "the code is used up",
        )
        await click_named(person, "register_codes", "Shop tills")
        assert hand.rows("register_codes")[0][1:3] == ["Used up", "2 of 2"]

        await hand.click("code_disable_button")
        await hand.click("agree")
        await hand.until(lambda: not hosting.codes[0].info.enabled, "the code is disabled")
        await hand.click_row("register_codes", 0, 0)
        await hand.press(Qt.Key.Key_Delete, on=hand.find(QWidget, "register_codes"))
        await hand.click("agree")
        await hand.until(lambda: not hosting.codes, "the code is deleted")
        assert code not in hosting.codes
        await turn_to(person, 0)
        await hand.type_into("host_search", "till")
        assert names(person, "hosted_machines") == ["till-1", "till-2"]

    journey(work)


def test_agents_that_need_care_come_with_their_lines_and_quotas_with_bars(
    journey: Journey,
) -> None:
    async def work(person: Person) -> None:
        hand = person.hand
        await come(person)
        await turn_to(person, AGENTS)
        machines = person.services.directory.machines
        missing = sorted(each.name for each in machines if each.agent is None)
        assert names(person, "agent_machines")[: len(missing)] == missing
        await turn_to(person, QUOTAS)
        assert hand.text("quota_COMMAND_ap-guangzhou") == "0 of 500"
        assert hand.text("quota_REGISTER_CODE_ap-guangzhou") == "0 of 5,000"
        await make_code(person, "One more")
        await hand.click("code_done")
        await turn_to(person, QUOTAS)
        await hand.until(
            lambda: hand.text("quota_REGISTER_CODE_ap-guangzhou") == "1 of 5,000", "it is counted"
        )

    journey(work)
