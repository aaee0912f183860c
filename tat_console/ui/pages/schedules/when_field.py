"""When a schedule comes: once or again and again, in plain words, with the next runs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from enum import Enum, auto
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from tat_console.services import schedule_times
from tat_console.services.schedule_moments import moment_problem, read_moment, write_moment
from tat_console.services.schedule_rhythms import Every, rhythm_of
from tat_console.support.i18n import _
from tat_console.tat.cron import BEIJING
from tat_console.tat.help_topics import Topic
from tat_console.tat.invokers import SchedulePolicy, ScheduleSettings
from tat_console.ui.dialogs.form_field import FormField
from tat_console.ui.kit.controls import ButtonKind, Label, button
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GAP, GRID, column, panel, row
from tat_console.ui.pages.schedules.next_runs import NextRuns
from tat_console.ui.pages.schedules.rhythm_fields import RhythmFields
from tat_console.ui.pages.schedules.words import is_beijing, zone_word
from tat_console.ui.widgets.help_mark import HelpMark
from tat_console.ui.widgets.segments import Segments

RUNS_SHOWN: Final = 5


class Zone(Enum):
    """In whose time a moment is typed."""

    OWN = auto()
    BEIJING = auto()

    @property
    def info(self) -> tzinfo | None:
        """The time zone; None for this computer's."""
        return BEIJING if self is Zone.BEIJING else None


class WhenField(QWidget):
    """`settings` are those of the fields as they stand, `problem` says what is wrong with them."""

    changed = Signal()

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._now = now
        self._shows_problem = False
        self.kind = Segments(
            _("Once or repeatedly"),
            [(SchedulePolicy.RECURRENCE, _("Repeating")), (SchedulePolicy.ONCE, _("Once"))],
        )
        self.kind.setObjectName("schedule_kind")
        self.rhythm = RhythmFields()
        self.moment = QLineEdit()
        self.moment.setObjectName("schedule_moment")
        self.moment.setPlaceholderText("2026-12-24 03:30")
        self.zone = self._zone_choice()
        self._once = self._once_fields()
        self._words = Label("", Type.NAME, wrap=True)
        self._words.setObjectName("schedule_words")
        self._line = Label("", Type.CODE_SMALL, "text_3")
        self._problem = Label("", Type.SMALL, "bad_text", wrap=True)
        self._problem.setObjectName("schedule_when_problem")
        self.next_runs = NextRuns(RUNS_SHOWN)
        self._fill()
        self._connect()
        self._say()

    def settings(self) -> ScheduleSettings:
        """When it is to run; what cannot be read is left out."""
        if self.kind.choice() is SchedulePolicy.ONCE:
            moment = read_moment(self.moment.text(), self._zone().info)
            return ScheduleSettings(policy=SchedulePolicy.ONCE, invoke_time=moment)
        line = self.rhythm.rhythm().line()
        return ScheduleSettings(policy=SchedulePolicy.RECURRENCE, recurrence=line)

    def problem(self) -> str:
        """What is wrong as a sentence, "" where the service takes it."""
        if self.kind.choice() is SchedulePolicy.ONCE:
            found = moment_problem(self.moment.text())
        else:
            found = self.rhythm.rhythm().problem()
        return found or schedule_times.problem_of(self.settings(), self._now())

    def set_settings(self, settings: ScheduleSettings) -> None:
        """Fill the fields in."""
        if settings.policy is SchedulePolicy.ONCE and settings.invoke_time is not None:
            self.moment.setText(write_moment(settings.invoke_time, self._zone().info))
        elif settings.recurrence:
            self.rhythm.set_rhythm(rhythm_of(settings.recurrence))
        is_once = settings.policy is SchedulePolicy.ONCE
        self._turn(SchedulePolicy.ONCE if is_once else SchedulePolicy.RECURRENCE)

    def show_problem(self) -> None:
        """Say what is wrong also where nothing was typed yet, and go there."""
        self._shows_problem = True
        self._say()
        is_once = self.kind.choice() is SchedulePolicy.ONCE
        own = self.rhythm.rhythm().every is Every.OWN
        (self.moment if is_once else self.rhythm.own if own else self.rhythm.clock).setFocus()

    # -- building

    def _fill(self) -> None:
        card = column(self._words, self._line, self.next_runs, gap=GRID)
        card.setContentsMargins(GAP, GRID, GAP, GRID)
        self._card = panel(card, "card")
        made = column(
            row(self.kind, HelpMark(Topic.CRON), None),
            self.rhythm,
            self._once,
            self._problem,
            self._card,
            None,
            gap=GAP,
        )
        self.setLayout(made)

    def _zone_choice(self) -> Segments:
        own = _("Your time ({zone})").format(zone=zone_word(self._now()))
        choices = [(Zone.OWN, own), (Zone.BEIJING, _("Beijing time"))]
        made = Segments(_("Whose time it is"), choices)
        made.setObjectName("schedule_zone")
        return made

    def _once_fields(self) -> QWidget:
        made = QWidget()
        made.hide()
        soon = _shortcut(
            _("In 10 minutes"), "schedule_soon", lambda: self._set_moment(self._soon())
        )
        night = _shortcut(
            _("Tomorrow at 03:00"), "schedule_tomorrow", lambda: self._set_moment(self._tomorrow())
        )
        field = FormField(_("Date and time"), self.moment)
        parts = column(field, row(self.zone, None), row(soon, night, None), None, gap=GRID)
        made.setLayout(parts)
        if is_beijing(self._now()):
            self.zone.hide()
        return made

    def _connect(self) -> None:
        self.kind.chosen.connect(self._turn)
        self.zone.chosen.connect(lambda _zone: self._edited())
        self.rhythm.changed.connect(self._edited)
        self.moment.textChanged.connect(lambda _text: self._edited())

    # -- inside

    def _zone(self) -> Zone:
        chosen = self.zone.choice()
        return chosen if isinstance(chosen, Zone) else Zone.OWN

    def _soon(self) -> datetime:
        return (self._now() + timedelta(minutes=10)).replace(second=0, microsecond=0)

    def _tomorrow(self) -> datetime:
        local = self._now().astimezone(self._zone().info) + timedelta(days=1)
        return local.replace(hour=3, minute=0, second=0, microsecond=0)

    def _set_moment(self, moment: datetime) -> None:
        self.moment.setText(write_moment(moment, self._zone().info))
        self.moment.setFocus()

    def _turn(self, policy: object) -> None:
        self.kind.choose(policy)
        self.rhythm.setVisible(policy is SchedulePolicy.RECURRENCE)
        self._once.setVisible(policy is SchedulePolicy.ONCE)
        self._shows_problem = False
        self._say()
        self.changed.emit()

    def _edited(self) -> None:
        self._shows_problem = True
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        problem, settings, now = self.problem(), self.settings(), self._now()
        self._problem.setText(problem if self._shows_problem else "")
        self._problem.setVisible(bool(self._problem.text()))
        self._card.setVisible(not problem)
        for field in (self.moment, self.rhythm.own, self.rhythm.clock):
            field.setAccessibleDescription(problem)
        if problem:
            return
        self._words.setText(schedule_times.in_words(settings))
        line = settings.recurrence or ""
        self._line.setText(_("{line}  in Beijing time").format(line=line) if line else "")
        self._line.setVisible(bool(line))
        self.next_runs.show_times(schedule_times.next_runs(settings, now, RUNS_SHOWN), now)


def _shortcut(text: str, name: str, act: Callable[[], object]) -> QWidget:
    made = button(text, kind=ButtonKind.LINK)
    made.setObjectName(name)
    made.setAutoDefault(False)
    made.clicked.connect(lambda _on: act())
    return made
