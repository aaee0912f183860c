"""The search field: one line, coloured parts, input methods, earlier searches, mistakes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QInputMethodEvent, QTextCharFormat
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from tat_console.ui.kit.appearance import Mode, apply_theme
from tat_console.ui.kit.theme import DARK, LIGHT
from tat_console.ui.widgets.query_field import QueryField
from tat_console.ui.widgets.query_line import PartKind, parts

KEY = Qt.Key
FIELDS = ("status", "after")


@pytest.fixture
def field(qtbot) -> QueryField:
    made = QueryField("Search everything that ran", FIELDS)
    made.resize(600, 60)
    qtbot.addWidget(made)
    made.show()
    made.setFocus()
    return made


def coloured(field: QueryField) -> list[tuple[str, str]]:
    """The coloured stretches, and the names of their colours."""
    layout = field.line.document().firstBlock().layout()
    data = field.text().encode("utf-16-le")
    return [
        (
            data[2 * one.start : 2 * (one.start + one.length)].decode("utf-16-le"),
            one.format.foreground().color().name(),
        )
        for one in layout.formats()
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("status:failed", [("status:failed", PartKind.FIELD)]),
        ('"No space" x', [('"No space"', PartKind.QUOTED)]),
        ('status:"a b" y', [('status:"a b"', PartKind.FIELD)]),
        ("AFTER:2026-10-01", [("AFTER:2026-10-01", PartKind.FIELD)]),
        ("other:x http://y plain", []),
        ('open "to the end', [('"to the end', PartKind.QUOTED)]),
    ],
)
def test_parts_of_a_search(text, wanted):
    assert [(text[part.start : part.end], part.kind) for part in parts(text, FIELDS)] == wanted


def test_parts_are_coloured_also_after_signs_that_count_twice(field, qtbot):
    field.set_text('😀 status:failed "No space left" x')
    assert coloured(field) == [
        ("status:failed", LIGHT.accent.name()),
        ('"No space left"', LIGHT.mark_find_text.name()),
    ]


def test_colours_follow_the_theme(field, qapp):
    field.set_text("status:failed")
    apply_theme(qapp, Mode.DARK)
    assert coloured(field) == [("status:failed", DARK.accent.name())]


def test_the_ground_of_a_part_is_painted(field):
    field.set_text("status:failed")
    picture = field.line.viewport().grab().toImage()
    colours = {picture.pixelColor(x, 3).name() for x in range(4, 60)}
    assert LIGHT.accent_soft.name() in colours


def test_enter_searches_and_makes_no_new_line(field, qtbot):
    qtbot.keyClicks(field.line, "  disk full ")
    with qtbot.waitSignal(field.searched) as told:
        qtbot.keyClick(field.line, KEY.Key_Return)
    assert told.args == ["disk full"]
    qtbot.keyClick(field.line, KEY.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert field.text() == "  disk full "
    assert field.history() == ["disk full"]


def test_tab_goes_on_to_the_next_field(qtbot):
    host = QWidget()
    box = QVBoxLayout(host)
    field, other = QueryField("Search", FIELDS), QLineEdit()
    box.addWidget(field)
    box.addWidget(other)
    qtbot.addWidget(host)
    with qtbot.waitActive(host):
        host.show()
        host.activateWindow()
    field.setFocus()
    qtbot.keyClick(field.line, KEY.Key_Tab)
    assert QApplication.focusWidget() is field.more
    qtbot.keyClick(field.more, KEY.Key_Tab)
    assert QApplication.focusWidget() is other
    assert field.text() == ""


def test_a_tab_is_no_text_where_there_is_nothing_to_go_on_to(field, qtbot):
    field.more.setEnabled(False)
    qtbot.keyClick(field.line, KEY.Key_Tab)
    assert field.text() == ""


def test_several_lines_become_one(field):
    data = QMimeData()
    data.setText("  one\ntwo\r\nthree\n")
    field.line.insertFromMimeData(data)
    assert field.text() == "one two three"
    assert field.line.document().blockCount() == 1


def test_an_input_method_composes_before_anything_is_told(field, qtbot):
    told: list[str] = []
    field.edited.connect(told.append)
    QApplication.sendEvent(field.line, QInputMethodEvent("shi", []))
    assert told == []
    assert field.text() == ""
    commit = QInputMethodEvent("", [])
    commit.setCommitString("失败 status:failed")
    QApplication.sendEvent(field.line, commit)
    assert told == ["失败 status:failed"]
    assert coloured(field)[0][0] == "status:failed"


def test_lines_from_an_input_method_become_one(field):
    commit = QInputMethodEvent("", [])
    commit.setCommitString("磁盘\n满")
    QApplication.sendEvent(field.line, commit)
    assert field.text() == "磁盘 满"


def test_every_change_is_told_once(field, qtbot):
    told: list[str] = []
    field.edited.connect(told.append)
    qtbot.keyClicks(field.line, "ab")
    assert told == ["a", "ab"]


def test_escape_and_the_cross_clear_and_it_can_be_undone(field, qtbot):
    assert not field.clear_button.isVisible()
    qtbot.keyClicks(field.line, "ab")
    assert field.clear_button.isVisible()
    qtbot.keyClick(field.line, KEY.Key_Escape)
    assert field.text() == ""
    assert not field.clear_button.isVisible()
    field.line.undo()
    assert field.text() == "ab"
    qtbot.mouseClick(field.clear_button, Qt.MouseButton.LeftButton)
    assert field.text() == ""


def test_arrows_go_through_earlier_searches_and_back_to_what_was_typed(field, qtbot):
    field.set_history(["latest", "older"])
    qtbot.keyClicks(field.line, "dra")
    seen = []
    for key in (KEY.Key_Up, KEY.Key_Up, KEY.Key_Up, KEY.Key_Down, KEY.Key_Down, KEY.Key_Down):
        qtbot.keyClick(field.line, key)
        seen.append(field.text())
    assert seen == ["latest", "older", "older", "latest", "dra", "dra"]


def test_a_search_made_again_moves_to_the_front(field, qtbot):
    field.set_history(["one", "two"])
    field.set_text("two")
    qtbot.keyClick(field.line, KEY.Key_Return)
    assert field.history() == ["two", "one"]


def test_the_list_offers_searches_and_examples(field, qtbot):
    field.set_history(["a && b"])
    field.set_examples([("status:failed", "Status of a task")])
    qtbot.keyClicks(field.line, "x")
    qtbot.keyClick(field.line, KEY.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert field.menu.isVisible()
    actions = [action for action in field.menu.actions() if not action.isSeparator()]
    field.menu.close()
    actions[1].trigger()
    assert field.text() == "x status:failed"
    actions[0].trigger()
    assert field.text() == "a && b"


def test_a_mistake_is_underlined_and_said_until_the_text_changes(field, qtbot):
    field.set_text("😀 status:nix")
    field.set_problem("“nix” cannot stand after status:", 2, 12)
    assert field.problem.isVisible()
    (mark,) = field.line.extraSelections()
    assert mark.cursor.selectedText() == "status:nix"
    assert mark.format.underlineStyle() == QTextCharFormat.UnderlineStyle.WaveUnderline
    assert field.line.accessibleDescription() == field.problem.text()
    qtbot.keyClicks(field.line, "t")
    assert not field.problem.isVisible()
    assert field.line.extraSelections() == []
