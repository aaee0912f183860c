"""Regions, quotas, and whose key it is (facts §1.5, §9.4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tat_console.sandbox.call import Call, Handlers
from tat_console.sandbox.keys import ACCOUNT_ID
from tat_console.sandbox.refusal import Refused
from tat_console.sandbox.state import State
from tat_console.tat import limits
from tat_console.tat.account import (
    DescribeQuotas,
    DescribeQuotasReply,
    DescribeRegions,
    DescribeRegionsReply,
    GeneralResourceQuotaSet,
    GetCallerIdentity,
    GetCallerIdentityReply,
    RegionInfo,
)
from tat_console.tat.statuses import RegionState

_DEFAULT_DURATION_S: Final = 7_200
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


HANDLERS: Final[Handlers] = {
    "tat.DescribeRegions": describe_regions,
    "tat.DescribeQuotas": describe_quotas,
    "sts.GetCallerIdentity": get_caller_identity,
}
