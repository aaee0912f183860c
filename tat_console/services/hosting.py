"""Hosted machines: the codes they register with, and the machines themselves."""

from __future__ import annotations

import asyncio
import ipaddress
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

import msgspec

from tat_console.ports.cloud import Cloud
from tat_console.runs.paging import rows
from tat_console.services.changes import connection_for_changes
from tat_console.services.session import Session
from tat_console.support.clock import Clock
from tat_console.support.errors import ConsoleError
from tat_console.support.event import Event
from tat_console.support.i18n import N_, _
from tat_console.support.logs import REDACTOR, Secret
from tat_console.tat import agents, limits
from tat_console.tat.agents import Network
from tat_console.tat.hosting import (
    CreateRegisterCode,
    DeleteRegisterCodes,
    DeleteRegisterInstance,
    DescribeRegisterCodes,
    DescribeRegisterInstances,
    DisableRegisterCodes,
    ModifyRegisterInstance,
    RegisterCodeInfo,
    RegisterInstanceInfo,
)
from tat_console.tat.statuses import OperatingSystem
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


class RegisterCode(msgspec.Struct, frozen=True, kw_only=True):
    """A code of a region."""

    region: str
    info: RegisterCodeInfo

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


class NewCode(msgspec.Struct, frozen=True, kw_only=True):
    """A code that was just made: the only time that its value is known."""

    region: str
    code_id: str
    value: Secret

    def lines(self, system: OperatingSystem, network: Network = Network.INTERNET) -> str:
        """The lines that install the agent and register a machine with this code."""
        return agents.enrolment_lines(
            system,
            region=self.region,
            code_id=self.code_id,
            code_value=self.value.reveal(),
            network=network,
        )


class HostedInstance(msgspec.Struct, frozen=True, kw_only=True):
    """A hosted machine of a region."""

    region: str
    info: RegisterInstanceInfo

    def matches(self, text: str) -> bool:
        """Whether every word of a text is in its names, addresses, ids or tags."""
        info = self.info
        tags = [f"{tag.key}={tag.value}" for tag in info.tags]
        names = (info.instance_id, info.instance_name, info.host_name, info.register_code_id)
        facts = (info.local_ip, self.region, info.system_name, info.status)
        all_words = " ".join((*names, *facts, *tags)).casefold()
        return all(word in all_words for word in text.casefold().split())


class Hosting:
    """Codes and hosted machines of the active profile; `changed` fires when they change."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._clock = clock
        self._profile_id = ""
        self._round = 0
        self.codes: tuple[RegisterCode, ...] = ()
        self.instances: tuple[HostedInstance, ...] = ()
        self.errors: tuple[ConsoleError, ...] = ()
        self.is_loading = False
        self.changed: Event[None] = Event()
        session.changed.subscribe(lambda _none: self._leave_other_profile())

    async def refresh(self) -> None:
        """Read codes and machines anew; what a region answers with instead is in `errors`."""
        connection = self._session.require()
        self._round += 1
        this_round = self._round
        self.is_loading = True
        self.changed.emit(None)
        try:
            found = await asyncio.gather(
                *(_of_region(connection.cloud, region) for region in self._session.chosen_regions)
            )
            if this_round == self._round:
                self.codes = tuple(code for part in found for code in part.codes)
                self.instances = tuple(each for part in found for each in part.instances)
                self.errors = tuple(error for part in found for error in part.errors)
                self._profile_id = connection.profile.profile_id
        finally:
            if this_round == self._round:
                self.is_loading = False
                self.changed.emit(None)

    def warnings(self) -> list[str]:
        """A sentence for each code that runs out soon."""
        now = self._clock.now()
        soon = [code for code in self.codes if code.state(now) is CodeState.RUNS_OUT]
        text = _("The code “{name}” is good for {left} more machines, until {time}.")
        return [
            text.format(
                name=code.info.description or code.info.register_code_id,
                left=code.left,
                time=_moment(code.info.expired_time),
            )
            for code in soon
        ]

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

    async def remove(self, instance: HostedInstance) -> None:
        """Give up a machine: see `removal_sentence`."""
        request = DeleteRegisterInstance(instance_id=instance.info.instance_id)
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

    def _leave_other_profile(self) -> None:
        profile = self._session.profile
        if self._profile_id and (profile is None or profile.profile_id != self._profile_id):
            self._round += 1  # what is on its way belongs to the other profile
            self._profile_id = ""
            self.codes, self.instances, self.errors = (), (), ()
            self.is_loading = False
            self.changed.emit(None)


def code_problems(request: CreateRegisterCode) -> dict[str, str]:
    """A sentence for each field of a new code that cannot stay, by the field's wire name."""
    found = {each.field: each.sentence for each in limits.violations(request)}
    text = (request.ip_address_range or "").strip()
    try:
        ipaddress.IPv4Network(text or "0.0.0.0/0", strict=False)
    except ValueError:
        words = _("“{text}” is no IPv4 address and no range such as 10.0.0.0/8.")
        found["IpAddressRange"] = words.format(text=text)
    return found


def removal_sentence(instance: HostedInstance) -> str:
    """What removing a machine means."""
    text = _(
        "“{name}” takes no more runs, its schedules fail, and its agent stays installed but idle. "
        "To host it again it needs a new code, and it gets a new id. Records of earlier runs stay."
    )
    return text.format(name=instance.info.instance_name or instance.info.instance_id)


class _Region(msgspec.Struct):
    codes: list[RegisterCode]
    instances: list[HostedInstance]
    errors: list[ConsoleError]


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
    return moment.astimezone().strftime("%Y-%m-%d %H:%M") if moment else _("it is disabled")
