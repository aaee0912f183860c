"""Checks while typing: marks, the list, fixes, and the question about dangerous commands."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel

from tat_console.tat.machines import Machine
from tat_console.tat.statuses import OperatingSystem
from tat_console.tour.hand import Hand
from tat_console.ui.dialogs.confirm_run import ConfirmRun
from tat_console.ui.pages.scripts.page import ScriptsPage
from tat_console.ui.pages.scripts.problems import fix_box
from tests.ui.pages.conftest import Stage

CONTROL = Qt.KeyboardModifier.ControlModifier
UNQUOTED = "#!/bin/bash\nname=$1\necho $name\n"


def rows(page: ScriptsPage) -> list[str]:
    problems = page.desk.bottom.problems
    return [problems.item(place).text() for place in range(problems.count())]


async def checked(page: ScriptsPage, text: str) -> None:
    """Write a text and wait until it was checked."""
    page.desk.editor.replace_script(text)
    page.desk.study()
    linter = page.desk.sheet.linter
    await Hand(page).until(lambda: linter.is_current, "the checks are done")


def go_to(page: ScriptsPage, text: str) -> None:
    line = page.desk.editor.toPlainText().split("\n").index(text) + 1
    page.desk.editor.go_to_line(line)


async def test_findings_have_code_line_and_count(page):
    await checked(page, UNQUOTED)
    found = next(row for row in rows(page) if row.startswith("SC2086"))
    assert found.endswith("Line 3")
    assert "1 note" in page.desk.status.problems.text()
    assert page.desk.editor._line_icons[2] == ("ph.info-fill", "busy_text")


async def test_enter_in_the_list_goes_to_the_place(page, qtbot):
    await checked(page, UNQUOTED)
    problems = page.desk.bottom.problems
    place = next(n for n, row in enumerate(rows(page)) if row.startswith("SC2086"))
    problems.setCurrentRow(place)
    qtbot.keyClick(problems, Qt.Key.Key_Return)
    assert page.desk.editor.place() == (3, 6)


async def test_ctrl_period_puts_the_line_right_in_one_step(page, qtbot):
    await checked(page, UNQUOTED)
    go_to(page, "echo $name")
    qtbot.keyClick(page.desk.editor, Qt.Key.Key_Period, CONTROL)
    assert page.desk.editor.toPlainText() == UNQUOTED.replace("$name", '"$name"')
    page.desk.editor.undo()
    assert page.desk.editor.toPlainText() == UNQUOTED


async def test_the_link_of_a_row_puts_it_right(page, qtbot):
    await checked(page, UNQUOTED)
    problems = page.desk.bottom.problems
    place = next(n for n, row in enumerate(rows(page)) if row.startswith("SC2086"))
    box = fix_box(problems.visualItemRect(problems.item(place)).toRectF())
    spot: QPoint = box.center().toPoint()
    qtbot.mouseClick(problems.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert '"$name"' in page.desk.editor.toPlainText()


async def test_a_fix_of_an_older_text_is_not_made(page, qtbot):
    await checked(page, UNQUOTED)
    finding = next(one for one in page.desk.sheet.linter.findings if one.code == "SC2086")
    page.desk.editor.replace_script("# new\n" + UNQUOTED)
    go_to(page, "echo $name")
    qtbot.keyClick(page.desk.editor, Qt.Key.Key_Period, CONTROL)
    page.desk.study()
    page.desk.fix(finding)
    assert page.desk.editor.toPlainText() == "# new\n" + UNQUOTED


async def test_newer_text_supersedes_the_check_of_older_text(page):
    async def type_on() -> None:
        page.desk.editor.replace_script(UNQUOTED)
        page.desk.study()
        await checked(page, "#!/bin/bash\necho well\n")
        assert page.desk.sheet.linter.findings == ()

    await type_on()
    assert not any(row.startswith("SC") for row in rows(page))


def test_dangerous_commands_are_asked_about_before_the_run(on_stage):
    async def work(stage: Stage) -> None:
        page = stage.show(ScriptsPage).window
        assert isinstance(page, ScriptsPage)
        stage.services.chosen.set([one_linux(stage).instance_id])
        page.desk.editor.replace_script("echo {{tat-hidden:key}}; rm -rf {{folder}}")
        page.desk.study()
        page.desk.sheet.form.set_values({"folder": "/etc", "key": "hunter2"})
        hand = Hand(page)
        page.run()
        dialog = await hand.see(QDialog, "confirm_dangers")
        said = [label.text() for label in dialog.findChildren(QLabel)]
        assert any("rm -rf /etc" in text for text in said)
        assert not any("hunter2" in text for text in said)
        QTest.keyClick(dialog, Qt.Key.Key_Return)
        await hand.until(lambda: not page.scope.is_busy("run"), "the question is over")
        assert stage.services.runs.known == []
        page.run()
        await hand.click("agree_to_dangers")
        (await hand.see(ConfirmRun, "confirm_run")).reject()
        await hand.until(lambda: not page.scope.is_busy("run"), "the end of the question")

    on_stage(work)


def one_linux(stage: Stage) -> Machine:
    return next(
        one
        for one in stage.services.directory.machines
        if one.refusal() is None and one.system is OperatingSystem.LINUX
    )
