"""Saving to the cloud where something is in the way: it is said clearly, and nothing is lost."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

import pytest
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QWidget

from tat_console.ports.library import LibraryScript, ScriptSettings
from tat_console.services.script_sync import LinkState
from tat_console.tat.commands import CreateCommand, DeleteCommand, DescribeCommands
from tat_console.tat.wire import R, Request
from tat_console.tour.hand import Hand
from tat_console.ui.pages.scripts.page import ScriptsPage
from tests.fixtures.sandbox import Sandbox
from tests.sandbox.official import ByHand
from tests.ui.pages.conftest import OnStage, Stage

Work = Callable[[Stage, ScriptsPage, Hand], Awaitable[None]]
OnPage = Callable[[Work], None]
PATH = "hi.sh"


@pytest.fixture
def on_page(on_stage: OnStage) -> OnPage:
    """`on_page(work)`: the page of scripts with one script of the library in front."""

    def go(work: Work) -> None:
        async def inside(stage: Stage) -> None:
            hand = stage.show(ScriptsPage)
            page = hand.window
            assert isinstance(page, ScriptsPage)
            await hand.until(lambda: not page.scope.is_busy("refresh"), "everything is read")
            library = stage.services.scripts.library
            await library.save(PATH, b"echo hi\n", ScriptSettings(), stamp="")
            page.shelf.open_path(PATH)
            await work(stage, page, hand)

        on_stage(inside)

    return go


def kept(stage: Stage) -> LibraryScript:
    found = stage.services.scripts.library.get(PATH)
    assert found is not None
    return found


def titles(page: ScriptsPage) -> list[str]:
    return [banner.error.title for banner in page.banners.banners()]


def region(stage: Stage) -> str:
    return stage.services.session.chosen_regions[0]


def set_faults(sandbox: Sandbox, *rules: dict[str, str]) -> None:
    """Put rules in force by the signed request."""
    body = json.dumps({"rules": rules}).encode()
    _, response = ByHand(sandbox, path="/faults", body=body).send()
    assert len(response["rules"]) == len(rules)


async def save_to_cloud(page: ScriptsPage, hand: Hand) -> None:
    await hand.click("save_to_cloud")
    await hand.click("save_command_accept")
    await hand.until(lambda: not page.scope.is_busy("library"), "it is saved")


async def linked(stage: Stage, page: ScriptsPage, hand: Hand) -> str:
    """Save the script to the cloud; the command's id."""
    await save_to_cloud(page, hand)
    link = kept(stage).settings.link
    assert link is not None
    return link.command_id


async def elsewhere(stage: Stage, request: Request[R]) -> None:
    """What another program of the account does, which nobody here has heard of."""
    await stage.services.session.require().cloud.call(request, region=region(stage))


def test_a_name_that_is_taken_is_said_before_it_is_sent(on_page):
    async def work(stage: Stage, page: ScriptsPage, hand: Hand) -> None:
        await elsewhere(stage, CreateCommand(command_name="hi", content=b"true\n"))
        await stage.services.scripts.commands.refresh()
        await hand.click("save_to_cloud")
        await hand.see(QDialog, "save_command")
        boxes = hand.find(QComboBox, "command_region")
        boxes.setCurrentIndex(boxes.findData(region(stage)))
        await hand.click("save_command_accept")
        dialog = hand.find(QDialog, "save_command")
        said = [label.text() for label in dialog.findChildren(QLabel)]
        assert any("has a command “hi” already. Choose another name." in one for one in said)
        await hand.type_into("command_name", "hi-there")
        await hand.click("save_command_accept")
        await hand.until(lambda: not page.scope.is_busy("library"), "it is saved")
        assert kept(stage).name == "hi-there"
        assert stage.services.scripts.sync.state(kept(stage)) is LinkState.SAME

    on_page(work)


def test_a_name_that_was_taken_meanwhile_is_said_and_what_was_filled_in_stays(on_page):
    async def work(stage: Stage, page: ScriptsPage, hand: Hand) -> None:
        await hand.click("save_to_cloud")
        await hand.type_into("command_tags", "team=web")
        await elsewhere(stage, CreateCommand(command_name="hi", content=b"true\n"))
        await hand.click("save_command_accept")
        await hand.until(lambda: hand.shown(QWidget, "command_problem"), "the reason is said")
        assert "A command of this name exists already" in hand.text("command_problem")
        assert hand.text("command_tags") == "team=web"
        await hand.type_into("command_name", "hi-2")
        await hand.click("save_command_accept")
        await hand.until(lambda: not page.scope.is_busy("library"), "it is saved")
        link = kept(stage).settings.link
        assert link is not None
        saved = await stage.services.scripts.commands.read(link.region, link.command_id)
        assert [(tag.key, tag.value) for tag in saved.command.tags] == [("team", "web")]

    on_page(work)


def test_a_quota_that_is_used_up_is_said_and_the_script_stays(on_page, sandbox: Sandbox):
    async def work(stage: Stage, page: ScriptsPage, hand: Hand) -> None:
        code = "ResourceUnavailable.UserHasNoQuotaCode"
        set_faults(sandbox, {"effect": "error", "action": "CreateCommand", "code": code})
        await hand.click("save_to_cloud")
        await hand.click("save_command_accept")
        await hand.until(lambda: hand.shown(QWidget, "command_problem"), "the reason is said")
        assert "quota" in hand.text("command_problem").lower()
        hand.find(QDialog, "save_command").reject()
        await hand.until(lambda: not page.scope.is_busy("library"), "the question is over")
        assert page.desk.editor.toPlainText() == "echo hi\n"
        assert kept(stage).settings.link is None
        set_faults(sandbox)
        await save_to_cloud(page, hand)
        assert stage.services.scripts.sync.state(kept(stage)) is LinkState.SAME

    on_page(work)


def test_a_command_that_was_deleted_meanwhile_is_said_and_saved_as_a_new_one(on_page):
    async def work(stage: Stage, page: ScriptsPage, hand: Hand) -> None:
        command_id = await linked(stage, page, hand)
        await elsewhere(stage, DeleteCommand(command_id=command_id))
        page.desk.editor.replace_script("echo changed\n")
        await hand.click("save_to_cloud")
        await hand.click("agree")
        await hand.click("save_command_accept")
        await hand.until(lambda: not page.scope.is_busy("library"), "it is saved")
        link = kept(stage).settings.link
        assert link is not None
        assert link.command_id != command_id
        assert kept(stage).content == b"echo changed\n"
        assert stage.services.scripts.sync.state(kept(stage)) is LinkState.SAME

    on_page(work)


def test_that_a_command_takes_no_parameters_is_said_while_typing(on_page):
    async def work(stage: Stage, page: ScriptsPage, hand: Hand) -> None:
        command_id = await linked(stage, page, hand)
        assert not hand.shown(QWidget, "cloud_obstacle")
        page.desk.editor.replace_script("echo {{who}}\n")
        page.flush()
        await hand.see(QWidget, "cloud_obstacle")
        assert "created without parameters" in hand.text("cloud_obstacle")
        await hand.click("save_to_cloud")
        await hand.click("agree")
        await hand.see(QDialog, "save_command")
        assert "It will take parameters" in hand.text("command_parameters")
        await hand.type_into("command_name", "hi-who")
        await hand.click("save_command_accept")
        await hand.until(lambda: not page.scope.is_busy("library"), "it is saved")
        assert not hand.shown(QWidget, "cloud_obstacle")
        reply = await stage.services.session.require().cloud.call(
            DescribeCommands(command_ids=(command_id,)), region=region(stage)
        )
        assert [one.content for one in reply.command_set] == [b"echo hi\n"]

    on_page(work)


def test_tags_that_are_none_are_said(on_page):
    async def work(stage: Stage, page: ScriptsPage, hand: Hand) -> None:
        await hand.click("save_to_cloud")
        await hand.type_into("command_tags", "team")
        await hand.click("save_command_accept")
        dialog = hand.find(QDialog, "save_command")
        assert dialog.isVisible()
        dialog.reject()
        await hand.until(lambda: not page.scope.is_busy("library"), "the question is over")
        assert kept(stage).settings.link is None

    on_page(work)
