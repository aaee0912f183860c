"""The four parts of the page: each a table or list, with its pane where it has one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

from tat_console.services import agent_care
from tat_console.services.hosting import HostedInstance, RegisterCode
from tat_console.services.services import Services
from tat_console.support.i18n import _
from tat_console.tat.machines import Machine
from tat_console.ui.kit.states import EmptyState
from tat_console.ui.models.table import TableModel
from tat_console.ui.pages.hosted.agent_cards import AgentCards
from tat_console.ui.pages.hosted.agent_columns import (
    Fleet,
    agent_columns,
    agent_facets,
    agent_text,
)
from tat_console.ui.pages.hosted.agent_pane import AgentPane
from tat_console.ui.pages.hosted.browser import Browser
from tat_console.ui.pages.hosted.code_columns import code_columns, code_facets, code_text
from tat_console.ui.pages.hosted.code_pane import CodePane
from tat_console.ui.pages.hosted.machine_columns import Hosts, host_columns, host_facets
from tat_console.ui.pages.hosted.machine_pane import MachinePane
from tat_console.ui.widgets.detail_pane import DetailPane
from tat_console.ui.widgets.row_filter import RowFilter


class Tab(Protocol):
    """A table and its pane."""

    @property
    def browser(self) -> Browser[Any]:
        """The table with its filter."""
        ...

    @property
    def pane(self) -> DetailPane:
        """What stands beside it."""
        ...

    def count(self) -> int:
        """The number that stands on the tab."""
        ...

    def show(self) -> None:
        """Show the rows as they were last read."""
        ...

    def fill_pane(self) -> bool:
        """Show what the user is on in the pane; False where that is nothing."""
        ...


class HostsTab(QObject):
    """Hosted machines, of which several can be chosen; `asked` tells what is wanted with them."""

    asked = Signal(str, object)

    def __init__(self, parent: QObject, services: Services, new_code: Callable[[], object]) -> None:
        super().__init__(parent)
        self._services = services
        self._hosting = services.administration.hosting
        hosts = Hosts(self._hosting, services.directory)
        model = TableModel(host_columns(hosts), key_of=lambda each: each.info.instance_id)
        bar = RowFilter(
            "host", _("Name, ID, address, tag"), model.all_rows, HostedInstance.words,
            host_facets(hosts),
        )  # fmt: skip
        empty = EmptyState(
            "ph.link",
            _("No machine is hosted here"),
            _(
                "A machine outside the cloud becomes one by a register code: make a code, paste "
                "its lines on the machine, and it stands here."
            ),
            _("New code…"),
            new_code,
        )
        self.browser = Browser(
            "hosted_machines", _("Hosted machines"), model, bar, empty,
        )  # fmt: skip
        self.pane = MachinePane(hosts)
        self.pane.asked.connect(self._pass_on)
        self.browser.add_key("F2", self.pane.rename.click)
        self.browser.add_key("Delete", self.pane.remove.click)

    def count(self) -> int:
        """How many machines are hosted."""
        return len(self._hosting.instances)

    def show(self) -> None:
        """Show the machines as they were last read."""
        self.browser.set_rows(self._hosting.instances)

    def fill_pane(self) -> bool:
        """Show the chosen machines in the pane; False where there are none."""
        chosen = self.browser.chosen()
        if chosen:
            self.pane.show_instances(chosen, self._services.clock.now())
        return bool(chosen)

    def _pass_on(self, name: str) -> None:
        if chosen := self.browser.chosen():
            self.asked.emit(name, chosen)


class CodesTab(QObject):
    """Register codes, of which several can be chosen; `asked` tells what is wanted with them."""

    asked = Signal(str, object)

    def __init__(self, parent: QObject, services: Services, new_code: Callable[[], object]) -> None:
        super().__init__(parent)
        self._clock = services.clock
        self._hosting = services.administration.hosting
        model: TableModel[RegisterCode] = TableModel(
            code_columns(self._clock), key_of=lambda code: code.info.register_code_id
        )
        hint = _("Description, ID, prefix")
        bar = RowFilter("code", hint, model.all_rows, code_text, code_facets(self._clock))
        empty = EmptyState(
            "ph.key",
            _("No register code is kept"),
            _("A code lets a number of machines outside the cloud join, for some hours."),
            _("New code…"),
            new_code,
        )
        self.browser = Browser(
            "register_codes", _("Register codes"), model, bar, empty,
        )  # fmt: skip
        self.pane = CodePane()
        self.pane.asked.connect(self._pass_on)
        self.browser.add_key("Delete", self.pane.delete.click)

    def count(self) -> int:
        """How many codes there are."""
        return len(self._hosting.codes)

    def show(self) -> None:
        """Show the codes as they were last read."""
        self.browser.set_rows(self._hosting.codes)

    def fill_pane(self) -> bool:
        """Show the chosen codes in the pane; False where there are none."""
        codes = self.browser.chosen()
        if codes:
            joined = self._hosting.registered_with(codes[0].info.register_code_id)
            self.pane.show_codes(codes, joined, self._clock.now())
        return bool(codes)

    def _pass_on(self, name: str) -> None:
        if codes := self.browser.chosen():
            self.asked.emit(name, codes)


class AgentsTab(QObject):
    """The agents of all machines, those that need care first."""

    def __init__(self, parent: QObject, services: Services) -> None:
        super().__init__(parent)
        self._clock = services.clock
        self._directory = services.directory
        self._fleet = Fleet()
        model: TableModel[Machine] = TableModel(
            agent_columns(self._fleet), key_of=lambda machine: machine.instance_id
        )
        hint = _("Name, ID, address, OS")
        bar = RowFilter("agents", hint, model.all_rows, agent_text, agent_facets(self._fleet))
        empty = EmptyState(
            "ph.hard-drives",
            _("No machines are known"),
            _("Read the machines on the page Instances, or choose other regions."),
        )
        self.cards = AgentCards()
        self.browser = Browser(
            "agent_machines", _("Agents of all machines"), model, bar, empty,
            above=self.cards,
        )  # fmt: skip
        self.browser.table.sort_by(1)
        self.pane = AgentPane(self._fleet)

    def count(self) -> int:
        """How many machines need something."""
        machines = self._directory.machines
        return sum(self._fleet.need(machine) is not None for machine in machines)

    def show(self) -> None:
        """Show the machines as they were last read."""
        machines = self._directory.machines
        self._fleet.newest = agent_care.newest_version(machines)
        self._fleet.seen_at = self._directory.updated_at
        self.cards.show_fleet(machines, agent_care.overview(machines))
        self.browser.set_rows(machines)

    def fill_pane(self) -> bool:
        """Show the chosen machines in the pane; False where there are none."""
        current, chosen = self.browser.table.current_row(), self.browser.table.chosen_rows()
        if chosen:
            chosen = sorted(chosen, key=lambda machine: machine is not current)
            self.pane.show_machines(chosen, self._clock.now())
        return bool(chosen)
