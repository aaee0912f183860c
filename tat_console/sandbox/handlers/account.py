"""Regions, quotas, and whose key it is (facts §1.5, §9.4)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from tat_console.sandbox.call import Call, Handlers
from tat_console.sandbox.keys import ACCOUNT_ID
from tat_console.sandbox.records import now
from tat_console.sandbox.refusal import Refused
from tat_console.sandbox.state import State
from tat_console.tat import limits
from tat_console.tat.account import (
    AssumeRole,
    AssumeRoleReply,
    DescribeQuotas,
    DescribeQuotasReply,
    DescribeRegions,
    DescribeRegionsReply,
    GeneralResourceQuotaSet,
    GetCallerIdentity,
    GetCallerIdentityReply,
    RegionInfo,
    RoleCredentials,
)
from tat_console.tat.statuses import RegionState

ROLE_ID: Final = "4611686018427397919"
WRONG_MFA_CODE: Final = "000000"
_DEFAULT_DURATION_S: Final = 7_200
_ROLE_ARN: Final = re.compile(r"qcs::cam::uin/(?P<uin>\d+):role(Name)?/(?P<name>[^/]+)", re.ASCII)
_MFA_CODE: Final = re.compile(r"\d{6}", re.ASCII)
_USED: Final[dict[str, Callable[[State, str], int]]] = {
    "COMMAND": lambda state, region: sum(row.region == region for row in state.commands),
    "REGISTER_CODE": lambda state, region: sum(
        row.region == region for row in state.register_codes
    ),
}


def describe_regions(call: Call[DescribeRegions]) -> DescribeRegionsReply:
    """Read the regions of this sandbox."""
    chinese = call.language.lower() != "en-us"
    regions = call.state.world.regions
    return DescribeRegionsReply(
        total_count=len(regions),
        region_set=tuple(
            RegionInfo(
                region=code,
                region_name=region.name_zh if chinese else region.name,
                region_state=RegionState.AVAILABLE,
            )
            for code, region in regions.items()
        ),
    )


def describe_quotas(call: Call[DescribeQuotas]) -> DescribeQuotasReply:
    """Read how much of the named quotas is used in the region."""
    names = call.request.resource_names
    if not names:
        raise Refused("MissingParameter", field="ResourceNames")
    for name in names:
        if name not in limits.QUOTAS:
            raise Refused("ResourceUnavailable.InvalidResourceQuotaResourceCode", value=name)
    return DescribeQuotasReply(
        general_resource_quota_set=tuple(
            GeneralResourceQuotaSet(
                resource_name=name,
                resource_quota_used=_USED[name](call.state, call.region),
                resource_quota_total=limits.QUOTAS[name],
            )
            for name in names
        )
    )


def get_caller_identity(call: Call[GetCallerIdentity]) -> GetCallerIdentityReply:
    """Tell whose key signed the request."""
    return GetCallerIdentityReply(
        arn=call.key.arn,
        account_id=ACCOUNT_ID,
        user_id=call.key.principal_id,
        principal_id=call.key.principal_id,
        type=call.key.type,
    )


def assume_role(call: Call[AssumeRole]) -> AssumeRoleReply:
    """Hand out a temporary key; a role named `…-mfa` asks for an MFA code (see decisions.py)."""
    request = call.request
    role = _ROLE_ARN.fullmatch(request.role_arn)
    if role is None:
        raise Refused("InvalidParameter", field="RoleArn", detail=request.role_arn)
    if role["name"].endswith("-mfa") or request.serial_number or request.token_code:
        _check_mfa(request)
    key = call.state.keys.lend(
        arn=f"qcs::sts::uin/{role['uin']}:assumed-role/{role['name']}/{request.role_session_name}",
        principal_id=f"{ROLE_ID}:{request.role_session_name}",
        duration_s=request.duration_seconds or _DEFAULT_DURATION_S,
    )
    expires = key.expires or now()
    return AssumeRoleReply(
        credentials=RoleCredentials(
            token=key.token.reveal() if key.token else "",
            tmp_secret_id=key.secret_id,
            tmp_secret_key=key.secret_key.reveal(),
        ),
        expired_time=int(expires.timestamp()),
        expiration=expires,
    )


def _check_mfa(request: AssumeRole) -> None:
    code = request.token_code or ""
    if not request.serial_number or not _MFA_CODE.fullmatch(code) or code == WRONG_MFA_CODE:
        raise Refused("AuthFailure.MFAFailure")


HANDLERS: Final[Handlers] = {
    "tat.DescribeRegions": describe_regions,
    "tat.DescribeQuotas": describe_quotas,
    "sts.AssumeRole": assume_role,
    "sts.GetCallerIdentity": get_caller_identity,
}
