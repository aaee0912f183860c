"""Two answers beside each other: lines, fillers, words, scrolling, and the way through them."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from tat_console.outputs.diff import compare
from tat_console.tat.statuses import TaskStatus
from tat_console.ui.kit.theme import LIGHT
from tat_console.ui.widgets.chip import Choice
from tat_console.ui.widgets.code_text import Mark, MarkKind
from tat_console.ui.widgets.diff_lines import FILLER, side_lines, unified_lines
from tat_console.ui.widgets.diff_view import ONE_COLUMN, DiffSide, DiffView

LEFT = Qt.MouseButton.LeftButton
A_TEXT = "one\ncopy ‹n› bytes to a\nsame\nlast\n"
B_TEXT = "one\ncopy ‹n› bytes to b\nadded\nsame\nlast\n"


def side(title: str, text: str, names: int = 2, exit_code: int | None = 0) -> DiffSide:
    members = tuple(f"web-{number}" for number in range(names))
    return DiffSide(title, members, TaskStatus.SUCCESS, exit_code, text)


@pytest.fixture
def view(qtbot) -> DiffView:
    made = DiffView()
    made.resize(900, 300)
    qtbot.addWidget(made)
    made.show()
    return made


def test_each_side_has_its_numbers_letters_and_fillers():
    rows = compare(A_TEXT, B_TEXT)
    left, right = side_lines(rows, "A"), side_lines(rows, "B")
    assert [line.label.replace("\u00a0", " ") for line in left] == [
        " 1  ",
        " 2 A",
        "",
        " 3  ",
        " 4  ",
    ]
    assert [line.ground for line in left] == ["", "diff_a", FILLER, "", ""]
    assert [line.ground for line in right] == ["", "diff_b", "diff_b", "", ""]
    assert [line.text for line in right] == ["one", "copy n bytes to b", "added", "same", "last"]


def test_changed_words_and_masked_places_are_marked_where_they_are_shown():
    line = side_lines(compare(A_TEXT, B_TEXT), "A")[1]
    assert line.text == "copy n bytes to a"
    assert line.marks == (Mark(16, 17, MarkKind.ONLY_A), Mark(5, 6, MarkKind.MASKED))


def test_lines_that_share_nothing_have_no_marked_words():
    rows = compare("first thing\n", "zzz\n")
    assert side_lines(rows, "A")[0].marks == ()


def test_one_column_has_the_lines_of_a_before_those_of_b():
    lines = unified_lines(compare("x\nold 1\nold 2\ny\n", "x\nnew 1\nnew 2\ny\n"))
    assert [line.text for line in lines] == ["x", "old 1", "old 2", "new 1", "new 2", "y"]
    labels = [line.label.replace("\u00a0", " ") for line in lines]
    assert labels == [" 1  1  ", " 2    A", " 3    A", "    2 B", "    3 B", " 4  4  "]


def test_line_ends_that_only_qt_knows_do_not_shift_the_lines(view):
    view.show_sides(side("a", "x\u2029y\rz\nlast"), side("b", "last"))
    assert view.texts["A"].blockCount() == view.texts["B"].blockCount() == 2


def test_heads_say_who_the_sides_are(view, qtbot):
    view.show_sides(side("9 machines", A_TEXT, 9), side("1 machine", B_TEXT, 1, None))
    assert view.count.text() == "2 lines differ"
    a, b = view.heads.values()
    assert a.title.full_text() == "9 machines"
    assert a.names.full_text() == "web-0, web-1, web-2 and 6 more"
    assert b.names.full_text() == "web-0"
    assert (a.exit.text(), b.exit.text()) == ("exit 0", "no exit")
    qtbot.mouseClick(a.copy, LEFT)
    assert QGuiApplication.clipboard().text().split("\n") == [f"web-{n}" for n in range(9)]
    view.show_sides(side("a", "same"), side("b", "same"))
    assert view.count.text() == "No line differs"
    assert not view.on.isEnabled()


def test_both_sides_scroll_together(view):
    long_text = "\n".join("x" * 300 + str(number) for number in range(200))
    view.show_sides(side("a", long_text), side("b", long_text + "\nmore"))
    left, right = view.texts.values()
    right.verticalScrollBar().setValue(120)
    assert left.verticalScrollBar().value() == 120
    left.horizontalScrollBar().setValue(50)
    assert right.horizontalScrollBar().value() == 50
    left.verticalScrollBar().setValue(0)
    assert right.verticalScrollBar().value() == 0


def test_keys_go_from_difference_to_difference_and_around(view, qtbot):
    lines = [f"line {number}" for number in range(300)]
    other = list(lines)
    other[100], other[101], other[250] = "ONE", "TWO", "THREE"
    view.show_sides(side("a", "\n".join(lines)), side("b", "\n".join(other)))
    left = view.texts["A"]
    left.setFocus()
    found = []
    for _step in range(3):
        qtbot.keyClick(left, Qt.Key.Key_F8)
        found.append(left.textCursor().blockNumber())
    assert found == [100, 250, 100]
    qtbot.keyClick(left, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert left.textCursor().blockNumber() == 250
    visible = [block.blockNumber() for block, _top in view.texts["B"].visible_blocks()]
    assert 250 in visible
    view.mode._buttons[ONE_COLUMN].click()
    qtbot.mouseClick(view.on, LEFT)
    assert view.one_column.isVisible()
    assert view.one_column.textCursor().block().text() == "line 100"


def test_colours_of_the_sides_are_painted(view):
    view.show_sides(side("a", A_TEXT), side("b", B_TEXT))
    pictures = {letter: text.viewport().grab().toImage() for letter, text in view.texts.items()}
    for letter, ground in (("A", LIGHT.diff_a), ("B", LIGHT.diff_b)):
        text = view.texts[letter]
        box = text.blockBoundingGeometry(text.document().findBlockByNumber(1))
        spot = box.translated(text.contentOffset()).center().toPoint()
        assert pictures[letter].pixelColor(text.viewport().width() - 5, spot.y()) == ground


def test_what_a_search_found_is_marked(view):
    view.show_sides(side("a", A_TEXT), side("b", B_TEXT))
    view.set_found(re.compile("same"))
    block = view.texts["B"].document().findBlockByNumber(3)
    assert view.texts["B"].marks_of(block) == (Mark(0, 4, MarkKind.FOUND),)


def test_another_side_can_be_chosen(view, qtbot):
    view.show_sides(side("a", "x"), side("b", "y"))
    assert not view.heads["B"].choose.isVisible()
    view.set_choices([Choice("k1", "17 machines, exit 1"), Choice("k2", "3 machines")])
    assert view.heads["B"].choose.isVisible()
    with qtbot.waitSignal(view.side_chosen) as told:
        view.heads["B"].menu.actions()[1].trigger()
    assert told.args == ["B", "k2"]


def test_text_can_be_copied(view, qtbot):
    view.show_sides(side("a", "alpha\nbeta"), side("b", "gamma"))
    left = view.texts["A"]
    left.setFocus()
    qtbot.keyClick(left, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(left, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "alpha\nbeta"
