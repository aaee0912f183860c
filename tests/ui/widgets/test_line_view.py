"""A window over millions of lines: what is decoded, painted, chosen and copied."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication

from tat_console.outputs.ansi import PLAIN
from tat_console.outputs.lines import ByteLines
from tat_console.outputs.patterns import UserPattern
from tat_console.ui.kit.theme import LIGHT
from tat_console.ui.widgets.line_layout import Piece, cells, cut, pieces, rows
from tat_console.ui.widgets.line_view import LineView

LEFT = Qt.MouseButton.LeftButton
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
KEY = Qt.Key


class CountedLines(ByteLines):
    """Lines that know which of them were decoded."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.asked: set[int] = set()
        while self.find_more():
            pass

    def text(self, place: int) -> str:
        self.asked.add(place)
        return super().text(place)


@pytest.fixture
def view(qtbot) -> LineView:
    made = LineView("Output")
    made.resize(500, 200)
    qtbot.addWidget(made)
    made.show()
    return made


def numbered(count: int) -> CountedLines:
    return CountedLines(b"".join(b"line %d\n" % number for number in range(count)))


def test_only_lines_in_view_are_decoded(view):
    lines = numbered(200_000)
    view.set_lines(lines)
    view.viewport().repaint()
    view.go_to(150_000)
    view.viewport().repaint()
    assert 150_000 in lines.asked
    assert len(lines.asked) < 200


def test_the_last_line_can_be_reached_also_when_lines_wrap(view):
    view.set_lines(CountedLines(b"\n".join(b"x" * 300 for _number in range(50))))
    assert not view.is_at_end()
    view.scroll_to_end()
    view.viewport().repaint()
    place, box = view._shown[-1]
    assert place == 49
    assert box.bottom() <= view.viewport().height()
    assert box.height() > 3 * view._row_height()


def test_without_wrapping_each_line_is_one_row_and_scrolls_sideways(view, qtbot):
    view.set_lines(CountedLines(b"x" * 300 + b"\nshort"))
    view.set_wrap(False)
    view.viewport().repaint()
    assert {box.height() for _place, box in view._shown} == {view._row_height()}
    qtbot.keyClick(view, KEY.Key_Right)
    assert view.horizontalScrollBar().value() == 8


def test_keys_move_choose_and_copy(view, qtbot):
    view.set_lines(numbered(100))
    qtbot.keyClick(view, KEY.Key_Down)
    qtbot.keyClick(view, KEY.Key_Down, SHIFT)
    qtbot.keyClick(view, KEY.Key_Down, SHIFT)
    qtbot.keyClick(view, KEY.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "line 1\nline 2\nline 3"
    qtbot.keyClick(view, KEY.Key_End)
    assert view.current_line() == 99
    assert view.is_at_end()
    qtbot.keyClick(view, KEY.Key_PageUp)
    assert 80 < view.current_line() < 99
    qtbot.keyClick(view, KEY.Key_A, CONTROL)
    assert len(view.chosen_lines()) == 100


def test_the_mouse_chooses_and_a_double_click_activates(view, qtbot):
    view.set_lines(numbered(100))
    view.viewport().repaint()
    spots = {place: box.center() for place, box in view._shown}
    qtbot.mousePress(view.viewport(), LEFT, pos=spots[2])
    qtbot.mouseMove(view.viewport(), spots[4])
    qtbot.mouseRelease(view.viewport(), LEFT, pos=spots[4])
    assert view.chosen_lines() == range(2, 5)
    with qtbot.waitSignal(view.activated) as told:
        qtbot.mouseDClick(view.viewport(), LEFT, pos=spots[3])
    assert told.args == [3]


def test_more_lines_leave_the_place_in_view(view):
    lines = numbered(100)
    view.set_lines(lines)
    view.verticalScrollBar().setValue(40)
    lines.grow(lines.data + b"more\n" * 50)
    while lines.find_more():
        pass
    view.update_lines()
    assert view.verticalScrollBar().value() == 40
    assert not view.is_at_end()
    assert view.accessibleName() == "Output, 150 lines"


def test_what_is_found_is_lit_up(view):
    view.set_lines(CountedLines(b"abc needle xyz"))
    view.set_found(UserPattern("needle"))
    picture = view.viewport().grab().toImage()
    box = view._shown[0][1]
    colours = {
        picture.pixelColor(x, y).name()
        for x in range(0, picture.width(), 2)
        for y in range(box.top(), box.bottom())
    }
    assert LIGHT.mark_find.name() in colours
    assert view.line_at(QPoint(10, 190)) == 0


def test_nothing_to_show_is_fine(view, qtbot):
    view.set_lines(ByteLines())
    for key in (KEY.Key_Down, KEY.Key_End, KEY.Key_Return):
        qtbot.keyClick(view, key)
    qtbot.keyClick(view, KEY.Key_C, CONTROL)
    view.viewport().repaint()
    assert len(view.chosen_lines()) == 0


def test_lines_are_cut_into_rows_of_cells():
    assert rows("abcdef", 4) == [(0, 4), (4, 6)]
    assert rows("", 4) == [(0, 0)]
    assert rows("失败ab失", 4) == [(0, 2), (2, 5)]
    assert cells("失败a") == 5


def test_pieces_have_their_colours_and_tabs_their_room():
    red, rest = pieces("\x1b[31mbad\x1b[0m\tok\x00")
    assert (red.start, red.text, red.style.foreground) == (0, "bad", 1)
    assert rest == Piece(3, "     ok", PLAIN)
    assert [piece.text for piece in cut([red, rest], 2, 9)] == ["d", "     o"]
