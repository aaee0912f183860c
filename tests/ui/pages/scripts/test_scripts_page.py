"""The page of scripts, by keys and clicks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton

from tat_console.ports.archive import Script
from tat_console.services.drafts import Draft
from tat_console.services.services import Services
from tat_console.tat.machines import Machine, Refusal
from tat_console.tat.statuses import CommandType, OperatingSystem
from tat_console.tour.hand import Hand
from tat_console.ui.dialogs.confirm_run import ConfirmRun
from tat_console.ui.navigation import OpenRun, OpenScript, PageKey
from tat_console.ui.pages.scripts.bottom_pane import BottomTab
from tat_console.ui.pages.scripts.page import ScriptsPage
from tests.ui.pages.conftest import Stage


def write(page: ScriptsPage, text: str) -> None:
    """Put a text into the editor as pasting does, and let the page look at it."""
    page.desk.editor.replace_script(text)
    page.desk.study()


def sentences(page: ScriptsPage) -> list[str]:
    """What the list of problems says."""
    problems = page.desk.bottom.problems
    return [problems.item(place).text() for place in range(problems.count())]


def field(page: ScriptsPage, name: str) -> QLineEdit:
    found = page.findChild(QLineEdit, name)
    assert found is not None
    return found


def type_into(qtbot, line: QLineEdit, text: str) -> None:
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, text)


def press_run(qtbot, page: ScriptsPage) -> None:
    qtbot.mouseClick(page.findChild(QPushButton, "run_button"), Qt.MouseButton.LeftButton)


def parameter(page: ScriptsPage, key: str) -> QLineEdit:
    form = page.desk.sheet.form
    return next(line for line in form.findChildren(QLineEdit) if line.accessibleName() == key)


def kept(folder: Path) -> str:
    return (folder / "state" / "drafts.json").read_text("utf-8")


def test_a_new_page_begins_with_a_script(page, services):
    assert [draft.name for draft in services.drafts] == ["script-1"]
    assert page.tabs.bar.tabText(0) == "script-1"


async def test_typing_is_kept_soon_and_at_once_when_focus_leaves(page, services, qtbot):
    draft = next(iter(services.drafts))

    async def type_and_wait() -> None:
        QTest.keyClicks(page.desk.editor, "uptime")
        await Hand(page).until(
            lambda: services.drafts.get(draft.draft_id).content == "uptime", "it is kept"
        )

    await type_and_wait()
    qtbot.keyClicks(page.desk.editor, " -p")
    page.desk.flush()
    assert services.drafts.get(draft.draft_id).content == "uptime -p"


def test_what_the_disk_refused_is_told_and_kept_at_the_next_occasion(page, services, folder):
    page.flush()
    drafts = folder / "state" / "drafts.json"
    moved = folder / "state" / "moved.json"
    drafts.rename(moved)
    drafts.mkdir()
    write(page, "uptime")
    page.flush()
    assert len(page.banners.banners()) == 1
    assert page.desk.editor.toPlainText() == "uptime"
    drafts.rmdir()
    page.flush()
    assert "uptime" in kept(folder)


def test_tabs_keep_their_text_their_undo_and_their_hidden_values(page, services, qtbot):
    first = next(iter(services.drafts)).draft_id
    write(page, "echo {{tat-hidden:token}}")
    parameter(page, "token").setText("hunter2")
    qtbot.keyClick(page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    write(page, "echo {{token}}")
    assert parameter(page, "token").text() == ""
    page.open(first)
    assert page.desk.editor.toPlainText() == "echo {{tat-hidden:token}}"
    assert page.desk.hidden_values()["token"].reveal() == "hunter2"
    page.desk.editor.undo()
    assert page.desk.editor.toPlainText() == ""


def test_hidden_values_never_reach_the_disk(page, folder):
    write(page, "echo {{tat-hidden:token}} {{name}}")
    parameter(page, "token").setText("hunter2")
    parameter(page, "name").setText("ann")
    page.flush()
    assert "hunter2" not in kept(folder)
    assert json.loads(kept(folder))["drafts"][0]["parameters"] == {"name": "ann"}
    write(page, "echo {{token}} {{name}}")
    page.flush()
    assert parameter(page, "token").text() == ""
    assert "hunter2" not in kept(folder)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The script is empty."),
        ("  \n", "The script is empty."),
        ("x" * 49_153, "The script has 65,540 bytes after Base64 encoding"),
        ("echo {{city}}", "The parameter “city” has no value."),
        ("echo {{my name}}", "“{{my name}}” is no placeholder"),
        ("".join(f"{{{{p{n}}}}}" for n in range(21)), "There are 21 parameters"),
    ],
)
def test_a_bad_script_is_told_and_not_sent(page, qtbot, text, sentence):
    write(page, text)
    press_run(qtbot, page)
    assert any(sentence in one for one in sentences(page))
    assert page.findChild(QDialog) is None
    assert page.desk.bottom.tabs.currentIndex() == BottomTab.PROBLEMS


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("timeout_field", "0", "The timeout in seconds is 0; it must be between 1 and 86,400."),
        ("timeout_field", "soon", "The timeout “soon” is no whole number of seconds."),
        ("folder_field", "work", "an absolute path"),
        ("username_field", "u" * 257, "The user name has 257 characters"),
    ],
)
def test_a_bad_setting_is_told_below_its_field(page, qtbot, name, text, sentence):
    type_into(qtbot, field(page, name), text)
    page.desk.study()
    message = page.findChild(object, f"{name}_message")
    assert sentence in message.text()
    assert not message.isHidden()


def test_a_bad_name_is_told_beside_it(page, qtbot):
    type_into(qtbot, field(page, "name_field"), "n" * 61)
    page.desk.study()
    assert "61 bytes; at most 60" in page.desk.tools.name_problem.full_text()
    type_into(qtbot, field(page, "name_field"), "my name")
    page.desk.study()
    assert "may hold only letters" in page.desk.tools.name_problem.full_text()


def test_missing_values_are_marked_once_run_was_asked(page, qtbot):
    write(page, "echo {{city}}")
    under = page.desk.sheet.form._rows["city"]._under
    assert under.isHidden()
    press_run(qtbot, page)
    assert under.text() == "The parameter “city” has no value."
    parameter(page, "city").setText("Harbin")
    page.desk.study()
    assert under.isHidden()


def test_without_a_machine_the_way_to_choose_is_shown(page, qtbot, route):
    write(page, "uptime")
    press_run(qtbot, page)
    assert page.desk.side.targets.problem.text() == "No machine is chosen."
    qtbot.mouseClick(page.desk.side.targets.change, Qt.MouseButton.LeftButton)
    assert route.went == [(PageKey.INSTANCES, None)]


def test_another_user_without_a_folder_is_warned_of(page, qtbot):
    write(page, "uptime")
    type_into(qtbot, field(page, "username_field"), "www")
    page.desk.study()
    assert any("“www” cannot enter /root" in one for one in sentences(page))
    page.desk.tools.type.setCurrentIndex(page.desk.tools.type.findData(CommandType.POWERSHELL))
    page.desk.tools.type_changed.emit()
    page.desk.study()
    assert not any("cannot enter" in one for one in sentences(page))


def test_the_preview_fills_values_and_masks_hidden_ones(page):
    write(page, "echo {{city}} {{tat-hidden:token}}")
    parameter(page, "city").setText("Harbin")
    parameter(page, "token").setText("hunter2")
    page.desk.show_preview()
    assert page.desk.bottom.preview.toPlainText() == "echo Harbin ******"


def test_the_search_hides_scripts_of_other_names(page, services, qtbot):
    services.drafts.add(Draft(draft_id="", name="disk-report", content="df"))
    qtbot.keyClicks(page.shelf.tree.search, "disk")
    assert page.shelf.tree.names() == ["disk-report"]


async def test_closing_an_empty_script_asks_nothing(page, services):
    only = next(iter(services.drafts)).draft_id
    page.close_draft(only)
    assert [draft.content for draft in services.drafts] == [""]
    assert page.tabs.bar.count() == 1


async def test_a_closed_script_with_content_can_be_brought_back(page, services):
    write(page, "uptime")
    only = next(iter(services.drafts)).draft_id
    page.close_draft(only)
    assert [draft.content for draft in services.drafts] == [""]
    await Hand(page).click("undo")
    assert page.desk.editor.toPlainText() == "uptime"
    assert [draft.content for draft in services.drafts] == ["", "uptime"]


async def test_closed_scripts_come_back_by_a_key_the_last_one_first(page, services):
    hand = Hand(page)
    for content in ("first", "second"):
        page.new()
        write(page, content)
        page.close_draft(page.desk.draft_id)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    await hand.press(Qt.Key.Key_T, both)
    assert page.desk.editor.toPlainText() == "second"
    await hand.press(Qt.Key.Key_T, both)
    assert page.desk.editor.toPlainText() == "first"
    count = len(services.drafts)
    await hand.press(Qt.Key.Key_T, both)
    assert len(services.drafts) == count


async def test_a_script_from_a_run_says_that_hidden_values_are_gone(page):
    script = Script(name="again", content=b"echo {{tat-hidden:token}}", hidden=("token",))

    async def arrive() -> None:
        page.arrive(OpenScript(script))
        await Hand(page).until(lambda: not page.scope.is_busy(), "everything is read")

    await arrive()
    assert page.desk.draft().name == "again"
    assert "Give token again" in page.banners.banners()[0].error.next_step


def test_a_narrow_page_has_the_list_in_a_menu(page, qtbot):
    page.resize(888, 531)
    assert page.width() == 888
    assert page.shelf.tree.isHidden()
    assert page.tabs.menu_button.isVisible()


def test_machines_that_cannot_take_the_script_are_named(on_stage):
    async def work(stage: Stage) -> None:
        services = stage.services
        page = shown(stage)
        offline = [one for one in services.directory.machines if one.refusal() is Refusal.OFFLINE]
        services.chosen.set(one.instance_id for one in offline)
        targets = page.desk.side.targets
        assert offline[0].name in targets.excluded.text()
        write(page, "uptime")
        page.desk.point_out_problems()
        assert targets.problem.text() == "None of the chosen machines can take this run."

    on_stage(work)


def test_ctrl_enter_asks_and_runs(on_stage):
    async def work(stage: Stage) -> None:
        services = stage.services
        page = shown(stage)
        services.chosen.set(one.instance_id for one in linux_machines(services)[:2])
        write(page, "echo hello {{name}}")
        parameter(page, "name").setText("世界")
        hand = Hand(page)
        page.activateWindow()
        await hand.until(page.isActiveWindow, "the page in front")
        page.desk.editor.setFocus()
        QTest.keyClick(page.desk.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await hand.until(lambda: page.findChild(ConfirmRun), "the question")
        dialog = page.findChild(ConfirmRun)
        assert dialog is not None
        assert "echo hello 世界" in dialog.rendered.toPlainText()
        QTest.mouseClick(dialog.run_button, Qt.MouseButton.LeftButton)
        await hand.until(lambda: stage.route.went, "the way to the run")
        where, errand = stage.route.went[-1]
        assert where is PageKey.RUNS
        assert isinstance(errand, OpenRun)
        progress = await services.runs.open(errand.run_id)
        assert progress is not None
        await hand.until(lambda: not progress.is_live, "the end of the run")
        outputs = {await services.runs.output(progress, one) for one in progress.tasks}
        assert outputs == {"hello 世界\n".encode()}

    on_stage(work)


def test_a_second_ctrl_enter_changes_nothing_while_the_question_stands(on_stage):
    async def work(stage: Stage) -> None:
        page = shown(stage)
        stage.services.chosen.set([linux_machines(stage.services)[0].instance_id])
        write(page, "uptime")
        page.run()
        await Hand(page).until(lambda: page.findChild(ConfirmRun), "the question")
        dialog = page.findChild(ConfirmRun)
        assert dialog is not None
        page.run()
        assert page.findChildren(ConfirmRun) == [dialog]
        dialog.reject()
        await Hand(page).until(lambda: not page.scope.is_busy("run"), "the end of the question")
        assert stage.services.runs.live == []

    on_stage(work)


def shown(stage: Stage) -> ScriptsPage:
    page = stage.show(ScriptsPage).window
    assert isinstance(page, ScriptsPage)
    return page


def linux_machines(services: Services) -> list[Machine]:
    return [
        one
        for one in services.directory.machines
        if one.refusal() is None and one.system is OperatingSystem.LINUX
    ]


async def test_ctrl_g_goes_to_a_line_and_a_column(page):
    write(page, "one\ntwo\nthree\n")

    async def go() -> None:
        hand = Hand(page)
        page.start(page.go_to_line(), key="line")
        await hand.type_into("ask_text", "3:4")
        await hand.press(Qt.Key.Key_Return, on=hand.find(QLineEdit, "ask_text"))
        await hand.until(lambda: not page.scope.is_busy("line"), "the question is over")

    await go()
    assert page.desk.editor.place() == (3, 4)


def test_alt_z_wraps_long_lines(page, qtbot):
    mode = page.desk.editor.lineWrapMode
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    before = mode()
    qtbot.keyClick(page.desk.editor, Qt.Key.Key_Z, Qt.KeyboardModifier.AltModifier)
    assert mode() != before


async def test_a_file_dropped_on_the_page_becomes_a_script(page, tmp_path):
    path = tmp_path / "dropped.sh"
    path.write_text("uptime\n")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    how = (
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    spot = page.desk.editor.viewport().mapTo(page, QPoint(50, 50))

    async def drop() -> None:
        QCoreApplication.sendEvent(page, QDragEnterEvent(spot, *how))
        QCoreApplication.sendEvent(page, QDropEvent(QPointF(spot), *how))
        await Hand(page).until(lambda: page.desk.draft().name == "dropped", "it is open")

    await drop()
    assert page.desk.editor.toPlainText() == "uptime\n"
