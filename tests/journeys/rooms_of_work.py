"""Dialogs about a run, a schedule's run, a key and a script: made of what stands behind them."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtWidgets import QWidget

from tat_console.ports.library import ScriptVersion, VersionTexts
from tat_console.ports.profiles import Credential, Profile
from tat_console.services.answers import Answers
from tat_console.services.orders import Order, plan_of
from tat_console.services.schedules import Firing, Schedule
from tat_console.support.i18n import _
from tat_console.tat.invokers import Invoker, InvokerRecord
from tat_console.tat.statuses import InvocationStatus, TaskStatus
from tat_console.ui.answers.changes_dialog import ChangesDialog
from tat_console.ui.answers.compare_dialog import CompareDialog
from tat_console.ui.answers.comparison import Comparison
from tat_console.ui.dialogs.confirm_run import ConfirmRun
from tat_console.ui.dialogs.connection_test import ConnectionTest
from tat_console.ui.dialogs.script_versions import ScriptVersions
from tat_console.ui.navigation import PageKey
from tat_console.ui.pages.schedules.outputs_dialog import FiringOutputs
from tat_console.ui.widgets.group_card_painting import GroupCard
from tests.journeys.conftest import Person

VERSIONS: Final = {"1" * 64: b"echo first\n", "2" * 64: b"echo second\n"}
ANSWERS: Final = ("disk 40 %\nall is well\n", "disk 91 %\nall is well\n")


def _window(person: Person) -> QWidget:
    return person.console.window


async def changes(person: Person) -> ChangesDialog:
    """The run that is there, compared with itself."""
    answers = Answers(person.run, person.services.archive)
    await answers.open()
    dialog = ChangesDialog(_window(person), answers, person.run, person.run)
    await person.hand.until(dialog.model.rowCount, "the changes are told")
    return dialog


async def comparison(person: Person) -> CompareDialog:
    """Two answers side by side."""
    dialog = CompareDialog(_window(person), _("Compare two answers"))
    cards = [
        GroupCard.of(place, TaskStatus.SUCCESS, 0, ("web-01",), text)
        for place, text in enumerate(ANSWERS)
    ]
    Comparison(dialog.view).show_groups(cards, dict(enumerate(ANSWERS)), (0, 1))
    return dialog


async def confirmation(person: Person) -> ConfirmRun:
    """The run that is there, about to be run again."""
    machines = list(person.services.directory.find(person.services.chosen.ids))
    order = Order(script=person.run.run.script, machines=machines)
    plan = plan_of(person.services, order)
    return ConfirmRun(_window(person), plan, lambda _guards: plan)


async def trial(person: Person) -> ConnectionTest:
    """The test of the sandbox's key, until its last step."""
    profile: Profile = person.services.session.require().profile

    async def read_key() -> Credential:
        return await person.services.profiles.credential(profile)

    page: Any = person.console.window.page_widget(PageKey.SETTINGS)
    dialog = ConnectionTest(page, person.services, profile, read_key)
    dialog.begin()
    await person.hand.until(
        lambda: not any(step.is_waiting or step.is_open for step in dialog.rows.values()),
        "every step was tried",
    )
    return dialog


async def outputs(person: Person) -> FiringOutputs:
    """What the machines of the run said, as if a schedule had begun it."""
    run = person.run
    batch = next(iter(run.batches.values()))
    invoker = Invoker(invoker_id="ivk-1", name=run.run.script.name, instance_ids=tuple(run.tasks))
    record = InvokerRecord(
        invoker_id="ivk-1",
        invocation_id=batch.invocation_id,
        invoke_time=run.run.created_at,
        result=InvocationStatus.SUCCESS,
    )
    schedule = Schedule(region=batch.region, invoker=invoker)
    firing = Firing(at=run.run.created_at, record=record)
    dialog = FiringOutputs(_window(person), person.services, schedule, firing)
    await person.hand.until(dialog.model.rowCount, "the tasks are read")
    return dialog


async def versions(person: Person) -> ScriptVersions:
    """Two earlier states of a script."""
    now = person.services.clock.now()
    known = [ScriptVersion(at=now, note="", content_sha256=key) for key in VERSIONS]

    async def read(version: ScriptVersion) -> VersionTexts:
        return VersionTexts(content=VERSIONS[version.content_sha256])

    return ScriptVersions(_window(person), "greet.sh", known, "echo now\n", read, now)
