"""How a run in the history looks: its name and counts, and the lines below."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from tat_console.ports.archive import RunState
from tat_console.ports.history import HistoryRow
from tat_console.support.i18n import ngettext
from tat_console.tat.limits import RECORDS_KEPT_DAYS
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.icons import paint_icon
from tat_console.ui.kit.painting import RADIUS_SMALL, rounded
from tat_console.ui.kit.status_looks import StatusLook, look_of
from tat_console.ui.kit.theme import ToneName, current
from tat_console.ui.kit.writing import AT_RIGHT, width_of, write
from tat_console.ui.models.delegates import paint_tag, tag_width
from tat_console.ui.models.table import TableModel
from tat_console.ui.pages.history.results import FoundLine, Result
from tat_console.ui.pages.history.words import run_name
from tat_console.ui.widgets.moments import when_word
from tat_console.ui.widgets.status_bar_chart import ordered

HEAD_HEIGHT: Final = 34
LINE_HEIGHT: Final = 18
PADDING: Final = 12
CARET_WIDTH: Final = 30
FOOT: Final = 8
WHO_WIDTH: Final = 150
COUNT_WIDTH: Final = 62
TASKS_WIDTH: Final = 128
_NOTE_WIDTH: Final = 180
_KEPT: Final = 14
_DOT: Final = 8
_BAR: Final = 3
_NAME_LEFT: Final = 38
_State = QStyle.StateFlag
Index = QModelIndex | QPersistentModelIndex
_COLUMNS: Final = (ToneName.GOOD, ToneName.BAD, ToneName.LATE)


class ResultDelegate(QStyledItemDelegate):
    """Paints a `Result`; `matching_only` leaves out the lines around those that match.

    The lines of runs whose ids are `folded` are left out.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.matching_only = True
        self.folded: set[str] = set()
        self._now = now

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """A head, and a line of its own for each line that is shown."""
        result = _result(index)
        lines = self._lines(result) if result else []
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
        for line in self._lines(result):
            left = box.left() + _NAME_LEFT - 14
            place = QRectF(left, top, box.right() - left, LINE_HEIGHT)
            shown = at_left(line) if self.matching_only else line
            _paint_line(painter, place, shown, line.who if line.who != who else "")
            who = line.who
            top += LINE_HEIGHT
        painter.restore()

    def _lines(self, result: Result) -> list[FoundLine]:
        if result.row.run.run_id in self.folded:
            return []
        return result.shown_lines(matching_only=self.matching_only)

    def _paint_head(self, painter: QPainter, box: QRectF, result: Result) -> None:
        colours, row = current(), result.row
        middle = box.center().y()
        if result.lines:
            is_folded = row.run.run_id in self.folded
            name = "ph.caret-right" if is_folded else "ph.caret-down"
            caret = QRectF(box.left(), middle - 6, 12, 12)
            paint_icon(painter, caret, name, colours.text_2)
        dot = QRectF(box.left() + 22, middle - _DOT / 2, _DOT, _DOT)
        painter.fillRect(dot, colours.environment(row.run.environment).fill)
        kept = QRectF(box.right() - _KEPT, middle - _KEPT / 2, _KEPT, _KEPT)
        paint_icon(painter, kept, _kept_icon(row, self._now()), colours.text_2)
        tasks = QRectF(kept.left() - TASKS_WIDTH - FOOT, box.top(), TASKS_WIDTH, box.height())
        write(painter, tasks, _tasks_words(result), Type.BASE, colours.text_2, AT_RIGHT)
        width = COUNT_WIDTH * (len(_COLUMNS) + 1)
        counts = QRectF(tasks.left() - width, box.top(), width, box.height())
        _paint_counts(painter, counts, row)
        left = box.left() + _NAME_LEFT
        name_box = QRectF(left, box.top(), counts.left() - left - FOOT, box.height())
        self._paint_name(painter, name_box, row)

    def _paint_name(self, painter: QPainter, box: QRectF, row: HistoryRow) -> None:
        """The name, when it ran, a star, and what the user wrote on it, as far as there is room."""
        colours = current()
        left = box.left()
        when = when_word(row.run.created_at, self._now())
        for text, kind, ink in (
            (run_name(row.run), Type.NAME, colours.text),
            (when, Type.BASE, colours.text_2),
        ):
            place = QRectF(left, box.top(), box.right() - left, box.height())
            left += write(painter, place, text, kind, ink) + FOOT
        if row.annotations.starred and left + 14 <= box.right():
            star = QRectF(left, box.center().y() - 7, 14, 14)
            paint_icon(painter, star, "ph.star-fill", colours.late_fill)
            left = star.right() + FOOT
        if row.annotations.note:
            left += _paint_note(painter, QRectF(box).adjusted(left - box.left(), 0, 0, 0), row)
        for label in row.annotations.labels:
            width = tag_width("", label)
            if left + width > box.right():
                return
            paint_tag(painter, QRectF(left, box.center().y() - 9, width, 18), "", label)
            left += width + 4


def _paint_note(painter: QPainter, box: QRectF, row: HistoryRow) -> float:
    """Paint the note in a box with an icon; how much room it took."""
    colours = current()
    room = min(float(_NOTE_WIDTH), box.width())
    note = row.annotations.note.partition("\n")[0]
    width = min(room, width_of(note, Type.SMALL) + 28)
    if room < 60:
        return 0.0
    chip = QRectF(box.left(), box.center().y() - 9, width, 18)
    rounded(painter, chip, RADIUS_SMALL, colours.line, colours.bg_surface)
    icon = QRectF(chip.left() + 5, chip.center().y() - 6, 12, 12)
    paint_icon(painter, icon, "ph.note", colours.text_2)
    write(painter, chip.adjusted(21, 0, -7, 0), note, Type.SMALL, colours.text)
    return width + 4


def _paint_counts(painter: QPainter, box: QRectF, row: HistoryRow) -> None:
    """Good, bad and late tasks in columns of their own, all others behind them."""
    sums: dict[int, tuple[StatusLook, int]] = {}
    for status, count in ordered(row.counts).items():
        look = look_of(status)
        place = _COLUMNS.index(look.tone) if look.tone in _COLUMNS else len(_COLUMNS)
        first, so_far = sums.get(place, (look, 0))
        sums[place] = first, so_far + count
    for place, (look, count) in sums.items():
        ink = current().tone(look.tone).text
        left = box.left() + place * COUNT_WIDTH
        icon = QRectF(left, box.center().y() - 7, 14, 14)
        paint_icon(painter, icon, look.icon, ink)
        number = QRectF(left + 18, box.top(), COUNT_WIDTH - 18, box.height())
        write(painter, number, f"{count:,}", Type.NAME, ink)


def _tasks_words(result: Result) -> str:
    total = sum(result.row.counts.values())
    if result.matching is not None and result.matching < total:
        words = ngettext("{some} of {count} task", "{some} of {count} tasks", total)
        return words.format(some=f"{result.matching:,}", count=f"{total:,}")
    return ngettext("{count} task", "{count} tasks", total).format(count=f"{total:,}")


def _kept_icon(row: HistoryRow, now: datetime) -> str:
    """A cloud while the service has the run too (facts §2.3), an archive where only we have it."""
    if row.run.state is RunState.LIVE:
        return "ph.play-circle"
    is_recent = now - row.run.created_at < timedelta(days=RECORDS_KEPT_DAYS)
    return "ph.cloud" if is_recent else "ph.archive"


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
    write(painter, name, who, Type.SMALL, colours.text_2)
    words = box.adjusted(WHO_WIDTH, 0, 0, 0)
    text = line.text.expandtabs(1)
    painter.save()
    painter.setClipRect(words)
    for start, end in line.marks:
        left = words.left() + width_of(text[:start], Type.CODE_SMALL)
        width = width_of(text[start:end], Type.CODE_SMALL)
        painter.fillRect(
            QRectF(left - 1, box.top() + 1, width + 2, LINE_HEIGHT - 2), colours.mark_find
        )
    write(painter, words, text, Type.CODE_SMALL, colours.text if line.marks else colours.text_2)
    painter.restore()


def at_left(line: FoundLine) -> FoundLine:
    """The line without the blanks before it, which say nothing where its neighbours are not shown."""
    blank = len(line.text) - len(line.text.lstrip())
    marks = tuple((max(0, start - blank), max(0, end - blank)) for start, end in line.marks)
    return line._replace(text=line.text[blank:], marks=marks)


def _result(index: Index) -> Result | None:
    return cast("TableModel[Result]", index.model()).row_at(index)
