"""Quotas of each region, and a notice before one is reached (facts §4)."""

from __future__ import annotations

import asyncio
from typing import Final

import msgspec

from tat_console.ports.cloud import Cloud
from tat_console.services.session import Session
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import N_, _
from tat_console.tat import limits
from tat_console.tat.account import DescribeQuotas

NOTICE_AT: Final = 0.9
_TITLES: Final = {
    "COMMAND": N_("Commands"),
    "REGISTER_CODE": N_("Register codes"),
}


class Quota(msgspec.Struct, frozen=True, kw_only=True):
    """How much of a quota is used in a region."""

    region: str
    resource: str
    used: int
    total: int

    @property
    def title(self) -> str:
        """What is counted, for the user."""
        return _(_TITLES.get(self.resource, self.resource))

    @property
    def is_near(self) -> bool:
        """Whether it is reached, or nearly."""
        return self.total > 0 and self.used >= self.total * NOTICE_AT

    @property
    def notice(self) -> str:
        """A sentence where the quota is reached or nearly so, else ""."""
        if not self.is_near:
            return ""
        if self.used >= self.total:
            text = _("{title} in {region}: all {total} are used. Delete some before adding one.")
        else:
            text = _("{title} in {region}: {used} of {total} are used. Delete what is not needed.")
        return text.format(title=self.title, region=self.region, used=self.used, total=self.total)


class QuotaReading(msgspec.Struct, frozen=True, kw_only=True):
    """The quotas of all regions; `errors` tells of regions that did not answer."""

    quotas: tuple[Quota, ...] = ()
    errors: tuple[ConsoleError, ...] = ()

    @property
    def notices(self) -> list[str]:
        """A sentence for each quota that is reached or nearly so."""
        return [quota.notice for quota in self.quotas if quota.is_near]


async def read_quotas(session: Session) -> QuotaReading:
    """Read the quotas of the chosen regions; raises ConsoleError only without a profile."""
    cloud = session.require().cloud
    found = await asyncio.gather(*(_of_region(cloud, region) for region in session.chosen_regions))
    return QuotaReading(
        quotas=tuple(quota for part in found if isinstance(part, tuple) for quota in part),
        errors=tuple(part for part in found if isinstance(part, ConsoleError)),
    )


def retention_sentence() -> str:
    """How long the service keeps records of runs."""
    text = _("The service keeps records of runs for {days} days, and {count} of them at most.")
    return text.format(days=limits.RECORDS_KEPT_DAYS, count=f"{limits.RECORDS_KEPT:,}")


async def _of_region(cloud: Cloud, region: str) -> tuple[Quota, ...] | ConsoleError:
    try:
        reply = await cloud.call(DescribeQuotas(resource_names=tuple(limits.QUOTAS)), region=region)
    except ConsoleError as error:
        return error
    return tuple(
        Quota(
            region=region,
            resource=row.resource_name,
            used=row.resource_quota_used,
            total=row.resource_quota_total,
        )
        for row in reply.general_resource_quota_set
    )
