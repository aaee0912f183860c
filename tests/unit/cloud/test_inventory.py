"""Machines of a region: three lists and their agents, joined."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tat_console.cloud.inventory import CloudInventory
from tat_console.ports.cloud import RegionMachines
from tat_console.support.errors import ConsoleError
from tat_console.tat.actions import action_of
from tat_console.tat.error_texts import service_error
from tat_console.tat.errors import NotSent
from tat_console.tat.hosting import DescribeRegisterInstancesReply, RegisterInstanceInfo
from tat_console.tat.instances import (
    AutomationAgentInfo,
    CvmInstance,
    DescribeAutomationAgentStatusReply,
    DescribeCvmInstancesReply,
    DescribeLighthouseInstancesReply,
    LighthouseInstance,
    Placement,
    PlatformType,
    VirtualPrivateCloud,
)
from tat_console.tat.listing import Tag
from tat_console.tat.machines import Machine, Refusal
from tat_console.tat.statuses import (
    AgentStatus,
    CommandType,
    InstanceKind,
    InstanceState,
    OperatingSystem,
)
from tat_console.tat.wire import Reply

CVM = "cvm.DescribeInstances"
LIGHTHOUSE = "lighthouse.DescribeInstances"
HOSTED = "tat.DescribeRegisterInstances"
AGENTS = "tat.DescribeAutomationAgentStatus"


class Region:
    """A cloud with one region's lists; an error in place of a list is raised."""

    def __init__(self, **lists: Any) -> None:
        self.lists = {CVM: (), LIGHTHOUSE: (), HOSTED: (), AGENTS: ()} | lists
        self.asked: list[str] = []

    async def call(self, request: Any, *, region: str) -> Reply:
        key = action_of(request).key
        self.asked.append(key)
        rows = self.lists[key]
        if isinstance(rows, ConsoleError):
            raise rows
        if key == AGENTS:
            wanted = [row for row in rows if row.instance_id in request.instance_ids]
            return DescribeAutomationAgentStatusReply(
                total_count=len(wanted), automation_agent_set=tuple(wanted)
            )
        page = tuple(rows[request.offset : request.offset + request.limit])
        if key == HOSTED:
            return DescribeRegisterInstancesReply(total_count=len(rows), register_instance_set=page)
        kind: Any = DescribeCvmInstancesReply if key == CVM else DescribeLighthouseInstancesReply
        reply: Reply = kind(total_count=len(rows), instance_set=page)
        return reply


def machines_of(region: Region) -> RegionMachines:
    cloud: Any = region
    return asyncio.run(CloudInventory(cloud).machines("ap-guangzhou"))


def only(region: Region) -> Machine:
    (machine,) = machines_of(region).machines
    return machine


def agent(instance_id: str, **fields: Any) -> AutomationAgentInfo:
    fields = {"agent_status": AgentStatus.ONLINE, "version": "1.1.9"} | fields
    return AutomationAgentInfo(instance_id=instance_id, **fields)


def test_a_cvm_machine_with_its_agent() -> None:
    row = CvmInstance(
        instance_id="ins-1",
        instance_name="web-01",
        instance_state=InstanceState.RUNNING,
        placement=Placement(zone="ap-guangzhou-3"),
        instance_type="S5.MEDIUM4",
        cpu=2,
        memory=4,
        private_ip_addresses=("10.0.0.1",),
        public_ip_addresses=("1.2.3.4",),
        ipv6_addresses=("::1",),
        virtual_private_cloud=VirtualPrivateCloud(vpc_id="vpc-1"),
        os_name="Debian 12",
        default_login_user="root",
        tags=(Tag(key="app", value="web"),),
    )
    machine = only(Region(**{CVM: [row], AGENTS: [agent("ins-1")]}))
    assert machine == Machine(
        instance_id="ins-1",
        name="web-01",
        region="ap-guangzhou",
        kind=InstanceKind.CVM,
        state=InstanceState.RUNNING,
        agent=AgentStatus.ONLINE,
        agent_version="1.1.9",
        system=OperatingSystem.LINUX,
        os_name="Debian 12",
        zone="ap-guangzhou-3",
        instance_type="S5.MEDIUM4",
        cpu=2,
        memory_gib=4,
        private_ips=("10.0.0.1",),
        public_ips=("1.2.3.4", "::1"),
        vpc_id="vpc-1",
        login_user="root",
        tags=(Tag(key="app", value="web"),),
    )
    assert machine.refusal(CommandType.SHELL) is None


def test_a_machine_without_an_agent_says_so() -> None:
    row = CvmInstance(instance_id="ins-1", instance_state=InstanceState.RUNNING)
    machine = only(Region(**{CVM: [row]}))
    assert machine.agent is None
    assert machine.refusal() is Refusal.NO_AGENT


@pytest.mark.parametrize(
    ("os_name", "system"),
    [
        ("Windows Server 2022", OperatingSystem.WINDOWS),
        ("TencentOS Server 4", OperatingSystem.LINUX),
        ("", OperatingSystem.UNKNOWN),
    ],
)
def test_without_an_agent_the_name_tells_the_system(os_name: str, system: OperatingSystem) -> None:
    row = CvmInstance(instance_id="ins-1", os_name=os_name)
    assert only(Region(**{CVM: [row]})).system is system


def test_a_lighthouse_machine_tells_its_system_itself() -> None:
    row = LighthouseInstance(
        instance_id="lhins-1", platform_type=PlatformType.WINDOWS, bundle_id="bundle-1"
    )
    machine = only(Region(**{LIGHTHOUSE: [row]}))
    assert machine.kind is InstanceKind.LIGHTHOUSE
    assert machine.system is OperatingSystem.WINDOWS
    assert machine.instance_type == "bundle-1"


def test_a_hosted_machine_has_its_own_word_on_its_agent() -> None:
    row = RegisterInstanceInfo(
        instance_id="rins-1",
        instance_name="office-nas",
        status=AgentStatus.ONLINE,
        system_name=OperatingSystem.LINUX,
        local_ip="192.168.1.5",
    )
    machine = only(Region(**{HOSTED: [row]}))
    assert machine.kind is InstanceKind.HOSTED
    assert machine.agent is AgentStatus.ONLINE
    assert machine.private_ips == ("192.168.1.5",)
    assert machine.refusal(CommandType.SHELL) is None


def test_the_agent_service_is_asked_for_a_hundred_machines_at_a_time() -> None:
    region = Region(
        **{
            CVM: [CvmInstance(instance_id=f"ins-{number:08}") for number in range(250)],
            AGENTS: [agent(f"ins-{number:08}") for number in range(250)],
        }
    )
    found = machines_of(region)
    assert len(found.machines) == 250
    assert all(machine.agent is AgentStatus.ONLINE for machine in found.machines)
    assert region.asked.count(CVM) == 3
    assert region.asked.count(AGENTS) == 3


def test_a_product_that_fails_does_not_take_the_others_along() -> None:
    row = CvmInstance(instance_id="ins-1")
    error = NotSent("The service cannot be reached")
    found = machines_of(Region(**{CVM: [row], LIGHTHOUSE: error, AGENTS: [agent("ins-1")]}))
    assert [machine.instance_id for machine in found.machines] == ["ins-1"]
    assert found.errors == (error,)


def test_when_agents_cannot_be_asked_nobody_is_called_agentless() -> None:
    rows = {
        CVM: [CvmInstance(instance_id="ins-1", instance_state=InstanceState.RUNNING)],
        HOSTED: [RegisterInstanceInfo(instance_id="rins-1", status=AgentStatus.OFFLINE)],
    }
    error = service_error("InternalError", "Broken.")
    found = machines_of(Region(**rows, **{AGENTS: error}))
    assert found.errors == (error,)
    assert [machine.agent for machine in found.machines] == [
        AgentStatus.UNKNOWN,
        AgentStatus.OFFLINE,
    ]
    assert found.machines[0].refusal() is None


@pytest.mark.parametrize(
    "code", ["UnsupportedRegion", "ResourceUnavailable.LighthouseUnsupportedRegion"]
)
def test_a_region_without_lighthouse_is_no_failure(code: str) -> None:
    found = machines_of(Region(**{LIGHTHOUSE: service_error(code, "Not here.")}))
    assert found == RegionMachines(region="ap-guangzhou", machines=())


def test_a_mistake_of_the_program_is_not_hidden() -> None:
    region = Region()
    region.lists.clear()
    with pytest.raises(KeyError):
        machines_of(region)
