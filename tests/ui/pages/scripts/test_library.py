"""The library at the left: opening, saving, versions, and what goes wrong with files."""

from __future__ import annotations

import shutil

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QWidget

from tat_console.ports.library import ScriptSettings
from tat_console.services.command_texts import of_script
from tat_console.services.script_sync import LinkState
from tat_console.services.services import Services
from tat_console.tour.hand import Hand
from tat_console.ui.pages.scripts.page import ScriptsPage
from tests.ui.pages.conftest import Stage
from tests.ui.pages.scripts.conftest import come_to_the_front, titles


async def do(page: ScriptsPage, name: str, path: str, answer=None) -> None:
    """Do something of a script's menu, and answer the question that comes."""
    hand = Hand(page)
    page.shelf.act(name, path)
    if answer is not None:
        await answer(hand)
    await hand.until(lambda: not page.scope.is_busy("library"), f"{name} is done")


def current_tab(page: ScriptsPage) -> str:
    return page.tabs.bar.tabText(page.tabs.bar.currentIndex())


async def test_scripts_stand_in_their_folders_and_are_found_by_tags(page, scripts, qtbot):
    await come_to_the_front(page)
    tree = page.shelf.tree
    assert [group.name for group in tree._groups] == ["Not saved yet", "Library", "disk"]
    assert tree.names() == ["script-1", "hello", "report"]
    qtbot.keyClicks(tree.search, "#daily")
    assert tree.names() == ["report"]


async def test_a_script_opens_once_and_ctrl_s_writes_it(page, scripts, services, folder):
    await come_to_the_front(page)
    page.shelf.pick("script:hello.sh")
    page.shelf.pick("script:hello.sh")
    assert [draft.path for draft in services.drafts].count("hello.sh") == 1
    assert current_tab(page) == "hello"
    page.desk.editor.replace_script("echo bye\n")
    page.flush()
    assert current_tab(page) == "hello ●"

    async def save() -> None:
        QTest.keyClick(page.desk.editor, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        page.shelf.save()
        await Hand(page).until(lambda: not page.scope.is_busy("library"), "it is saved")

    await save()
    assert (scripts / "hello.sh").read_text() == "echo bye\n"
    assert current_tab(page) == "hello"


async def test_an_earlier_version_comes_back(page, scripts, services):
    await come_to_the_front(page)
    page.shelf.pick("script:hello.sh")
    page.desk.editor.replace_script("echo bye\n")

    async def save() -> None:
        page.shelf.save()
        await Hand(page).until(lambda: not page.scope.is_busy("library"), "it is saved")

    async def bring_back(hand: Hand) -> None:
        await hand.see(QDialog, "script_versions")
        rows = hand.rows("version_list")
        assert len(rows) >= 2
        await hand.click_row("version_list", len(rows) - 1, 0)
        await hand.until(lambda: "hello" in hand.text("version_difference"), "the difference")
        await hand.click("restore_version")

    await save()
    await do(page, "versions", "hello.sh", bring_back)
    assert (scripts / "hello.sh").read_text() == "echo hello\n"
    assert page.desk.editor.toPlainText() == "echo hello\n"


async def test_a_change_from_outside_is_shown_before_anything_is_overwritten(page, scripts):
    await come_to_the_front(page)
    page.shelf.pick("script:hello.sh")
    page.desk.editor.replace_script("echo mine\n")
    (scripts / "hello.sh").write_text("echo theirs\n")

    async def save_as() -> None:
        hand = Hand(page)
        page.shelf.save()
        await hand.see(QDialog, "compare_texts")
        assert "echo theirs" in hand.text("difference")
        await hand.click("choice_1")
        await hand.until(lambda: not page.scope.is_busy("library"), "it is saved")

    await save_as()
    assert (scripts / "hello.sh").read_text() == "echo theirs\n"
    assert (scripts / "hello 2.sh").read_text() == "echo mine\n"


async def test_rename_clone_and_delete(page, scripts, services: Services):
    await come_to_the_front(page)
    page.shelf.pick("script:hello.sh")

    async def name_it(hand: Hand) -> None:
        await hand.type_into("ask_text", "greet/hi")
        await hand.press(Qt.Key.Key_Return, on=hand.find(QWidget, "ask_text"))

    await do(page, "rename", "hello.sh", name_it)
    assert (scripts / "greet" / "hi.sh").exists()
    assert page.desk.draft().path == "greet/hi.sh"
    await do(page, "clone", "greet/hi.sh")
    assert page.desk.draft().path == "greet/hi 2.sh"
    await do(page, "remove", "greet/hi.sh")
    assert not (scripts / "greet" / "hi.sh").exists()
    assert "echo hello\n" in [draft.content for draft in services.drafts]
    assert "greet/hi.sh" not in [draft.path for draft in services.drafts]
    hand = Hand(page)
    await hand.click("undo")
    await hand.until((scripts / "greet" / "hi.sh").exists, "it is there again")
    await hand.until(
        lambda: "greet/hi.sh" in [draft.path for draft in services.drafts], "its tab is over it"
    )
    assert (scripts / "greet" / "hi.sh").read_text() == "echo hello\n"


async def test_files_that_are_not_as_they_should_be_are_told(page, scripts):
    (scripts / "hello.toml").write_text("name = [nonsense")
    (scripts / "dos.sh").write_bytes(b"echo dos\r\n")
    (scripts / "cn.sh").write_bytes("echo 你好\n".encode("gb18030"))
    await come_to_the_front(page)
    page.shelf.pick("script:hello.sh")
    assert page.desk.editor.toPlainText() == "echo hello\n"
    assert any("settings file cannot be read" in title for title in titles(page))
    page.shelf.pick("script:dos.sh")
    assert page.desk.editor.toPlainText() == "echo dos\n"
    assert any("Windows line ends" in title for title in titles(page))
    page.shelf.pick("script:cn.sh")
    assert page.desk.editor.toPlainText() == "echo 你好\n"
    assert any("GB18030" in title for title in titles(page))


async def test_a_folder_that_vanished_is_told_and_the_text_stays(page, scripts, services, tmp_path):
    await services.scripts.library.choose(scripts.rename(tmp_path / "elsewhere"))
    await come_to_the_front(page)
    page.shelf.pick("script:hello.sh")
    page.desk.editor.replace_script("echo kept\n")
    page.flush()
    shutil.rmtree(tmp_path / "elsewhere")
    await come_to_the_front(page)
    assert titles(page)
    assert page.desk.editor.toPlainText() == "echo kept\n"
    assert page.shelf.tree.names()


async def shown(stage: Stage) -> tuple[Hand, ScriptsPage]:
    """The page on a stage, when everything is read."""
    hand = stage.show(ScriptsPage)
    page = hand.window
    assert isinstance(page, ScriptsPage)
    await hand.until(lambda: not page.scope.is_busy("refresh"), "everything is read")
    return hand, page


def test_a_command_deleted_by_someone_else_is_saved_as_a_new_one(on_stage):
    async def work(stage: Stage) -> None:
        hand, page = await shown(stage)
        services = stage.services.scripts
        saved = await services.library.save("hi.sh", b"echo hi\n", ScriptSettings(), stamp="")
        region = stage.services.session.chosen_regions[0]
        linked = await services.sync.save_as_new(saved, region)
        page.shelf.open_path("hi.sh")
        assert linked.settings.link is not None
        command = services.commands.get(linked.settings.link.command_id)
        assert command is not None
        await services.commands.delete([command])
        page.shelf.show()
        assert page.desk.status.state.full_text() == LinkState.DELETED.words
        page.desk.tools.cloud.click()
        await hand.see(QDialog, "save_command")
        assert hand.text("command_problem") == "“hi” was deleted there. Nothing is lost here."
        await hand.click("save_command_accept")
        await hand.until(lambda: not page.scope.is_busy("library"), "it is saved")
        again = services.library.get("hi.sh")
        assert again is not None
        assert services.sync.state(again) is LinkState.SAME

    on_stage(work)


def test_a_command_of_the_cloud_is_taken_into_the_library(on_stage):
    async def work(stage: Stage) -> None:
        hand, page = await shown(stage)
        services = stage.services.scripts
        local = await services.library.save("up.sh", b"uptime\n", ScriptSettings(), stamp="")
        region = stage.services.session.chosen_regions[0]
        saved = await services.commands.create(of_script(local), region)
        await services.library.remove("up.sh")
        page.shelf.show()
        key = f"command:{saved.command.command_id}"
        page.shelf._activate(key)
        await hand.until(lambda: not page.scope.is_busy("library"), "it is taken")
        assert page.desk.editor.toPlainText() == "uptime\n"
        assert page.desk.draft().path == "up.sh"

    on_stage(work)


def test_the_preview_of_the_service_stands_beside_ours(on_stage):
    async def work(stage: Stage) -> None:
        hand, page = await shown(stage)
        services = stage.services.scripts
        script = b"echo '{{who}}' {{tat-hidden:token}}\n"
        saved = await services.library.save("hi.sh", script, ScriptSettings(), stamp="")
        await services.sync.save_as_new(saved, stage.services.session.chosen_regions[0])
        page.shelf.open_path("hi.sh")
        page.desk.sheet.form.set_values({"who": "世界 {{who}}", "token": "hunter2"})
        page.desk.show_preview()
        assert page.desk.bottom.preview.toPlainText().startswith("echo '世界 {{who}}' ******")
        note = page.desk.bottom.note
        await hand.until(note.full_text, "the service has answered")
        assert note.full_text() == "The service fills it in the same way"

    on_stage(work)
