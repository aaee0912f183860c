"""Sets of machines that are kept: fixed lists, live filters, and what is made of others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from fnmatch import fnmatchcase

import msgspec

from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _
from tat_console.tat.machines import Machine
from tat_console.tat.statuses import AgentStatus, InstanceKind, OperatingSystem


class TagRule(msgspec.Struct, frozen=True, omit_defaults=True):
    """A tag that a machine must have; `value` may hold `*` and `?`, and is anything by default."""

    key: str
    value: str = "*"


class TargetFilter(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What machines must be like; every field that is given counts, one of its values is enough.

    Tags must all be there. `names` may hold `*` and `?` and are compared without case.
    """

    tags: tuple[TagRule, ...] = ()
    names: tuple[str, ...] = ()
    kinds: tuple[InstanceKind, ...] = ()
    systems: tuple[OperatingSystem, ...] = ()
    regions: tuple[str, ...] = ()
    agents: tuple[AgentStatus, ...] = ()
    profile_ids: tuple[str, ...] = ()

    def takes(self, machine: Machine, profile_id: str = "") -> bool:
        """Whether the machine, of this profile, is like that."""
        return (
            (not self.kinds or machine.kind in self.kinds)
            and (not self.systems or machine.system in self.systems)
            and (not self.regions or machine.region in self.regions)
            and (not self.agents or machine.agent in self.agents)
            and (not self.profile_ids or profile_id in self.profile_ids)
            and (not self.names or any(_fits(machine.name, glob) for glob in self.names))
            and all(_has(machine, rule) for rule in self.tags)
        )


class Operation(StrEnum):
    """How a set is joined to what came before."""

    UNION = "union"
    MINUS = "minus"
    INTERSECTION = "intersection"


class Term(msgspec.Struct, frozen=True):
    """One step of the algebra: an operation with another set."""

    operation: Operation
    set_id: str


class TargetSet(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A set as it is kept: a fixed list and what a live filter finds, then the terms in turn.

    Machines of a `protected` set are left out of every run that does not lift the protection.
    """

    set_id: str
    name: str
    instance_ids: tuple[str, ...] = ()
    live: TargetFilter | None = None
    terms: tuple[Term, ...] = ()
    protected: bool = False


class Members(msgspec.Struct, frozen=True, kw_only=True):
    """The machines of a set now; `missing` are ids of its fixed lists that nobody knows."""

    machines: tuple[Machine, ...]
    missing: tuple[str, ...] = ()


def members(
    wanted: TargetSet,
    sets: Mapping[str, TargetSet],
    machines: Sequence[Machine],
    owners: Mapping[str, str] | None = None,
) -> Members:
    """The machines of a set; `owners` tells their profiles by instance id.

    Raises ConsoleError where sets are made of each other in a circle, or one is not there.
    """
    known = {machine.instance_id: machine for machine in machines}
    ids, missing = _resolve(wanted, sets, known, owners or {}, ())
    return Members(
        machines=tuple(machine for key, machine in known.items() if key in ids),
        missing=tuple(sorted(missing)),
    )


def _resolve(
    wanted: TargetSet,
    sets: Mapping[str, TargetSet],
    known: Mapping[str, Machine],
    owners: Mapping[str, str],
    path: tuple[str, ...],
) -> tuple[set[str], set[str]]:
    if wanted.set_id in path:
        text = _("“{name}” is made of itself.")
        raise ConsoleError(_("This set cannot be worked out."), text.format(name=wanted.name))
    ids = {key for key in wanted.instance_ids if key in known}
    missing = set(wanted.instance_ids) - known.keys()
    if wanted.live is not None:
        ids |= {key for key, one in known.items() if wanted.live.takes(one, owners.get(key, ""))}
    for term in wanted.terms:
        other = sets.get(term.set_id)
        if other is None:
            text = _("“{name}” is made of a set that is not there any more.")
            raise ConsoleError(_("This set cannot be worked out."), text.format(name=wanted.name))
        found, lost = _resolve(other, sets, known, owners, (*path, wanted.set_id))
        ids = combine(term.operation, ids, found)
        missing |= lost if term.operation is Operation.UNION else set()
    return ids, missing


def combine(operation: Operation, left: set[str], right: set[str]) -> set[str]:
    """The algebra itself."""
    match operation:
        case Operation.UNION:
            return left | right
        case Operation.MINUS:
            return left - right
        case Operation.INTERSECTION:
            return left & right


def protected_ids(
    sets: Mapping[str, TargetSet],
    machines: Sequence[Machine],
    owners: Mapping[str, str] | None = None,
    lifted: Iterable[str] = (),
) -> frozenset[str]:
    """The instance ids that protected sets keep out, those of the `lifted` set ids excepted.

    A fixed list protects machines that nobody knows now as well. `owners` is that of `members`.
    """
    kept_in = set(lifted)
    found: set[str] = set()
    for one in sets.values():
        if one.protected and one.set_id not in kept_in:
            inside = members(one, sets, machines, owners)
            found.update(machine.instance_id for machine in inside.machines)
            found.update(inside.missing)
    return frozenset(found)


def _fits(text: str, glob: str) -> bool:
    return fnmatchcase(text.casefold(), glob.casefold())


def _has(machine: Machine, rule: TagRule) -> bool:
    return any(tag.key == rule.key and fnmatchcase(tag.value, rule.value) for tag in machine.tags)
