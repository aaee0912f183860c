"""Everything that is known of a schedule, as labels and values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from tat_console.services.schedules import Schedule
from tat_console.support.i18n import _, listed
from tat_console.tat import templating
from tat_console.tat.invokers import SchedulePolicy
from tat_console.ui.kit.words import default_user, region_word, type_word
from tat_console.ui.pages.schedules.words import command_name, local_word
from tat_console.ui.widgets.key_value import Fact

NAMES_SHOWN: Final = 8


def facts(schedule: Schedule, names: Mapping[str, str]) -> list[Fact]:
    """In the order shown; `names` are those of the machines by id."""
    invoker, command = schedule.invoker, schedule.command
    settings = invoker.schedule_settings
    is_cron = settings is not None and settings.policy is SchedulePolicy.RECURRENCE
    rows = [
        Fact(_("When"), schedule.words),
        Fact(
            _("Cron line"), (settings.recurrence or "") if settings and is_cron else "", code=True
        ),
        Fact(_("Command"), command_name(schedule)),
        Fact(_("Script"), type_word(command.command_type) if command else ""),
        Fact(_("Timeout"), _("{timeout:,} s").format(timeout=command.timeout) if command else ""),
        Fact(_("Folder"), command.working_directory if command else ""),
        Fact(_("User"), _user(schedule)),
        *_parameters(schedule),
        Fact(_("Region"), region_word(schedule.region)),
        Fact(_("Machines"), _machines(schedule, names)),
        Fact(_("Created"), _moment(invoker.created_time)),
        Fact(_("Changed"), _moment(invoker.updated_time)),
    ]
    return [fact for fact in rows if fact.value]


def _user(schedule: Schedule) -> str:
    command = schedule.command
    own = schedule.invoker.username or (command.username if command else "")
    return own or (default_user(command.command_type) if command else "")


def _parameters(schedule: Schedule) -> list[Fact]:
    """The values as they are kept; those of secrets stay unseen."""
    try:
        values = templating.read_parameters(schedule.invoker.parameters or "{}")
    except templating.ParameterError:
        return [Fact(_("Parameters"), schedule.invoker.parameters, code=True)]
    if schedule.command is None:  # which of them are secret is not known any more
        return [Fact(_("Parameters"), ", ".join(values), code=True)]
    shown = templating.mask_values(schedule.command.content, values)
    return [Fact(key, value, code=True) for key, value in shown.items()]


def _machines(schedule: Schedule, names: Mapping[str, str]) -> str:
    said = [names.get(each) or each for each in schedule.invoker.instance_ids]
    more = len(said) - NAMES_SHOWN
    shown = listed(said[:NAMES_SHOWN])
    return _("{names} and {count:,} more").format(names=shown, count=more) if more > 0 else shown


def _moment(moment: datetime | None) -> str:
    return local_word(moment) if moment else ""
