"""Machines as CVM and Lighthouse know them, and their agents (facts §1.2 row 12, §9)."""

from __future__ import annotations

from datetime import datetime

from tat_console.tat.listing import Counted, FilteredPage, Ids, Tag
from tat_console.tat.statuses import AgentStatus, InstanceState, OperatingSystem, Word
from tat_console.tat.wire import Wire


class AutomationAgentInfo(Wire, frozen=True, kw_only=True, gc=False):
    """The agent of one machine; a machine that never had one is not listed at all."""

    instance_id: str = ""
    version: str = ""
    last_heartbeat_time: datetime | None = None
    agent_status: AgentStatus = AgentStatus.OFFLINE
    environment: OperatingSystem = OperatingSystem.LINUX
    support_features: tuple[str, ...] = ()


class DescribeAutomationAgentStatusReply(Counted, frozen=True, kw_only=True):
    """A page of agents."""

    automation_agent_set: tuple[AutomationAgentInfo, ...] = ()


class DescribeAutomationAgentStatus(
    FilteredPage[DescribeAutomationAgentStatusReply], frozen=True, kw_only=True
):
    """Read agents; the one action with 60 requests a second."""

    instance_ids: Ids = None


class Placement(Wire, frozen=True, kw_only=True):
    """Where a CVM machine stands."""

    zone: str = ""
    project_id: int = 0


class VirtualPrivateCloud(Wire, frozen=True, kw_only=True):
    """The network a CVM machine is in."""

    vpc_id: str = ""
    subnet_id: str = ""


class CvmInstance(Wire, frozen=True, kw_only=True, gc=False):
    """A CVM machine, memory in GiB."""

    instance_id: str = ""
    instance_name: str = ""
    instance_state: InstanceState = InstanceState.UNKNOWN
    placement: Placement = Placement()
    instance_type: str = ""
    cpu: int = 0
    memory: int = 0
    private_ip_addresses: tuple[str, ...] = ()
    public_ip_addresses: tuple[str, ...] | None = None
    ipv6_addresses: tuple[str, ...] | None = None
    virtual_private_cloud: VirtualPrivateCloud = VirtualPrivateCloud()
    os_name: str = ""
    image_id: str = ""
    tags: tuple[Tag, ...] | None = None
    created_time: datetime | None = None
    expired_time: datetime | None = None
    instance_charge_type: str = ""
    restrict_state: str = ""
    renew_flag: str | None = None
    host_name: str | None = None
    default_login_user: str = ""
    default_login_port: int = 0
    cam_role_name: str | None = None
    security_group_ids: tuple[str, ...] = ()
    latest_operation: str | None = None
    latest_operation_state: str | None = None
    uuid: str = ""


class DescribeCvmInstancesReply(Counted, frozen=True, kw_only=True):
    """A page of CVM machines."""

    instance_set: tuple[CvmInstance, ...] = ()


class DescribeCvmInstances(FilteredPage[DescribeCvmInstancesReply], frozen=True, kw_only=True):
    """Read CVM machines (cvm DescribeInstances)."""

    instance_ids: Ids = None


class PlatformType(Word):
    """The system family of a Lighthouse machine."""

    UNKNOWN = "UNKNOWN"
    LINUX_UNIX = "LINUX_UNIX"
    WINDOWS = "WINDOWS"


class LighthouseInstance(Wire, frozen=True, kw_only=True, gc=False):
    """A Lighthouse machine, memory in GiB."""

    instance_id: str = ""
    instance_name: str = ""
    instance_state: InstanceState = InstanceState.UNKNOWN
    zone: str = ""
    bundle_id: str = ""
    blueprint_id: str = ""
    cpu: int = 0
    memory: int = 0
    private_addresses: tuple[str, ...] = ()
    public_addresses: tuple[str, ...] | None = None
    public_ipv6_addresses: tuple[str, ...] | None = None
    platform_type: PlatformType = PlatformType.LINUX_UNIX
    platform: str = ""
    os_name: str = ""
    tags: tuple[Tag, ...] | None = None
    created_time: datetime | None = None
    expired_time: datetime | None = None
    isolated_time: datetime | None = None
    instance_charge_type: str = ""
    renew_flag: str = ""
    instance_restrict_state: str = ""
    latest_operation: str | None = None
    latest_operation_state: str | None = None
    uuid: str = ""
    init_invocation_id: str = ""


class DescribeLighthouseInstancesReply(Counted, frozen=True, kw_only=True):
    """A page of Lighthouse machines."""

    instance_set: tuple[LighthouseInstance, ...] = ()


class DescribeLighthouseInstances(
    FilteredPage[DescribeLighthouseInstancesReply], frozen=True, kw_only=True
):
    """Read Lighthouse machines (lighthouse DescribeInstances)."""

    instance_ids: Ids = None
