"""The dialog in which the machines of a schedule are ticked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from PySide6.QtWidgets import QMenu, QWidget

from tat_console.runs.target_sets import TargetSet
from tat_console.services.schedule_drafts import MOST_TARGETS
from tat_console.services.services import Services
from tat_console.support.i18n import _, ngettext
from tat_console.tat.commands import Command
from tat_console.tat.machines import Machine
from tat_console.ui.dialogs.targets_from_list import TargetsFromList
from tat_console.ui.kit.ask import ACCEPTED, ask
from tat_console.ui.kit.banner import BannerStrip
from tat_console.ui.kit.controls import ButtonKind, Label, button
from tat_console.ui.kit.dialog import Dialog
from tat_console.ui.kit.errors import ErrorDesk
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GRID, row
from tat_console.ui.kit.lifetime import TaskScope
from tat_console.ui.kit.status_looks import AGENT_MISSING, look_of
from tat_console.ui.kit.words import kind_word, region_word
from tat_console.ui.models.columns import Cell, Column
from tat_console.ui.models.delegates import ROW_HEIGHT_TWO_LINES
from tat_console.ui.models.table import TableModel
from tat_console.ui.models.view import TableView
from tat_console.ui.widgets.search_field import SearchField

WIDTH: Final = 640
HEIGHT: Final = 500


class PickMachines(Dialog):
    """Ticks machines of one region; those that cannot take the command say why.

    Machines that are in the schedule already can be kept whatever state they are in.
    """

    def __init__(
        self,
        parent: QWidget,
        services: Services,
        region: str,
        command: Command | None,
        ticked: Sequence[str],
    ) -> None:
        super().__init__(parent, _("Machines of the schedule"), WIDTH)
        self.setObjectName("pick_machines")
        self._services = services
        self._region = region
        self._command = command
        self._kept = frozenset(ticked)
        self._left_out = 0
        self.banners = BannerStrip()
        self.scope = TaskScope(self, ErrorDesk(self.banners).report)
        self.model: TableModel[Machine] = TableModel(
            _columns(self._reason), key_of=lambda machine: machine.instance_id, blocked=self._reason
        )
        self.table: TableView[Machine] = TableView(self.model, _("Machines"), ROW_HEIGHT_TWO_LINES)
        self.table.setObjectName("pick_table")
        self.search = SearchField(_("Find a machine"))
        self.search.setObjectName("pick_search")
        self._fill()
        self._fill_foot()
        machines = [one for one in services.directory.in_front if one.region == region]
        self.model.set_rows(machines)
        self.table.sort_by(1)
        self.tick(ticked)
        self._left_out = 0
        self.search.textChanged.connect(self._find)
        self.model.ticks_changed.connect(self._say)
        self._say()
        self.resize(WIDTH, min(HEIGHT, round(parent.window().height() * 0.95)))
        self.search.setFocus()

    def ids(self) -> tuple[str, ...]:
        """The ticked machines."""
        return tuple(machine.instance_id for machine in self.model.ticked_rows())

    def tick(self, instance_ids: Iterable[str]) -> None:
        """Tick exactly these, as far as they can be."""
        wanted = frozenset(instance_ids)
        self.model.clear_ticks()
        self.model.tick(
            [one for one in self.model.all_rows() if one.instance_id in wanted], on=True
        )
        self._left_out = len(wanted) - len(self.model.ticked_rows())
        self._say()

    # -- building

    def _fill(self) -> None:
        self.sets = button(_("Take over"), "ph.stack", opens_menu=True)
        self.sets.setObjectName("pick_sets")
        self.sets.setAutoDefault(False)
        self.menu = QMenu(self.sets)
        self.menu.aboutToShow.connect(self.fill_menu)
        self.sets.setMenu(self.menu)
        self.fill_menu()
        line = row(self.search, self.sets, gap=GRID)
        line.setStretch(0, 1)
        self._count = Label("", Type.BASE, "text_2", wrap=True)
        self._count.setObjectName("pick_count")
        for part in (self.banners, line):
            self.body.addWidget(part) if isinstance(part, QWidget) else self.body.addLayout(part)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self._count)

    def _fill_foot(self) -> None:
        self.add_cancel(_("Cancel")).setDefault(False)
        self.accept_button = self.add_button("", ACCEPTED, ButtonKind.PRIMARY)
        self.accept_button.setObjectName("pick_accept")
        self.accept_button.setDefault(True)

    def fill_menu(self) -> None:
        """Offer what machines may be taken over from, as it is now."""
        self.menu.clear()
        chosen = self._services.chosen.ids
        text = _("Those chosen on the Instances page ({count})").format(count=len(chosen))
        action = self.menu.addAction(text)
        action.setObjectName("pick_chosen")
        action.setEnabled(bool(chosen))
        action.triggered.connect(lambda _on=False: self.tick(chosen))
        for one in self._services.target_sets:
            action = self.menu.addAction(_("Set “{name}”").format(name=one.name))
            action.triggered.connect(lambda _on=False, one=one: self._take_set(one))
        self.menu.addSeparator()
        listed = self.menu.addAction(_("From a list…"))
        listed.setObjectName("pick_from_list")
        listed.triggered.connect(lambda _on=False: self.scope.start(self._from_list(), key="list"))

    def _take_set(self, one: TargetSet) -> None:
        members = self._services.target_sets.members(one)
        self.tick(machine.instance_id for machine in members.machines)

    async def _from_list(self) -> None:
        dialog = TargetsFromList(self, list(self.model.all_rows()))
        if await ask(dialog) == ACCEPTED:
            self.tick(machine.instance_id for machine in dialog.found.machines)

    # -- inside

    def _reason(self, machine: Machine) -> str:
        if machine.instance_id in self._kept:
            return ""
        refusal = machine.refusal(self._command.command_type if self._command else None)
        return refusal.words if refusal else ""

    def _find(self, text: str) -> None:
        words = text.casefold().split()

        def passes(machine: Machine) -> bool:
            searched = _searched(machine)
            return all(word in searched for word in words)

        self.model.set_filter(passes if words else None)

    def _say(self) -> None:
        count = len(self.model.ticked_rows())
        text = ngettext("Take {count:,} machine", "Take {count:,} machines", count)
        self.accept_button.setText(text.format(count=count))
        self.accept_button.setEnabled(count > 0)
        self._count.setText(self._said(count))

    def _said(self, count: int) -> str:
        ready = sum(self.model.can_tick(machine) for machine in self.model.all_rows())
        text = _("{count:,} ticked of {ready:,} that can be, all in {region}.")
        said = text.format(count=count, ready=ready, region=region_word(self._region))
        if self._left_out:
            text = ngettext(
                "{count:,} machine is in another region or cannot take the command.",
                "{count:,} machines are in another region or cannot take the command.",
                self._left_out,
            )
            said = f"{said} {text.format(count=self._left_out)}"
        if count > MOST_TARGETS:
            text = _("One schedule takes {most}; the others go into further ones.")
            said = f"{said} {text.format(most=MOST_TARGETS)}"
        return said


def _columns(reason: Callable[[Machine], str]) -> list[Column[Machine]]:
    return [
        Column("name", _("Name and ID"), 160, _name, lambda one: one.name.casefold(), stretch=True),
        Column("agent", _("Agent"), 150, lambda one: _agent(one, reason(one))),
        Column("system", _("System"), 150, lambda one: Cell(one.os_name, kind_word(one.kind))),
    ]


def _name(machine: Machine) -> Cell:
    return Cell(machine.name, machine.instance_id, type=Type.NAME, second_type=Type.ID)


def _agent(machine: Machine, reason: str) -> Cell:
    look = AGENT_MISSING if machine.agent is None else look_of(machine.agent)
    return Cell(look.word, reason, look=look)


def _searched(machine: Machine) -> str:
    tags = (f"{tag.key} {tag.value}" for tag in machine.tags)
    parts = (machine.name, machine.instance_id, machine.os_name, *machine.private_ips, *tags)
    return "\n".join(parts).casefold()
