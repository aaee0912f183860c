"""The outputs of one run as a table: by which rule, what came of it, and where it is kept."""

from __future__ import annotations

from typing import Final

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from tat_console.outputs.extract import Rule, Table
from tat_console.outputs.table_text import as_csv
from tat_console.runs.progress import RunProgress
from tat_console.services.answers import SAMPLES, Answers
from tat_console.services.services import Services
from tat_console.support.i18n import _
from tat_console.ui.kit.ask import pick_new_file
from tat_console.ui.kit.files import write_file
from tat_console.ui.kit.lifetime import TaskScope, listen
from tat_console.ui.widgets.extracted_table import EMPTY, ExtractedTable

GATHER_MS: Final = 400


class AnswerTable(QObject):
    """Works the table; `machine_opened(id)` leads to an output.

    It follows the answers while it is looked at; the rule is kept with the script.
    """

    machine_opened = Signal(str)

    def __init__(
        self,
        table: ExtractedTable,
        services: Services,
        progress: RunProgress,
        answers: Answers,
        scope: TaskScope,
    ) -> None:
        super().__init__(table)
        self._table = table
        self._services = services
        self._progress = progress
        self._answers = answers
        self._scope = scope
        self._rule = services.past.rules_of(progress.run.script.name).table
        if self._rule is not None:
            table.rules.set_rule(self._rule)
        self._ids: dict[str, str] = {}
        self._soon = QTimer(self, interval=GATHER_MS, singleShot=True)
        self._soon.timeout.connect(self.read)
        listen(table, answers.changed, lambda _nothing: self._gather())
        table.rules.rule_changed.connect(self._use)
        table.machine_chosen.connect(self._open)
        table.export_wanted.connect(lambda: scope.start(self._export(), key="export table"))

    def read(self) -> None:
        """Read the outputs that are there by now."""
        self._scope.start(self._read(), key="table")

    # -- inside

    def _gather(self) -> None:
        if self._table.isVisible() and not self._soon.isActive():
            self._soon.start()

    async def _read(self) -> None:
        rules = self._table.rules
        rules.set_samples(await self._samples())
        if self._rule is None and (found := await self._answers.guess_rule()):
            self._rule = found
            rules.set_rule(found)
        if self._rule is None:
            self._table.show_table(EMPTY)
            return
        self._table.show_table(self._named(await self._answers.table(self._rule)))

    async def _samples(self) -> list[tuple[str, str]]:
        groups = self._answers.fold.groups()[:SAMPLES]
        return [
            (self._name(group.sample), (await self._answers.text(group.sample)).text)
            for group in groups
        ]

    def _name(self, instance_id: str) -> str:
        return self._progress.tasks[instance_id].instance_name or instance_id

    def _named(self, table: Table) -> Table:
        """The table with the names of machines; those that share one are told by their ids."""
        members = dict.fromkeys(
            [row.member for row in table.rows] + [one.member for one in table.misfits]
        )
        self._ids = {}
        names: dict[str, str] = {}
        for member in members:
            name = self._name(member)
            names[member] = member if name in self._ids else name
            self._ids[names[member]] = member
        return msgspec.structs.replace(
            table,
            rows=tuple(one._replace(member=names[one.member]) for one in table.rows),
            misfits=tuple(one._replace(member=names[one.member]) for one in table.misfits),
        )

    def _use(self, rule: Rule) -> None:
        self._rule = rule
        past, name = self._services.past, self._progress.run.script.name
        past.keep_rules(name, msgspec.structs.replace(past.rules_of(name), table=rule))
        self.read()

    def _open(self, name: str) -> None:
        if instance_id := self._ids.get(name):
            self.machine_opened.emit(instance_id)

    async def _export(self) -> None:
        name = self._progress.run.script.name or self._progress.run_id
        path = await pick_new_file(
            self._table, _("Save the table"), f"{name}.csv", _("Tables (*.csv)")
        )
        if path is not None:
            await write_file(path, as_csv(self._table.table).encode())
