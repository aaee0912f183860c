"""The grid by mouse and keys, and what its picture shows."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from tat_console.tat.statuses import TaskStatus
from tat_console.ui.kit.status_looks import TASK_LOOKS
from tat_console.ui.kit.theme import LIGHT
from tat_console.ui.widgets.task_cells import cell_stamp
from tat_console.ui.widgets.task_grid import GridGroup, GridTask, TaskGrid, cell_size

LEFT = Qt.MouseButton.LeftButton


def tasks(count: int, status: TaskStatus = TaskStatus.SUCCESS, first: int = 0) -> list[GridTask]:
    return [GridTask(n, status, f"web-{n}") for n in range(first, first + count)]


@pytest.fixture
def grid(qtbot) -> TaskGrid:
    made = TaskGrid()
    made.resize(410, 200)
    qtbot.addWidget(made)
    made.show()
    return made


def spot(grid: TaskGrid, place: int) -> QPoint:
    return grid.cell_rect(place).center() - QPoint(0, grid.verticalScrollBar().value())


def test_cells_grow_when_there_are_few():
    assert [cell_size(count)[0] for count in (3, 199, 200, 599, 600, 10_000)] == [
        16,
        16,
        12,
        12,
        8,
        8,
    ]


def test_every_cell_is_found_where_it_is_painted(grid):
    grid.set_groups([GridGroup(tasks(30), "Canary"), GridGroup(tasks(700, first=30), "Wave 2")])
    for place in (0, 29, 30, 31, 200):
        assert grid.key_at(grid.cell_rect(place).center()) == place
    assert grid.key_at(QPoint(-5, 25)) is None
    assert grid.key_at(QPoint(200, 4)) is None


def test_a_click_chooses(grid, qtbot):
    grid.set_groups([GridGroup(tasks(100))])
    with qtbot.waitSignal(grid.chosen) as told:
        qtbot.mouseClick(grid.viewport(), LEFT, pos=spot(grid, 42))
    assert told.args == [42]
    assert grid.current() == 42


def test_arrows_move_and_enter_activates(grid, qtbot):
    grid.set_groups([GridGroup(tasks(100))])
    grid.set_current(0)
    chosen: list[int] = []
    grid.chosen.connect(chosen.append)
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    qtbot.keyClick(grid, Qt.Key.Key_Down)
    qtbot.keyClick(grid, Qt.Key.Key_End)
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    columns = chosen[1] - chosen[0]
    assert chosen[0] == 1
    assert columns > 10
    assert grid.cell_rect(1 + columns).left() == grid.cell_rect(1).left()
    assert chosen[2:] == [99, 99]
    with qtbot.waitSignal(grid.activated) as told:
        qtbot.keyClick(grid, Qt.Key.Key_Return)
    assert told.args == [99]


def test_the_current_cell_is_brought_into_view_and_kept(grid):
    grid.set_groups([GridGroup(tasks(10_000))])
    grid.set_current(9_999)
    assert grid.verticalScrollBar().value() == grid.verticalScrollBar().maximum() > 0
    grid.set_groups([GridGroup(tasks(10_000, TaskStatus.FAILED))])
    assert grid.current() == 9_999


def test_colours_and_fading(grid):
    grid.set_groups([GridGroup([*tasks(1), *tasks(1, TaskStatus.CANCELLING, 1)])])
    image = grid.viewport().grab().toImage()
    assert image.pixelColor(spot(grid, 0)) == LIGHT.good_fill
    assert image.pixelColor(spot(grid, 1)) == LIGHT.halted_fill
    grid.show_only(TaskStatus.CANCELLING)
    image = grid.viewport().grab().toImage()
    assert image.pixelColor(spot(grid, 0)).lightness() > LIGHT.good_fill.lightness() + 60
    assert image.pixelColor(spot(grid, 1)) == LIGHT.halted_fill


def test_every_state_has_a_picture_of_its_own(themed):
    pictures = [cell_stamp(look, 8, 1.0).toImage() for look in TASK_LOOKS.values()]
    for place, picture in enumerate(pictures):
        assert all(picture != other for other in pictures[place + 1 :])


def test_a_screen_reader_hears_the_counts(grid):
    grid.set_groups([GridGroup([*tasks(3), *tasks(2, TaskStatus.FAILED, 3)])])
    assert grid.accessibleName() == "Tasks: 3 Success, 2 Failed"
