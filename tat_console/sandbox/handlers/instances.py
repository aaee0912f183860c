"""Agents, and the machines as CVM and Lighthouse know them (facts §1.2 row 12, §9)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from tat_console.sandbox.call import Call, Handlers
from tat_console.sandbox.listing import Listing, page
from tat_console.sandbox.machines import Machine
from tat_console.sandbox.refusal import Refused
from tat_console.tat.instances import (
    AutomationAgentInfo,
    CvmInstance,
    DescribeAutomationAgentStatus,
    DescribeAutomationAgentStatusReply,
    DescribeCvmInstances,
    DescribeCvmInstancesReply,
    DescribeLighthouseInstances,
    DescribeLighthouseInstancesReply,
    LighthouseInstance,
    Placement,
    PlatformType,
    VirtualPrivateCloud,
)
from tat_console.tat.listing import Filter
from tat_console.tat.statuses import AgentStatus, InstanceKind, OperatingSystem

_CHARGE_TYPE: Final = "POSTPAID_BY_HOUR"
_NORMAL: Final = "NORMAL"
_SECURITY_GROUP: Final = "sg-7k3m1p9x"

_AGENTS: Final = Listing[Machine](
    key=lambda row: row.instance_id,
    values={
        "agent-status": lambda row: [row.agent or ""],
        "environment": lambda row: [row.system],
        "instance-id": lambda row: [row.instance_id],
    },
)
_MACHINES: Final = Listing[Machine](
    key=lambda row: row.instance_id,
    values={
        "zone": lambda row: [row.zone],
        "project-id": lambda row: ["0"],
        "host-id": lambda row: [],
        "dedicated-cluster-id": lambda row: [],
        "vpc-id": lambda row: [row.vpc_id],
        "subnet-id": lambda row: [row.subnet_id],
        "instance-id": lambda row: [row.instance_id],
        "uuid": lambda row: [row.uuid],
        "security-group-id": lambda row: [_SECURITY_GROUP],
        "instance-name": lambda row: [row.name],
        "instance-charge-type": lambda row: [_CHARGE_TYPE],
        "instance-state": lambda row: [row.state],
        "private-ip-address": lambda row: [row.private_address],
        "public-ip-address": lambda row: [row.public_address],
        "ipv6-address": lambda row: [],
        "bundle-id": lambda row: [row.instance_type],
    },
    tags=lambda row: row.tags,
)


def describe_agents(
    call: Call[DescribeAutomationAgentStatus],
) -> DescribeAutomationAgentStatusReply:
    """Read agents; a machine that never had one is not among them."""
    request, world = call.request, call.state.world
    rows = [row for row in world.machines(call.region) if row.agent is not None]
    picked = _AGENTS.pick(rows, request.instance_ids, request.filters)
    return DescribeAutomationAgentStatusReply(
        total_count=len(picked),
        automation_agent_set=tuple(
            AutomationAgentInfo(
                instance_id=row.instance_id,
                version=row.agent_version,
                last_heartbeat_time=world.last_heartbeat(row),
                agent_status=row.agent or AgentStatus.OFFLINE,
                environment=row.system,
                support_features=("SESSION_MANAGER",),
            )
            for row in page(picked, request)
        ),
    )


def describe_cvm(call: Call[DescribeCvmInstances]) -> DescribeCvmInstancesReply:
    """Read CVM machines."""
    request = call.request
    within, filters = _creation_window(request.filters or ())
    rows = call.state.world.machines(call.region, InstanceKind.CVM)
    picked = [row for row in _MACHINES.pick(rows, request.instance_ids, filters) if within(row)]
    return DescribeCvmInstancesReply(
        total_count=len(picked), instance_set=tuple(map(_cvm, page(picked, request)))
    )


def describe_lighthouse(
    call: Call[DescribeLighthouseInstances],
) -> DescribeLighthouseInstancesReply:
    """Read Lighthouse machines."""
    request = call.request
    rows = call.state.world.machines(call.region, InstanceKind.LIGHTHOUSE)
    picked = _MACHINES.pick(rows, request.instance_ids, request.filters)
    return DescribeLighthouseInstancesReply(
        total_count=len(picked), instance_set=tuple(map(_lighthouse, page(picked, request)))
    )


def _creation_window(
    filters: tuple[Filter, ...],
) -> tuple[Callable[[Machine], bool], list[Filter]]:
    """The condition that the two filters over creation times make, and the other filters."""
    bounds: dict[str, datetime] = {}
    others = []
    for each in filters:
        if each.name in {"creation-start-time", "creation-end-time"}:
            bounds[each.name] = _moment(each)
        else:
            others.append(each)

    def within(row: Machine) -> bool:
        start = bounds.get("creation-start-time", row.created_time)
        return start <= row.created_time <= bounds.get("creation-end-time", row.created_time)

    return within, others


def _moment(condition: Filter) -> datetime:
    try:
        moment = datetime.fromisoformat(condition.values[0])
    except (IndexError, ValueError):
        moment = None
    if moment is None or moment.tzinfo is None:
        raise Refused("InvalidParameterValue.InvalidFilter", name=condition.name)
    return moment


def _cvm(row: Machine) -> CvmInstance:
    return CvmInstance(
        instance_id=row.instance_id,
        instance_name=row.name,
        instance_state=row.state,
        placement=Placement(zone=row.zone),
        instance_type=row.instance_type,
        cpu=row.cpu,
        memory=row.memory_gib,
        private_ip_addresses=(row.private_address,),
        public_ip_addresses=(row.public_address,) if row.public_address else None,
        virtual_private_cloud=VirtualPrivateCloud(vpc_id=row.vpc_id, subnet_id=row.subnet_id),
        os_name=row.os_name,
        image_id=f"img-{row.uuid[:8]}",
        tags=row.tags,
        created_time=row.created_time,
        instance_charge_type=_CHARGE_TYPE,
        restrict_state=_NORMAL,
        host_name=row.host_name,
        default_login_user=_login_user(row),
        default_login_port=3389 if row.system is OperatingSystem.WINDOWS else 22,
        security_group_ids=(_SECURITY_GROUP,),
        uuid=row.uuid,
    )


def _login_user(row: Machine) -> str:
    if row.system is OperatingSystem.WINDOWS:
        return "Administrator"
    return "ubuntu" if "Ubuntu" in row.os_name else "root"


def _lighthouse(row: Machine) -> LighthouseInstance:
    windows = row.system is OperatingSystem.WINDOWS
    return LighthouseInstance(
        instance_id=row.instance_id,
        instance_name=row.name,
        instance_state=row.state,
        zone=row.zone,
        bundle_id=row.instance_type,
        blueprint_id=f"lhbp-{row.uuid[:8]}",
        cpu=row.cpu,
        memory=row.memory_gib,
        private_addresses=(row.private_address,),
        public_addresses=(row.public_address,) if row.public_address else None,
        platform_type=PlatformType.WINDOWS if windows else PlatformType.LINUX_UNIX,
        platform=row.os_name.split()[0].upper(),
        os_name=row.os_name,
        tags=row.tags,
        created_time=row.created_time,
        instance_charge_type=_CHARGE_TYPE,
        renew_flag="NOTIFY_AND_MANUAL_RENEW",
        instance_restrict_state=_NORMAL,
        uuid=row.uuid,
    )


HANDLERS: Final[Handlers] = {
    "tat.DescribeAutomationAgentStatus": describe_agents,
    "cvm.DescribeInstances": describe_cvm,
    "lighthouse.DescribeInstances": describe_lighthouse,
}
