"""A machine as a person sees it: CVM, Lighthouse or hosted, with its agent (facts §9.3)."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

import msgspec

from tat_console.support.i18n import N_, _
from tat_console.tat.hosting import RegisterInstanceInfo
from tat_console.tat.listing import Tag
from tat_console.tat.statuses import (
    AgentStatus,
    CommandType,
    InstanceKind,
    InstanceState,
    OperatingSystem,
)


class Refusal(Enum):
    """Why a machine cannot take a run; the value says it to the user."""

    STOPPED = N_("Machine not running")
    NO_AGENT = N_("Agent not installed")
    OFFLINE = N_("Agent offline")
    WRONG_TYPE = N_("Script type does not fit the system")
    NO_NETWORK = N_("Not in a private network")
    DUPLICATE = N_("Chosen twice")
    GONE = N_("Not found any more")
    AGENT_TOO_OLD = N_("Agent too old")
    PROTECTED = N_("In a protected set")
    READ_ONLY = N_("Profile may only look")
    FROZEN = N_("Runs are frozen")
    NO_VALUES = N_("No row with its values")

    @property
    def words(self) -> str:
        """The reason, translated."""
        return _(self.value)


# gc=False: there may be ten thousand, and the collector need not look at them again and again.
class Machine(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One machine; `agent` is None where no agent was ever seen, `memory_gib` 0 if not told.

    `system` is UNKNOWN where neither agent nor product tells; hosted machines have no state of
    their own and count as running.
    """

    instance_id: str
    name: str
    region: str
    kind: InstanceKind
    state: InstanceState = InstanceState.RUNNING
    agent: AgentStatus | None = None
    agent_version: str = ""
    last_heartbeat: datetime | None = None
    agent_features: tuple[str, ...] = ()
    system: OperatingSystem = OperatingSystem.UNKNOWN
    os_name: str = ""
    zone: str = ""
    instance_type: str = ""
    cpu: int = 0
    memory_gib: int = 0
    private_ips: tuple[str, ...] = ()
    public_ips: tuple[str, ...] = ()
    vpc_id: str = ""
    login_user: str = ""
    tags: tuple[Tag, ...] = ()
    created_at: datetime | None = None

    def refusal(self, command_type: CommandType | None = None) -> Refusal | None:
        """Why this machine cannot take a run, of this type where one is given, or None.

        The order is the service's order of checks (facts §5.3).
        """
        if self.state is not InstanceState.RUNNING:
            return Refusal.STOPPED
        if self.agent is None:
            return Refusal.NO_AGENT
        if self.agent is AgentStatus.OFFLINE:
            return Refusal.OFFLINE
        known = self.system is not OperatingSystem.UNKNOWN
        if command_type is not None and known and command_type.system is not self.system:
            return Refusal.WRONG_TYPE
        return None


def hosted_machine(info: RegisterInstanceInfo, region: str) -> Machine:
    """A machine outside the cloud as its own row tells; its agent tells more where it is asked."""
    return Machine(
        instance_id=info.instance_id,
        name=info.instance_name,
        region=region,
        kind=InstanceKind.HOSTED,
        agent=info.status,
        system=info.system_name,
        os_name=str(info.system_name),
        private_ips=(info.local_ip,) if info.local_ip else (),
        tags=info.tags,
        created_at=info.created_time,
    )
