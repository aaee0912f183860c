"""`tat-console run`: the same run that the window makes, from the command line."""

from __future__ import annotations

import argparse
import asyncio
from typing import Final

from tat_console.cli.answers import answers, left_out
from tat_console.cli.answers import as_json as json_text
from tat_console.cli.ends import End, Misused, Refused, give, say
from tat_console.cli.orders import order_of, script_of
from tat_console.cli.workplace import connected, opened
from tat_console.ports.profiles import Environment
from tat_console.runs.plan import Plan
from tat_console.runs.progress import RunProgress
from tat_console.runs.rules import has_to_be_typed
from tat_console.services.exports import Exports
from tat_console.services.orders import NoMachine, NotRunnable, Order, check_profiles, plan_of
from tat_console.services.services import Services
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import N_, _, ngettext
from tat_console.support.paths import AppPaths
from tat_console.tat import templating

REPORT_EVERY_S: Final = 1.0
_VALUES: Final = N_("Values are given by --param KEY=VALUE; run --help tells the other options.")
_MACHINES: Final = N_("tat-console machines lists them, and why some cannot take a run.")


async def run(given: argparse.Namespace, paths: AppPaths) -> End:
    """Run a script and give its answers; raises ConsoleError."""
    async with opened(paths) as household:
        services = household.services
        script = script_of(given)
        async with connected(services, given.profile):
            order = order_of(given, script, services)
            plan = _planned(given, services, order)
            if given.dry_run:
                give(_foreseen(plan, as_json=given.json))
                return End.WELL
            progress = await services.runs.start(plan)
            is_interrupted = await _watched(services, progress)
            stored = progress.stored()
            give(answers(given, stored, await Exports(services.archive).read(stored)))
            return End.INTERRUPTED if is_interrupted else _end(progress)


def _planned(given: argparse.Namespace, services: Services, order: Order) -> Plan:
    """The plan; raises Refused where the rules or the machines say no."""
    try:
        check_profiles(services, order)
        plan = plan_of(services, order)
    except NotRunnable as error:
        raise Misused(error.title, error.what, _(_VALUES)) from error
    except NoMachine as error:
        raise Refused(error.title, error.what, _(_MACHINES)) from error
    except ConsoleError as error:
        raise Refused(error.title, error.what, error.next_step, error.request_id) from error
    count = len(plan.tasks)
    if given.confirm is not None and given.confirm != count:
        raise Refused(
            _("It would run on {count:,} machines, not on {typed:,}.").format(
                count=count, typed=given.confirm
            ),
            "",
            _("--dry-run says on which."),
        )
    if given.confirm is None and not given.dry_run:
        _ask_for_the_number(services, order, plan)
    return plan


def _ask_for_the_number(services: Services, order: Order, plan: Plan) -> None:
    option = _("Give --confirm {count} if that is what you want.").format(count=len(plan.tasks))
    profiles = map(services.profiles.get, plan.profile_ids)
    if has_to_be_typed(plan.run.environment, (), profiles):
        name = plan.run.profile_name
        if plan.run.environment is Environment.PRODUCTION:
            words = _("“{name}” is a production profile.")
        else:
            words = _("“{name}” wants the number of machines before every run.")
        raise Refused(words.format(name=name), "", option)
    hidden = {key: secret.reveal() for key, secret in order.hidden_values.items()}
    text = templating.fill(order.script.content, {**order.script.parameters, **hidden}).text
    if dangers := services.lint.find_dangers(text, order.script.command_type):
        lines = (
            _("Line {line} {words}.").format(line=one.span.line, words=one.words) for one in dangers
        )
        raise Refused(_("The script may destroy a machine."), " ".join(lines), option)


async def _watched(services: Services, progress: RunProgress) -> bool:
    """Tell how it goes until it has ended; returns whether Ctrl-C ended the watching."""
    is_over = asyncio.Event()
    ended = services.runs.ended.subscribe(lambda one: is_over.set() if one is progress else None)
    trouble = services.runs.trouble.subscribe(lambda error: say(str(error)) if error else None)
    count = len(progress.tasks)
    say(
        ngettext(
            "Run {run_id} on {count:,} machine", "Run {run_id} on {count:,} machines", count
        ).format(run_id=progress.run_id, count=count)
    )
    told = asyncio.create_task(_told(services, progress))
    try:
        if progress.is_live:
            await is_over.wait()
    except asyncio.CancelledError:
        asyncio.current_task().uncancel()  # type: ignore[union-attr]
        await services.runs.stop(progress)
        busy = sum(1 for task in progress.tasks.values() if not task.status.is_final)
        say(
            _(
                "Interrupted. Nothing more is sent; {count:,} machines have not answered yet."
            ).format(count=busy)
        )
        return True
    finally:
        told.cancel()
        ended.cancel()
        trouble.cancel()
    say(_counts(progress))
    return False


async def _told(services: Services, progress: RunProgress) -> None:
    before = ""
    while True:
        if (now := _counts(progress)) != before:
            say(now)
            before = now
        await services.clock.sleep(REPORT_EVERY_S)


def _counts(progress: RunProgress) -> str:
    return ", ".join(
        f"{status.value} {count:,}" for status, count in progress.counts.most_common() if count
    )


def _end(progress: RunProgress) -> End:
    tasks = progress.tasks.values()
    is_well = all(progress.tally.is_good(task) for task in tasks)
    return End.WELL if is_well else End.FAILED


def _foreseen(plan: Plan, *, as_json: bool) -> str:
    without = left_out(plan.selection.excluded)
    if as_json:
        machines = [
            {"instance_id": task.instance_id, "instance_name": task.instance_name}
            for task in plan.tasks
        ]
        return json_text({"machines": machines, "left_out": without, "calls": len(plan.batches)})
    names = "".join(f"{task.instance_id}  {task.instance_name}\n" for task in plan.tasks)
    return names + "".join(
        f"- {one['instance_id']}  {one['instance_name']}: {one['reason']}\n" for one in without
    )
