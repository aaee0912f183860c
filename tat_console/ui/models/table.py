"""One table model for everything: rows, columns, filter, order and ticks.

Filter and order are part of the model. A proxy would ask Python for every comparison; sorting a
list of ten thousand rows by key takes a few milliseconds.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, Final, Generic

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from tat_console.support.i18n import _
from tat_console.ui.models.columns import Cell, Column, KeyOf, Row

Index = QModelIndex | QPersistentModelIndex
_ItemRole = Qt.ItemDataRole
TICK_WIDTH: Final = 34
_Flag = Qt.ItemFlag
_PLAIN: Final = _Flag.ItemIsSelectable | _Flag.ItemIsEnabled | _Flag.ItemNeverHasChildren
_CHECKABLE: Final = _PLAIN | _Flag.ItemIsUserCheckable


class TableModel(QAbstractTableModel, Generic[Row]):
    """Rows shown by columns; a row is known by its key, so selection and ticks survive refreshes.

    With `blocked` the first column holds a tick box: rows for which it answers a reason cannot be
    ticked and are shown paler, with a prohibition sign in place of the box.
    """

    ticks_changed = Signal()
    shown_changed = Signal()

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        key_of: KeyOf,
        blocked: Callable[[Row], str] | None = None,
    ) -> None:
        super().__init__()
        self.key_of = key_of
        self.blocked = blocked
        tick = Column[Row]("tick", "", TICK_WIDTH, lambda _row: "", self._tick_order)
        self.columns: list[Column[Row]] = [*([tick] if blocked else []), *columns]
        self.sorted_by: tuple[int, Qt.SortOrder] | None = None
        self._all: list[Row] = []
        self._shown: list[Row] = []
        self._keys: list[Hashable] = []
        self._places: dict[Hashable, int] = {}
        self._filter: Callable[[Row], bool] | None = None
        self._ticked: dict[Hashable, None] = {}
        self._able: list[Row] | None = None

    # -- rows

    def set_rows(self, rows: Iterable[Row]) -> None:
        """Replace all rows; ticks of rows that are gone or blocked now are dropped."""
        rows = list(rows)
        if rows == self._all:
            return
        self._all = rows
        self._show()
        if self._ticked:
            by_key = {self.key_of(row): row for row in self._all}
            kept = [key for key in self._ticked if key in by_key and self.can_tick(by_key[key])]
            self._set_ticked(kept)

    def all_rows(self) -> Sequence[Row]:
        """Every row, whether shown or not."""
        return self._all

    def shown_rows(self) -> Sequence[Row]:
        """The rows that pass the filter, in the order shown."""
        return self._shown

    def set_filter(self, passes: Callable[[Row], bool] | None) -> None:
        """Show only the rows that pass; None shows all."""
        self._filter = passes
        self._show()

    def able_rows(self) -> Sequence[Row]:
        """The shown rows that can be ticked."""
        if self._able is None:
            blocked = self.blocked
            self._able = [row for row in self._shown if not blocked(row)] if blocked else []
        return self._able

    def row_at(self, index: Index) -> Row | None:
        """The row of an index."""
        return self._shown[index.row()] if index.isValid() else None

    def index_of(self, key: Hashable) -> QModelIndex:
        """The index of the row with this key; an invalid one when it is not shown."""
        place = self._places.get(key)
        return QModelIndex() if place is None else self.index(place, 0)

    def cell(self, index: Index) -> Cell:
        """What stands in a cell."""
        return self.columns[index.column()].content(self._shown[index.row()])

    # -- ticks

    def can_tick(self, row: Row) -> bool:
        """Whether the row may be ticked."""
        return self.blocked is not None and not self.blocked(row)

    def is_ticked(self, row: Row) -> bool:
        """Whether the row is ticked."""
        return self.key_of(row) in self._ticked

    def ticked_rows(self) -> list[Row]:
        """The ticked rows in the order of all rows, also those the filter hides."""
        if not self._ticked:
            return []
        return [row for row in self._all if self.key_of(row) in self._ticked]

    def tick(self, rows: Iterable[Row], on: bool) -> None:
        """Tick or untick rows; blocked ones stay as they are."""
        ticked = dict(self._ticked)
        for row in rows:
            if on and self.can_tick(row):
                ticked[self.key_of(row)] = None
            elif not on:
                ticked.pop(self.key_of(row), None)
        self._set_ticked(ticked)

    def clear_ticks(self) -> None:
        """Untick everything, shown or not."""
        self._set_ticked(())

    def tick_state(self) -> Qt.CheckState:
        """Whether all, some or none of the shown rows that can be ticked are."""
        able = self.able_rows() if self._ticked else ()
        count = sum(self.is_ticked(row) for row in able)
        if not count:
            return Qt.CheckState.Unchecked
        return Qt.CheckState.Checked if count == len(able) else Qt.CheckState.PartiallyChecked

    def toggle_all(self) -> None:
        """Tick all shown rows, or untick them when all are ticked."""
        self.tick(self._shown, self.tick_state() != Qt.CheckState.Checked)

    # -- what Qt asks

    def rowCount(self, parent: Index | None = None) -> int:
        """How many rows are shown."""
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index | None = None) -> int:
        """How many columns there are."""
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every cell can be chosen; the box of a row that is not blocked can be ticked."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        is_able = self._is_tick(index) and self.can_tick(self._shown[index.row()])
        return _CHECKABLE if is_able else _PLAIN

    def data(self, index: Index, role: int = _ItemRole.DisplayRole) -> Any:
        """Text, tool tip, tick and words for screen readers; delegates ask `cell` instead."""
        if not index.isValid():
            return None
        row, column = self._shown[index.row()], self.columns[index.column()]
        match role:
            case _ItemRole.DisplayRole:
                return column.content(row).text
            case _ItemRole.ToolTipRole:
                return self._tip(index, row, column)
            case _ItemRole.TextAlignmentRole:
                side = (
                    Qt.AlignmentFlag.AlignRight
                    if column.align_right
                    else Qt.AlignmentFlag.AlignLeft
                )
                return side | Qt.AlignmentFlag.AlignVCenter
            case _ItemRole.CheckStateRole if self._is_tick(index) and self.can_tick(row):
                return Qt.CheckState.Checked if self.is_ticked(row) else Qt.CheckState.Unchecked
            case _ItemRole.AccessibleTextRole:
                return self._spoken(index, row, column)
            case _:
                return None

    def setData(self, index: Index, value: Any, role: int = _ItemRole.EditRole) -> bool:
        """Tick or untick a row."""
        row = self.row_at(index)
        if row is None or role != _ItemRole.CheckStateRole or not self._is_tick(index):
            return False
        self.tick([row], Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ItemRole.DisplayRole
    ) -> Any:
        """Titles of columns."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role in (_ItemRole.DisplayRole, _ItemRole.AccessibleTextRole):
            title = self.columns[section].title
            return title or (_("Ticked") if role == _ItemRole.AccessibleTextRole else "")
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 gives back the order in which the rows were set."""
        self.sorted_by = (column, order) if 0 <= column < len(self.columns) else None
        self._show()

    # -- inside

    def _show(self) -> None:
        self._able = None
        rows = list(filter(self._filter, self._all)) if self._filter else list(self._all)
        if self.sorted_by is not None:
            place, order = self.sorted_by
            column = self.columns[place]
            rows.sort(
                key=column.sort_key or column.order,
                reverse=order != Qt.SortOrder.AscendingOrder,
            )
        keys = list(map(self.key_of, rows))
        if keys == self._keys:
            self._change(rows)
        elif len(keys) == len(self._keys) and set(keys) == self._places.keys():
            self._rearrange(rows, keys)
        else:
            self.beginResetModel()
            self._take(rows, keys)
            self.endResetModel()
        self.shown_changed.emit()

    def _take(self, rows: list[Row], keys: list[Hashable]) -> None:
        self._shown, self._keys = rows, keys
        self._places = dict(zip(keys, range(len(keys)), strict=True))

    def _change(self, rows: list[Row]) -> None:
        changed = [
            place
            for place, (old, new) in enumerate(zip(self._shown, rows, strict=True))
            if old is not new and old != new
        ]
        self._shown = rows
        if changed:
            self._tell(changed[0], changed[-1])

    def _rearrange(self, rows: list[Row], keys: list[Hashable]) -> None:
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        known = [(self._keys[index.row()], index.column()) for index in before]
        self._take(rows, keys)
        after = [self.index(self._places[key], column) for key, column in known]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _tell(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))

    def _set_ticked(self, keys: Iterable[Hashable]) -> None:
        ticked = dict.fromkeys(keys)
        if ticked == self._ticked:
            return
        places = [self._places[key] for key in ticked.keys() ^ self._ticked if key in self._places]
        self._ticked, self._able = ticked, None
        if places:
            self._tell(min(places), max(places))
        self.ticks_changed.emit()

    def _is_tick(self, index: Index) -> bool:
        return self.blocked is not None and index.column() == 0

    def _tick_order(self, row: Row) -> tuple[bool, bool]:
        return not self.is_ticked(row), not self.can_tick(row)

    def _tip(self, index: Index, row: Row, column: Column[Row]) -> str:
        if self._is_tick(index) and self.blocked:
            return self.blocked(row)
        return column.tip(row) if column.tip else column.content(row).spoken

    def _spoken(self, index: Index, row: Row, column: Column[Row]) -> str:
        if not self._is_tick(index) or self.blocked is None:
            return f"{column.title}: {column.content(row).spoken}"
        return self.blocked(row) or (_("Ticked") if self.is_ticked(row) else _("Not ticked"))
