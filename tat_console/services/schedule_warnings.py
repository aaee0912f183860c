"""What would go wrong with a schedule's next run, as far as is known today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum

import msgspec

from tat_console.support.i18n import N_, _, listed
from tat_console.tat.commands import Command
from tat_console.tat.invokers import Invoker
from tat_console.tat.machines import Machine


class Doubt(Enum):
    """Why a run may not do what was meant."""

    COMMAND_GONE = N_("Command deleted")
    COMMAND_CHANGED = N_("Command changed")
    MACHINE_GONE = N_("Machine gone")
    MACHINE_NOT_READY = N_("Machine not ready")

    @property
    def words(self) -> str:
        """The doubt, translated."""
        return _(self.value)


class ScheduleWarning(msgspec.Struct, frozen=True, kw_only=True):
    """One doubt in a sentence, with the machines it is about."""

    doubt: Doubt
    sentence: str
    instance_ids: tuple[str, ...] = ()


def warnings_of(
    invoker: Invoker, command: Command | None, machines: Mapping[str, Machine] | None
) -> Iterator[ScheduleWarning]:
    """Yield what may go wrong; without machines (None) nothing is said of them."""
    yield from _of_command(invoker, command)
    if machines is not None:
        yield from _of_machines(invoker, command, machines)


def _of_command(invoker: Invoker, command: Command | None) -> Iterator[ScheduleWarning]:
    if command is None:
        text = _("The command {command_id} is not there any more; nothing will run.")
        sentence = text.format(command_id=invoker.command_id)
        yield ScheduleWarning(doubt=Doubt.COMMAND_GONE, sentence=sentence)
    elif (
        command.updated_time is not None
        and invoker.updated_time is not None
        and command.updated_time > invoker.updated_time
    ):
        text = _("“{name}” was changed on {time}, after this schedule was last saved.")
        moment = command.updated_time.astimezone().strftime("%Y-%m-%d %H:%M")
        sentence = text.format(name=command.command_name, time=moment)
        yield ScheduleWarning(doubt=Doubt.COMMAND_CHANGED, sentence=sentence)


def _of_machines(
    invoker: Invoker, command: Command | None, machines: Mapping[str, Machine]
) -> Iterator[ScheduleWarning]:
    gone = tuple(each for each in invoker.instance_ids if each not in machines)
    if gone:
        text = _("{count} of {total} machines are not found any more: {names}.")
        yield ScheduleWarning(
            doubt=Doubt.MACHINE_GONE,
            sentence=_counted(text, gone, gone, invoker),
            instance_ids=gone,
        )
    kind = command.command_type if command else None
    refused = [
        (machines[each], refusal)
        for each in invoker.instance_ids
        if each in machines and (refusal := machines[each].refusal(kind))
    ]
    if refused:
        text = _("{count} of {total} machines could not take a run now: {names}.")
        names = tuple(f"{machine.name} ({refusal.words})" for machine, refusal in refused)
        ids = tuple(machine.instance_id for machine, _refusal in refused)
        yield ScheduleWarning(
            doubt=Doubt.MACHINE_NOT_READY,
            sentence=_counted(text, ids, names, invoker),
            instance_ids=ids,
        )


def _counted(
    text: str, ids: tuple[str, ...], names: tuple[str, ...], invoker: Invoker, shown: int = 5
) -> str:
    more = "" if len(names) <= shown else ", …"
    return text.format(
        count=len(ids), total=len(invoker.instance_ids), names=listed(names[:shown]) + more
    )
