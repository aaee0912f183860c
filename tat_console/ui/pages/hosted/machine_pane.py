"""Beside the hosted machines: all about one, what can be done with it, why it is offline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal

from tat_console.services import agent_care
from tat_console.services.hosting import HostedInstance
from tat_console.support.i18n import _
from tat_console.tat.machines import Machine
from tat_console.tat.statuses import AgentStatus
from tat_console.ui.kit.banner import Notice
from tat_console.ui.kit.controls import ButtonKind, button
from tat_console.ui.kit.layout import rule
from tat_console.ui.kit.theme import ToneName
from tat_console.ui.kit.words import region_word
from tat_console.ui.pages.hosted.checklist import Checklist
from tat_console.ui.pages.hosted.machine_columns import Hosts
from tat_console.ui.pages.hosted.words import agent_look, minute_word
from tat_console.ui.widgets.detail_pane import DetailPane
from tat_console.ui.widgets.key_value import Fact, KeyValueList


class MachinePane(DetailPane):
    """`asked` tells what is wanted, by the name of the button: run, rename, remove."""

    asked = Signal(str)

    def __init__(self, hosts: Hosts) -> None:
        super().__init__(_("Details of the machine"))
        self._hosts = hosts
        self._notice = Notice(ToneName.GOOD, "")
        self._facts = KeyValueList()
        self._checks = Checklist()
        self._line = rule()
        for part in (self._notice, self._facts, self._line, self._checks):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.run = button(_("Run script…"), "ph.play")
        self.rename = button(_("Rename…"), kind=ButtonKind.FLAT)
        self.remove = button(_("Remove…"), kind=ButtonKind.FLAT)
        self.rename.setToolTip(_("Give it another name (F2)"))
        self.remove.setToolTip(_("Give it up (Delete)"))
        for name in ("run", "rename", "remove"):
            made = getattr(self, name)
            made.setObjectName(f"host_{name}")
            made.clicked.connect(lambda _on, name=name: self.asked.emit(name))
            self.foot.addWidget(made)
        self.foot.insertStretch(1, 1)

    def show_instances(self, instances: Sequence[HostedInstance], now: datetime) -> None:
        """Show the machine the user is on as it was last read; the buttons are for all chosen."""
        instance = instances[0]
        machine = self._hosts.machine(instance)
        self.set_head(instance.name, instance.info.instance_id)
        is_offline = machine.agent is not AgentStatus.ONLINE
        self._say_readiness(machine, is_offline)
        self._facts.set_facts(self._facts_of(instance, machine))
        checks = agent_care.why_offline(machine, now) if is_offline else ()
        self._checks.show_checks(_("Why is it offline?"), checks)
        self._checks.setVisible(is_offline)
        self._line.setVisible(is_offline)
        self._say_how_many(instances)

    def _say_how_many(self, instances: Sequence[HostedInstance]) -> None:
        count = len(instances)
        several = count > 1
        agents = [self._hosts.machine(one).agent for one in instances]
        self.run.setEnabled(AgentStatus.ONLINE in agents)
        self.rename.setEnabled(not several)
        self.remove.setText(_("Remove {count}…").format(count=count) if several else _("Remove…"))

    def _say_readiness(self, machine: Machine, is_offline: bool) -> None:
        if is_offline:
            self._notice.set_message(
                ToneName.BAD,
                _("Its agent is silent"),
                _("It takes no runs until the agent calls again; the list below helps to see why."),
            )
        else:
            text = _("The agent is online and takes runs.")
            self._notice.set_message(ToneName.GOOD, _("Ready for a run"), text)

    def _facts_of(self, instance: HostedInstance, machine: Machine) -> list[Fact]:
        info, look = instance.info, agent_look(machine)
        tags = ", ".join(f"{tag.key}: {tag.value}" for tag in info.tags)
        version = f", {machine.agent_version}" if machine.agent_version else ""
        rows = [
            Fact(_("Agent"), look.word + version, look),
            Fact(_("Last heard"), minute_word(machine.last_heartbeat)),
            Fact(_("Features"), ", ".join(machine.agent_features)),
            Fact(_("System"), machine.os_name or str(info.system_name)),
            Fact(_("Host name"), info.host_name),
            Fact(_("Address"), info.local_ip),
            Fact(_("Region"), region_word(instance.region)),
            Fact(_("Joined"), minute_word(info.created_time)),
            Fact(_("Joined with"), self._hosts.code_name(instance)),
            Fact(_("Machine ID"), info.machine_id, code=True, wide=True),
            Fact(_("Tags"), tags),
        ]
        return [fact for fact in rows if fact.value]
