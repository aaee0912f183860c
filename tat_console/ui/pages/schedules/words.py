"""How times and states of schedules are said: in the user's zone and in Beijing time."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from tat_console.services.schedules import Schedule
from tat_console.support.i18n import N_, _, ngettext
from tat_console.tat.cron import BEIJING
from tat_console.tat.invokers import SchedulePolicy
from tat_console.ui.kit.status_looks import StatusLook
from tat_console.ui.kit.theme import ToneName

WEEKDAYS: Final = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
MONTHS: Final = (
    *(N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June")),
    *(N_("July"), N_("August"), N_("September"), N_("October"), N_("November"), N_("December")),
)
ENABLED: Final = StatusLook("ph.check-circle-fill", N_("Enabled"), ToneName.GOOD)
DISABLED: Final = StatusLook("ph.pause-circle-fill", N_("Disabled"), ToneName.IDLE)
OVER: Final = StatusLook("ph.flag-fill", N_("Over"), ToneName.IDLE)
MISSED: Final = StatusLook("ph.calendar-x-fill", N_("Missed"), ToneName.BAD)
PLANNED: Final = StatusLook("ph.clock", N_("Planned"), ToneName.IDLE)


def local_word(moment: datetime) -> str:
    """A moment on this computer: "Mon 23 Nov 04:30"."""
    return _word(moment.astimezone())


def beijing_word(moment: datetime) -> str:
    """A moment in Beijing, in the same form."""
    return _word(moment.astimezone(BEIJING))


def beijing_time(moment: datetime) -> str:
    """The time of day in Beijing, with the weekday where it is another one there."""
    there, here = moment.astimezone(BEIJING), moment.astimezone()
    if there.date() == here.date():
        return f"{there:%H:%M}"
    text = _("{weekday} {time}")
    return text.format(weekday=_(WEEKDAYS[there.weekday()]), time=f"{there:%H:%M}")


def _word(moment: datetime) -> str:
    seconds = ":%S" if moment.second else ""
    text = _("{weekday} {day} {month} {time}")
    return text.format(
        weekday=_(WEEKDAYS[moment.weekday()]),
        day=moment.day,
        month=_(MONTHS[moment.month - 1])[:3],
        time=moment.strftime(f"%H:%M{seconds}"),
    )


def month_word(day: date) -> str:
    """A month with its year: "November 2026"."""
    return _("{month} {year}").format(month=_(MONTHS[day.month - 1]), year=day.year)


def day_word(day: date) -> str:
    """A day with its weekday: "Mon 23 November"."""
    text = _("{weekday} {day} {month}")
    return text.format(
        weekday=_(WEEKDAYS[day.weekday()]), day=day.day, month=_(MONTHS[day.month - 1])
    )


def is_beijing(moment: datetime) -> bool:
    """Whether this computer shows the time that Beijing has."""
    return moment.astimezone().utcoffset() == BEIJING.utcoffset(None)


def zone_word(moment: datetime) -> str:
    """The name of the user's zone at a moment: "CET"."""
    return moment.astimezone().tzname() or ""


def countdown(moment: datetime, now: datetime) -> str:
    """How long until a moment: "in 12 s", "in 3 min", "in 2 h 05 min", "in 17 h", "in 4 d"."""
    left = max(timedelta(), moment - now)
    minutes = int(left.total_seconds() // 60)
    if minutes < 1:
        return _("in {seconds} s").format(seconds=int(left.total_seconds()))
    if minutes < 60:
        return _("in {minutes} min").format(minutes=minutes)
    if minutes >= 600 and left.days < 2:
        return _("in {hours} h").format(hours=minutes // 60)
    if left.days < 2:
        text = _("in {hours} h {minutes:02} min")
        return text.format(hours=minutes // 60, minutes=minutes % 60)
    return _("in {days} d").format(days=left.days)


def state_look(schedule: Schedule, now: datetime) -> StatusLook:
    """Whether a schedule fires, as a state."""
    if not schedule.invoker.enable:
        return DISABLED
    return ENABLED if schedule.next_runs(now, 1) else OVER


def line_word(schedule: Schedule) -> str:
    """The cron line, or that it comes once."""
    settings = schedule.invoker.schedule_settings
    if settings is None:
        return ""
    if settings.policy is SchedulePolicy.RECURRENCE:
        return settings.recurrence or ""
    return _("single run")


def machines_word(count: int) -> str:
    """So many machines."""
    return ngettext("{count:,} machine", "{count:,} machines", count).format(count=count)


def command_name(schedule: Schedule) -> str:
    """What runs: the command's name, its id where it is gone."""
    command = schedule.command
    return command.command_name if command else schedule.invoker.command_id
