"""One pretend machine, whatever its kind."""

from __future__ import annotations

from datetime import datetime

import msgspec

from tat_console.tat.listing import Tag
from tat_console.tat.statuses import (
    AgentStatus,
    CommandType,
    InstanceKind,
    InstanceState,
    OperatingSystem,
)


class Machine(msgspec.Struct, frozen=True, kw_only=True):
    """A pretend machine; `agent` is None where none was ever installed."""

    instance_id: str
    kind: InstanceKind
    region: str
    name: str
    host_name: str
    zone: str
    state: InstanceState
    private_address: str
    public_address: str
    vpc_id: str
    subnet_id: str
    os_name: str
    system: OperatingSystem
    agent: AgentStatus | None
    agent_version: str
    tags: tuple[Tag, ...]
    instance_type: str
    cpu: int
    memory_gib: int
    uuid: str
    created_time: datetime
    updated_time: datetime | None = None
    register_code_id: str = ""
    machine_id: str = ""
    public_key: str = ""
    deleted: bool = False

    @property
    def key(self) -> str:
        """The id, under which the machine is stored when it changed."""
        return self.instance_id

    @property
    def default_user(self) -> str:
        """The user a script runs as when none is named (facts §1.1)."""
        return DEFAULT_USERS[self.system]

    @property
    def default_directory(self) -> str:
        """The directory a script starts in when none is named (facts §1.1)."""
        return DEFAULT_DIRECTORIES[self.system]

    def takes(self, command_type: CommandType) -> bool:
        """Whether the machine's agent runs scripts of this type."""
        return command_type.system is self.system


DEFAULT_USERS = {OperatingSystem.LINUX: "root", OperatingSystem.WINDOWS: "System"}
DEFAULT_DIRECTORIES = {
    OperatingSystem.LINUX: "/root",
    OperatingSystem.WINDOWS: "C:\\Program Files\\qcloud\\tat_agent\\workdir",
}
