"""Running a script again: on all machines of a run, or on those where it did not end well."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import msgspec
from PySide6.QtWidgets import QWidget

from tat_console.ports.archive import BatchState, Exclusion, Relation, Script, TaskRecord
from tat_console.ports.waves import Guards
from tat_console.runs.plan import Origin
from tat_console.runs.progress import RunProgress
from tat_console.runs.retry import RETRIES, RetryKind, values_of_run
from tat_console.services.orders import Order
from tat_console.services.services import Services
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import N_, _
from tat_console.tat.machines import Refusal
from tat_console.tat.statuses import TaskStatus
from tat_console.ui.dialogs.start_run import start_run
from tat_console.ui.kit.ask import confirm
from tat_console.ui.navigation import Navigator, OpenScript, PageKey


def is_worth_a_retry(status: TaskStatus) -> bool:
    """Whether a task failed or was never sent; one that nobody knows about is not sent again."""
    return status.is_failure or status is TaskStatus.NOT_SENT


def _failed(progress: RunProgress, task: TaskRecord) -> bool:
    if task.status is TaskStatus.NOT_SENT:
        return progress.batches[task.batch_no].state is BatchState.REFUSED
    return RETRIES["failed"].takes(task)


@dataclass(frozen=True, slots=True)
class Repeat:
    """One way to run a script anew: its words with a count, and the tasks that it takes.

    In a run that expects nothing of the output it takes none but those of `statuses`; None is any.
    """

    key: str
    message: str
    relation: Relation
    takes: Callable[[RunProgress, TaskRecord], bool]
    statuses: frozenset[TaskStatus] | None = None
    is_risky: bool = False

    def words(self, count: int) -> str:
        """What stands on the button or in the menu."""
        return _(self.message).format(count=f"{count:,}")

    def tasks(self, progress: RunProgress) -> list[TaskRecord]:
        """The tasks of a run that are repeated."""
        tasks = list(progress.tasks.values())
        if self.statuses is not None and progress.run.guards.expectation is None:
            if not any(progress.counts[status] for status in self.statuses):
                return []
            tasks = [task for task in tasks if task.status in self.statuses]
        return [task for task in tasks if self.takes(progress, task)]


def _retry(kind: RetryKind, key: str, message: str) -> Repeat:
    return Repeat(
        key,
        message,
        Relation.RETRY,
        lambda _progress, task: kind.takes(task),
        kind.statuses,
        is_risky=kind.needs_a_look,
    )


AGAIN: Final = Repeat("again", N_("Run again…"), Relation.AGAIN, lambda _run, _task: True)
FAILED: Final = Repeat(
    "failed",
    N_("Retry failed ({count})"),
    Relation.RETRY,
    _failed,
    RETRIES["failed"].statuses | {TaskStatus.NOT_SENT},
)
MORE: Final = (
    _retry(RETRIES["unfinished"], "unfinished", N_("Retry not finished ({count})…")),
    _retry(RETRIES["not-started"], "not_started", N_("Run where not started ({count})…")),
    _retry(RETRIES["unknown"], "unknown", N_("Run where unknown ({count})…")),
)


async def repeat_run(
    parent: QWidget,
    services: Services,
    navigator: Navigator,
    progress: RunProgress,
    repeat: Repeat,
    script: Script | None = None,
) -> None:
    """Run the script of a run, or another, anew where `repeat` wants it, if the user agrees."""
    tasks = repeat.tasks(progress)
    _require_profiles(services, progress, tasks)
    if repeat.is_risky and not await _agrees_to_twice(parent, progress, repeat):
        return
    if any(services.directory.get(task.instance_id) is None for task in tasks):
        await services.directory.refresh()
    machines = services.directory.find(task.instance_id for task in tasks)
    script = script or progress.run.script
    if script.hidden:
        services.chosen.set(machine.instance_id for machine in machines)
        navigator.go(PageKey.SCRIPTS, OpenScript(script))
        return
    order = Order(
        script=script,
        machines=machines,
        gone=_gone(progress, tasks, services),
        origin=Origin(run_id=progress.run_id, relation=repeat.relation),
        guards=_guards_of(progress) if repeat.relation is Relation.AGAIN else None,
        values_of=values_of_run(progress),
    )
    await start_run(parent, services, navigator, order)


def _guards_of(progress: RunProgress) -> Guards:
    """The guards of a run, without its time window: that was for then."""
    return msgspec.structs.replace(progress.run.guards, opens_at=None, closes_at=None)


async def _agrees_to_twice(parent: QWidget, progress: RunProgress, repeat: Repeat) -> bool:
    return await confirm(
        parent,
        _("The script may run twice"),
        _(
            "Nobody knows whether it ran on {count:,} machines: the reply of the service was lost. "
            "Run it there again only if it does no harm when it runs twice."
        ).format(count=len(repeat.tasks(progress))),
        _("Go on"),
        danger=True,
    )


def _require_profiles(services: Services, progress: RunProgress, tasks: list[TaskRecord]) -> None:
    """Raise ConsoleError where machines belong to a profile that is not in use."""
    services.session.require()
    needed = {progress.profile_of(progress.batches[task.batch_no]) for task in tasks}
    missing = sorted(key for key in needed if not services.session.is_in_use(key))
    if not missing:
        return
    found = ((key, services.profiles.get(key)) for key in missing)
    names = ", ".join(f"“{profile.name if profile else key}”" for key, profile in found)
    raise ConsoleError(
        _("This run belongs to another profile."),
        _("Its machines are those of {names}.").format(names=names),
        _(
            "Choose it at the top of the window, or tick it there under “Machines of others too”; "
            "then run it again."
        ),
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
