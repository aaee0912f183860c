"""Ids, times and calls of a run: what to quote when asking somebody else about it."""

from __future__ import annotations

from datetime import UTC, datetime
from heapq import nlargest
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout

from tat_console.ports.archive import BatchRecord, BatchState, Relation, TaskRecord
from tat_console.runs.progress import RunProgress
from tat_console.runs.targets import reasons
from tat_console.support.i18n import N_, _
from tat_console.ui.answers.family import Family
from tat_console.ui.kit.controls import Label
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GAP, GRID, column
from tat_console.ui.kit.words import DASH, duration_word, kind_word, region_word, size_word
from tat_console.ui.widgets.key_value import Fact, KeyValueList

_BATCH_STATES: Final = {
    BatchState.PLANNED: N_("Waiting to be sent"),
    BatchState.INTENT: N_("Being sent"),
    BatchState.SENT: N_("Sent"),
    BatchState.REFUSED: N_("Not sent"),
    BatchState.UNKNOWN: N_("Not known whether it arrived"),
    BatchState.WITHHELD: N_("Given up before it was sent"),
}
_RELATIONS: Final = {
    Relation.AGAIN: N_("Run again of"),
    Relation.RETRY: N_("Retry of"),
}
NAMES_SHOWN: Final = 50
CALLS_SHOWN: Final = 20
SLOWEST_SHOWN: Final = 5


class DetailsTab(QScrollArea):
    """Facts as text that can be selected and copied, a list for each thing."""

    def __init__(self) -> None:
        super().__init__()
        self._column: QVBoxLayout = column(gap=GRID, margins=(14, GAP, 14, GAP))
        self._column.addStretch(1)
        body = QFrame()
        body.setProperty("ground", "panel")
        body.setLayout(self._column)
        self.setWidget(body)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Details"))
        self.family = Family()
        self._column.insertWidget(0, self.family)
        self._task_title, self._task = self._section(_("Task"))
        self._run = self._section(_("Run"))[1]
        self._slowest_title, self._slowest = self._section(_("Slowest machines"))
        self._calls: dict[int, KeyValueList] = {}
        self._left_out: KeyValueList | None = None

    def show_details(self, progress: RunProgress, task: TaskRecord | None) -> None:
        """Show the facts of a run, and of the task that is looked at."""
        self._task_title.setVisible(task is not None)
        self._task.setVisible(task is not None)
        self._task.set_facts(task_facts(task) if task else [])
        self._run.set_facts(run_facts(progress))
        self._slowest_title.setVisible(bool(facts := slowest_facts(progress)))
        self._slowest.set_facts(facts)
        for batch in shown_calls(progress):
            number = batch.batch_no
            if number not in self._calls:
                self._calls[number] = self._section(_call_title(batch))[1]
            self._calls[number].set_facts(batch_facts(batch, len(progress.members(number))))
        if progress.exclusions and self._left_out is None:
            self._left_out = self._section(_("Left out"))[1]
            self._left_out.set_facts(exclusion_facts(progress))

    def _section(self, title: str) -> tuple[Label, KeyValueList]:
        heading, facts = Label(title, Type.HEADING), KeyValueList()
        self._column.insertWidget(self._column.count() - 1, heading)
        self._column.insertWidget(self._column.count() - 1, facts)
        return heading, facts


def run_facts(progress: RunProgress) -> list[Fact]:
    """Ids and times of a run."""
    run = progress.run
    facts = [
        Fact(_("Run"), run.run_id, code=True),
        Fact(_("Profile"), run.profile_name),
        Fact(_("Started"), time_fact(run.created_at)),
        Fact(_("Ended"), time_fact(run.ended_at)),
        Fact(_("Calls"), f"{len(progress.batches):,}"),
        Fact(_("Pace"), pace_words(progress, run.ended_at or datetime.now(UTC)) or DASH),
    ]
    if run.relation and run.parent_run_id:
        facts.append(Fact(_(_RELATIONS[run.relation]), run.parent_run_id, code=True))
    return facts


def pace_words(progress: RunProgress, now: datetime) -> str:
    """How many tasks end in a second; "" before any has."""
    over = len(progress.tasks) - progress.tally.open_tasks
    seconds = progress.elapsed_s(now)
    if not over or seconds < 1:
        return ""
    return _("{rate:.1f} tasks a second").format(rate=over / seconds)


def shown_calls(progress: RunProgress) -> list[BatchRecord]:
    """The calls worth a section: those that went wrong, and the first of the others."""
    wrong = [one for one in progress.batches.values() if one.error]
    others = [one for one in progress.batches.values() if not one.error]
    return [*wrong[:CALLS_SHOWN], *others[: max(0, CALLS_SHOWN - len(wrong))]]


def slowest_facts(progress: RunProgress) -> list[Fact]:
    """The machines that took longest, where there are many to choose from."""
    ended = (
        ((task.ended_at - task.started_at).total_seconds(), task)
        for task in progress.tasks.values()
        if task.started_at and task.ended_at
    )
    slowest = nlargest(SLOWEST_SHOWN, ended, key=lambda pair: pair[0])
    if len(slowest) < SLOWEST_SHOWN:
        return []
    return [
        Fact(task.instance_name or task.instance_id, duration_word(seconds))
        for seconds, task in slowest
    ]


def task_facts(task: TaskRecord) -> list[Fact]:
    """Ids, times and sizes of a task."""
    took = DASH
    if task.started_at and task.ended_at:
        took = duration_word((task.ended_at - task.started_at).total_seconds())
    return [
        Fact(_("Machine"), task.instance_name or DASH),
        Fact(_("Instance"), task.instance_id, code=True),
        Fact(_("Private IP"), task.private_ip or DASH),
        Fact(_("Task"), task.invocation_task_id or DASH, code=True),
        Fact(_("Started"), time_fact(task.started_at)),
        Fact(_("Ended"), time_fact(task.ended_at)),
        Fact(_("Took"), took),
        Fact(_("Output"), size_word(task.output_bytes)),
        Fact(_("Bytes cut"), f"{task.dropped_bytes:,}"),
    ]


def batch_facts(batch: BatchRecord, machines: int) -> list[Fact]:
    """What became of one call."""
    facts = [
        Fact(_("State"), _(_BATCH_STATES[batch.state])),
        Fact(_("Machines"), f"{machines:,}"),
        Fact(_("Invocation"), batch.invocation_id or DASH, code=True),
        Fact(_("Command"), batch.command_id or DASH, code=True),
        Fact(_("Sent"), time_fact(batch.sent_at)),
        Fact(_("RequestId"), batch.request_id or DASH, code=True),
    ]
    if batch.error:
        facts.append(Fact(_("Error"), batch.error))
    return facts


def exclusion_facts(progress: RunProgress) -> list[Fact]:
    """Who was left out, by reason."""
    facts = []
    for reason, names in reasons(progress.exclusions):
        shown = "\n".join(names[:NAMES_SHOWN])
        if len(names) > NAMES_SHOWN:
            shown += "\n" + _("and {count:,} more").format(count=len(names) - NAMES_SHOWN)
        facts.append(Fact(reason.words, shown))
    return facts


def time_fact(moment: datetime | None) -> str:
    """A time with its date and zone, to the second."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M:%S %z}" if moment else DASH


def _call_title(batch: BatchRecord) -> str:
    return _("Call {number}: {kind} in {region}").format(
        number=batch.batch_no + 1, kind=kind_word(batch.kind), region=region_word(batch.region)
    )
