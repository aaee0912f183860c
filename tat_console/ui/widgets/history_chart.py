"""Runs per day with their failures; dragging over days, or keys, choose a stretch of time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from tat_console.support.i18n import _, ngettext
from tat_console.ui.kit.controls import Label
from tat_console.ui.kit.fonts import Type, font
from tat_console.ui.kit.layout import GAP, row
from tat_console.ui.kit.painting import paint_focus
from tat_console.ui.kit.theme import current
from tat_console.ui.kit.writing import AT_RIGHT, write
from tat_console.ui.widgets.axis import day_word, full_day_word, number_word, ticks

BARS_HEIGHT: Final = 46
TOP: Final = 6
AXIS_HEIGHT: Final = 16
LEFT: Final = 30
RIGHT: Final = 8
LEAST_PITCH: Final = 5
LEAST_HEIGHT: Final = 4
"""So many runs reach the top at least: one run is no tower."""
_DATES: Final = 5
_DATE_WIDTH: Final = 80
_PALE: Final = 0.55
_ONE_DAY: Final = timedelta(days=1)


class ChartDay(NamedTuple):
    """A day, its runs, and those of them in which a task failed."""

    day: date
    runs: int
    failed: int


class _Bar(NamedTuple):
    """Some days on end that share a bar, the last included."""

    first: date
    last: date
    runs: int
    failed: int


class HistoryChart(QWidget):
    """`range_chosen(after, before)` tells days: `after` is in the stretch, `before` is not.

    Both are None when the stretch is given up, by Escape or a click on it. Arrows move, with
    Shift they choose, Enter tells the choice. Where days are too many for the width, several
    share a bar.
    """

    range_chosen = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._days: list[ChartDay] = []
        self._bars: list[_Bar] = []
        self._cursor = -1
        self._anchor = -1
        self._chosen: tuple[date, date] | None = None
        self._was_chosen = False
        self.setFixedHeight(TOP + BARS_HEIGHT + AXIS_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.set_days(())

    def set_days(
        self, days: Iterable[ChartDay], first: date | None = None, last: date | None = None
    ) -> None:
        """Show these days; days that are missing between, and from `first` to `last`, had no runs.

        Days before `first` are left out.
        """
        shown = sorted(day for day in days if first is None or day.day >= first)
        known = {day.day for day in shown}
        ends = [ChartDay(day, 0, 0) for day in (first, last) if day and day not in known]
        self._days = _without_gaps(sorted([*shown, *ends]))
        self._gather()
        self._say()

    def set_range(self, after: date | None, before: date | None) -> None:
        """Show a stretch as chosen without telling so; None leaves a side open."""
        if not self._days or (after is None and before is None):
            self._chosen = None
        else:
            first = after or self._days[0].day
            self._chosen = (first, (before or self._days[-1].day + _ONE_DAY) - _ONE_DAY)
        self.update()

    def chosen(self) -> tuple[date, date] | None:
        """The first and the last day of the stretch."""
        return self._chosen

    def place_of(self, day: date) -> int:
        """The place of a day's bar, -1 where there is none."""
        places = (place for place, bar in enumerate(self._bars) if bar.first <= day <= bar.last)
        return next(places, -1)

    def bar_box(self, place: int) -> QRectF:
        """The whole height that belongs to a bar."""
        pitch = self._pitch()
        return QRectF(LEFT + place * pitch, TOP, pitch, BARS_HEIGHT)

    def sizeHint(self) -> QSize:
        """Wide, and as high as bars and dates."""
        return QSize(600, self.height())

    # -- what Qt asks

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to choose."""
        place = self._place_at(event.position().x())
        if event.button() != Qt.MouseButton.LeftButton or place < 0:
            return
        bar = self._bars[place]
        self._was_chosen = self._chosen == (bar.first, bar.last)
        self._anchor = self._cursor = place
        self._choose()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Choose as far as the mouse goes."""
        if event.buttons() & Qt.MouseButton.LeftButton and self._anchor >= 0:
            self._cursor = self._place_at(event.position().x())
            self._choose()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell what was chosen; a second click on the only chosen bar gives it up."""
        if event.button() != Qt.MouseButton.LeftButton or self._anchor < 0:
            return
        if self._was_chosen and self._anchor == self._cursor:
            self._give_up()
        else:
            self._tell()
        self._was_chosen = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home, End, Enter, Escape."""
        key = event.key()
        last = len(self._bars) - 1
        start = self._cursor if self._cursor >= 0 else last + 1
        moves = {
            Qt.Key.Key_Left: start - 1,
            Qt.Key.Key_Right: start + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if key in moves and self._bars:
            is_choosing = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._move(max(0, min(last, moves[Qt.Key(key)])), is_choosing)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._cursor >= 0:
            self._choose()
            self._tell()
        elif key == Qt.Key.Key_Escape and self._chosen:
            self._give_up()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Tell about the bar under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.tip_at(event.pos()), self)
            return True
        return super().event(event)

    def tip_at(self, spot: QPoint) -> str:
        """What there is to know about the bar at a spot."""
        place = self._place_at(spot.x())
        return _bar_words(self._bars[place]) if place >= 0 else ""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share bars as the width asks for."""
        super().resizeEvent(event)
        self._gather()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the stretch, lines, bars and dates."""
        painter = QPainter(self)
        painter.setFont(font(Type.SMALL))
        most = max((bar.runs for bar in self._bars), default=0)
        most = max(most, LEAST_HEIGHT) if most else 0
        self._paint_stretch(painter)
        self._paint_lines(painter, most)
        for place, bar in enumerate(self._bars):
            self._paint_bar(painter, self.bar_box(place), bar, most)
        self._paint_dates(painter)
        if self.hasFocus():
            paint_focus(painter, self.rect())

    # -- inside

    def _gather(self) -> None:
        most = max(1, (self.width() - LEFT - RIGHT) // LEAST_PITCH)
        share = max(1, -(-len(self._days) // most))
        cut = range(0, len(self._days), share)
        self._bars = [_bar_of(self._days[start : start + share]) for start in cut]
        self._cursor = self._anchor = -1
        self.update()

    def _pitch(self) -> float:
        return (self.width() - LEFT - RIGHT) / max(1, len(self._bars))

    def _place_at(self, x: float) -> int:
        if not self._bars:
            return -1
        return max(0, min(len(self._bars) - 1, int((x - LEFT) / self._pitch())))

    def _move(self, place: int, is_choosing: bool) -> None:
        if not is_choosing:
            self._anchor = place
        elif self._anchor < 0:
            self._anchor = self._cursor if self._cursor >= 0 else place
        self._cursor = place
        if is_choosing:
            self._choose()
        self.setAccessibleDescription(_bar_words(self._bars[place]))
        self.update()

    def _choose(self) -> None:
        first, last = sorted((self._anchor, self._cursor))
        self._chosen = (self._bars[first].first, self._bars[last].last)
        self.update()

    def _tell(self) -> None:
        if self._chosen:
            self.range_chosen.emit(self._chosen[0], self._chosen[1] + _ONE_DAY)

    def _give_up(self) -> None:
        self._chosen = None
        self._anchor = -1
        self.update()
        self.range_chosen.emit(None, None)

    def _say(self) -> None:
        runs, failed = sum(day.runs for day in self._days), sum(day.failed for day in self._days)
        words = _("Runs per day: {runs}, {failed} with failures")
        self.setAccessibleName(words.format(runs=f"{runs:,}", failed=f"{failed:,}"))

    def _paint_stretch(self, painter: QPainter) -> None:
        if self._chosen:
            inside = [
                place
                for place, bar in enumerate(self._bars)
                if bar.last >= self._chosen[0] and bar.first <= self._chosen[1]
            ]
            if inside:
                box = self.bar_box(inside[0]).united(self.bar_box(inside[-1]))
                painter.fillRect(box, current().accent_soft)
                for x in (box.left(), box.right() - 1):
                    painter.fillRect(QRectF(x, box.top(), 1, box.height()), current().accent)
        if self.hasFocus() and self._cursor >= 0:
            box = self.bar_box(self._cursor)
            painter.fillRect(QRectF(box.left(), box.bottom(), box.width(), 2), current().accent)

    def _paint_lines(self, painter: QPainter, most: int) -> None:
        right = self.width() - RIGHT
        for number in ticks(0, most, 3) if most else ():
            y = round(TOP + BARS_HEIGHT * (1 - number / most))
            if number and number.is_integer():
                painter.fillRect(LEFT, y, right - LEFT, 1, current().line)
                box = QRectF(0, y - 7, LEFT - 7, 14)
                write(painter, box, number_word(number), Type.SMALL, current().text_2, AT_RIGHT)
        painter.fillRect(LEFT, TOP + BARS_HEIGHT, right - LEFT, 1, current().line_control)

    def _paint_bar(self, painter: QPainter, box: QRectF, bar: _Bar, most: int) -> None:
        if not bar.runs:
            return
        gap = 1 if box.width() < 8 else min(4.0, box.width() * 0.2)
        left, width = round(box.left() + gap / 2), max(1, round(box.width() - gap))
        for count, colour in (
            (bar.runs, _pale(current().idle_fill)),
            (bar.failed, current().bad_fill),
        ):
            height = max(2 if count else 0, round(BARS_HEIGHT * count / most))
            painter.fillRect(left, TOP + BARS_HEIGHT - height, width, height, colour)

    def _paint_dates(self, painter: QPainter) -> None:
        count = min(_DATES, len(self._bars), max(1, (self.width() - LEFT) // _DATE_WIDTH))
        for number in range(count):
            place = round(number * (len(self._bars) - 1) / max(1, count - 1))
            box = self.bar_box(place)
            area = QRectF(box.left(), TOP + BARS_HEIGHT + 2, _DATE_WIDTH, AXIS_HEIGHT - 2)
            side = Qt.AlignmentFlag.AlignLeft
            if number and number == count - 1:
                area.moveRight(self.width() - RIGHT)
                side = Qt.AlignmentFlag.AlignRight
            words = day_word(self._bars[place].first)
            write(painter, area, words, Type.SMALL, current().text_2, side)


class ChartLegend(QWidget):
    """What the colours of the chart mean."""

    def __init__(self) -> None:
        super().__init__()
        rows = (("idle_fill", _("Runs per day")), ("bad_fill", _("With failures")))
        parts = [
            row(_Swatch(role), Label(words, Type.SMALL, "text_2"), gap=6) for role, words in rows
        ]
        self.setLayout(row(*parts, gap=GAP + 4))


class _Swatch(QWidget):
    def __init__(self, role: str) -> None:
        super().__init__()
        self._role = role
        self.setFixedSize(9, 9)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the square."""
        colour = current().colour(self._role)
        QPainter(self).fillRect(self.rect(), _pale(colour) if self._role == "idle_fill" else colour)


def _without_gaps(days: Sequence[ChartDay]) -> list[ChartDay]:
    if not days:
        return []
    known = {day.day: day for day in days}
    count = (days[-1].day - days[0].day).days + 1
    every = (days[0].day + number * _ONE_DAY for number in range(count))
    return [known.get(day, ChartDay(day, 0, 0)) for day in every]


def _bar_of(days: Sequence[ChartDay]) -> _Bar:
    runs, failed = sum(day.runs for day in days), sum(day.failed for day in days)
    return _Bar(days[0].day, days[-1].day, runs, failed)


def _bar_words(bar: _Bar) -> str:
    runs = ngettext("{count} run", "{count} runs", bar.runs).format(count=f"{bar.runs:,}")
    failed = _("{count} with failures").format(count=f"{bar.failed:,}")
    day = full_day_word(bar.first)
    if bar.last != bar.first:
        day = _("{first} to {last}").format(first=day, last=full_day_word(bar.last))
    return f"{day}: {runs}, {failed}"


def _pale(colour: QColor) -> QColor:
    made = QColor(colour)
    made.setAlphaF(_PALE)
    return made
