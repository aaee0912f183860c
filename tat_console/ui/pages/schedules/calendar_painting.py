"""How a day of the calendar is painted: its number, its runs with their states, and how many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from tat_console.services.schedule_days import MOST_A_DAY, DayRuns
from tat_console.support.i18n import _
from tat_console.tat.statuses import InvocationStatus
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.icons import paint_icon
from tat_console.ui.kit.painting import paint_focus
from tat_console.ui.kit.status_looks import StatusLook, look_of
from tat_console.ui.kit.theme import ToneName, current
from tat_console.ui.kit.writing import CENTRED, width_of, write
from tat_console.ui.pages.schedules.words import MISSED, PLANNED, WEEKDAYS

HEAD_HEIGHT: Final = 26
LINE: Final = 17
_NUMBER: Final = 22
_ICON: Final = 12
_PADDING: Final = 6
_FAILED: Final = StatusLook("ph.x-circle-fill", "Failed", ToneName.BAD)


@dataclass(frozen=True, slots=True)
class DayLook:
    """What a day is besides its runs."""

    is_today: bool = False
    is_chosen: bool = False
    has_focus: bool = False
    is_hovered: bool = False
    is_outside: bool = False


def look_of_runs(runs: DayRuns) -> StatusLook:
    """The worst that happened, or that it is still to come."""
    if runs.missed:
        return MISSED
    if runs.failed:
        return _FAILED
    return look_of(InvocationStatus.SUCCESS) if runs.is_past else PLANNED


def words_of_runs(runs: DayRuns) -> str:
    """The time and the name; of several runs how many there are."""
    name = runs.schedule.invoker.name
    if runs.has_more:
        return _("{name} × {count}+").format(name=name, count=MOST_A_DAY)
    if len(runs.times) > 1:
        return _("{name} × {count}").format(name=name, count=len(runs.times))
    return _("{time} {name}").format(time=f"{runs.times[0].astimezone():%H:%M}", name=name)


def paint_weekdays(painter: QPainter, width: int) -> None:
    """Paint the names of the days over their columns."""
    colours = current()
    painter.fillRect(QRect(0, 0, width, HEAD_HEIGHT), colours.bg_panel)
    painter.fillRect(QRect(0, HEAD_HEIGHT - 1, width, 1), colours.line)
    for place, name in enumerate(WEEKDAYS):
        left = width * place // 7
        box = QRectF(left + _PADDING, 0, width // 7 - _PADDING, HEAD_HEIGHT)
        write(painter, box, _(name), Type.HEADER, colours.text_2)


def paint_day(
    painter: QPainter, box: QRect, day: date, runs: Sequence[DayRuns], look: DayLook
) -> None:
    """Paint one day; runs that find no room are counted in the last line."""
    colours = current()
    painter.fillRect(box, _ground(look))
    painter.fillRect(QRect(box.right(), box.top(), 1, box.height()), colours.line)
    painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), colours.line)
    _paint_number(painter, box, day, look)
    inner = box.adjusted(_PADDING, _NUMBER + 2, -4, -3)
    room = inner.height() // LINE
    runs = sorted(runs, key=lambda each: len(each.times) > 1)  # what comes all day long comes last
    shown = runs if len(runs) <= room else runs[: max(0, room - 1)]
    for place, each in enumerate(shown):
        line = QRect(inner.left(), inner.top() + place * LINE, inner.width(), LINE)
        _paint_line(painter, line, each, is_pale=look.is_outside)
    if len(shown) < len(runs) and room:
        line = QRect(inner.left(), inner.top() + len(shown) * LINE, inner.width(), LINE)
        more = _("{count} more").format(count=len(runs) - len(shown))
        write(painter, QRectF(line), more, Type.SMALL, colours.text_3)
    if look.is_chosen and look.has_focus:
        paint_focus(painter, box.adjusted(0, 0, -1, -1))


def _ground(look: DayLook) -> QColor:
    colours = current()
    if look.is_chosen:
        return colours.bg_current
    if look.is_hovered:
        return colours.bg_hover
    return colours.bg_panel if look.is_outside else colours.bg_surface


def _paint_number(painter: QPainter, box: QRect, day: date, look: DayLook) -> None:
    colours = current()
    text = str(day.day)
    width = max(18.0, width_of(text, Type.NAME) + 9)
    spot = QRectF(box.left() + 3, box.top() + 3, width, 18)
    if look.is_today:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.accent_fill)
        painter.drawRoundedRect(spot, 9, 9)
        painter.restore()
    ink = colours.text_3 if look.is_outside else colours.text
    kind = Type.NAME if look.is_today or look.is_chosen else Type.BASE
    write(painter, spot, text, kind, colours.accent_on if look.is_today else ink, CENTRED)


def _paint_line(painter: QPainter, box: QRect, runs: DayRuns, *, is_pale: bool) -> None:
    colours = current()
    look = look_of_runs(runs)
    icon = QRectF(box.left(), box.top() + (LINE - _ICON) / 2, _ICON, _ICON)
    paint_icon(painter, icon, look.icon, colours.tone(look.tone).text)
    is_bad = look.tone is ToneName.BAD
    ink = colours.tone(look.tone).text if is_bad else colours.text_3 if is_pale else colours.text
    words = QRectF(box.adjusted(_ICON + 4, 0, 0, 0))
    write(painter, words, words_of_runs(runs), Type.SMALL, ink)
