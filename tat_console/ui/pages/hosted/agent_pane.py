"""Beside the agents: the lines that install or update them, and why one is silent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from tat_console.services import agent_care
from tat_console.services.agent_care import Care, Install
from tat_console.support.i18n import N_, _, ngettext
from tat_console.tat.agents import Network
from tat_console.tat.machines import Machine
from tat_console.ui.kit.banner import Notice
from tat_console.ui.kit.controls import Label
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GAP, row, rule
from tat_console.ui.kit.theme import ToneName
from tat_console.ui.kit.words import region_word
from tat_console.ui.pages.hosted.agent_columns import Fleet
from tat_console.ui.pages.hosted.checklist import Checklist
from tat_console.ui.pages.hosted.words import care_look
from tat_console.ui.widgets.copy_lines import CopyLines
from tat_console.ui.widgets.detail_pane import DetailPane
from tat_console.ui.widgets.segments import Segments

_SENTENCES: Final = {
    Care.MISSING: N_("Install the agent with the line below; it takes runs a minute later."),
    Care.OFFLINE: N_("It takes no runs until the agent calls again. The list says what to check."),
    Care.OLD: N_("Update the agent with the line below; runs that are under way are not stopped."),
}
_SHORT: Final = {
    Network.INTERNET: N_("Over the internet"),
    Network.CLOUD: N_("Inside the cloud"),
}


class AgentPane(DetailPane):
    """Shows what one machine needs, or the lines for all that are chosen."""

    def __init__(self, fleet: Fleet) -> None:
        super().__init__(_("Care for agents"))
        self._fleet = fleet
        self._machines: tuple[Machine, ...] = ()
        self._notice = Notice(ToneName.GOOD, "")
        self._network = Segments(
            _("How the machine reaches the installer"),
            [(network, _(words)) for network, words in _SHORT.items()],
        )
        self._network.chosen.connect(lambda _network: self._show_lines())
        self._installs: list[Install] = []
        self._lines = QWidget()
        self._list = QVBoxLayout(self._lines)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(GAP)
        self._checks = Checklist()
        self._rule = rule()
        self.body.addWidget(self._notice)
        self.body.addWidget(Label(_("Install or update"), Type.HEADING))
        self.body.addLayout(row(self._network, None))
        for part in (self._lines, self._rule, self._checks):
            self.body.addWidget(part)
        self.body.addStretch(1)
        note = _("As root, or as an administrator in PowerShell.")
        self.foot.addWidget(Label(note, Type.SMALL, "text_3", wrap=True))

    def show_machines(self, machines: Sequence[Machine], now: datetime) -> None:
        """Show these machines as they were last read; the first is the one the user is on."""
        self._machines = tuple(machines)
        one = machines[0]
        if len(machines) == 1:
            self.set_head(one.name or one.instance_id, one.instance_id)
        else:
            text = ngettext("{count:,} machine", "{count:,} machines", len(machines))
            self.set_head(text.format(count=len(machines)), "")
        need = self._fleet.need(one) if len(machines) == 1 else None
        self._say_need(one, need)
        checks = agent_care.why_offline(one, now) if need in (Care.OFFLINE, Care.MISSING) else []
        is_missing = need is Care.MISSING
        title = _("What the agent needs") if is_missing else _("Why is it offline?")
        self._checks.show_checks(title, checks)
        self._checks.setVisible(bool(checks))
        self._rule.setVisible(bool(checks))
        self._show_lines()

    def _say_need(self, machine: Machine, need: Care | None) -> None:
        self._notice.setVisible(len(self._machines) == 1)
        if need is not None:
            look = care_look(need)
            self._notice.set_message(look.tone, look.word, _(_SENTENCES[need]), look.icon)
        elif machine.refusal() is None:
            self._notice.set_message(ToneName.GOOD, _("The agent is well"), "")
        else:
            text = _("An agent cannot be cared for while the machine is off.")
            self._notice.set_message(ToneName.IDLE, _("The machine is not running"), text)

    def _show_lines(self) -> None:
        network = self._network.choice()
        installs = agent_care.installs(self._machines, Network(network))
        if installs == self._installs:
            return
        self._installs = installs
        while item := self._list.takeAt(0):
            if old := item.widget():
                old.hide()
                old.deleteLater()
        for place, install in enumerate(installs):
            lines = CopyLines(f"install_{place}")
            lines.show_lines(self._title(install), install.line)
            self._list.addWidget(lines)

    def _title(self, install: Install) -> str:
        where = {"system": install.system, "region": region_word(install.region)}
        if len(self._machines) == 1:
            return _("{system}, {region}").format(**where)
        count = len(install.names)
        text = ngettext(
            "{system}, {region}: {count:,} machine", "{system}, {region}: {count:,} machines", count
        )
        return text.format(**where, count=count)
