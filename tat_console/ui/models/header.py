"""The header of tables: titles, the sort arrow, and a box that ticks all shown rows."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QStyle

from tat_console.support.i18n import _
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.icons import paint_icon
from tat_console.ui.kit.painting import CARET_SIDE, paint_check_box
from tat_console.ui.kit.theme import current
from tat_console.ui.kit.writing import AT_LEFT, AT_RIGHT, write
from tat_console.ui.models.delegates import PADDING
from tat_console.ui.models.table import TableModel

HEADER_HEIGHT: Final = 26


class TableHeader(QHeaderView):
    """Titles, the sort arrow, and a box that ticks all shown rows."""

    def __init__(self, model: TableModel) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._table = model
        self.setFixedHeight(HEADER_HEIGHT)
        self.setAccessibleName(_("Columns"))
        model.ticks_changed.connect(self.viewport().update)
        model.shown_changed.connect(self.viewport().update)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Paint one title with its arrow, or the box of the tick column."""
        colours = current()
        painter.save()
        painter.fillRect(rect, colours.bg_panel)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), colours.line)
        painter.fillRect(QRect(rect.right(), rect.top(), 1, rect.height()), colours.line)
        if section == 0 and self._table.blocked is not None:
            paint_check_box(painter, rect, _box_state(self._table.tick_state()))
        else:
            self._paint_title(painter, QRectF(rect), section)
        painter.restore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill what is right of the last column too."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), current().bg_panel)
        bottom = self.viewport().rect()
        bottom.setTop(bottom.bottom())
        painter.fillRect(bottom, current().line)
        painter.end()
        super().paintEvent(event)

    def _paint_title(self, painter: QPainter, rect: QRectF, section: int) -> None:
        column = self._table.columns[section]
        is_sorted = self.sortIndicatorSection() == section
        box = rect.adjusted(PADDING, 0, -PADDING - (CARET_SIDE + 3 if is_sorted else 0), 0)
        side = AT_RIGHT if column.align_right else AT_LEFT
        width = write(painter, box, column.title, Type.HEADER, current().text_2, side)
        if is_sorted:
            ascending = self.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
            left = (box.right() if column.align_right else box.left() + width) + 3
            spot = QRectF(left, rect.center().y() - CARET_SIDE / 2, CARET_SIDE, CARET_SIDE)
            name = "ph.arrow-up" if ascending else "ph.arrow-down"
            paint_icon(painter, spot, name, current().accent)


def _box_state(state: Qt.CheckState) -> QStyle.StateFlag:
    flag = QStyle.StateFlag
    shown = {
        Qt.CheckState.Unchecked: flag.State_Off,
        Qt.CheckState.PartiallyChecked: flag.State_NoChange,
        Qt.CheckState.Checked: flag.State_On,
    }
    return flag.State_Enabled | shown[state]
