"""A list at the side of a page: rows that its owner paints, under headings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.painting import RADIUS, paint_focus
from tat_console.ui.kit.theme import current
from tat_console.ui.kit.writing import write

ROW: Final = Qt.ItemDataRole.UserRole
"""What an item stands for; a heading stands for nothing."""

PaintRow = Callable[[QPainter, QRectF, Any, bool], None]
"""Paints what an item stands for into its body; told whether it is the chosen one."""

_State = QStyle.StateFlag


class SideList(QListWidget):
    """`paint_row` paints the items that stand for something, over the ground of their state.

    `picked` tells what the item stands for that the user goes to.
    """

    picked = Signal(object)

    def __init__(self, title: str, paint_row: PaintRow) -> None:
        super().__init__()
        self.setProperty("kind", "panel")
        self.setAccessibleName(title)
        self.setItemDelegate(_Delegate(self, paint_row))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.currentItemChanged.connect(self._tell)

    def add_heading(self, words: str, height: int) -> None:
        """Put words above the rows that follow; they cannot be chosen."""
        heading = QListWidgetItem(words, self)
        heading.setFlags(Qt.ItemFlag.NoItemFlags)
        heading.setSizeHint(QSize(0, height))

    def rows(self) -> list[QListWidgetItem]:
        """The items that stand for something."""
        places = range(self.count())
        return [self.item(place) for place in places if self.item(place).data(ROW) is not None]

    def _tell(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.data(ROW) is not None:
            self.picked.emit(item.data(ROW))


class _Delegate(QStyledItemDelegate):
    def __init__(self, parent: QObject, paint_row: PaintRow) -> None:
        super().__init__(parent)
        self._paint_row = paint_row

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint a row on its ground, or the words above rows."""
        subject: object = index.data(ROW)
        box = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if subject is None:
            heading = box.adjusted(10, 6, 0, 0)
            write(painter, heading, str(index.data()), Type.SMALL, current().text_3)
        else:
            body = box.adjusted(0, 1, 0, -1)
            self._paint_row(painter, body, subject, _paint_ground(painter, body, option.state))
            if option.state & _State.State_HasFocus:
                paint_focus(painter, body.toRect())
        painter.restore()


def _paint_ground(painter: QPainter, body: QRectF, state: QStyle.StateFlag) -> bool:
    """Paint the ground of a row; returns whether it is the chosen one."""
    colours = current()
    is_chosen = bool(state & _State.State_Selected)
    if is_chosen or state & _State.State_MouseOver:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.bg_current if is_chosen else colours.bg_hover)
        painter.drawRoundedRect(body, RADIUS, RADIUS)
    return is_chosen
