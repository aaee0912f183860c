"""The table view of the house: keys, ticks, copying, and a place that survives refreshes."""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Iterator
from typing import Generic

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView

from tat_console.support.i18n import _
from tat_console.ui.kit.theme import current
from tat_console.ui.models.arrangement import Arrangement
from tat_console.ui.models.columns import Row
from tat_console.ui.models.copying import copy_rows, fill_menu
from tat_console.ui.models.delegates import ROW_HEIGHT, CellDelegate, Strip
from tat_console.ui.models.header import TableHeader
from tat_console.ui.models.table import TableModel

_Header = QHeaderView.ResizeMode


class TableView(QTableView, Generic[Row]):
    """Shows a `TableModel` in rows of fixed height.

    Arrows move, Space ticks the chosen rows, Enter activates, Ctrl+C copies them as text.
    `current_changed` and `chosen_changed` tell where the user is; both survive refreshes.
    `menu_asked(QMenu)` lets others put their entries first into the menu of the rows.
    """

    current_changed = Signal()
    chosen_changed = Signal()
    row_activated = Signal(object)
    menu_asked = Signal(object)

    def __init__(
        self,
        model: TableModel[Row],
        name: str,
        row_height: int = ROW_HEIGHT,
        *,
        single: bool = False,
    ) -> None:
        super().__init__()
        self._model = model
        self._cells = CellDelegate(row_height)
        self._kept: tuple[list[Hashable], Hashable | None] = ([], None)
        self._scrolled = 0
        self.setAccessibleName(name)
        self.setModel(model)
        self.setItemDelegate(self._cells)
        self._set_up(row_height, single)
        self._set_up_columns()
        self.arrangement = Arrangement(self, model)
        self._connect()

    def current_row(self) -> Row | None:
        """The row the user is on."""
        return self._model.row_at(self.currentIndex())

    def chosen_rows(self) -> list[Row]:
        """The selected rows in the order shown."""
        rows = self._model.shown_rows()
        ranges = sorted((one.top(), one.bottom()) for one in self._chosen_ranges())
        return [row for top, bottom in ranges for row in rows[top : bottom + 1]]

    def go_to(self, key: Hashable) -> bool:
        """Make the row with this key the current one; False when it is not shown."""
        index = self._model.index_of(key)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)
        return index.isValid()

    def copy(self, form: str = "text", *, everything: bool = False) -> None:
        """Put the chosen rows on the clipboard, or all that are shown, under their titles.

        `form` is a key of `table_text.FORMS`; the columns are those on show, in their order.
        """
        chosen = [] if everything else self.chosen_rows()
        header = self.horizontalHeader()
        places = sorted(range(len(self._model.columns)), key=header.visualIndex)
        columns = [self._model.columns[one] for one in places if not self.isColumnHidden(one)]
        copy_rows(columns, chosen or self._model.shown_rows(), form)

    def setColumnHidden(self, column: int, hide: bool) -> None:
        """Put a column away where there is no room for it; what the user hid stays hidden."""
        self.arrangement.fold(column, hide)

    # -- what Qt asks

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks, Enter activates, Ctrl+C copies; the rest is Qt's."""
        row = self.current_row()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() == Qt.Key.Key_Space and self._model.blocked is not None:
            self._toggle_chosen()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row is not None:
            self.row_activated.emit(row)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up the row under the mouse."""
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: QEvent) -> None:
        """No row is under the mouse any more."""
        super().leaveEvent(event)
        self._hover(-1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a box ticks that row, with Shift all from the current one on."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() == 0 and self._model.blocked is not None:
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._tick_through(index.row())
            else:
                row = self._model.shown_rows()[index.row()]
                self._model.tick([row], not self._model.is_ticked(row))
            # The selection stays as it is.
            flags = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(index, flags)
            self.setFocus(Qt.FocusReason.MouseFocusReason)
        else:
            super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to copy rows, and which columns are shown."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.menu_asked.emit(menu)
        fill_menu(menu, self)
        if not self.horizontalHeader().isHidden():
            self.arrangement.fill(menu.addMenu(_("Columns")))
        menu.popup(event.globalPos())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows, and the focus ring around all of them."""
        self._cells.first_column = self.arrangement.first_column()
        self._cells.current_row = self.currentIndex().row()
        painter = QPainter(self.viewport())
        self._paint_rows(painter, event.rect())
        if self.hasFocus() and not self._model.rowCount():
            painter.setPen(current().accent)
            painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))

    # -- inside

    def _paint_rows(self, painter: QPainter, area: QRect) -> None:
        first, last = self.rowAt(area.top()), self.rowAt(area.bottom())
        if first < 0:
            return
        strips = list(self._strips(area))
        chosen = [(one.top(), one.bottom()) for one in self._chosen_ranges()]
        for place in range(first, (last if last >= 0 else self._model.rowCount() - 1) + 1):
            self._cells.paint_row(
                painter,
                self._model,
                place,
                strips,
                self.rowViewportPosition(place),
                is_chosen=any(top <= place <= bottom for top, bottom in chosen),
            )

    def _strips(self, area: QRect) -> Iterator[Strip]:
        """The columns that lie in an area of the viewport."""
        for column in range(len(self._model.columns)):
            left, width = self.columnViewportPosition(column), self.columnWidth(column)
            if (
                not self.isColumnHidden(column)
                and left <= area.right()
                and left + width > area.left()
            ):
                yield Strip(column, left, width)

    def _set_up(self, row_height: int, single: bool) -> None:
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.SingleSelection if single else mode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(_Header.Fixed)
        self.verticalHeader().setMinimumSectionSize(row_height)
        self.verticalHeader().setDefaultSectionSize(row_height)

    def _set_up_columns(self) -> None:
        header = TableHeader(self._model)
        self.setHorizontalHeader(header)
        header.setSectionsClickable(True)
        header.setMinimumSectionSize(24)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        for place, column in enumerate(self._model.columns):
            header.setSectionResizeMode(
                place, _Header.Stretch if column.stretch else _Header.Interactive
            )
            header.resizeSection(place, column.width)
        if self._model.blocked is not None:
            header.setSectionResizeMode(0, _Header.Fixed)
        header.sectionClicked.connect(self._sort_or_tick)

    def _connect(self) -> None:
        self._model.modelAboutToBeReset.connect(self._keep)
        self._model.modelReset.connect(self._restore)
        self.doubleClicked.connect(lambda index: self.row_activated.emit(self._model.row_at(index)))
        self.selectionModel().currentRowChanged.connect(self._follow_current)
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen_changed.emit())

    def _sort_or_tick(self, section: int) -> None:
        if section == 0 and self._model.blocked is not None:
            self._model.toggle_all()
            return
        order = Qt.SortOrder.AscendingOrder
        if self._model.sorted_by == (section, order):
            order = Qt.SortOrder.DescendingOrder
        self.arrangement.sort(section, order)

    def sort_by(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column until the user picks another; -1 gives back the original order."""
        self.arrangement.sort_at_first(column, order)

    def _toggle_chosen(self) -> None:
        rows = self.chosen_rows() or [row for row in (self.current_row(),) if row is not None]
        self._model.tick(rows, not all(self._model.is_ticked(row) for row in rows))

    def _tick_through(self, last: int) -> None:
        """Turn the tick of row `last`, and give it to all rows from the current one on."""
        rows = self._model.shown_rows()
        on = not self._model.is_ticked(rows[last])
        first, last = sorted((max(self.currentIndex().row(), 0), last))
        self._model.tick(rows[first : last + 1], on)

    def _follow_current(self, now: QModelIndex, earlier: QModelIndex) -> None:
        for one in (earlier, now):
            self._update_row(one.row())
        self.current_changed.emit()

    def _hover(self, row: int) -> None:
        earlier, self._cells.hovered_row = self._cells.hovered_row, row
        if earlier != row:
            for place in (earlier, row):
                self._update_row(place)

    def _update_row(self, place: int) -> None:
        if 0 <= place < self._model.rowCount():
            top, height = self.rowViewportPosition(place), self.rowHeight(place)
            self.viewport().update(QRect(0, top, self.viewport().width(), height))

    def _keep(self) -> None:
        row = self.current_row()
        chosen = [self._model.key_of(one) for one in self.chosen_rows()]
        self._kept = chosen, None if row is None else self._model.key_of(row)
        self._scrolled = self.verticalScrollBar().value()

    def _restore(self) -> None:
        chosen, current_key = self._kept
        places = sorted(index.row() for index in map(self._model.index_of, chosen))
        flag = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(self._selection(places), flag.ClearAndSelect)
        if current_key is not None and (index := self._model.index_of(current_key)).isValid():
            self.selectionModel().setCurrentIndex(index, flag.NoUpdate)
        # Left to Qt's timer, the layout comes after the first paint, and everything is painted twice.
        self.executeDelayedItemsLayout()
        self.verticalScrollBar().setValue(self._scrolled)
        self.chosen_changed.emit()

    def _chosen_ranges(self) -> list[QItemSelectionRange]:
        return list(self.selectionModel().selection())  # type: ignore[call-overload]

    def _selection(self, places: list[int]) -> QItemSelection:
        """Rows by place, -1 for none; neighbours in one range, or large selections are slow."""
        made = QItemSelection()
        last = len(self._model.columns) - 1
        for _shift, group in itertools.groupby(enumerate(places), lambda pair: pair[1] - pair[0]):
            run = [place for _index, place in group if place >= 0]
            if run:
                made.select(self._model.index(run[0], 0), self._model.index(run[-1], last))
        return made
