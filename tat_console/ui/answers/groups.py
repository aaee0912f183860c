"""The different answers of one run: folded while they come in, compared, repeated, exported."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable
from typing import Final

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from tat_console.outputs.export import HTML, MARKDOWN
from tat_console.outputs.fold import Group, GroupKey
from tat_console.outputs.normalise import Normalising
from tat_console.ports.archive import Relation, StoredRun
from tat_console.runs.progress import RunProgress
from tat_console.services.answers import Answers
from tat_console.services.exports import Exports
from tat_console.services.services import Services
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _
from tat_console.tat.statuses import TaskStatus
from tat_console.ui.answers.changes_dialog import ChangesDialog
from tat_console.ui.answers.compare_dialog import CompareDialog
from tat_console.ui.answers.comparison import Comparison
from tat_console.ui.dialogs.repeat_run import FAILED, Repeat
from tat_console.ui.kit.ask import ask, pick_new_file
from tat_console.ui.kit.lifetime import TaskScope, listen
from tat_console.ui.kit.words import own_exit_code
from tat_console.ui.widgets.group_card_painting import GroupCard
from tat_console.ui.widgets.groups_pane import GroupsPane

GATHER_MS: Final = 150
AGAIN_MS: Final = 500
_TWO: Final = 2
CARDS_SHOWN: Final = 300
"""Groups that get a card, the largest first; more than that nobody reads."""


class Groups(QObject):
    """Works the pane of groups; `retry_asked(Repeat)` and `machine_opened(id)` lead elsewhere.

    Nothing is folded before the pane is looked at for the first time. `shown` tells that the
    groups were shown anew. `compare` takes two keys; without it a dialog compares them.
    """

    retry_asked = Signal(object)
    machine_opened = Signal(str)
    shown = Signal()

    def __init__(
        self,
        pane: GroupsPane,
        services: Services,
        progress: RunProgress,
        scope: TaskScope,
        compare: Callable[[Hashable, Hashable], object] | None = None,
    ) -> None:
        super().__init__(pane)
        self._pane = pane
        self._services = services
        self._progress = progress
        self._scope = scope
        self._texts: dict[tuple[str, Normalising], str] = {}
        rules = services.past.rules_of(progress.run.script.name).normalising
        self.answers = Answers(progress, services.archive, rules)
        self._soon = QTimer(self, interval=GATHER_MS, singleShot=True)
        self._soon.timeout.connect(lambda: scope.start(self._show(), key="show groups"))
        pane.rules.set_rules(rules)
        listen(pane, self.answers.changed, lambda _nothing: self._gather())
        pane.rules_changed.connect(self._use)
        pane.retry_wanted.connect(self._retry)
        pane.opened.connect(self._open)
        pane.compare_wanted.connect(
            compare or (lambda a, b: scope.start(self._compare(a, b), key="compare groups"))
        )
        pane.changes_wanted.connect(lambda: scope.start(self._changes(), key="changes"))
        pane.export_wanted.connect(lambda: scope.start(self._export(), key="export groups"))

    def follow(self) -> None:
        """Fold what is there, and from now on whatever comes."""
        if not self._scope.is_busy("groups"):
            self._scope.start(self._follow(), key="groups")

    # -- inside

    async def _follow(self) -> None:
        try:
            await self.answers.open()
            await asyncio.Event().wait()
        finally:
            await self.answers.close()

    def _gather(self) -> None:
        if not self._soon.isActive():
            self._soon.start(GATHER_MS)

    async def _show(self) -> None:
        groups = self.answers.fold.groups()
        reference = self.answers.fold.reference
        carded = groups[:CARDS_SHOWN]
        cards = [await self._card(group) for group in carded]
        answered = sum(group.count for group in groups)
        key = reference.key if reference else None
        self._pane.set_groups(cards, key, len(self._progress.tasks) - answered)
        self.shown.emit()
        # An output is told before it is kept, so a card may have come without its text.
        if any((group.sample_sha256, self.answers.rules) not in self._texts for group in carded):
            self._soon.start(AGAIN_MS)

    async def _card(self, group: Group) -> GroupCard:
        text = await self._text(group)
        return GroupCard.of(
            group.key,
            group.key.status,
            own_exit_code(group.key.status, group.key.exit_code),
            self._names(group),
            text,
        )

    async def _text(self, group: Group) -> str:
        known = group.sample_sha256, self.answers.rules
        if known not in self._texts:
            text = await self.answers.shown_text(group.sample)
            if text is None:
                return ""
            self._texts[known] = text
        return self._texts[known]

    def _names(self, group: Group) -> tuple[str, ...]:
        tasks = self._progress.tasks
        return tuple(tasks[member].instance_name or member for member in group.members)

    def _members(self, key: Hashable) -> list[str]:
        """The machines of a group, none where it was left by all since it was shown."""
        groups = self.answers.fold.groups()
        return [one for group in groups if group.key == key for one in group.members]

    def _open(self, key: Hashable) -> None:
        if members := self._members(key):
            self.machine_opened.emit(members[0])

    def _use(self, rules: Normalising) -> None:
        self._scope.start(self._fold_by(rules), key="rules of groups")

    async def _fold_by(self, rules: Normalising) -> None:
        """Fold by other rules, and do so with this script from now on."""
        await self.answers.use(rules)
        name = self._progress.run.script.name
        kept = self._services.past.rules_of(name)
        self._services.past.keep_rules(name, msgspec.structs.replace(kept, normalising=rules))

    def _retry(self, key: Hashable) -> None:
        members = frozenset(self._members(key))
        self.retry_asked.emit(
            Repeat(
                "group",
                FAILED.message,
                Relation.RETRY,
                lambda _run, task: task.instance_id in members,
            )
        )

    async def compare_in(
        self, comparison: Comparison, sides: tuple[Hashable, Hashable] | None = None
    ) -> bool:
        """Show two groups; whether there are two.

        By default the reference, and the largest that ended in another way, or else any other.
        """
        groups = self.answers.fold.groups()[:CARDS_SHOWN]
        keys = [group.key for group in groups]
        if sides is None or not set(sides) <= set(keys):
            if len(keys) < _TWO or self.answers.fold.reference is None:
                return False
            reference = self.answers.fold.reference.key
            others = [key for key in keys if key != reference]
            sides = (
                reference,
                next(filter(lambda key: _ended(key) != _ended(reference), others), others[0]),
            )
        cards = [await self._card(group) for group in groups]
        texts: dict[Hashable, str] = {group.key: await self._text(group) for group in groups}
        comparison.show_groups(cards, texts, sides)
        return True

    async def _compare(self, a: Hashable, b: Hashable) -> None:
        dialog = CompareDialog(self._pane.window(), _("Compare two answers"))
        await self.compare_in(Comparison(dialog.view), (a, b))
        await ask(dialog)

    async def _changes(self) -> None:
        """Compare this run with the last good one of the same script, machine by machine."""
        earlier_id = await self._services.past.history.last_good_run(self._progress.run_id)
        earlier = await self._services.runs.open(earlier_id) if earlier_id else None
        if earlier is None:
            raise ConsoleError(
                _("There is no earlier good run of this script."),
                _("Changes are told against the newest earlier run with a success."),
            )
        await ask(ChangesDialog(self._pane.window(), self.answers, self._progress, earlier))

    async def _export(self) -> None:
        run = self._progress.run
        name = run.script.name or run.run_id
        filters = ";;".join(f"{_(one.title)} (*{one.suffix})" for one in (HTML, MARKDOWN))
        path = await pick_new_file(
            self._pane, _("Save the groups"), f"{name}{HTML.suffix}", filters
        )
        if path is None:
            return
        stored = StoredRun(
            run=run,
            batches=tuple(self._progress.batches.values()),
            tasks=tuple(self._progress.tasks.values()),
        )
        form = MARKDOWN if path.suffix == MARKDOWN.suffix else HTML
        answered = [member for group in self.answers.fold.groups() for member in group.members]
        await Exports(self._services.archive).write(
            path, form, [stored], title=name, instance_ids=frozenset(answered)
        )


def _ended(key: GroupKey) -> tuple[TaskStatus, int | None]:
    return key.status, key.exit_code
