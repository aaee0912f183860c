"""Several machines or codes are chosen, and the buttons are for all of them."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QDialog, QTabBar, QWidget

from tat_console.ui.kit.banner import Banner
from tat_console.ui.navigation import PageKey
from tat_console.ui.pages.hosted.code_pane import CodePane
from tat_console.ui.pages.hosted.page import CODES
from tests.contracts.test_connection_trial import set_faults
from tests.fixtures.sandbox import Sandbox
from tests.ui.pages.conftest import OnStage, Stage
from tests.ui.pages.hosted.test_hosted_page import (
    hosting_of,
    names,
    shown,
    texts,
    turn_to,
    with_codes,
)


def test_several_machines_are_removed_at_once_and_those_that_stay_are_named(
    on_stage: OnStage, sandbox: Sandbox
) -> None:
    async def work(stage: Stage) -> None:
        hand = await shown(stage)
        before = names(hand, "hosted_machines")
        assert len(before) >= 3
        await hand.click_row("hosted_machines", 0, 0)
        remove = hand.find(QAbstractButton, "host_remove")
        assert remove.text() == "Remove…"
        await hand.click_row("hosted_machines", 2, 0, Qt.KeyboardModifier.ShiftModifier)
        assert remove.text() == "Remove 3…"
        assert not hand.find(QAbstractButton, "host_rename").isEnabled()
        await hand.press(Qt.Key.Key_Delete, on=hand.find(QWidget, "hosted_machines"))
        question = hand.find(QDialog, "confirm_loss")
        assert "Remove 3 machines?" in texts(question)
        listed = hand.text("given_up").splitlines()
        assert sorted(line.split("  ·  ")[0] for line in listed) == sorted(before[:3])

        code = "AuthFailure.UnauthorizedOperation"
        rule = {"effect": "error", "action": "DeleteRegisterInstance", "code": code, "nth": [2]}
        await asyncio.to_thread(set_faults, sandbox, rule)
        await hand.click("agree")
        await hand.until(
            lambda: len(names(hand, "hosted_machines")) == len(before) - 2, "two are removed"
        )
        await hand.until(lambda: hand.shown(Banner, ""), "it is said who stays")
        (stays,) = set(names(hand, "hosted_machines")) & set(before[:3])
        said = hand.find(Banner, "").accessibleName()
        assert said.startswith(f"1 of 3 machines was not removed. {stays}: ")
        assert "The others are removed." in said
        in_directory = {machine.name for machine in stage.services.directory.machines}
        assert in_directory & set(before[:3]) == {stays}

        await asyncio.to_thread(set_faults, sandbox)
        await hand.click_row("hosted_machines", names(hand, "hosted_machines").index(stays), 0)
        await hand.click("host_remove")
        assert f"Remove “{stays}”?" in texts(hand.find(QDialog, "confirm_loss"))
        assert not hand.shown(QWidget, "given_up")
        await hand.click("agree")
        await hand.until(
            lambda: stays not in {each.name for each in hosting_of(stage).instances}, "it is gone"
        )

    on_stage(work)


def test_several_machines_are_run_on_together(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        hand = await shown(stage)
        await hand.click_row("hosted_machines", 0, 0)
        await hand.click_row("hosted_machines", 1, 0, Qt.KeyboardModifier.ShiftModifier)
        await hand.click("host_run")
        assert stage.route.went == [(PageKey.SCRIPTS, None)]
        chosen = {machine.name for machine in stage.services.chosen.machines}
        assert chosen == set(names(hand, "hosted_machines")[:2])

    on_stage(work)


def test_several_codes_are_disabled_and_deleted_at_once(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        hand = await shown(stage)
        await with_codes(stage, "one", "two", "three")
        turn_to(hand, CODES)
        assert hand.find(QTabBar, "hosted_tabs").tabText(CODES) == "Register codes (3)"
        await hand.click_row("register_codes", 0, 0)
        await hand.click_row("register_codes", 1, 0, Qt.KeyboardModifier.ShiftModifier)
        disable = hand.find(QAbstractButton, "code_disable_button")
        assert disable.text() == "Disable 2…"
        await hand.click("code_disable_button")
        assert "cannot be enabled again" in " ".join(texts(hand.find(QDialog, "confirm_loss")))
        await hand.click("agree")
        await hand.until(
            lambda: sum(not code.info.enabled for code in hosting_of(stage).codes) == 2,
            "two are disabled",
        )
        assert not disable.isEnabled()
        await hand.click("code_delete_button")
        await hand.click("agree")
        await hand.until(lambda: len(hosting_of(stage).codes) == 1, "two are deleted")
        assert names(hand, "register_codes") == ["one"]
        pane = stage.pages[0].findChild(CodePane)
        assert pane is not None
        assert not pane.isVisible()

    on_stage(work)
