"""The one way in which a run begins: check, plan, confirm, start, show it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from PySide6.QtWidgets import QWidget

from tat_console.ports.archive import Exclusion, Relation, Script, TaskRecord
from tat_console.ports.waves import Guards
from tat_console.runs.checks import problems
from tat_console.runs.expected import expected_s
from tat_console.runs.plan import Origin, Plan, make_plan
from tat_console.runs.progress import RunProgress
from tat_console.runs.rules import has_to_be_typed, refusal_of
from tat_console.runs.targets import reasons
from tat_console.services.services import Services
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _, ngettext
from tat_console.support.logs import MASK, Secret
from tat_console.tat.machines import Machine, Refusal
from tat_console.tat.statuses import TaskStatus
from tat_console.ui.dialogs.confirm_dangers import agrees_to_dangers
from tat_console.ui.dialogs.confirm_run import ConfirmRun
from tat_console.ui.dialogs.wave_words import wave_lines
from tat_console.ui.kit.ask import ACCEPTED, ask
from tat_console.ui.kit.words import duration_word
from tat_console.ui.navigation import Navigator, OpenRun, OpenScript, PageKey


@dataclass(frozen=True, kw_only=True)
class Order:
    """What a user wants to run where; `gone` are targets that no machine is known for any more."""

    script: Script
    machines: list[Machine]
    hidden_values: Mapping[str, Secret] = field(default_factory=dict)
    gone: tuple[Exclusion, ...] = ()
    origin: Origin | None = None
    guards: Guards | None = None


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


async def run_again(
    parent: QWidget, services: Services, navigator: Navigator, progress: RunProgress
) -> None:
    """Run the script of a run anew on the machines it was meant for."""
    await _repeat(parent, services, navigator, progress, Relation.AGAIN, lambda _status: True)


async def retry_failed(
    parent: QWidget, services: Services, navigator: Navigator, progress: RunProgress
) -> None:
    """Run the script anew where it failed or was never sent."""
    await _repeat(parent, services, navigator, progress, Relation.RETRY, is_worth_a_retry)


def is_worth_a_retry(status: TaskStatus) -> bool:
    """Whether a task failed or was never sent; one that nobody knows about is not sent again."""
    return status.is_failure or status is TaskStatus.NOT_SENT


async def _repeat(
    parent: QWidget,
    services: Services,
    navigator: Navigator,
    progress: RunProgress,
    relation: Relation,
    wanted: Callable[[TaskStatus], bool],
) -> None:
    _require_profile(services, progress)
    if services.directory.updated_at is None:
        await services.directory.refresh()
    tasks = [task for task in progress.tasks.values() if wanted(task.status)]
    machines = services.directory.find(task.instance_id for task in tasks)
    script = progress.run.script
    if script.hidden:
        services.chosen.set(machine.instance_id for machine in machines)
        navigator.go(PageKey.SCRIPTS, OpenScript(script))
        return
    order = Order(
        script=script,
        machines=machines,
        gone=_gone(progress, tasks, services),
        origin=Origin(run_id=progress.run_id, relation=relation),
    )
    await start_run(parent, services, navigator, order)


def _require_profile(services: Services, progress: RunProgress) -> None:
    if services.session.require().profile.profile_id != progress.run.profile_id:
        raise ConsoleError(
            _("This run belongs to another profile."),
            _("It ran with “{name}”.").format(name=progress.run.profile_name),
            _("Choose that profile at the top of the window, then run it again."),
        )


def _gone(
    progress: RunProgress, tasks: list[TaskRecord], services: Services
) -> tuple[Exclusion, ...]:
    return tuple(
        Exclusion(
            instance_id=task.instance_id,
            instance_name=task.instance_name,
            region=progress.batches[task.batch_no].region,
            reason=Refusal.GONE,
        )
        for task in tasks
        if services.directory.get(task.instance_id) is None
    )
