"""Quotas of each region, and a notice before one is reached (facts §4)."""

from __future__ import annotations

from typing import Final

import msgspec

from tat_console.ports.cloud import Cloud
from tat_console.services.region_reading import RegionReading
from tat_console.services.session import Session
from tat_console.support.clock import Clock
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import N_, _
from tat_console.tat import limits
from tat_console.tat.account import DescribeQuotas, GeneralResourceQuotaSet

COMMANDS: Final = "COMMAND"
REGISTER_CODES: Final = "REGISTER_CODE"
NOTICE_AT: Final = 0.9
_TITLES: Final = {
    COMMANDS: N_("Commands"),
    REGISTER_CODES: N_("Register codes"),
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


class Quotas(RegionReading[tuple[Quota, ...] | ConsoleError]):
    """How much of each quota is used in the chosen regions; `changed` fires when it was read."""

    def __init__(self, session: Session, clock: Clock) -> None:
        super().__init__(session, clock, _of_region)

    @property
    def all(self) -> tuple[Quota, ...]:
        """Every quota of every region that answered."""
        answers = (part for part in self.parts if isinstance(part, tuple))
        return tuple(quota for answer in answers for quota in answer)

    @property
    def errors(self) -> tuple[ConsoleError, ...]:
        """What regions answered with instead."""
        return tuple(part for part in self.parts if isinstance(part, ConsoleError))

    def notices(self, resource: str = "", region: str = "") -> list[str]:
        """A sentence for each quota, of these where they are given, that is nearly reached."""
        return [
            quota.notice
            for quota in self.all
            if quota.is_near and resource in ("", quota.resource) and region in ("", quota.region)
        ]


def retention_sentence() -> str:
    """How long the service keeps records of runs."""
    text = _("The service keeps records of runs for {days} days, and {count} of them at most.")
    return text.format(days=limits.RECORDS_KEPT_DAYS, count=f"{limits.RECORDS_KEPT:,}")


async def quotas_of(cloud: Cloud, region: str, *resources: str) -> tuple[Quota, ...]:
    """Read these quotas of a region; one that the service does not tell of has no total."""
    reply = await cloud.call(DescribeQuotas(resource_names=resources), region=region)
    told = {row.resource_name: row for row in reply.general_resource_quota_set}
    rows = ((name, told.get(name, GeneralResourceQuotaSet())) for name in resources)
    return tuple(
        Quota(
            region=region,
            resource=name,
            used=row.resource_quota_used,
            total=row.resource_quota_total,
        )
        for name, row in rows
    )


async def _of_region(cloud: Cloud, region: str) -> tuple[Quota, ...] | ConsoleError:
    try:
        return await quotas_of(cloud, region, *limits.QUOTAS)
    except ConsoleError as error:
        return error
