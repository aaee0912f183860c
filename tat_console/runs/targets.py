"""Chosen machines: which of them take part in a run, and why the others do not."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from tat_console.ports.archive import Exclusion
from tat_console.tat.machines import Machine, Refusal
from tat_console.tat.statuses import CommandType


class Selection(msgspec.Struct, frozen=True, kw_only=True):
    """Chosen machines, sorted into those that can take the run and those that cannot."""

    accepted: tuple[Machine, ...]
    excluded: tuple[Exclusion, ...]


def select(
    chosen: Iterable[Machine],
    command_type: CommandType,
    gone: Iterable[Exclusion] = (),
    refused_by: Callable[[Machine], Refusal | None] | None = None,
) -> Selection:
    """Sort machines by whether they can take a script of this type; a machine counts once.

    `gone` are targets of an earlier run that no machine is known for any more. `refused_by` tells
    what else keeps a machine out; the service's own reasons come first.
    """
    accepted: dict[str, Machine] = {}
    excluded: list[Exclusion] = []
    for machine in chosen:
        repeated = machine.instance_id in accepted
        reason = Refusal.DUPLICATE if repeated else machine.refusal(command_type)
        if reason is None and refused_by is not None:
            reason = refused_by(machine)
        if reason is None:
            accepted[machine.instance_id] = machine
        else:
            excluded.append(exclusion(machine, reason))
    return Selection(accepted=tuple(accepted.values()), excluded=(*excluded, *gone))


def exclusion(machine: Machine, reason: Refusal) -> Exclusion:
    """The record of a machine that is left out."""
    return Exclusion(
        instance_id=machine.instance_id,
        instance_name=machine.name,
        region=machine.region,
        reason=reason,
    )


def reasons(excluded: Iterable[Exclusion]) -> list[tuple[Refusal, list[str]]]:
    """The reasons for which machines are left out, each with their names, most frequent first."""
    names: dict[Refusal, list[str]] = {}
    for one in excluded:
        names.setdefault(one.reason, []).append(one.instance_name or one.instance_id)
    return sorted(names.items(), key=lambda pair: -len(pair[1]))
