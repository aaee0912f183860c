"""Every task a cell: thousands at a glance, one by click or arrow keys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter
from typing import Final

import msgspec
from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip

from tat_console.support.i18n import _
from tat_console.tat.statuses import TaskStatus
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.status_looks import look_of
from tat_console.ui.kit.theme import current
from tat_console.ui.kit.writing import write
from tat_console.ui.widgets.status_bar_chart import ordered
from tat_console.ui.widgets.task_cells import cell_stamp

TITLE_HEIGHT: Final = 19
GROUP_GAP: Final = 6
RING: Final = 2
EDGE: Final = 3
FADED: Final = 0.22
_SIZES: Final = ((200, 16, 19), (600, 12, 14))
_LARGE_GRID: Final = (8, 10)


# gc=False: there may be ten thousand, and the collector need not look at them again and again.
class GridTask(msgspec.Struct, frozen=True, gc=False):
    """A cell: the task's key, its state, and the name of its machine."""

    key: Hashable
    status: TaskStatus
    name: str


@dataclass(frozen=True, slots=True)
class GridGroup:
    """Tasks that stand together under a title, such as a wave."""

    tasks: Sequence[GridTask]
    title: str = ""
    note: str = ""


class TaskGrid(QAbstractScrollArea):
    """`chosen` tells the key under click or arrow keys, `activated` the one under Enter.

    The picture says nothing to a screen reader: its name has the counts, and the table beside it
    is its equal.
    """

    chosen = Signal(object)
    activated = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._groups: Sequence[GridGroup] = ()
        self._tasks: list[GridTask] = []
        self._keys: list[Hashable] = []
        self._places: dict[Hashable, int] = {}
        self._tops: list[int] = []
        self._current: Hashable | None = None
        self._only: TaskStatus | None = None
        self._side, self._pitch = _LARGE_GRID
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.viewport().setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.set_groups(())

    def groups(self) -> Sequence[GridGroup]:
        """What is shown."""
        return self._groups

    def set_groups(self, groups: Sequence[GridGroup]) -> None:
        """Show these tasks; the current one stays current while it is there."""
        self._groups = groups
        self._tasks = list(chain.from_iterable(group.tasks for group in groups))
        keys = list(map(attrgetter("key"), self._tasks))
        if keys != self._keys:
            self._keys, self._places = keys, dict(zip(keys, range(len(keys)), strict=True))
        self._side, self._pitch = cell_size(len(self._tasks))
        counts = ordered(Counter(map(attrgetter("status"), self._tasks)))
        words = (f"{count:,} {look_of(status).word}" for status, count in counts.items())
        self.setAccessibleName(_("Tasks: {counts}").format(counts=", ".join(words)))
        self._lay_out()
        self.viewport().update()

    def set_current(self, key: Hashable | None) -> None:
        """Ring a cell without telling so, and bring it into view."""
        if key == self._current:
            return
        self._current = key
        place = self._places.get(key) if key is not None else None
        if place is not None:
            self._bring_into_view(self.cell_rect(place))
        self.viewport().update()

    def current(self) -> Hashable | None:
        """The key of the ringed cell."""
        return self._current

    def show_only(self, status: TaskStatus | None) -> None:
        """Fade all tasks that are not in this state; None fades none."""
        self._only = status
        self.viewport().update()

    def content_height(self) -> int:
        """How high the grid would like to be at its present width."""
        return self._height

    def sizeHint(self) -> QSize:
        """As high as all groups."""
        return QSize(400, self._height)

    def key_at(self, spot: QPoint) -> Hashable | None:
        """The key of the cell at a spot of the viewport."""
        top = spot.y() + self.verticalScrollBar().value()
        first = 0
        for group, begin in zip(self._groups, self._tops, strict=True):
            row, column = (top - begin) // self._pitch, (spot.x() - EDGE) // self._pitch
            place = row * self._columns + column
            inside = 0 <= column < self._columns and row >= 0 and place < len(group.tasks)
            if inside:
                return self._tasks[first + place].key
            first += len(group.tasks)
        return None

    def cell_rect(self, place: int) -> QRect:
        """Where a cell is, counted from the top of the whole grid."""
        for group, begin in zip(self._groups, self._tops, strict=True):
            if place < len(group.tasks):
                row, column = divmod(place, self._columns)
                left, top = EDGE + column * self._pitch, begin + row * self._pitch
                return QRect(left, top, self._side, self._side)
            place -= len(group.tasks)
        return QRect()

    # -- what Qt asks

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        super().resizeEvent(event)
        self._lay_out()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the cell under the mouse."""
        key = self.key_at(event.position().toPoint())
        if key is not None:
            self._choose(key)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The end of a click belongs to the grid as its start does."""
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a hand over cells."""
        over = self.key_at(event.position().toPoint()) is not None
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move from cell to cell, Enter activates."""
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self._columns,
            Qt.Key.Key_Down: self._columns,
            Qt.Key.Key_Home: -len(self._tasks),
            Qt.Key.Key_End: len(self._tasks),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is not None and self._tasks:
            here = self._places.get(self._current)
            target = 0 if here is None else min(max(here + step, 0), len(self._tasks) - 1)
            self._choose(self._tasks[target].key)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current in self._places:
            self.activated.emit(self._current)
        else:
            super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Name the task under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            key = self.key_at(event.pos())
            task = self._tasks[self._places[key]] if key is not None else None
            words = f"{task.name}\n{look_of(task.status).word}" if task else ""
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().viewportEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Stamp the cells in view."""
        painter = QPainter(self.viewport())
        painter.translate(0, -self.verticalScrollBar().value())
        area = event.rect().translated(0, self.verticalScrollBar().value())
        for group, begin in zip(self._groups, self._tops, strict=True):
            if group.title:
                self._paint_title(painter, group, begin)
            self._paint_cells(painter, group, begin, area)
        place = self._places.get(self._current)
        if place is not None:
            ring = QRectF(self.cell_rect(place)).adjusted(-RING, -RING, RING, RING)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            colours = current()
            painter.setPen(QPen(colours.accent if self.hasFocus() else colours.text, 2))
            painter.drawRoundedRect(ring, 2, 2)

    # -- inside

    def _choose(self, key: Hashable) -> None:
        self.set_current(key)
        self.chosen.emit(key)

    def _lay_out(self) -> None:
        width = self.viewport().width() - 2 * EDGE
        self._columns = max(1, (width + self._pitch - self._side) // self._pitch)
        self._tops = []
        top = EDGE
        for group in self._groups:
            top += TITLE_HEIGHT if group.title else 0
            self._tops.append(top)
            top += -(-len(group.tasks) // self._columns) * self._pitch + GROUP_GAP
        self._height = top
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, self._height - self.viewport().height()))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(self._pitch)
        self.updateGeometry()

    def _paint_title(self, painter: QPainter, group: GridGroup, begin: int) -> None:
        width = self.viewport().width() - 2 * EDGE
        box = QRectF(EDGE, begin - TITLE_HEIGHT, width, TITLE_HEIGHT - 3)
        for text, kind, ink in (
            (group.title, Type.SMALL_NAME, current().text),
            (group.note, Type.SMALL, current().text_2),
        ):
            box.setLeft(box.left() + write(painter, box, text, kind, ink) + 8)

    def _paint_cells(self, painter: QPainter, group: GridGroup, begin: int, area: QRect) -> None:
        first_row = max(0, (area.top() - begin) // self._pitch)
        last_row = (area.bottom() - begin) // self._pitch
        start, stop = first_row * self._columns, (last_row + 1) * self._columns
        stamps: dict[TaskStatus, QPixmap] = {}
        for place, task in enumerate(group.tasks[start:stop], start):
            row, column = divmod(place, self._columns)
            stamp = stamps.get(task.status)
            if stamp is None:
                stamp = stamps[task.status] = self._stamp(task.status)
            if self._only is not None:
                painter.setOpacity(1.0 if task.status == self._only else FADED)
            painter.drawPixmap(EDGE + column * self._pitch, begin + row * self._pitch, stamp)
        painter.setOpacity(1.0)

    def _stamp(self, status: TaskStatus) -> QPixmap:
        return cell_stamp(look_of(status), self._side, self.devicePixelRatioF())

    def _bring_into_view(self, cell: QRect) -> None:
        bar, height = self.verticalScrollBar(), self.viewport().height()
        if cell.top() - TITLE_HEIGHT < bar.value():
            bar.setValue(cell.top() - TITLE_HEIGHT)
        elif cell.bottom() + GROUP_GAP > bar.value() + height:
            bar.setValue(cell.bottom() + GROUP_GAP + EDGE - height)


def cell_size(count: int) -> tuple[int, int]:
    """Side and pitch of cells in pixels for so many tasks."""
    for below, side, pitch in _SIZES:
        if count < below:
            return side, pitch
    return _LARGE_GRID
