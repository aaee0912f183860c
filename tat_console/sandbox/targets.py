"""The machines of a run, checked as a whole before anything starts (facts §1.2, §5.3)."""

from __future__ import annotations

from collections.abc import Sequence

from tat_console.sandbox.fleet import can_run
from tat_console.sandbox.machines import Machine
from tat_console.sandbox.refusal import Refused
from tat_console.sandbox.state import State
from tat_console.tat.statuses import AgentStatus, CommandType, InstanceKind, InstanceState


def find_targets(state: State, region: str, instance_ids: Sequence[str]) -> list[Machine]:
    """The machines of these ids, each once; raises Refused where they are mixed or one is not there."""
    ids = list(dict.fromkeys(instance_ids))
    if not ids:
        raise Refused("InvalidParameterValue", field="InstanceIds", detail="it is empty")
    if len({InstanceKind.of(each) for each in ids}) > 1:
        raise Refused("InvalidParameterValue.InconsistentInstance")
    machines = []
    for instance_id in ids:
        machine = state.world.machine(instance_id, region)
        if machine is None:
            raise Refused("ResourceNotFound.InstanceNotFound", instance=instance_id)
        machines.append(machine)
    return machines


def check_ready(machines: Sequence[Machine], command_type: CommandType) -> None:
    """Refuse the whole run where one machine could not take it."""
    for machine in machines:
        if machine.state is not InstanceState.RUNNING:
            raise Refused(
                "ResourceUnavailable.InstanceStateNotRunning", instance=machine.instance_id
            )
    check_agents(machines)
    for machine in machines:
        if not machine.takes(command_type):
            raise Refused(
                "InvalidParameterValue.AgentUnsupportedCommandType",
                instance=machine.instance_id,
                type=command_type,
            )


def check_agents(machines: Sequence[Machine]) -> None:
    """Refuse machines without an agent, or with one that is offline."""
    for machine in machines:
        if machine.agent is None:
            raise Refused("ResourceUnavailable.AgentNotInstalled", instance=machine.instance_id)
        if machine.agent is not AgentStatus.ONLINE:
            raise Refused(
                "ResourceUnavailable.AgentStatusNotOnline",
                instance=machine.instance_id,
                detail="" if can_run(machine.system) else " (no PowerShell on this computer)",
            )
