"""The places at the left: all, favourites, used lately, and the scenes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from tat_console.support.i18n import _
from tat_console.ui.kit.controls import Label
from tat_console.ui.kit.fonts import Type, font
from tat_console.ui.kit.icons import paint_icon
from tat_console.ui.kit.layout import GRID, column
from tat_console.ui.kit.painting import paint_focus, paint_row_ground
from tat_console.ui.kit.theme import current
from tat_console.ui.pages.gallery.card_model import Index
from tat_console.ui.pages.gallery.listing import Place, PlaceRow

WIDTH: Final = 172
ROW_HEIGHT: Final = 30
GAP_ABOVE: Final = 11
_ROLE: Final = Qt.ItemDataRole.UserRole
_State = QStyle.StateFlag


class PlacesPane(QFrame):
    """Every place with its count; `picked` tells the key of the one the user goes to."""

    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "panel")
        self.setProperty("edge", "right")
        self.setFixedWidth(WIDTH)
        self._rows: list[PlaceRow] = []
        self.list = QListWidget()
        self.list.setObjectName("gallery_places")
        self.list.setProperty("kind", "panel")
        self.list.setAccessibleName(_("Scenes"))
        self.list.setItemDelegate(_PlaceDelegate(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMouseTracking(True)
        self.list.currentItemChanged.connect(self._tell)
        self.foot = Label("", Type.SMALL, "text_3", wrap=True)
        self.foot.setObjectName("gallery_read")
        self.foot.setContentsMargins(10, 0, 4, 4)
        box = column(self.list, self.foot, gap=GRID, margins=(GRID, GAP_ABOVE, GRID, GRID))
        box.setStretch(0, 1)
        self.setLayout(box)

    def show_places(self, rows: Sequence[PlaceRow], current_key: str) -> None:
        """Show these places, the current one marked; this tells nothing."""
        self.list.blockSignals(True)
        if [row.key for row in rows] != [row.key for row in self._rows]:
            self._fill(rows)
        self._rows = list(rows)
        known = {row.key: row for row in rows}
        for item in self._items():
            row = item.data(_ROLE)
            if isinstance(row, PlaceRow):
                _set_row(item, known[row.key])
                if row.key == current_key:
                    self.list.setCurrentItem(item)
        self.list.blockSignals(False)

    def _fill(self, rows: Sequence[PlaceRow]) -> None:
        self.list.clear()
        fixed = [row for row in rows if row.key in list(Place)]
        scenes = [row for row in rows if row.key not in list(Place)]
        for row in fixed:
            _set_row(QListWidgetItem(self.list), row)
        if scenes:
            heading = QListWidgetItem(_("Scenes"), self.list)
            heading.setFlags(Qt.ItemFlag.NoItemFlags)
            heading.setSizeHint(QSize(0, ROW_HEIGHT + 4))
        for row in scenes:
            _set_row(QListWidgetItem(self.list), row)

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(place) for place in range(self.list.count())]

    def _tell(self, item: QListWidgetItem | None) -> None:
        row = item.data(_ROLE) if item else None
        if isinstance(row, PlaceRow):
            self.picked.emit(row.key)


def _set_row(item: QListWidgetItem, row: PlaceRow) -> None:
    item.setText(row.title)
    item.setData(_ROLE, row)
    item.setToolTip(row.title)
    item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{row.title}, {row.count}")
    item.setSizeHint(QSize(0, ROW_HEIGHT))


class _PlaceDelegate(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a place, or the word above the scenes."""
        row: Any = index.data(_ROLE)
        box = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(row, PlaceRow):
            _paint_row(painter, box, row, option.state)
        else:
            painter.setFont(font(Type.SMALL))
            painter.setPen(current().text_3)
            heading = box.adjusted(10, 6, 0, 0)
            painter.drawText(heading, Qt.AlignmentFlag.AlignVCenter, str(index.data()))
        painter.restore()


def _paint_row(painter: QPainter, box: QRectF, row: PlaceRow, state: QStyle.StateFlag) -> None:
    colours = current()
    body = box.adjusted(0, 1, 0, -1)
    is_current = paint_row_ground(painter, body, state)
    ink = colours.accent if is_current else colours.text_2
    kind = Type.NAME if is_current else Type.BASE
    paint_icon(painter, QRectF(box.left() + 10, box.top() + 7, 16, 16), row.icon, ink)
    painter.setFont(font(kind))
    painter.setPen(colours.accent if is_current else colours.text)
    words = body.adjusted(34, 0, -36, 0)
    shown = painter.fontMetrics().elidedText(
        row.title, Qt.TextElideMode.ElideRight, int(words.width())
    )
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, shown)
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    painter.setPen(ink)
    painter.drawText(body.adjusted(0, 0, -10, 0), right, f"{row.count:,}")
    if state & _State.State_HasFocus:
        paint_focus(painter, body.toRect())
