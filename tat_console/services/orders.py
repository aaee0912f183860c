"""What a user wants to run where, looked at and planned; the window and the command line share it."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from tat_console.ports.archive import Exclusion, Script
from tat_console.ports.waves import Guards
from tat_console.runs.plan import Origin, Plan, ValuesOf, make_plan
from tat_console.runs.preflight import Preflight, Rules, preflight
from tat_console.runs.rules import refusal_of
from tat_console.runs.targets import reasons
from tat_console.services.services import Services
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _
from tat_console.support.logs import Secret
from tat_console.tat.machines import Machine


class NotRunnable(ConsoleError):
    """The script, its settings or its values cannot be sent as they are."""


class NoMachine(ConsoleError):
    """No machine takes part."""


@dataclass(frozen=True, kw_only=True)
class Order:
    """What a user wants to run where; `gone` are targets that no machine is known for any more.

    `values_of` gives the values that differ from machine to machine, and `with_values` are the
    instance ids that have some; the others are left out then.
    """

    script: Script
    machines: list[Machine]
    hidden_values: Mapping[str, Secret] = field(default_factory=dict)
    gone: tuple[Exclusion, ...] = ()
    origin: Origin | None = None
    guards: Guards | None = None
    values_of: ValuesOf | None = None
    with_values: AbstractSet[str] | None = None


def check_profiles(services: Services, order: Order) -> None:
    """Raise the first reason why none of the profiles may run anything; one that may is enough."""
    front = services.session.require().profile
    owners = services.directory.profiles_of(order.machines)
    taking_part = {one.profile_id: one for one in owners.values()} or {front.profile_id: front}
    is_frozen = services.settings.get("frozen")
    refusals = [refusal_of(one, is_frozen=is_frozen) for one in taking_part.values()]
    if refusals[0] is not None and all(refusals):
        raise refusals[0]


def look_at(
    services: Services,
    order: Order,
    guards: Guards | None,
    lifted: AbstractSet[str],
    durations_s: list[float] | None = None,
) -> Preflight:
    """Every target of an order with its lot, before anything is planned or sent."""
    with_values = order.with_values
    return preflight(
        order.script,
        order.machines,
        services.session.require().profile,
        guards=guards,
        rules=Rules(
            protected=services.target_sets.protected_ids(lifted),
            with_values=None if with_values is None else frozenset(with_values),
        ),
        values_of=order.values_of,
        profiles=services.directory.profiles_of(order.machines),
        gone=order.gone,
        hidden_names=order.hidden_values.keys(),
        past_durations_s=durations_s or (),
    )


def plan_of(
    services: Services,
    order: Order,
    guards: Guards | None = None,
    lifted: AbstractSet[str] = frozenset(),
    look: Preflight | None = None,
) -> Plan:
    """The plan of an order, sent as `guards` say; raises ConsoleError where nothing could be.

    Machines of protected sets are left out, but for the sets whose ids are `lifted`. `look` is
    what `look_at` said of the same order, where that was asked before.
    """
    guards = guards or order.guards
    look = look or look_at(services, order, guards, lifted)
    if not look.parts and order.values_of is not None:
        raise no_machine(look.selection.excluded)
    faults = [problem for problem in look.problems if problem.blocks]
    if faults:
        raise NotRunnable(
            _("This script cannot be run as it is."),
            " ".join(problem.sentence for problem in faults),
        )
    if not look.parts:
        raise no_machine(look.selection.excluded)
    return make_plan(
        order.script,
        order.machines,
        services.session.require().profile,
        now=services.clock.now(),
        hidden_values=order.hidden_values,
        origin=order.origin,
        guards=guards,
        values_of=order.values_of,
        profiles=services.directory.profiles_of(order.machines),
        selection=look.selection,
    )


def no_machine(excluded: tuple[Exclusion, ...]) -> NoMachine:
    """What to say when no machine takes part: none was chosen, or none of them can."""
    next_step = _("Choose machines on the Instances page.")
    if not excluded:
        return NoMachine(_("No machine is chosen."), "", next_step)
    return NoMachine(
        _("None of the chosen machines can take this run."),
        "; ".join(f"{reason.words}: {', '.join(names)}" for reason, names in reasons(excluded))
        + ".",
        next_step,
    )
