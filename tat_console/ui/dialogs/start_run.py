"""The one way in which a run begins: check, plan, confirm, start, show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtWidgets import QWidget

from tat_console.ports.archive import Exclusion, Script
from tat_console.ports.waves import Guards
from tat_console.runs.checks import problems
from tat_console.runs.expected import expected_s
from tat_console.runs.plan import Origin, Plan, ValuesOf, make_plan
from tat_console.runs.progress import RunProgress
from tat_console.runs.rules import has_to_be_typed, refusal_of
from tat_console.runs.targets import reasons
from tat_console.services.services import Services
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _, ngettext
from tat_console.support.logs import MASK, Secret
from tat_console.tat.machines import Machine
from tat_console.ui.dialogs.confirm_dangers import agrees_to_dangers
from tat_console.ui.dialogs.confirm_run import ConfirmRun
from tat_console.ui.dialogs.wave_words import wave_lines
from tat_console.ui.kit.ask import ACCEPTED, ask
from tat_console.ui.kit.words import duration_word
from tat_console.ui.navigation import Navigator, OpenRun, PageKey


@dataclass(frozen=True, kw_only=True)
class Order:
    """What a user wants to run where; `gone` are targets that no machine is known for any more.

    `values_of` gives the values that differ from machine to machine.
    """

    script: Script
    machines: list[Machine]
    hidden_values: Mapping[str, Secret] = field(default_factory=dict)
    gone: tuple[Exclusion, ...] = ()
    origin: Origin | None = None
    guards: Guards | None = None
    values_of: ValuesOf | None = None


async def start_run(
    parent: QWidget, services: Services, navigator: Navigator, order: Order
) -> RunProgress | None:
    """Run what is ordered if the user agrees, and show the run; None where the user does not.

    Raises ConsoleError where the script or the machines cannot be run, or the disk refuses.
    """
    profile = services.session.require().profile
    if refusal := refusal_of(profile, is_frozen=services.settings.get("frozen")):
        raise refusal
    plan = plan_of(services, order)
    if not await agrees_to_dangers(parent, services.lint, order.script, order.hidden_values):
        return None
    question = ConfirmRun(
        parent,
        plan,
        lambda guards: plan_of(services, order, guards),
        is_guarded=has_to_be_typed(plan.run.environment, ()),
        note=await _what_to_expect(services, plan),
    )
    if await ask(question) != ACCEPTED:
        return None
    progress = await services.runs.start(question.plan)
    navigator.go(PageKey.RUNS, OpenRun(progress.run_id))
    return progress


async def _what_to_expect(services: Services, plan: Plan) -> str:
    durations_s = await services.archive.past_durations_s(plan.run.script.content)
    waves = wave_lines(plan)
    sizes = [line.count for line in waves]
    seconds = expected_s(sizes, len(plan.batches), plan.run.guards, durations_s)
    if seconds is None:
        return ""
    count = len(plan.tasks)
    text = ngettext(
        "This script ran before; on {count:,} machine expect about {time}.",
        "This script ran before; on {count:,} machines expect about {time}.",
        count,
    )
    return text.format(count=count, time=duration_word(max(1, round(seconds))))


def plan_of(services: Services, order: Order, guards: Guards | None = None) -> Plan:
    """The plan of an order, sent as `guards` say; raises ConsoleError where nothing could be."""
    values = {**order.script.parameters, **dict.fromkeys(order.hidden_values, MASK)}
    faults = [problem for problem in problems(order.script, values) if problem.blocks]
    if faults:
        raise ConsoleError(
            _("This script cannot be run as it is."),
            " ".join(problem.sentence for problem in faults),
        )
    plan = make_plan(
        order.script,
        order.machines,
        services.session.require().profile,
        now=services.clock.now(),
        hidden_values=order.hidden_values,
        origin=order.origin,
        gone=order.gone,
        guards=guards or order.guards,
        values_of=order.values_of,
    )
    if not plan.tasks:
        raise no_machine(plan.selection.excluded)
    return plan


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
