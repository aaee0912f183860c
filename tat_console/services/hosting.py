"""Hosted machines: the codes they register with, and the machines themselves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

import msgspec

from tat_console.ports.cloud import Cloud
from tat_console.runs.paging import rows
from tat_console.services.changes import connection_for_changes
from tat_console.services.region_reading import RegionReading
from tat_console.services.session import Session
from tat_console.support.clock import Clock
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import N_, _, ngettext
from tat_console.support.logs import REDACTOR, Secret
from tat_console.tat import limits
from tat_console.tat.hosting import (
    CreateRegisterCode,
    DeleteRegisterCodes,
    DescribeRegisterCodes,
    DescribeRegisterInstances,
    DisableRegisterCodes,
    ModifyRegisterInstance,
    RegisterCodeInfo,
    RegisterInstanceInfo,
)
from tat_console.tat.machines import Machine, hosted_machine
from tat_console.tat.wire import Reply, Request

EXPIRES_SOON: Final = timedelta(hours=1)
FEW_LEFT: Final = 0.1
"""The part of a code's registrations at which it is said that it runs out."""


class CodeState(Enum):
    """Whether machines can register with a code; the value says it."""

    GOOD = N_("Good")
    RUNS_OUT = N_("Runs out soon")
    USED_UP = N_("Used up")
    EXPIRED = N_("Expired")
    DISABLED = N_("Disabled")

    @property
    def words(self) -> str:
        """The state, translated."""
        return _(self.value)


_SENTENCES: Final = {
    CodeState.GOOD: N_(
        "Machines can register with it: {left} of {limit} registrations left, until {time}."
    ),
    CodeState.RUNS_OUT: N_(
        "{left} of {limit} registrations left, until {time}. Make a new code in time."
    ),
    CodeState.USED_UP: N_(
        "All {limit} registrations are used, so it takes no further machine. Make a new code "
        "for more."
    ),
    CodeState.EXPIRED: N_("It expired at {time} and takes no further machine. Make a new code."),
    CodeState.DISABLED: N_(
        "It is disabled and takes no further machine; that cannot be undone. Make a new code."
    ),
}


class RegisterCode(msgspec.Struct, frozen=True, kw_only=True):
    """A code of a region."""

    region: str
    info: RegisterCodeInfo

    @property
    def name(self) -> str:
        """What it is called: its description, or else its id."""
        return self.info.description or self.info.register_code_id

    @property
    def left(self) -> int:
        """How many machines can still register with it."""
        return max(0, self.info.register_limit - self.info.registered_count)

    def state(self, now: datetime) -> CodeState:
        """Whether machines can register with it, and for how long yet."""
        expires = self.info.expired_time
        if not self.info.enabled:
            return CodeState.DISABLED
        if expires is not None and expires <= now:
            return CodeState.EXPIRED
        if not self.left:
            return CodeState.USED_UP
        soon = expires is not None and expires - now <= EXPIRES_SOON
        few = self.info.registered_count and self.left <= self.info.register_limit * FEW_LEFT
        return CodeState.RUNS_OUT if soon or few else CodeState.GOOD

    def sentence(self, now: datetime) -> str:
        """Whether machines can register with it, and what to do where they cannot."""
        return _(_SENTENCES[self.state(now)]).format(
            left=f"{self.left:,}",
            limit=f"{self.info.register_limit:,}",
            time=_moment(self.info.expired_time),
        )


class NewCode(msgspec.Struct, frozen=True, kw_only=True):
    """A code that was just made: the only time that its value is known."""

    region: str
    code_id: str
    value: Secret


class HostedInstance(msgspec.Struct, frozen=True, kw_only=True):
    """A hosted machine of a region."""

    region: str
    info: RegisterInstanceInfo

    @property
    def name(self) -> str:
        """What it is called: its name, or else its id."""
        return self.info.instance_name or self.info.instance_id

    def as_machine(self) -> Machine:
        """The machine as far as its own row tells."""
        return hosted_machine(self.info, self.region)

    def words(self) -> str:
        """Everything of it that words are looked for in: names, ids, address, system, tags."""
        info = self.info
        tags = (f"{tag.key}={tag.value}" for tag in info.tags)
        names = (info.instance_id, info.instance_name, info.host_name, info.register_code_id)
        return " ".join((*names, info.local_ip, self.region, info.system_name, *tags))


class _Region(msgspec.Struct):
    codes: list[RegisterCode]
    instances: list[HostedInstance]
    errors: list[ConsoleError]


class Hosting(RegionReading[_Region]):
    """Codes and hosted machines of the active profile; `changed` fires when they change."""

    def __init__(self, session: Session, clock: Clock) -> None:
        super().__init__(session, clock, _of_region)

    @property
    def codes(self) -> tuple[RegisterCode, ...]:
        """The codes of all chosen regions."""
        return tuple(code for part in self.parts for code in part.codes)

    @property
    def instances(self) -> tuple[HostedInstance, ...]:
        """The hosted machines of all chosen regions."""
        return tuple(each for part in self.parts for each in part.instances)

    @property
    def errors(self) -> tuple[ConsoleError, ...]:
        """What regions answered with instead."""
        return tuple(error for part in self.parts for error in part.errors)

    def registered_with(self, code_id: str) -> list[HostedInstance]:
        """The machines that registered with a code and are still there."""
        return [each for each in self.instances if each.info.register_code_id == code_id]

    def code_of(self, instance: HostedInstance) -> RegisterCode | None:
        """The code that a machine registered with, while it is kept."""
        wanted = instance.info.register_code_id
        return next((code for code in self.codes if code.info.register_code_id == wanted), None)

    def warnings(self) -> dict[str, str]:
        """A sentence for each code that runs out soon, by its id."""
        now = self._clock.now()
        text = _("{name}: {sentence}")
        return {
            code.info.register_code_id: text.format(name=code.name, sentence=code.sentence(now))
            for code in self.codes
            if code.state(now) is CodeState.RUNS_OUT
        }

    async def create_code(self, region: str, request: CreateRegisterCode) -> NewCode:
        """Make a code; its value is told this once. Raises what a call raises."""
        reply = await connection_for_changes(self._session).cloud.call(request, region=region)
        value = Secret(reply.register_code_value)
        REDACTOR.learn(value)
        await self.refresh()
        return NewCode(region=region, code_id=reply.register_code_id, value=value)

    async def disable_codes(self, codes: list[RegisterCode]) -> None:
        """Keep codes from being used; machines registered with them stay."""
        await self._with_codes(codes, DisableRegisterCodes)

    async def delete_codes(self, codes: list[RegisterCode]) -> None:
        """Delete codes; machines registered with them stay."""
        await self._with_codes(codes, DeleteRegisterCodes)

    async def rename(self, instance: HostedInstance, name: str) -> None:
        """Give a machine another name; raises what a call raises."""
        request = ModifyRegisterInstance(
            instance_id=instance.info.instance_id, instance_name=name.strip()
        )
        await self._do(request, instance.region)

    async def _with_codes(
        self,
        codes: list[RegisterCode],
        kind: type[DisableRegisterCodes] | type[DeleteRegisterCodes],
    ) -> None:
        cloud = connection_for_changes(self._session).cloud
        most = limits.REGISTER_CODE_IDS.most
        try:
            for region in dict.fromkeys(code.region for code in codes):
                ids = [code.info.register_code_id for code in codes if code.region == region]
                for start in range(0, len(ids), most):
                    part = tuple(ids[start : start + most])
                    await cloud.call(kind(register_code_ids=part), region=region)
        finally:
            await self.refresh()

    async def _do(self, request: Request[Reply], region: str) -> None:
        await connection_for_changes(self._session).cloud.call(request, region=region)
        await self.refresh()


def disabling_consequences(codes: Sequence[RegisterCode]) -> list[str]:
    """What disabling codes means, a sentence each."""
    return [
        _("No machine can register with it any more; lines that were handed out stop working."),
        _("It cannot be enabled again: to register more machines, make a new code."),
        *_those_who_stay(codes),
    ]


def deletion_consequences(codes: Sequence[RegisterCode]) -> list[str]:
    """What deleting codes means, a sentence each."""
    left = sum(code.left for code in codes)
    return [
        ngettext(
            "The {count:,} registration that is left is lost; lines that were handed out stop "
            "working.",
            "The {count:,} registrations that are left are lost; lines that were handed out stop "
            "working.",
            left,
        ).format(count=left),
        _("It makes room in the quota of register codes."),
        *_those_who_stay(codes),
    ]


def _those_who_stay(codes: Sequence[RegisterCode]) -> list[str]:
    count = sum(code.info.registered_count for code in codes)
    text = ngettext(
        "The {count:,} machine that registered with it stays and goes on taking runs.",
        "The {count:,} machines that registered with it stay and go on taking runs.",
        count,
    )
    return [text.format(count=count)] if count else []


async def _of_region(cloud: Cloud, region: str) -> _Region:
    """Codes and machines of a region; one list's failure leaves the other."""
    found = _Region([], [], [])
    try:
        async for code in rows(cloud, DescribeRegisterCodes(), RegisterCodeInfo, region=region):
            found.codes += (RegisterCode(region=region, info=code),)
    except ConsoleError as error:
        found.errors.append(error)
    request = DescribeRegisterInstances()
    try:
        async for info in rows(cloud, request, RegisterInstanceInfo, region=region):
            found.instances += (HostedInstance(region=region, info=info),)
    except ConsoleError as error:
        found.errors.append(error)
    return found


def _moment(moment: datetime | None) -> str:
    return (
        moment.astimezone().strftime("%Y-%m-%d %H:%M") if moment else _("it is disabled or deleted")
    )
