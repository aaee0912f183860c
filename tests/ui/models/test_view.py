"""The view by keys and clicks, and what a refresh leaves in place."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication

from tat_console.ui.kit.theme import LIGHT
from tat_console.ui.models.view import TableView

LEFT = Qt.MouseButton.LeftButton


def middle(view: TableView, row: int, column: int) -> QPoint:
    return view.visualRect(view.model().index(row, column)).center()


def test_space_ticks_the_chosen_rows(view, model, qtbot):
    qtbot.mouseClick(view.viewport(), LEFT, pos=middle(view, 1, 1))
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert [row.id for row in model.ticked_rows()] == ["ins-00001", "ins-00002"]
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert model.ticked_rows() == []


def test_a_click_on_the_box_ticks_and_keeps_the_selection(view, model, qtbot):
    qtbot.mouseClick(view.viewport(), LEFT, pos=middle(view, 3, 1))
    qtbot.mouseClick(view.viewport(), LEFT, pos=middle(view, 5, 0))
    qtbot.mouseClick(view.viewport(), LEFT, pos=middle(view, 4, 0))
    assert [row.id for row in model.ticked_rows()] == ["ins-00005"]
    assert [row.id for row in view.chosen_rows()] == ["ins-00003"]


def test_shift_and_a_click_on_the_box_tick_all_between(view, model, qtbot):
    qtbot.mouseClick(view.viewport(), LEFT, pos=middle(view, 2, 0))
    shift = Qt.KeyboardModifier.ShiftModifier
    qtbot.mouseClick(view.viewport(), LEFT, shift, pos=middle(view, 5, 0))
    assert [row.id for row in model.ticked_rows()] == ["ins-00002", "ins-00003", "ins-00005"]
    qtbot.mouseClick(view.viewport(), LEFT, shift, pos=middle(view, 3, 0))
    assert [row.id for row in model.ticked_rows()] == ["ins-00002"]


def test_a_click_on_titles_sorts_up_then_down(view, model, qtbot):
    header = view.horizontalHeader()
    spot = QPoint(header.sectionViewportPosition(3) + 10, 10)
    qtbot.mouseClick(header.viewport(), LEFT, pos=spot)
    beats = [row.beat_s for row in model.shown_rows()]
    assert beats == sorted(beats)
    qtbot.mouseClick(header.viewport(), LEFT, pos=spot)
    assert [row.beat_s for row in model.shown_rows()] == beats[::-1]


def test_a_click_on_the_header_box_ticks_all(view, model, qtbot):
    qtbot.mouseClick(view.horizontalHeader().viewport(), LEFT, pos=QPoint(17, 10))
    assert len(model.ticked_rows()) == 8


def test_selection_and_current_row_survive_other_rows(view, model, qtbot):
    qtbot.mouseClick(view.viewport(), LEFT, pos=middle(view, 6, 1))
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    model.set_rows(model.all_rows()[3:])
    assert [row.id for row in view.chosen_rows()] == ["ins-00006", "ins-00007"]
    assert view.current_row().id == "ins-00007"
    model.set_rows(model.all_rows()[:2])
    assert view.chosen_rows() == []


def test_enter_and_double_click_activate_the_row(view, qtbot):
    opened: list[str] = []
    view.row_activated.connect(lambda row: opened.append(row.id))
    assert view.go_to("ins-00002")
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.mouseClick(view.viewport(), LEFT, pos=middle(view, 5, 1))
    qtbot.mouseDClick(view.viewport(), LEFT, pos=middle(view, 5, 1))
    assert opened == ["ins-00002", "ins-00005"]
    assert not view.go_to("ins-99999")


def test_rows_are_copied_as_text_under_their_titles(view, qtbot):
    view.go_to("ins-00002")
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().splitlines() == [
        "Name and ID\tTags\tHeartbeat",
        "web-00002, ins-00002\ttier edge\t14 s",
    ]


def test_the_current_row_is_painted_with_its_bar(view):
    view.go_to("ins-00002")
    picture = view.viewport().grab().toImage()
    left = middle(view, 2, 0)
    assert picture.pixelColor(1, left.y()) == LIGHT.accent
    assert picture.pixelColor(6, left.y()) == LIGHT.bg_current
    assert picture.pixelColor(6, middle(view, 4, 0).y()) == LIGHT.bg_surface


def test_the_current_row_has_its_bar_even_where_only_its_box_was_clicked(view, model, qtbot):
    def bar_colour(row: int) -> str:
        spot = view.visualRect(view.model().index(row, 0)).topLeft() + QPoint(1, 3)
        return view.viewport().grab().toImage().pixelColor(spot).name()

    qtbot.mouseClick(view.viewport(), LEFT, pos=middle(view, 3, 1))
    qtbot.mouseClick(view.viewport(), LEFT, pos=middle(view, 5, 0))
    assert bar_colour(5) == LIGHT.accent.name()
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert bar_colour(6) == LIGHT.accent.name()
    assert bar_colour(5) != LIGHT.accent.name()
