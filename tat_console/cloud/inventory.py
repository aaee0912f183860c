"""The machines of a region: three products' lists joined with the agents (facts §9.3)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, TypeVar

import msgspec

from tat_console.ports.cloud import Cloud, RegionMachines
from tat_console.runs.paging import rows
from tat_console.support.errors import ConsoleError
from tat_console.tat import limits
from tat_console.tat.errors import ServiceError
from tat_console.tat.hosting import DescribeRegisterInstances, RegisterInstanceInfo
from tat_console.tat.instances import (
    AutomationAgentInfo,
    CvmInstance,
    DescribeAutomationAgentStatus,
    DescribeCvmInstances,
    DescribeLighthouseInstances,
    LighthouseInstance,
    PlatformType,
)
from tat_console.tat.listing import Page
from tat_console.tat.machines import Machine, hosted_machine
from tat_console.tat.statuses import AgentStatus, InstanceKind, OperatingSystem
from tat_console.tat.wire import Wire

W = TypeVar("W", bound=Wire)
T = TypeVar("T")

AT_ONCE: Final = 1_000
"""After so many machines the loop gets a turn."""
CALLS_AT_ONCE: Final = 20
"""So many calls are allowed in a second; to prepare all at once would hold the loop."""

_NOT_OFFERED: Final = frozenset(
    {"UnsupportedRegion", "ResourceUnavailable.LighthouseUnsupportedRegion"}
)
"""A product that does not exist in a region has no machines there; that is no failure."""


class CloudInventory:
    """Reads machines through a cloud; implements `ports.cloud.Inventory`."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud

    async def machines(self, region: str) -> RegionMachines:
        """All machines of a region with their agents; never raises for one product's failure."""
        errors: list[ConsoleError] = []
        cvm, lighthouse, hosted = await asyncio.gather(
            self._list(DescribeCvmInstances(), CvmInstance, _of_cvm, region, errors),
            self._list(
                DescribeLighthouseInstances(), LighthouseInstance, _of_lighthouse, region, errors
            ),
            self._list(
                DescribeRegisterInstances(), RegisterInstanceInfo, hosted_machine, region, errors
            ),
        )
        machines = [*cvm, *lighthouse, *hosted]
        agents = await self._agents([machine.instance_id for machine in machines], region, errors)
        joined: list[Machine] = []
        for some in _batches(machines, AT_ONCE):
            joined.extend(_with_agent(machine, agents) for machine in some)
            await asyncio.sleep(0)
        return RegionMachines(region=region, machines=tuple(joined), errors=tuple(errors))

    async def _list(
        self,
        request: Page[Any],
        kind: type[W],
        machine_of: Callable[[W, str], Machine],
        region: str,
        errors: list[ConsoleError],
    ) -> list[Machine]:
        """Return what could be read before an error, which is noted."""
        found: list[Machine] = []
        try:
            async for row in rows(self._cloud, request, kind, region=region):
                found.append(machine_of(row, region))  # noqa: PERF401 - keeps rows read so far
        except ServiceError as error:
            if error.code not in _NOT_OFFERED:
                errors.append(error)
        except ConsoleError as error:
            errors.append(error)
        return found

    async def _agents(
        self, instance_ids: Sequence[str], region: str, errors: list[ConsoleError]
    ) -> dict[str, AutomationAgentInfo | None]:
        agents: dict[str, AutomationAgentInfo | None] = {}
        for some in _batches(list(_batches(instance_ids, limits.IDS.most)), CALLS_AT_ONCE):
            asked = await asyncio.gather(
                *(self._agents_of(batch, region, errors) for batch in some)
            )
            for known in asked:
                agents.update(known)
        return agents

    async def _agents_of(
        self, batch: tuple[str, ...], region: str, errors: list[ConsoleError]
    ) -> dict[str, AutomationAgentInfo | None]:
        """Return an agent for each machine: None where there is none, UNKNOWN if asking failed."""
        request = DescribeAutomationAgentStatus(instance_ids=batch, limit=len(batch))
        try:
            reply = await self._cloud.call(request, region=region)
        except ConsoleError as error:
            errors.append(error)
            unknown = AutomationAgentInfo(
                agent_status=AgentStatus.UNKNOWN, environment=OperatingSystem.UNKNOWN
            )
            return dict.fromkeys(batch, unknown)
        return {agent.instance_id: agent for agent in reply.automation_agent_set}


def _batches(items: Sequence[T], size: int) -> Iterable[tuple[T, ...]]:
    return (tuple(items[start : start + size]) for start in range(0, len(items), size))


def _with_agent(machine: Machine, agents: dict[str, AutomationAgentInfo | None]) -> Machine:
    agent = agents.get(machine.instance_id)
    if agent is None:
        return machine
    changes: dict[str, Any] = {"agent": agent.agent_status}
    if agent.agent_status is AgentStatus.UNKNOWN:
        changes["agent"] = machine.agent or AgentStatus.UNKNOWN
    if agent.environment is not OperatingSystem.UNKNOWN:
        changes["system"] = agent.environment
    return msgspec.structs.replace(
        machine,
        agent_version=agent.version,
        last_heartbeat=agent.last_heartbeat_time,
        agent_features=agent.support_features,
        **changes,
    )


def _of_cvm(row: CvmInstance, region: str) -> Machine:
    return Machine(
        instance_id=row.instance_id,
        name=row.instance_name,
        region=region,
        kind=InstanceKind.CVM,
        state=row.instance_state,
        system=_system_named(row.os_name),
        os_name=row.os_name,
        zone=row.placement.zone,
        instance_type=row.instance_type,
        cpu=row.cpu,
        memory_gib=row.memory,
        private_ips=row.private_ip_addresses,
        public_ips=(*(row.public_ip_addresses or ()), *(row.ipv6_addresses or ())),
        vpc_id=row.virtual_private_cloud.vpc_id,
        login_user=row.default_login_user,
        tags=row.tags or (),
        created_at=row.created_time,
    )


def _of_lighthouse(row: LighthouseInstance, region: str) -> Machine:
    is_windows = row.platform_type is PlatformType.WINDOWS
    return Machine(
        instance_id=row.instance_id,
        name=row.instance_name,
        region=region,
        kind=InstanceKind.LIGHTHOUSE,
        state=row.instance_state,
        system=OperatingSystem.WINDOWS if is_windows else _system_named(row.os_name),
        os_name=row.os_name,
        zone=row.zone,
        instance_type=row.bundle_id,
        cpu=row.cpu,
        memory_gib=row.memory,
        private_ips=row.private_addresses,
        public_ips=(*(row.public_addresses or ()), *(row.public_ipv6_addresses or ())),
        tags=row.tags or (),
        created_at=row.created_time,
    )


def _system_named(os_name: str) -> OperatingSystem:
    """Tell the family from the name, since CVM tells nothing else (facts §9.1)."""
    if not os_name:
        return OperatingSystem.UNKNOWN
    is_windows = os_name.casefold().startswith("windows")
    return OperatingSystem.WINDOWS if is_windows else OperatingSystem.LINUX
