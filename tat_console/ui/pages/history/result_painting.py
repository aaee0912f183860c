"""How a run that a search found looks: its name and counts, and the lines below."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final, cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from tat_console.ports.history import HistoryRow
from tat_console.support.i18n import ngettext
from tat_console.ui.kit.fonts import Type, font
from tat_console.ui.kit.icons import paint_icon
from tat_console.ui.kit.status_looks import look_of
from tat_console.ui.kit.theme import current
from tat_console.ui.kit.words import moment_word
from tat_console.ui.models.columns import Cell
from tat_console.ui.models.delegates import paint_cell, paint_tag, tag_width
from tat_console.ui.models.table import TableModel
from tat_console.ui.pages.history.columns import run_name
from tat_console.ui.pages.history.results import FoundLine, Result
from tat_console.ui.widgets.status_bar_chart import ordered

HEAD_HEIGHT: Final = 34
LINE_HEIGHT: Final = 18
PADDING: Final = 12
FOOT: Final = 8
WHO_WIDTH: Final = 150
COUNTS_WIDTH: Final = 230
TASKS_WIDTH: Final = 100
_DOT: Final = 8
_BAR: Final = 3
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_State = QStyle.StateFlag
Index = QModelIndex | QPersistentModelIndex


class ResultDelegate(QStyledItemDelegate):
    """Paints a `Result`; `matching_only` leaves out the lines around those that match."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.matching_only = True
        self._now = now

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """A head, and a line of its own for each line that is shown."""
        result = _result(index)
        lines = result.shown_lines(matching_only=self.matching_only) if result else []
        return QSize(80, HEAD_HEIGHT + len(lines) * LINE_HEIGHT + (FOOT if lines else 0))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one result."""
        result = _result(index)
        if result is None:
            return
        painter.save()
        _paint_ground(painter, option)
        box = QRectF(option.rect).adjusted(PADDING, 0, -PADDING, 0)
        self._paint_head(painter, QRectF(box.left(), box.top(), box.width(), HEAD_HEIGHT), result)
        top = box.top() + HEAD_HEIGHT - 2
        who = ""
        for line in result.shown_lines(matching_only=self.matching_only):
            place = QRectF(box.left() + 18, top, box.width() - 18, LINE_HEIGHT)
            _paint_line(painter, place, line, line.who if line.who != who else "")
            who = line.who
            top += LINE_HEIGHT
        painter.restore()

    def _paint_head(self, painter: QPainter, box: QRectF, result: Result) -> None:
        colours, row = current(), result.row
        dot = QRectF(box.left(), box.center().y() - _DOT / 2, _DOT, _DOT)
        painter.fillRect(dot, colours.environment(row.run.environment).fill)
        tasks = QRectF(box.right() - TASKS_WIDTH, box.top(), TASKS_WIDTH, box.height())
        count = sum(row.counts.values())
        words = ngettext("{count} task", "{count} tasks", count).format(count=f"{count:,}")
        _write(painter, tasks, words, Type.BASE, colours.text_2, _RIGHT)
        counts = QRectF(tasks.left() - COUNTS_WIDTH, box.top(), COUNTS_WIDTH, box.height())
        marks = tuple((look_of(status), f"{n:,}") for status, n in ordered(row.counts).items())
        paint_cell(painter, counts, Cell(marks=marks))
        name = QRectF(box.left() + 18, box.top(), counts.left() - box.left() - 30, box.height())
        self._paint_name(painter, name, row)

    def _paint_name(self, painter: QPainter, box: QRectF, row: HistoryRow) -> None:
        """The name, when it ran, a star, and what the user wrote on it, as far as there is room."""
        colours = current()
        left = box.left()
        when = moment_word(row.run.created_at, self._now())
        for text, kind, ink in (
            (run_name(row.run), Type.NAME, colours.text),
            (when, Type.BASE, colours.text_2),
        ):
            place = QRectF(left, box.top(), box.right() - left, box.height())
            left += _write(painter, place, text, kind, ink) + FOOT
        if row.annotations.starred and left + 14 <= box.right():
            star = QRectF(left, box.center().y() - 7, 14, 14)
            paint_icon(painter, star, "ph.star-fill", colours.late_fill)
            left = star.right() + FOOT
        for label in row.annotations.labels:
            width = tag_width("", label)
            if left + width > box.right():
                return
            paint_tag(painter, QRectF(left, box.center().y() - 9, width, 18), "", label)
            left += width + 4


def _paint_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    colours = current()
    if option.state & _State.State_Selected:
        painter.fillRect(option.rect, colours.bg_current)
        bar = QRectF(option.rect.left(), option.rect.top(), _BAR, option.rect.height())
        painter.fillRect(bar, colours.accent)
    elif option.state & _State.State_MouseOver:
        painter.fillRect(option.rect, colours.bg_hover)
    bottom = QRectF(option.rect.left(), option.rect.bottom(), option.rect.width(), 1)
    painter.fillRect(bottom, colours.line)


def _paint_line(painter: QPainter, box: QRectF, line: FoundLine, who: str) -> None:
    """The machine, then its line in a fixed-width font, with what was looked for lit up."""
    colours = current()
    name = QRectF(box.left(), box.top(), WHO_WIDTH - FOOT, box.height())
    _write(painter, name, who, Type.SMALL, colours.text_2)
    words = box.adjusted(WHO_WIDTH, 0, 0, 0)
    text = line.text.expandtabs(1)
    metrics = QFontMetricsF(font(Type.CODE_SMALL))
    painter.save()
    painter.setClipRect(words)
    for start, end in line.marks:
        left = words.left() + metrics.horizontalAdvance(text[:start])
        width = metrics.horizontalAdvance(text[start:end])
        painter.fillRect(
            QRectF(left - 1, box.top() + 1, width + 2, LINE_HEIGHT - 2), colours.mark_find
        )
    _write(painter, words, text, Type.CODE_SMALL, colours.text if line.marks else colours.text_2)
    painter.restore()


def _write(
    painter: QPainter,
    box: QRectF,
    text: str,
    kind: Type,
    ink: QColor,
    side: Qt.AlignmentFlag = _LEFT,
) -> float:
    """Write one line, cut where there is no room; returns how wide it is."""
    metrics = QFontMetricsF(font(kind))
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, box.width()))
    painter.setFont(font(kind))
    painter.setPen(ink)
    painter.drawText(box, side, shown)
    return metrics.horizontalAdvance(shown)


def _result(index: Index) -> Result | None:
    return cast("TableModel[Result]", index.model()).row_at(index)
