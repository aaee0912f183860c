"""A month of days on which schedules run, painted by hand; keys and clicks choose a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from tat_console.services.schedule_days import DayRuns, month_days
from tat_console.support.i18n import _, ngettext
from tat_console.ui.kit.theme import current
from tat_console.ui.pages.schedules.calendar_painting import (
    HEAD_HEIGHT,
    DayLook,
    paint_day,
    paint_weekdays,
)
from tat_console.ui.pages.schedules.words import day_word

WEEK: Final = 7
_STEPS: Final = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -WEEK,
    Qt.Key.Key_Down: WEEK,
}


class CalendarView(QWidget):
    """`day_chosen` tells the day; Enter or a double click asks for it (`day_opened`).

    A day of another month leads there; so do Page up, Page down and the wheel.
    """

    day_chosen = Signal(object)
    day_opened = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self.today = today
        self.chosen = today
        self._runs: Mapping[date, Sequence[DayRuns]] = {}
        self._hovered: date | None = None
        self.setObjectName("schedule_calendar")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(420, 300)
        self._say()

    def sizeHint(self) -> QSize:
        """Takes what it gets; this much is comfortable."""
        return QSize(800, 600)

    def days(self) -> list[date]:
        """The days on show: whole weeks, as many as the month of the chosen day has."""
        days = month_days(self.chosen)
        of_month = [place for place, day in enumerate(days) if day.month == self.chosen.month]
        weeks = of_month[-1] // WEEK + 1
        return days[: weeks * WEEK]

    def show_runs(self, runs: Mapping[date, Sequence[DayRuns]], today: date) -> None:
        """Show what happens on each day."""
        self._runs, self.today = runs, today
        self._say()
        self.update()

    def choose(self, day: date) -> None:
        """Go to a day."""
        if day != self.chosen:
            self.chosen = day
            self._say()
            self.update()
            self.day_chosen.emit(day)

    def turn(self, months: int) -> None:
        """Go so many months on or back, to the same day if there is one."""
        self.choose(_months_on(self.chosen, months))

    def rect_of(self, day: date) -> QRect:
        """Where a day is painted."""
        days = self.days()
        place = days.index(day)
        weeks = len(days) // WEEK
        room = self.height() - HEAD_HEIGHT
        across, down = place % WEEK, place // WEEK
        left, right = self.width() * across // WEEK, self.width() * (across + 1) // WEEK
        top, bottom = room * down // weeks, room * (down + 1) // weeks
        return QRect(left, HEAD_HEIGHT + top, right - left, bottom - top)

    # -- what Qt asks

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the weekdays, then day by day."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), current().bg_surface)
        paint_weekdays(painter, self.width())
        for day in self.days():
            look = DayLook(
                is_today=day == self.today,
                is_chosen=day == self.chosen,
                has_focus=self.hasFocus(),
                is_hovered=day == self._hovered,
                is_outside=day.month != self.chosen.month,
            )
            paint_day(painter, self.rect_of(day), day, self._runs.get(day, ()), look)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go by days and weeks, Page up and down by months, Home to today."""
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.choose(self.chosen + timedelta(days=_STEPS[key]))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.turn(1 if key == Qt.Key.Key_PageDown else -1)
        elif key == Qt.Key.Key_Home:
            self.choose(self.today)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.day_opened.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click chooses the day."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if day := self._day_at(event.position()):
            self.choose(day)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click asks for the day."""
        self.day_opened.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up the day under the mouse."""
        self._hover(self._day_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """No day is under the mouse any more."""
        self._hover(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel turns months."""
        if event.angleDelta().y():
            self.turn(-1 if event.angleDelta().y() > 0 else 1)
        event.accept()

    # -- inside

    def _day_at(self, spot: QPointF) -> date | None:
        return next(
            (day for day in self.days() if self.rect_of(day).contains(spot.toPoint())), None
        )

    def _hover(self, day: date | None) -> None:
        if day != self._hovered:
            self._hovered = day
            self.update()

    def _say(self) -> None:
        runs = self._runs.get(self.chosen, ())
        count = sum(len(each.times) for each in runs)
        said = ngettext("{day}: {count} run", "{day}: {count} runs", count)
        self.setAccessibleName(_("Calendar of all schedules"))
        self.setAccessibleDescription(said.format(day=day_word(self.chosen), count=count))


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = date(year, month + 1, 1)
    after = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), after - timedelta(days=1))
