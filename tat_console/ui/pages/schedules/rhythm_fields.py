"""The builder of a cron line: how often, then only the fields that this needs."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QSpinBox, QToolButton, QWidget

from tat_console.services.schedule_rhythms import HOUR_STEPS, MINUTE_STEPS, Every, Rhythm
from tat_console.support.i18n import _
from tat_console.ui.kit.controls import Label
from tat_console.ui.kit.fonts import Type, font
from tat_console.ui.kit.layout import GRID, HALF, Part, column, row
from tat_console.ui.pages.schedules.words import WEEKDAYS

_SHOWN_FOR: Final = {
    "minutes": (Every.MINUTES,),
    "hours": (Every.HOURS,),
    "weekdays": (Every.WEEK,),
    "day": (Every.MONTH,),
    "clock": (Every.DAY, Every.WEEK, Every.MONTH),
    "own": (Every.OWN,),
}
_CRON_WEEKDAYS: Final = (1, 2, 3, 4, 5, 6, 0)
"""Cron counts from Sunday, the week of the window begins on Monday."""


class RhythmFields(QWidget):
    """`changed` tells of each edit; what was filled in for one kind waits for its return."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.every = QComboBox()
        self.every.setObjectName("schedule_every")
        self.every.setAccessibleName(_("How often it runs"))
        for kind in Every:
            self.every.addItem(kind.words, kind)
        self._minutes = _steps("schedule_minutes", _("Minutes between two runs"), MINUTE_STEPS)
        self._hours = _steps("schedule_hours", _("Hours between two runs"), HOUR_STEPS)
        self._minute = _number("schedule_minute", _("Minute of the hour"), 0, 59)
        self._day = _number("schedule_day", _("Day of the month"), 1, 31)
        self.clock = _line("schedule_clock", _("Time of day in Beijing"), "03:00")
        self.clock.setFixedWidth(76)
        self.own = _line("schedule_cron", _("Cron expression"), "30 4 * * 1-5")
        self.own.setFont(font(Type.CODE_SMALL))
        self._days = [self._day_button(place) for place in range(len(WEEKDAYS))]
        self._rows = self._made_rows()
        self.setLayout(column(self.every, *self._rows.values(), gap=GRID))
        self.set_rhythm(Rhythm())
        self._connect()

    def rhythm(self) -> Rhythm:
        """What the fields hold."""
        return Rhythm(
            every=self._kind(),
            minutes=self._minutes.currentData(),
            hours=self._hours.currentData(),
            minute=self._minute.value(),
            clock=self.clock.text(),
            weekdays=tuple(
                day
                for day, made in zip(_CRON_WEEKDAYS, self._days, strict=True)
                if made.isChecked()
            ),
            day=self._day.value(),
            own=self.own.text(),
        )

    def set_rhythm(self, rhythm: Rhythm) -> None:
        """Fill the fields in."""
        self.every.setCurrentIndex(list(Every).index(rhythm.every))
        self._minutes.setCurrentIndex(self._minutes.findData(rhythm.minutes))
        self._hours.setCurrentIndex(self._hours.findData(rhythm.hours))
        self._minute.setValue(rhythm.minute)
        self.clock.setText(rhythm.clock)
        for day, made in zip(_CRON_WEEKDAYS, self._days, strict=True):
            made.setChecked(day in rhythm.weekdays)
        self._day.setValue(rhythm.day)
        self.own.setText(rhythm.own)
        self._show_rows()

    # -- building

    def _made_rows(self) -> dict[str, QWidget]:
        every = _("Every")
        cron_hint = _("Minute, hour, day of the month, month, day of the week (0 is Sunday)")
        return {
            "minutes": _together(_words(every), self._minutes, _words(_("minutes")), None),
            "hours": _together(
                _words(every),
                self._hours,
                _words(_("hours, at minute")),
                self._minute,
                None,
            ),
            "weekdays": _together(*self._days, None, gap=HALF),
            "day": _together(
                _words(_("On day")),
                self._day,
                _words(_("of the month; months without it are left out")),
                None,
            ),
            "clock": _together(_words(_("At")), self.clock, _words(_("Beijing time")), None),
            "own": _below(self.own, Label(cron_hint, Type.SMALL, "text_3", wrap=True)),
        }

    def _day_button(self, place: int) -> QToolButton:
        made = QToolButton()
        made.setText(_(WEEKDAYS[place]))
        made.setObjectName(f"schedule_weekday_{_CRON_WEEKDAYS[place]}")
        made.setFont(font(Type.BASE))
        made.setCheckable(True)
        made.setProperty("kind", "segment")
        made.setProperty("place", "only")
        made.toggled.connect(lambda _on: self.changed.emit())
        return made

    def _connect(self) -> None:
        self.every.currentIndexChanged.connect(lambda _place: self._turn())
        for box in (self._minutes, self._hours):
            box.currentIndexChanged.connect(lambda _place: self.changed.emit())
        for number in (self._minute, self._day):
            number.valueChanged.connect(lambda _value: self.changed.emit())
        for line in (self.clock, self.own):
            line.textChanged.connect(lambda _text: self.changed.emit())

    def _kind(self) -> Every:
        kind: Every = self.every.currentData()
        return kind

    def _turn(self) -> None:
        self._show_rows()
        self.changed.emit()

    def _show_rows(self) -> None:
        for name, kinds in _SHOWN_FOR.items():
            self._rows[name].setVisible(self._kind() in kinds)


def _words(text: str) -> Label:
    return Label(text, Type.BASE, "text_2")


def _together(*parts: Part, gap: int = GRID) -> QWidget:
    made = QWidget()
    made.setLayout(row(*parts, gap=gap))
    return made


def _below(*parts: Part) -> QWidget:
    made = QWidget()
    made.setLayout(column(*parts, gap=HALF))
    return made


def _steps(name: str, title: str, steps: tuple[int, ...]) -> QComboBox:
    made = QComboBox()
    made.setObjectName(name)
    made.setAccessibleName(title)
    for step in steps:
        made.addItem(str(step), step)
    return made


def _number(name: str, title: str, least: int, most: int) -> QSpinBox:
    made = QSpinBox()
    made.setObjectName(name)
    made.setAccessibleName(title)
    made.setRange(least, most)
    made.setFixedWidth(64)
    return made


def _line(name: str, title: str, example: str) -> QLineEdit:
    made = QLineEdit()
    made.setObjectName(name)
    made.setAccessibleName(title)
    made.setPlaceholderText(example)
    return made
