"""What is to be said above the details of a schedule, the most urgent first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from tat_console.services.schedule_times import Together
from tat_console.services.schedule_warnings import ScheduleWarning
from tat_console.services.schedules import Schedule
from tat_console.support.i18n import _, listed, ngettext
from tat_console.ui.kit.theme import ToneName
from tat_console.ui.pages.schedules.details import Trouble
from tat_console.ui.pages.schedules.words import local_word, machines_word

MEETINGS_SHOWN = 3


def troubles_of(
    schedule: Schedule,
    missed: Sequence[datetime],
    warnings: Iterable[ScheduleWarning],
    meetings: Iterable[Together],
    names: Mapping[str, str],
) -> list[Trouble]:
    """Missed runs, doubts about the next run, and what it meets; `names` are by invoker id."""
    found: list[Trouble] = []
    if missed:
        found.append(_missed(missed))
    found += [(ToneName.LATE, each.doubt.words, each.sentence) for each in warnings]
    own_id = schedule.invoker.invoker_id
    met = list(meetings)
    found += [_own_meeting(each) for each in met if each.first_id == each.second_id]
    if others := [each for each in met if each.first_id != each.second_id]:
        found.append(_meetings(own_id, others, names))
    return found


def _missed(missed: Sequence[datetime]) -> Trouble:
    text = ngettext(
        "A run was planned and there is no record of it: {time}.",
        "{count:,} runs were planned and there is no record of them, the last at {time}.",
        len(missed),
    )
    said = text.format(count=len(missed), time=local_word(missed[0]))
    return ToneName.BAD, _("Missed runs"), said


def _own_meeting(met: Together) -> Trouble:
    text = _("Its timeout is longer than the time between two runs, first at {time}.")
    return ToneName.LATE, _("May overlap itself"), text.format(time=local_word(met.at))


def _meetings(own_id: str, met: Sequence[Together], names: Mapping[str, str]) -> Trouble:
    """Those that may run on some of the same machines at the same time, the soonest first."""
    others = [each.second_id if each.first_id == own_id else each.first_id for each in met]
    shown = listed(f"“{names.get(each, each)}”" for each in others[:MEETINGS_SHOWN])
    more = len(others) - MEETINGS_SHOWN
    if more > 0:
        shown = _("{names} and {count:,} more").format(names=shown, count=more)
    machines = {each for one in met for each in one.instance_ids}
    text = _("{names} may run at the same time on {machines}, first at {time}.")
    said = text.format(
        names=shown, machines=machines_word(len(machines)), time=local_word(met[0].at)
    )
    return ToneName.LATE, _("Overlaps with others"), said
