"""Help: from an error to its topic, the sheet of keys, the guide, the bell, and what it is."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenu,
    QTabBar,
    QWidget,
)

from tat_console.services.mirroring import SyncState
from tat_console.services.notices import NoticeKind
from tat_console.services.sync import SyncProgress
from tat_console.support.errors import ConsoleError
from tat_console.tat.error_texts import service_error
from tat_console.tat.hosting import CreateRegisterCode
from tat_console.ui.dialogs.guide_steps import STEPS, GuideStep
from tat_console.ui.dialogs.help_window import HelpWindow
from tat_console.ui.navigation import PageKey
from tests.journeys.conftest import Journey, OpenConsole, Person
from tests.unit.cloud.rude_server import answers, reply, rude_server

Run = Callable[[Coroutine[Any, Any, Any]], Any]
SHIFT = Qt.KeyboardModifier.ShiftModifier


async def choose_from_help_menu(person: Person, method: str) -> None:
    """Open the menu under the "?" and choose the row of a method."""
    await person.hand.click("help_button")
    (menu,) = person.hand.shown(QMenu, "help_menu")
    (action,) = [one for one in menu.actions() if one.objectName() == f"menu_{method}"]
    menu.close()
    action.trigger()
    await person.hand.settle()


def text_of_help(person: Person) -> str:
    return person.hand.find(HelpWindow, "help_window").text.toPlainText()


def test_an_error_leads_to_what_the_help_says_about_it(journey: Journey) -> None:
    async def work(person: Person) -> None:
        refused = "ResourceUnavailable.AgentStatusNotOnline"
        person.console.window.show_error(service_error(refused, "ins-1 is not online."))
        await person.hand.click("error_help")
        assert "systemctl status tat_agent" in text_of_help(person)
        await person.hand.type_into("help_search", "24 KB cut")
        topics = person.hand.find(QListWidget, "help_topics")
        assert topics.currentItem().text() == "The output ends in the middle"
        assert "24,576 bytes" in text_of_help(person)
        person.hand.find(HelpWindow, "help_window").close()
        await person.hand.press(Qt.Key.Key_F1, on=person.console.window)
        assert person.hand.shown(HelpWindow, "help_window")

    journey(work)


def test_a_question_mark_beside_a_field_leads_to_its_topic(journey: Journey) -> None:
    async def work(person: Person) -> None:
        await person.hand.click(f"rail_{PageKey.SCRIPTS}")
        await person.hand.see(QWidget, "help_timeouts")
        mark = person.hand.find(QWidget, "help_timeouts")
        assert "86,400" in mark.toolTip()
        await person.hand.click("help_timeouts")
        assert "The clock starts when the script starts" in text_of_help(person)

    journey(work)


def test_the_help_can_be_read_while_a_dialog_waits(journey: Journey) -> None:
    async def work(person: Person) -> None:
        await person.machines_are_there()
        await person.hand.click(f"rail_{PageKey.HOSTED}")
        await person.hand.click("new_code")
        form = await person.hand.see(QDialog, "new_code_form")
        await person.hand.click("help_register-codes")
        manual = person.hand.find(HelpWindow, "help_window")
        assert "is told once" in text_of_help(person)
        assert form.isVisible()
        assert manual.windowHandle().transientParent() is form.windowHandle()
        manual.close()
        form.reject()

    journey(work)


def test_the_sheet_of_keys_opens_by_a_key(journey: Journey) -> None:
    async def work(person: Person) -> None:
        await person.hand.press(Qt.Key.Key_F1, SHIFT, on=person.console.window)
        await person.hand.see(QDialog, "shortcut_sheet")
        await person.hand.type_into("shortcut_search", "palette")
        field = person.hand.find(QLineEdit, "shortcut_search")
        await person.hand.press(Qt.Key.Key_Escape, on=field)
        assert field.text() == ""
        await person.hand.press(Qt.Key.Key_Escape, on=field)
        await person.hand.until(
            lambda: not person.hand.shown(QDialog, "shortcut_sheet"), "Escape closes the sheet"
        )

    journey(work)


def test_the_guide_goes_through_by_keys_and_blocks_nothing(
    run: Run, open_console: OpenConsole
) -> None:
    async def work() -> None:
        async with open_console(welcome=True) as person:
            hand = person.hand
            await hand.click("welcome_guide")
            await person.machines_are_there()
            for place, step in enumerate(STEPS):
                await hand.see(QFrame, "guide")
                await hand.until(partial(title_is, person, step), f"step {place + 1} is shown")
                assert person.console.window.page is step.page
                assert hand.shown(QWidget, step.control)
                if step.control == "machines":
                    await hand.click_row("machines", 0, 0)  # it works under the guide
                    assert len(person.services.chosen.ids) <= 1
                await hand.press(Qt.Key.Key_Space, on=hand.find(QWidget, "guide_next"))
            assert not hand.shown(QFrame, "guide")
            await choose_from_help_menu(person, "start_guide")
            guide = await hand.see(QFrame, "guide")
            await hand.press(Qt.Key.Key_Escape, on=guide)
            assert not hand.shown(QFrame, "guide")

    run(work())


def test_the_bell_tells_of_a_run_that_ended_and_leads_to_it(journey: Journey) -> None:
    async def work(person: Person) -> None:
        bell = person.console.window.top_bar.bell
        assert "Notices" in bell.toolTip()
        await person.tick(2)
        await person.write("bell", "#!/usr/bin/env bash\nset -euo pipefail\necho hello\n")
        await person.run_it()
        await person.ended()
        assert bell.toolTip() == "1 new notice"
        await person.hand.click(f"rail_{PageKey.INSTANCES}")
        await person.hand.click("bell_button")
        notices = await person.hand.see(QListWidget, "notices")
        assert "“bell” has ended\n2 of 2 machines succeeded." in notices.item(0).text()
        assert person.services.notices.unread == 0
        await person.hand.press(Qt.Key.Key_Return, on=notices)
        assert person.console.window.page is PageKey.RUNS
        assert not person.hand.shown(QListWidget, "notices")

    journey(work)


async def follow_the_bell(person: Person, words: str) -> None:
    """Click the notice that begins with these words."""
    await person.hand.click(f"rail_{PageKey.SCRIPTS}")
    await person.hand.click("bell_button")
    notices = await person.hand.see(QListWidget, "notices")
    texts = [notices.item(row).text() for row in range(notices.count())]
    place = next(row for row, text in enumerate(texts) if text.startswith(words))
    await person.hand.click_row("notices", place, 0)
    assert not person.hand.shown(QListWidget, "notices")


def in_front(person: Person) -> PageKey:
    return person.console.window.page


def test_every_notice_leads_to_what_it_is_about(journey: Journey) -> None:
    async def work(person: Person) -> None:
        hand, services = person.hand, person.services
        await person.machines_are_there()
        hosting = services.administration.hosting
        for name, hours in (("Lasting", 1_000), ("Soon over", 1)):
            wanted = CreateRegisterCode(description=name, effective_time=hours, register_limit=5)
            await hosting.create_code("ap-guangzhou", wanted)
        services.notices.add(NoticeKind.QUOTA, "Quota", "Commands in Seoul: all 500 are used.")
        services.notices.add(NoticeKind.UPDATE, "A newer version is there", "9.9 can be installed.")
        lost = SyncProgress(profile_id="p", region="ap-seoul", error=ConsoleError("Not reached."))
        services.sync.changed.emit(SyncState(problems=(lost,)))

        await follow_the_bell(person, "Quota\nCommands")
        tabs = hand.find(QTabBar, "hosted_tabs")
        assert tabs.tabText(tabs.currentIndex()) == "Quotas"
        await follow_the_bell(person, "Register code\nSoon over")
        assert tabs.tabText(tabs.currentIndex()).startswith("Register codes")
        pane = hand.find(QWidget, "hosted_details")
        assert any(label.text() == "Soon over" for label in pane.findChildren(QLabel))
        await follow_the_bell(person, "A newer version")
        assert in_front(person) is PageKey.SETTINGS
        assert hand.shown(QWidget, "setting_update_address")
        await follow_the_bell(person, "Runs of others could not be read")
        assert in_front(person) is PageKey.HISTORY

    journey(work)


def test_about_opens_the_folders(journey: Journey, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)

    async def work(person: Person) -> None:
        await choose_from_help_menu(person, "show_about")
        await person.hand.see(QDialog, "about")
        assert "tat-console" in person.hand.text("about_version")
        await person.hand.click("about_open_data")
        assert opened[0].toLocalFile() == str(person.services.program.paths.data)

    journey(work)


def test_newer_versions_are_looked_for_only_when_switched_on(journey: Journey) -> None:
    async def work(person: Person) -> None:
        hand = person.hand
        await hand.click("help_button")
        (menu,) = hand.shown(QMenu, "help_menu")
        names = [action.objectName() for action in menu.actions()]
        assert "menu_check_for_update" not in names
        menu.close()
        with rude_server(answers(reply(b'{"version": "99.0"}'))) as server:
            person.services.settings.set("update_address", f"{server.url}/newest.json")
            assert server.connections == 0
            await choose_from_help_menu(person, "check_for_update")
            await hand.until(
                lambda: any("99.0" in label.text() for label in shown_labels(person)),
                "the newer version is told",
            )

    journey(work)


def title_is(person: Person, step: GuideStep) -> bool:
    return person.hand.text("guide_title") == step.title


def shown_labels(person: Person) -> list[QLabel]:
    """The texts of the dialogs that are open."""
    dialogs = [one for one in person.console.window.findChildren(QDialog) if one.isVisible()]
    return [label for dialog in dialogs for label in dialog.findChildren(QLabel)]
