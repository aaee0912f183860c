"""One delegate for all tables: it paints a `Cell` and nothing else, in one line or two."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    QSizeF,
)
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.icons import paint_icon
from tat_console.ui.kit.painting import RADIUS_SMALL, paint_check_box
from tat_console.ui.kit.status_looks import StatusLook
from tat_console.ui.kit.theme import current
from tat_console.ui.kit.writing import AT_LEFT, AT_RIGHT, metrics, width_of, write
from tat_console.ui.models.columns import Cell
from tat_console.ui.models.table import TableModel

ROW_HEIGHT_TWO_LINES: Final = 37
ROW_HEIGHT: Final = 26
PADDING: Final = 7
ICON_SIDE: Final = 14
ICON_GAP: Final = 4
MARK_GAP: Final = 14
TAG_HEIGHT: Final = 18
BAR_WIDTH: Final = 3

Index = QModelIndex | QPersistentModelIndex
_State = QStyle.StateFlag


class Strip(NamedTuple):
    """Where a column is in the table: its number in the model, its left edge and its width."""

    column: int
    left: int
    width: int


class CellDelegate(QStyledItemDelegate):
    """Paints rows whole: ground and line once, then icon, words and tags of each cell.

    Asked by Qt for one cell after the other, Python would come to its turn a thousand times for a
    table, and wait there whenever another thread is busy.

    `hovered_row`, `current_row` and `first_column`, the one at the left, are set by the view.
    The current row has a bar there even where it is not selected, as after a click on its box.
    """

    def __init__(self, row_height: int = ROW_HEIGHT) -> None:
        super().__init__()
        self.row_height = row_height
        self.hovered_row = -1
        self.current_row = -1
        self.first_column = 0

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows are equally high."""
        return QSize(80, self.row_height)

    def paint_row(
        self,
        painter: QPainter,
        model: TableModel[Any],
        place: int,
        strips: Sequence[Strip],
        top: int,
        *,
        is_chosen: bool,
    ) -> None:
        """Paint the cells of one row that lie in these columns."""
        row = model.shown_rows()[place]
        ticked = model.is_ticked(row)
        reason = model.blocked(row) if model.blocked else ""
        ground = self._ground(place, is_chosen=is_chosen, ticked=ticked)
        is_lit = is_chosen or place == self.current_row
        for number, left, width in strips:
            area = QRect(left, top, width, self.row_height)
            self._paint_ground(
                painter, area, ground, has_bar=is_lit and number == self.first_column
            )
            painter.save()
            if model.blocked is not None and number == 0:
                _paint_box(painter, area, bool(reason), ticked)
            else:
                column = model.columns[number]
                box = QRectF(area).adjusted(PADDING, 0, -PADDING, -1)
                paint_cell(
                    painter, box, column.content(row), column.align_right, paler=bool(reason)
                )
            painter.restore()

    def _ground(self, place: int, *, is_chosen: bool, ticked: bool) -> QColor | None:
        colours = current()
        if is_chosen:
            return colours.bg_current
        if place == self.hovered_row:
            return colours.bg_hover
        return colours.bg_selected if ticked else None

    def _paint_ground(
        self, painter: QPainter, area: QRect, ground: QColor | None, *, has_bar: bool
    ) -> None:
        colours = current()
        if ground is not None:
            painter.fillRect(area, ground)
        if has_bar:
            painter.fillRect(area.adjusted(0, 0, BAR_WIDTH - area.width(), 0), colours.accent)
        painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), colours.line)


def paint_cell(
    painter: QPainter, box: QRectF, cell: Cell, align_right: bool = False, *, paler: bool = False
) -> None:
    """Paint icon, words and tags of a cell into a box; `paler` greys what is not a state."""
    if cell.tags:
        _paint_tags(painter, box, cell.tags)
        return
    if cell.marks:
        _paint_marks(painter, box, cell.marks)
        return
    colours = current()
    ink = colours.tone(cell.look.tone).text if cell.look else colours.colour(cell.ink)
    if paler and not cell.look:
        ink = colours.text_3
    first, second = _lines(box, cell)
    if icon_name := (cell.look.icon if cell.look else cell.icon):
        spot = QRectF(first.left(), first.center().y() - ICON_SIDE / 2, ICON_SIDE, ICON_SIDE)
        paint_icon(painter, spot, icon_name, ink)
        first.setLeft(first.left() + ICON_SIDE + ICON_GAP)
    side = AT_RIGHT if align_right else AT_LEFT
    write(painter, first, cell.text, cell.type, ink, side)
    if cell.second:
        second_ink = colours.text if paler and cell.look else colours.colour(cell.second_ink)
        write(painter, second, cell.second, cell.second_type, second_ink, side)


def _lines(box: QRectF, cell: Cell) -> tuple[QRectF, QRectF]:
    if not cell.second:
        return QRectF(box), QRectF()
    heights = metrics(cell.type).height(), metrics(cell.second_type).height()
    top = box.top() + (box.height() - sum(heights)) / 2
    first = QRectF(box.left(), top, box.width(), heights[0])
    return first, QRectF(box.left(), top + heights[0], box.width(), heights[1])


def _paint_tags(painter: QPainter, box: QRectF, tags: tuple[tuple[str, str], ...]) -> None:
    left = box.left()
    for place, (key, value) in enumerate(tags):
        rest = len(tags) - place
        room = box.right() - left - (_more_width(rest - 1) if rest > 1 else 0)
        width = tag_width(key, value)
        if width > room:
            _paint_more(painter, box, left, rest)
            return
        paint_tag(
            painter, QRectF(left, box.center().y() - TAG_HEIGHT / 2, width, TAG_HEIGHT), key, value
        )
        left += width + ICON_GAP


def _paint_marks(painter: QPainter, box: QRectF, marks: tuple[tuple[StatusLook, str], ...]) -> None:
    """Paint icon and number of each state; what does not fit any more is left out whole."""
    left = box.left()
    for look, number in marks:
        width = ICON_SIDE + ICON_GAP + width_of(number, Type.NAME)
        if left + width > box.right():
            return
        ink = current().tone(look.tone).text
        spot = QRectF(left, box.center().y() - ICON_SIDE / 2, ICON_SIDE, ICON_SIDE)
        paint_icon(painter, spot, look.icon, ink)
        words = QRectF(spot.right() + ICON_GAP, box.top(), width, box.height())
        write(painter, words, number, Type.NAME, ink)
        left += width + MARK_GAP


def tag_width(key: str, value: str) -> float:
    """How wide the box of a tag is, in pixels."""
    gap = 3 if key and value else 0
    return width_of(key, Type.SMALL) + width_of(value, Type.SMALL_NAME) + gap + 11


def paint_tag(painter: QPainter, box: QRectF, key: str, value: str) -> None:
    """Paint a tag: a box with the key, and the value in bold."""
    colours = current()
    painter.setPen(QPen(colours.line, 1))
    painter.setBrush(colours.bg_surface)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_SMALL, RADIUS_SMALL)
    inner = box.adjusted(5, 0, -5, 0)
    write(painter, inner, key, Type.SMALL, colours.text_2)
    value_box = QRectF(QPointF(inner.left(), box.top()), inner.size() + QSizeF(1, 0))
    write(painter, value_box, value, Type.SMALL_NAME, colours.text, AT_RIGHT)


def _more_width(count: int) -> float:
    return width_of(f"+{count}", Type.SMALL) + ICON_GAP


def _paint_more(painter: QPainter, box: QRectF, left: float, count: int) -> None:
    rest = QRectF(left, box.top(), max(box.right() - left, 0), box.height())
    write(painter, rest, f"+{count}", Type.SMALL, current().text_3)


def _paint_box(painter: QPainter, rect: QRect, is_blocked: bool, ticked: bool) -> None:
    if is_blocked:
        middle = QRectF(rect.center().x() - 7, rect.center().y() - 7, ICON_SIDE, ICON_SIDE)
        paint_icon(painter, middle, "ph.prohibit", current().late_text)
    else:
        state = _State.State_Enabled | (_State.State_On if ticked else _State.State_Off)
        paint_check_box(painter, rect, state)
