"""The one way in which a run begins: check, plan, confirm, start, show it."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from PySide6.QtWidgets import QWidget

from tat_console.ports.archive import Exclusion, Script
from tat_console.ports.waves import Guards
from tat_console.runs.plan import Origin, Plan, ValuesOf, make_plan
from tat_console.runs.preflight import Preflight, Rules, preflight
from tat_console.runs.progress import RunProgress
from tat_console.runs.rules import has_to_be_typed, refusal_of
from tat_console.runs.targets import reasons
from tat_console.services.services import Services
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _, ngettext
from tat_console.support.logs import Secret
from tat_console.tat.machines import Machine
from tat_console.ui.dialogs.confirm_dangers import agrees_to_dangers
from tat_console.ui.dialogs.confirm_owners import owners_of
from tat_console.ui.dialogs.confirm_run import ConfirmRun
from tat_console.ui.dialogs.protected_targets import ask_about_protected
from tat_console.ui.kit.ask import ACCEPTED, ask
from tat_console.ui.kit.words import duration_word
from tat_console.ui.navigation import Navigator, OpenRun, PageKey


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


async def start_run(
    parent: QWidget, services: Services, navigator: Navigator, order: Order
) -> RunProgress | None:
    """Run what is ordered if the user agrees, and show the run; None where the user does not.

    Raises ConsoleError where the script or the machines cannot be run, or the disk refuses.
    """
    _check_profiles(services, order)
    lifted = await ask_about_protected(parent, services.target_sets, order.machines)
    if lifted is None:
        return None
    plan = plan_of(services, order, lifted=lifted)
    if not await agrees_to_dangers(parent, services.lint, order.script, order.hidden_values):
        return None
    question = ConfirmRun(
        parent,
        plan,
        lambda guards: plan_of(services, order, guards, lifted),
        is_guarded=has_to_be_typed(plan.run.environment, lifted),
        note=await _what_to_expect(services, order, lifted),
        owners=owners_of(services.session),
    )
    if await ask(question) != ACCEPTED:
        return None
    progress = await services.runs.start(question.plan)
    navigator.go(PageKey.RUNS, OpenRun(progress.run_id))
    return progress


def _check_profiles(services: Services, order: Order) -> None:
    """Raise the first reason why none of the profiles may run anything; one that may is enough."""
    front = services.session.require().profile
    owners = services.directory.profiles_of(order.machines)
    taking_part = {one.profile_id: one for one in owners.values()} or {front.profile_id: front}
    is_frozen = services.settings.get("frozen")
    refusals = [refusal_of(one, is_frozen=is_frozen) for one in taking_part.values()]
    if refusals[0] is not None and all(refusals):
        raise refusals[0]


async def _what_to_expect(services: Services, order: Order, lifted: AbstractSet[str]) -> str:
    durations_s = await services.archive.past_durations_s(order.script.content)
    look = _look(services, order, order.guards, lifted, durations_s)
    if look.expected.task_s is None:
        return ""
    count = len(look.selection.accepted)
    text = ngettext(
        "This script ran before; on {count:,} machine expect about {time}.",
        "This script ran before; on {count:,} machines expect about {time}.",
        count,
    )
    return text.format(count=count, time=duration_word(max(1, round(look.expected.seconds))))


def _look(
    services: Services,
    order: Order,
    guards: Guards | None,
    lifted: AbstractSet[str],
    durations_s: list[float] | None = None,
) -> Preflight:
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
) -> Plan:
    """The plan of an order, sent as `guards` say; raises ConsoleError where nothing could be.

    Machines of protected sets are left out, but for the sets whose ids are `lifted`.
    """
    guards = guards or order.guards
    look = _look(services, order, guards, lifted)
    if not look.parts and order.values_of is not None:
        raise no_machine(look.selection.excluded)
    faults = [problem for problem in look.problems if problem.blocks]
    if faults:
        raise ConsoleError(
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


def no_machine(excluded: tuple[Exclusion, ...]) -> ConsoleError:
    """What to say when no machine takes part: none was chosen, or none of them can."""
    next_step = _("Choose machines on the Instances page.")
    if not excluded:
        return ConsoleError(_("No machine is chosen."), "", next_step)
    return ConsoleError(
        _("None of the chosen machines can take this run."),
        "; ".join(f"{reason.words}: {', '.join(names)}" for reason, names in reasons(excluded))
        + ".",
        next_step,
    )
