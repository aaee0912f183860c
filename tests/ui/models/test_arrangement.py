"""Columns are moved, widened, hidden and sorted by the user, kept, and copied as they stand."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from tat_console.services.settings import Settings
from tat_console.storage.documents import JsonDocuments
from tat_console.ui.kit.layout import column
from tat_console.ui.kit.memory import Memory, memory_of
from tat_console.ui.models.arrangement import Columns
from tat_console.ui.models.table import TableModel
from tat_console.ui.models.view import TableView
from tests.ui.models.conftest import COLUMNS, machines


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings in a document of their own."""
    return Settings(JsonDocuments(tmp_path))


@pytest.fixture
def open_table(qtbot, settings):
    """`open_table()`: a window with the table, opened as often as wanted."""

    windows = []  # held, or Python ends them as soon as only a part of them is used

    def opened() -> TableView:
        window = QWidget()
        windows.append(window)
        qtbot.addWidget(window)
        Memory(window, settings)
        model = TableModel(COLUMNS, lambda one: one.id, blocked=lambda one: one.reason)
        model.set_rows(machines(4))
        view = TableView(model, "Machines", 37)
        view.setObjectName("machines")
        view.sort_by(1)
        window.setLayout(column(view))
        window.resize(500, 300)
        window.show()
        return view

    return opened


def flush(view: TableView) -> None:
    memory = memory_of(view)
    assert memory is not None
    memory.flush()


def test_columns_are_as_they_were_left(qtbot, open_table):
    view = open_table()
    header = view.horizontalHeader()
    header.moveSection(3, 1)
    header.resizeSection(3, 133)
    view.arrangement.hide("tags", True)
    spot = QPoint(header.sectionViewportPosition(3) + 20, 10)
    for _click in range(2):
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    rows = [one.id for one in view._model.shown_rows()]
    flush(view)
    again = open_table()
    assert again.arrangement.columns() == Columns(
        order=("tick", "beat", "name", "tags"),
        widths={"beat": 133},
        hidden=("tags",),
        sorted_by="beat",
        descending=True,
    )
    assert again.horizontalHeader().sectionSize(3) == 133
    assert again.isColumnHidden(2)
    assert [one.id for one in again._model.shown_rows()] == rows
    beats = [one.beat_s for one in again._model.shown_rows()]
    assert beats == sorted(beats, reverse=True)


def test_as_at_first_again(open_table):
    view = open_table()
    first = view.arrangement.columns()
    view.horizontalHeader().moveSection(3, 1)
    view.horizontalHeader().resizeSection(1, 200)
    view.arrangement.hide("beat", True)
    view.arrangement.sort(3, Qt.SortOrder.DescendingOrder)
    view.window().findChild(Memory).reset_layout()
    assert view.arrangement.columns() == first
    assert view.horizontalHeader().sectionSize(1) == 108


@pytest.mark.parametrize(
    "damaged",
    [
        7,
        {"order": "name"},
        {"widths": {"name": "wide"}},
        {"hidden": ["name", "tags", "beat"]},
        {"order": ["gone", "name"], "hidden": ["gone"], "widths": {"gone": 9, "name": -4}},
    ],
)
def test_values_that_do_not_fit_change_nothing(open_table, settings, damaged):
    settings.set("remembered", {"layout/machines": damaged})
    view = open_table()
    assert [view.isColumnHidden(place) for place in range(4)] == [False] * 4
    assert view.horizontalHeader().sectionSize(1) == 108
    assert view.horizontalHeader().visualIndex(0) == 0


def test_a_narrow_page_folds_what_the_user_shows_and_leaves_hidden_what_was_hidden(open_table):
    view = open_table()
    view.setColumnHidden(2, True)
    assert view.isColumnHidden(2)
    assert view.arrangement.columns().hidden == ()
    view.arrangement.hide("tags", True)
    view.setColumnHidden(2, False)
    assert view.isColumnHidden(2)
    view.arrangement.hide("tags", False)
    assert not view.isColumnHidden(2)


def test_the_last_column_stays(open_table):
    view = open_table()
    for key in ("name", "tags", "beat"):
        view.arrangement.hide(key, True)
    assert view.arrangement.columns().hidden == ("name", "tags")


def test_the_box_of_ticks_stays_at_the_left(open_table, settings):
    settings.set("remembered", {"layout/machines": {"order": ["beat", "tick", "name"]}})
    view = open_table()
    assert view.arrangement.columns().order == ("tick", "beat", "name", "tags")


def menu_of(qtbot, view: TableView) -> QMenu:
    """The menu that a right click on a row brings."""
    spot = view.visualRect(view._model.index(0, 1)).center()
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, spot, view.viewport().mapToGlobal(spot)
    )
    QApplication.sendEvent(view.viewport(), event)
    return view.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly)[-1]


def actions_of(menu: QMenu) -> dict[str, QAction]:
    return {action.objectName(): action for action in menu.findChildren(QAction)}


def test_rows_are_copied_from_the_menu_as_the_table_stands(qtbot, open_table):
    view = open_table()
    view.arrangement.hide("tags", True)
    view.horizontalHeader().moveSection(3, 1)
    view.selectRow(1)
    actions = actions_of(menu_of(qtbot, view))
    clipboard = QApplication.clipboard()
    actions["copy_chosen_csv"].trigger()
    assert clipboard.text() == 'Heartbeat,Name and ID\r\n7 s,"web-00001, ins-00001"\r\n'
    actions["copy_chosen_markdown"].trigger()
    assert clipboard.text().splitlines()[2] == "| 7 s | web-00001, ins-00001 |"
    actions["copy_chosen_text"].trigger()
    assert clipboard.text() == "Heartbeat\tName and ID\n7 s\tweb-00001, ins-00001"
    actions["copy_all_csv"].trigger()
    assert len(clipboard.text().splitlines()) == 5


def test_columns_are_hidden_from_the_menu(qtbot, open_table):
    view = open_table()
    actions = actions_of(menu_of(qtbot, view))
    actions["column_beat"].trigger()
    assert view.isColumnHidden(3)
