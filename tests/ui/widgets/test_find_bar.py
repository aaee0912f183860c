"""Finding and replacing in the editor by keys."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from tat_console.ui.widgets.find_bar import FindBar
from tat_console.ui.widgets.script_editor import ScriptEditor

SCRIPT = "cp a.conf b.conf\nCp c.conf\n"


@pytest.fixture
def bar(qtbot) -> Iterator[FindBar]:
    """A search with the row to replace, open over a script."""
    window = QWidget()
    editor = ScriptEditor()
    editor.setParent(window)
    editor.set_script(SCRIPT)
    made = FindBar(editor)
    made.setParent(window)
    box = QVBoxLayout(window)
    box.addWidget(made)
    box.addWidget(editor)
    window.resize(760, 300)
    qtbot.addWidget(window)
    window.show()
    made.open_bar(replace=True)
    yield made
    window.close()


def text(bar: FindBar) -> str:
    return bar._text.toPlainText()


def look_for(bar: FindBar, qtbot, wanted: str, template: str = "") -> None:
    bar.field.clear()
    qtbot.keyClicks(bar.field, wanted)
    bar.replacing.field.clear()
    qtbot.keyClicks(bar.replacing.field, template)


def press(bar: FindBar, qtbot, name: str) -> None:
    qtbot.mouseClick(bar.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def said(bar: FindBar) -> str:
    return bar.replacing._said.full_text()


def test_one_after_the_other_is_replaced_and_all_others_stay(bar, qtbot):
    look_for(bar, qtbot, "conf", "ini")
    assert bar.count.text() == "1 of 3"
    press(bar, qtbot, "replace_one")
    assert text(bar) == "cp a.ini b.conf\nCp c.conf\n"
    assert bar.count.text() == "1 of 2"
    press(bar, qtbot, "replace_one")
    assert text(bar) == "cp a.ini b.ini\nCp c.conf\n"


def test_all_are_replaced_in_one_step_that_can_be_undone(bar, qtbot):
    look_for(bar, qtbot, "conf", "ini")
    press(bar, qtbot, "replace_all")
    assert text(bar) == "cp a.ini b.ini\nCp c.ini\n"
    assert said(bar) == "3 replaced"
    bar._text.undo()
    assert text(bar) == SCRIPT


def test_groups_of_a_regular_expression_go_into_the_replacement(bar, qtbot):
    bar.is_regex.click()
    look_for(bar, qtbot, r"(\w)\.(conf)", "$2_${1} costs $$5 in $HOME")
    press(bar, qtbot, "replace_all")
    assert text(bar).startswith("cp conf_a costs $5 in $HOME conf_b costs")


def test_a_group_that_is_not_there_is_told_and_nothing_is_changed(bar, qtbot):
    bar.is_regex.click()
    look_for(bar, qtbot, "(conf)", "$2")
    press(bar, qtbot, "replace_all")
    assert said(bar) == "There is no group $2; $$ stands for a dollar sign."
    assert text(bar) == SCRIPT


def test_what_is_no_regular_expression_is_told_beside_the_field(bar, qtbot):
    bar.is_regex.click()
    look_for(bar, qtbot, "a(", "x")
    assert "is no regular expression" in bar.problem.full_text()
    assert bar.count.text() == ""
    press(bar, qtbot, "replace_all")
    assert text(bar) == SCRIPT
    bar.is_regex.click()
    assert bar.problem.full_text() == ""
    assert bar.count.text() == "No match"


def test_a_pattern_that_never_ends_is_stopped(bar, qtbot):
    bar._text.set_script("a" * 5_000 + "b")
    bar.is_regex.click()
    bar.field.setText("(a|aa)+$")
    assert "takes too long" in bar.problem.full_text()


def test_case_and_whole_words_narrow_the_search(bar, qtbot):
    look_for(bar, qtbot, "cp")
    assert bar.count.text() == "1 of 2"
    bar.match_case.click()
    assert bar.count.text() == "1 of 1"
    look_for(bar, qtbot, "c")
    bar.match_case.click()
    before = bar.count.text()
    bar.whole_word.click()
    assert (before, bar.count.text()) == ("1 of 6", "1 of 1")


def test_the_search_goes_on_at_the_start(bar, qtbot):
    look_for(bar, qtbot, "conf")
    for _step in range(3):
        qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    assert bar.count.text() == "1 of 3"
    qtbot.keyClick(bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert bar.count.text() == "3 of 3"


def test_signs_beyond_the_basic_plane_stay_whole(bar, qtbot):
    bar._text.set_script("echo 🎉🎉 done 🎉 done\n")
    bar.is_regex.click()
    look_for(bar, qtbot, "(.) done", "[$1]")
    press(bar, qtbot, "replace_all")
    assert text(bar) == "echo 🎉[🎉] [🎉]\n"


def test_all_of_a_large_script_are_replaced(bar, qtbot):
    bar._text.set_script("echo one\n" * 5_000)
    look_for(bar, qtbot, "one", "two")
    assert bar.count.text() == "1 of 2000"
    press(bar, qtbot, "replace_all")
    assert text(bar) == "echo two\n" * 5_000
    assert said(bar) == "5000 replaced"


def test_enter_replaces_from_its_field_and_alt_enter_replaces_all(bar, qtbot):
    look_for(bar, qtbot, "conf", "ini")
    bar.activateWindow()
    bar.replacing.field.setFocus()
    qtbot.keyClick(bar.replacing.field, Qt.Key.Key_Return)
    assert text(bar).count("ini") == 1
    qtbot.keyClick(bar.replacing.field, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert text(bar).count("ini") == 3
