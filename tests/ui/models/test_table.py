"""The model keeps its contract with Qt, and keeps selection and ticks through refreshes."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPersistentModelIndex, Qt

from tat_console.ui.models.table import TableModel


def machines_of(model: TableModel) -> list[str]:
    return [row.name for row in model.shown_rows()]


def test_the_contract_with_qt(model, qtmodeltester):
    qtmodeltester.check(model)
    model.sort(1, Qt.SortOrder.DescendingOrder)
    model.set_filter(lambda row: row.beat_s % 2 == 0)
    model.tick(model.shown_rows(), True)
    model.set_rows(model.all_rows()[2:])
    qtmodeltester.check(model)


def test_the_same_rows_changed_tell_one_range(model, qtbot):
    rows = list(model.all_rows())
    rows[2] = replace(rows[2], beat_s=99)
    rows[4] = replace(rows[4], beat_s=98)
    told: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    model.modelReset.connect(lambda: told.append((-1, -1)))
    model.set_rows(rows)
    assert told == [(2, 4)]
    model.set_rows(list(rows))
    assert told == [(2, 4)]


def test_sorting_moves_persistent_indexes_along(model):
    index = QPersistentModelIndex(model.index(3, 1))
    name = model.shown_rows()[3].name
    model.sort(3, Qt.SortOrder.DescendingOrder)
    beats = [row.beat_s for row in model.shown_rows()]
    assert beats == sorted(beats, reverse=True)
    assert model.row_at(index).name == name
    model.sort(-1)
    assert machines_of(model) == [row.name for row in model.all_rows()]


def test_numbers_sort_as_numbers_and_words_regardless_of_case(model):
    rows = list(model.all_rows())
    rows[0] = replace(rows[0], name="WEB-00005b", beat_s=100)
    model.set_rows(rows)
    model.sort(1)
    assert machines_of(model)[5] == "WEB-00005b"
    model.sort(3)
    assert model.shown_rows()[-1].beat_s == 100


def test_only_rows_that_are_not_blocked_can_be_ticked(model):
    model.tick(model.all_rows(), True)
    assert [row.id for row in model.all_rows() if not model.is_ticked(row)] == [
        "ins-00004",
        "ins-00009",
    ]
    box = model.index(4, 0)
    assert not model.flags(box) & Qt.ItemFlag.ItemIsUserCheckable
    assert box.data(Qt.ItemDataRole.CheckStateRole) is None
    assert box.data(Qt.ItemDataRole.AccessibleTextRole) == "Agent offline"
    assert model.tick_state() == Qt.CheckState.Checked


def test_ticks_outlive_the_filter_but_not_their_rows(model):
    told: list[int] = []
    model.ticks_changed.connect(lambda: told.append(len(model.ticked_rows())))
    model.tick(model.all_rows()[:4], True)
    model.set_filter(lambda row: row.name == "web-00001")
    assert model.rowCount() == 1
    assert len(model.ticked_rows()) == 4
    rows = list(model.all_rows())
    rows[1] = replace(rows[1], reason="Agent offline")
    model.set_rows(rows[1:])
    assert [row.id for row in model.ticked_rows()] == ["ins-00002", "ins-00003"]
    assert told == [4, 2]


def test_the_header_box_ticks_what_is_shown(model):
    model.set_filter(lambda row: row.name >= "web-00005")
    model.toggle_all()
    assert [row.id for row in model.ticked_rows()] == [f"ins-0000{n}" for n in (5, 6, 7, 8)]
    model.set_filter(None)
    assert model.tick_state() == Qt.CheckState.PartiallyChecked
    model.toggle_all()
    model.toggle_all()
    assert model.ticked_rows() == []


def test_a_cell_tells_all_it_shows(model):
    spoken = model.index(0, 2).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Tags: tier edge"
    assert model.index(0, 1).data(Qt.ItemDataRole.ToolTipRole) == "web-00000, ins-00000"
    assert model.index(0, 3).data() == "0 s"
