"""The pane beside the table: everything that is known of one machine."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal

from tat_console.support.i18n import _, listed
from tat_console.tat.machines import Machine
from tat_console.tat.statuses import InstanceKind
from tat_console.ui.kit.banner import Notice
from tat_console.ui.kit.controls import button
from tat_console.ui.kit.layout import rule
from tat_console.ui.kit.theme import ToneName
from tat_console.ui.kit.words import clock_word, kind_word, region_word
from tat_console.ui.pages.instances.columns import Surroundings
from tat_console.ui.pages.instances.past import MachinePastView
from tat_console.ui.pages.instances.tag_flow import TagFlow
from tat_console.ui.pages.instances.words import (
    agent_look,
    heartbeat,
    place_name,
    state_look,
    why_not,
)
from tat_console.ui.widgets.detail_pane import DetailPane
from tat_console.ui.widgets.key_value import Fact, KeyValueList

WIDTH: Final = 258


class DetailsPane(DetailPane):
    """Shows one machine; stays current when the machine is read again."""

    run_here_asked = Signal(str)
    history_asked = Signal(str)
    machine_shown = Signal(str)

    def __init__(self, around: Surroundings) -> None:
        super().__init__(_("Details of the machine"))
        self.setObjectName("machine_details")
        self._around = around
        self._machine: Machine | None = None
        self.setMinimumWidth(220)
        self.setMaximumWidth(420)
        self._notice = Notice(ToneName.GOOD, "")
        self._facts = KeyValueList()
        self._tags = TagFlow()
        self.past = MachinePastView()
        self.past.all_asked.connect(self._ask_history)
        self._run_here = button(_("Run here…"), "ph.play")
        self._run_here.setObjectName("run_here")
        self._run_here.setToolTip(_("Choose only this machine and go on to the script"))
        self._run_here.clicked.connect(self._ask_run)
        self._history = button(_("History"), "ph.clock-counter-clockwise")
        self._history.setObjectName("history_here")
        self._history.setToolTip(_("All runs on this machine, in the history"))
        self._history.clicked.connect(self._ask_history)
        for part in (self._notice, rule(), self._facts, self._tags, self.past):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.foot.addWidget(self._run_here)
        self.foot.addWidget(self._history)

    @property
    def machine(self) -> Machine | None:
        """The machine on show."""
        return self._machine

    def show_machine(self, machine: Machine) -> None:
        """Show a machine as it was last read."""
        self._machine = machine
        self.set_head(machine.name or machine.instance_id, machine.instance_id)
        self._show_readiness(machine)
        self._facts.set_facts(facts(machine, self._around))
        self._tags.set_tags([(tag.key, tag.value) for tag in machine.tags])
        self._run_here.setEnabled(machine.refusal() is None)
        self.machine_shown.emit(machine.instance_id)

    def _show_readiness(self, machine: Machine) -> None:
        refusal = machine.refusal()
        if refusal is None:
            self._notice.set_message(
                ToneName.GOOD, _("Ready for a run"), _("The machine runs and its agent is online.")
            )
        else:
            self._notice.set_message(
                ToneName.LATE,
                _("Cannot take a run"),
                why_not(machine, refusal, self._around.seen_at),
                "ph.prohibit",
            )

    def _ask_history(self) -> None:
        if self._machine:
            self.history_asked.emit(self._machine.instance_id)

    def _ask_run(self) -> None:
        if self._machine:
            self.run_here_asked.emit(self._machine.instance_id)


def facts(machine: Machine, around: Surroundings) -> list[Fact]:
    """Everything known about a machine, in the order shown."""
    agent = agent_look(machine)
    state = None if machine.kind is InstanceKind.HOSTED else state_look(machine.state)
    version = f", {machine.agent_version}" if machine.agent_version else ""
    created = f"{machine.created_at.astimezone():%Y-%m-%d}" if machine.created_at else ""
    profile = around.profile_of(machine) if around.are_several else None
    rows = [
        Fact(_("Profile"), profile.name if profile else ""),
        Fact(_("State"), state.word if state else "", state),
        Fact(_("Agent"), agent.word + version, agent),
        Fact(_("Heartbeat"), _heartbeat_words(machine, around)),
        Fact(_("Kind"), _joined(kind_word(machine.kind), machine.instance_type)),
        Fact(_("Size"), _size(machine)),
        Fact(_("System"), machine.os_name),
        Fact(_("Region"), _joined(region_word(machine.region), place_name(machine))),
        Fact(_("Private IP"), _joined(*machine.private_ips)),
        Fact(_("Public IP"), _joined(*machine.public_ips)),
        Fact(_("Network"), machine.vpc_id),
        Fact(_("User"), machine.login_user),
        Fact(_("Created"), created),
    ]
    return [fact for fact in rows if fact.value]


def _joined(*words: str) -> str:
    return listed(filter(None, words))


def _heartbeat_words(machine: Machine, around: Surroundings) -> str:
    age = heartbeat(machine, around.seen_at)
    if machine.last_heartbeat is None:
        return age
    return _("{time} ({age} ago)").format(time=clock_word(machine.last_heartbeat), age=age)


def _size(machine: Machine) -> str:
    if not machine.cpu:
        return ""
    return _("{cpu} CPU, {memory} GiB").format(cpu=machine.cpu, memory=machine.memory_gib)
