"""The one way in which a run begins: check, plan, confirm, start, show it."""

from __future__ import annotations

import asyncio
from collections.abc import Set as AbstractSet

from PySide6.QtWidgets import QWidget

from tat_console.runs.progress import RunProgress
from tat_console.runs.rules import has_to_be_typed
from tat_console.services.orders import Order, check_profiles, look_at, plan_of
from tat_console.services.services import Services
from tat_console.support.i18n import ngettext
from tat_console.ui.dialogs.confirm_dangers import agrees_to_dangers
from tat_console.ui.dialogs.confirm_owners import owners_of
from tat_console.ui.dialogs.confirm_run import ConfirmRun
from tat_console.ui.dialogs.protected_targets import ask_about_protected
from tat_console.ui.kit.ask import ACCEPTED, ask
from tat_console.ui.kit.words import duration_word
from tat_console.ui.navigation import Navigator, OpenRun, PageKey


async def start_run(
    parent: QWidget, services: Services, navigator: Navigator, order: Order
) -> RunProgress | None:
    """Run what is ordered if the user agrees, and show the run; None where the user does not.

    Raises ConsoleError where the script or the machines cannot be run, or the disk refuses.
    """
    check_profiles(services, order)
    lifted = await ask_about_protected(parent, services.target_sets, order.machines)
    if lifted is None:
        return None
    look = look_at(services, order, order.guards, lifted)
    await asyncio.sleep(0)  # thousands of machines are looked at and planned in turns
    plan = plan_of(services, order, lifted=lifted, look=look)
    if not await agrees_to_dangers(parent, services.lint, order.script, order.hidden_values):
        return None
    question = ConfirmRun(
        parent,
        plan,
        lambda guards: plan_of(services, order, guards, lifted),
        is_guarded=has_to_be_typed(
            plan.run.environment, lifted, map(services.profiles.get, plan.profile_ids)
        ),
        note=await _what_to_expect(services, order, lifted),
        owners=owners_of(services.session),
    )
    if await ask(question) != ACCEPTED:
        return None
    progress = await services.runs.start(question.plan)
    await asyncio.sleep(0)  # to begin a large run takes a turn, to make the page another
    navigator.go(PageKey.RUNS, OpenRun(progress.run_id))
    return progress


async def _what_to_expect(services: Services, order: Order, lifted: AbstractSet[str]) -> str:
    durations_s = await services.archive.past_durations_s(order.script.content)
    look = look_at(services, order, order.guards, lifted, durations_s)
    if look.expected.task_s is None:
        return ""
    count = len(look.selection.accepted)
    text = ngettext(
        "This script ran before; on {count:,} machine expect about {time}.",
        "This script ran before; on {count:,} machines expect about {time}.",
        count,
    )
    return text.format(count=count, time=duration_word(max(1, round(look.expected.seconds))))
