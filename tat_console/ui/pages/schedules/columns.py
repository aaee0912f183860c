"""The columns of the table of schedules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from tat_console.services.schedule_warnings import ScheduleWarning
from tat_console.services.schedules import Schedule
from tat_console.support.i18n import _, listed, ngettext
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.status_looks import StatusLook
from tat_console.ui.kit.theme import ToneName
from tat_console.ui.kit.words import DASH, region_word, type_word
from tat_console.ui.models.columns import Cell, Column
from tat_console.ui.pages.schedules.words import (
    beijing_time,
    countdown,
    is_beijing,
    line_word,
    local_word,
    machines_word,
    state_look,
)

_LATEST: Final = datetime.max.replace(tzinfo=UTC)
Key = tuple[str, str]


@dataclass
class Around:
    """What the cells depend on besides the schedule."""

    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    warnings: Mapping[Key, tuple[ScheduleWarning, ...]] = field(default_factory=dict)
    missed: Mapping[Key, int] = field(default_factory=dict)
    meets: Mapping[Key, int] = field(default_factory=dict)


def schedule_columns(around: Around) -> list[Column[Schedule]]:
    """The columns from left to right."""
    return [
        Column("name", _("Name and ID"), 168, _name),
        Column("command", _("Command"), 128, _command),
        Column("when", _("When (Beijing time)"), 170, _when, stretch=True),
        Column(
            "next",
            _("Next run"),
            186,
            lambda schedule: _next(schedule, around),
            lambda schedule: _first(schedule, around) or _LATEST,
        ),
        Column("targets", _("Targets"), 104, _targets, _target_count),
        Column("notes", _("Needs a look"), 132, lambda schedule: _notes(schedule, around)),
    ]


def _name(schedule: Schedule) -> Cell:
    invoker = schedule.invoker
    return Cell(invoker.name, invoker.invoker_id, type=Type.NAME, second_type=Type.ID)


def _command(schedule: Schedule) -> Cell:
    command = schedule.command
    if command is None:
        return Cell(schedule.invoker.command_id, _("deleted"), ink="bad_text", type=Type.ID)
    return Cell(command.command_name, type_word(command.command_type))


def _when(schedule: Schedule) -> Cell:
    return Cell(schedule.words, line_word(schedule), second_type=Type.ID)


def _first(schedule: Schedule, around: Around) -> datetime | None:
    return next(iter(schedule.next_runs(around.now, 1)), None)


def _next(schedule: Schedule, around: Around) -> Cell:
    moment = _first(schedule, around)
    if moment is None:
        look = state_look(schedule, around.now)
        return Cell(look.word, look=look)
    left = countdown(moment, around.now)
    if is_beijing(moment):
        return Cell(local_word(moment), left)
    text = _("{time} Beijing, {left}")
    return Cell(local_word(moment), text.format(time=beijing_time(moment), left=left))


def _targets(schedule: Schedule) -> Cell:
    return Cell(machines_word(_target_count(schedule)), region_word(schedule.region))


def _target_count(schedule: Schedule) -> int:
    return len(schedule.invoker.instance_ids)


def _notes(schedule: Schedule, around: Around) -> Cell:
    """The most urgent first: missed runs, then doubts, then what it meets."""
    said = [
        _counted(ToneName.BAD, "ph.calendar-x-fill", around.missed.get(schedule.key, 0)),
        *(
            StatusLook("ph.warning-fill", warning.doubt.words, ToneName.LATE)
            for warning in around.warnings.get(schedule.key, ())
        ),
        _meeting(around.meets.get(schedule.key, 0)),
    ]
    looks = [look for look in said if look is not None]
    if not looks:
        return Cell(DASH, ink="text_3")
    more = listed(look.word for look in looks[1:])
    return Cell(looks[0].word, more, look=looks[0])


def _counted(tone: ToneName, icon: str, count: int) -> StatusLook | None:
    if not count:
        return None
    return StatusLook(
        icon, ngettext("{count:,} missed", "{count:,} missed", count).format(count=count), tone
    )


def _meeting(count: int) -> StatusLook | None:
    if not count:
        return None
    words = ngettext("{count} overlap", "{count} overlaps", count).format(count=count)
    return StatusLook("ph.intersect-fill", words, ToneName.LATE)
