"""The places at the left: all, favourites, used lately, and the scenes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QListWidgetItem

from tat_console.support.i18n import _
from tat_console.ui.kit.controls import Label
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.icons import paint_icon
from tat_console.ui.kit.layout import GRID, column
from tat_console.ui.kit.theme import current
from tat_console.ui.kit.writing import AT_RIGHT, write
from tat_console.ui.pages.gallery.listing import Place, PlaceRow
from tat_console.ui.widgets.side_list import ROW, SideList

WIDTH: Final = 172
ROW_HEIGHT: Final = 30
HEAD_HEIGHT: Final = 34
GAP_ABOVE: Final = 11


class PlacesPane(QFrame):
    """Every place with its count; `picked` tells the key of the one the user goes to."""

    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "panel")
        self.setProperty("edge", "right")
        self.setFixedWidth(WIDTH)
        self._rows: list[PlaceRow] = []
        self.list = SideList(_("Scenes"), _paint_place)
        self.list.setObjectName("gallery_places")
        self.list.picked.connect(lambda row: self.picked.emit(row.key))
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
        for item in self.list.rows():
            key = item.data(ROW).key
            _set_row(item, known[key])
            if key == current_key:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)

    def _fill(self, rows: Sequence[PlaceRow]) -> None:
        self.list.clear()
        fixed = [row for row in rows if row.key in list(Place)]
        scenes = [row for row in rows if row.key not in list(Place)]
        for row in fixed:
            _set_row(QListWidgetItem(self.list), row)
        if scenes:
            self.list.add_heading(_("Scenes"), HEAD_HEIGHT)
        for row in scenes:
            _set_row(QListWidgetItem(self.list), row)


def _set_row(item: QListWidgetItem, row: PlaceRow) -> None:
    item.setText(row.title)
    item.setData(ROW, row)
    item.setToolTip(row.title)
    item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{row.title}, {row.count}")
    item.setSizeHint(QSize(0, ROW_HEIGHT))


def _paint_place(painter: QPainter, body: QRectF, row: PlaceRow, is_current: bool) -> None:
    colours = current()
    ink = colours.accent if is_current else colours.text_2
    kind = Type.NAME if is_current else Type.BASE
    paint_icon(painter, QRectF(body.left() + 10, body.top() + 6, 16, 16), row.icon, ink)
    title_ink = colours.accent if is_current else colours.text
    count = body.adjusted(0, 0, -10, 0)
    taken = write(painter, count, f"{row.count:,}", kind, ink, AT_RIGHT) + 18
    write(painter, body.adjusted(34, 0, -taken, 0), row.title, kind, title_ink)
