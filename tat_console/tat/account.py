"""The account: regions, quotas, who is asking (facts §1.5, §9.4)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from tat_console.tat import limits
from tat_console.tat.listing import Counted
from tat_console.tat.statuses import RegionState
from tat_console.tat.wire import Reply, Request, Wire


class RegionInfo(Wire, frozen=True, kw_only=True):
    """A region in which the service works; nothing is shared between regions."""

    region: str = ""
    region_name: str = ""
    region_state: RegionState = RegionState.AVAILABLE


class DescribeRegionsReply(Counted, frozen=True, kw_only=True):
    """All regions."""

    region_set: tuple[RegionInfo, ...] = ()


class DescribeRegions(Request[DescribeRegionsReply], frozen=True, kw_only=True):
    """Read the regions of the service."""


class GeneralResourceQuotaSet(Wire, frozen=True, kw_only=True):
    """How much of a quota is used."""

    resource_name: str = ""
    resource_quota_used: int = 0
    resource_quota_total: int = 0


class DescribeQuotasReply(Reply, frozen=True, kw_only=True):
    """The quotas that were asked for."""

    general_resource_quota_set: tuple[GeneralResourceQuotaSet, ...] = ()


class DescribeQuotas(Request[DescribeQuotasReply], frozen=True, kw_only=True):
    """Read quotas: COMMAND, REGISTER_CODE."""

    resource_names: tuple[str, ...]


class GetCallerIdentityReply(Reply, frozen=True, kw_only=True):
    """Whose key it is."""

    arn: str = ""
    account_id: str = ""
    user_id: str = ""
    principal_id: str = ""
    type: str = ""


class GetCallerIdentity(Request[GetCallerIdentityReply], frozen=True, kw_only=True):
    """Ask whose key signs; needs no permission, so it tests a connection."""


class RoleCredentials(Wire, frozen=True, kw_only=True):
    """A temporary key."""

    token: str = ""
    tmp_secret_id: str = ""
    tmp_secret_key: str = ""


class RoleTag(Wire, frozen=True, kw_only=True):
    """A label of a role session."""

    key: str
    value: str


class AssumeRoleReply(Reply, frozen=True, kw_only=True):
    """A temporary key and when it ends (`expired_time` in Unix seconds)."""

    credentials: RoleCredentials = RoleCredentials()
    expired_time: int = 0
    expiration: datetime | None = None


class AssumeRole(Request[AssumeRoleReply], frozen=True, kw_only=True):
    """Take a role for a while, with an MFA code where the role asks for one."""

    role_arn: str
    role_session_name: Annotated[str, limits.ROLE_SESSION_NAME]
    duration_seconds: Annotated[int | None, limits.ROLE_DURATION_S] = None
    policy: str | None = None
    external_id: str | None = None
    tags: tuple[RoleTag, ...] | None = None
    source_identity: str | None = None
    serial_number: str | None = None
    token_code: str | None = None
