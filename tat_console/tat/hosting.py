"""Register codes and hosted instances: machines outside the cloud (facts §1.4)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from tat_console.tat import limits
from tat_console.tat.listing import Counted, FilteredPage, Ids, Page, Tag
from tat_console.tat.statuses import AgentStatus, OperatingSystem
from tat_console.tat.wire import Reply, Request, Wire

CodeIds = Annotated[tuple[str, ...], limits.REGISTER_CODE_IDS]


class RegisterCodeInfo(Wire, frozen=True, kw_only=True):
    """A code that machines register with; its value is told only at creation."""

    register_code_id: str = ""
    description: str = ""
    instance_name_prefix: str = ""
    register_limit: int = 0
    expired_time: datetime | None = None
    ip_address_range: str = ""
    enabled: bool = True
    registered_count: int = 0
    created_time: datetime | None = None
    updated_time: datetime | None = None


class RegisterInstanceInfo(Wire, frozen=True, kw_only=True):
    """A machine outside the cloud that registered itself."""

    register_code_id: str = ""
    instance_id: str = ""
    instance_name: str = ""
    machine_id: str = ""
    system_name: OperatingSystem = OperatingSystem.LINUX
    host_name: str = ""
    local_ip: str = ""
    public_key: str = ""
    status: AgentStatus = AgentStatus.OFFLINE
    created_time: datetime | None = None
    updated_time: datetime | None = None
    tags: tuple[Tag, ...] = ()


class CreateRegisterCodeReply(Reply, frozen=True, kw_only=True):
    """The new code; its value cannot be read again."""

    register_code_id: str = ""
    register_code_value: str = ""


class CreateRegisterCode(Request[CreateRegisterCodeReply], frozen=True, kw_only=True):
    """Make a code for `register_limit` machines, good for `effective_time` hours."""

    description: Annotated[str | None, limits.REGISTER_DESCRIPTION] = None
    instance_name_prefix: Annotated[str | None, limits.INSTANCE_NAME_PREFIX] = None
    register_limit: Annotated[int | None, limits.REGISTER_LIMIT] = None
    effective_time: Annotated[int | None, limits.EFFECTIVE_TIME_H] = None
    ip_address_range: str | None = None


class DescribeRegisterCodesReply(Counted, frozen=True, kw_only=True):
    """A page of codes."""

    register_code_set: tuple[RegisterCodeInfo, ...] = ()


class DescribeRegisterCodes(Page[DescribeRegisterCodesReply], frozen=True, kw_only=True):
    """Read codes; the action knows no filters."""

    register_code_ids: Ids = None


class DisableRegisterCodes(Request[Reply], frozen=True, kw_only=True):
    """Keep codes from being used."""

    register_code_ids: CodeIds


class DeleteRegisterCodes(Request[Reply], frozen=True, kw_only=True):
    """Delete codes; machines registered with them stay."""

    register_code_ids: CodeIds


class DescribeRegisterInstancesReply(Counted, frozen=True, kw_only=True):
    """A page of hosted instances."""

    register_instance_set: tuple[RegisterInstanceInfo, ...] = ()


class DescribeRegisterInstances(
    FilteredPage[DescribeRegisterInstancesReply], frozen=True, kw_only=True
):
    """Read hosted instances."""

    instance_ids: Ids = None


class ModifyRegisterInstance(Request[Reply], frozen=True, kw_only=True):
    """Rename a hosted instance."""

    instance_id: str
    instance_name: Annotated[str, limits.INSTANCE_NAME]


class DeleteRegisterInstance(Request[Reply], frozen=True, kw_only=True):
    """Give up a hosted instance; its agent can take no more runs."""

    instance_id: str
