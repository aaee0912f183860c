"""Tries a profile step by step and explains the first thing that is in the way."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final

import msgspec

from tat_console.ports.cloud import Cloud, Connect
from tat_console.ports.profiles import Credential, Profile
from tat_console.services.diagnosis import Cause, Circumstances, Diagnosis, clock_sentence, diagnose
from tat_console.services.profiles import IDENTITY_REGION
from tat_console.services.role_keys import RoleKeys
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import N_
from tat_console.tat.account import (
    AssumeRole,
    DescribeRegions,
    GetCallerIdentity,
    GetCallerIdentityReply,
)
from tat_console.tat.commands import DescribeCommands
from tat_console.tat.errors import InvalidRequest, NotSent, ReplyLost, ServiceError
from tat_console.tat.instances import DescribeAutomationAgentStatus, DescribeCvmInstances
from tat_console.tat.invocations import DescribeInvocations
from tat_console.tat.wire import Request


class Step(msgspec.Struct, frozen=True):
    """One thing that the program needs to be able to do; the title says it."""

    title: str
    request: Request[Any]


STEPS: Final = (
    Step(N_("Read the regions"), DescribeRegions()),
    Step(N_("Read commands"), DescribeCommands(limit=1)),
    Step(N_("Read runs"), DescribeInvocations(limit=1)),
    Step(N_("Read agents"), DescribeAutomationAgentStatus(limit=1)),
    Step(N_("Read CVM machines"), DescribeCvmInstances(limit=1)),
)
"""Nothing here changes anything."""


KEY_STEP: Final = N_("Read the key")
ROLE_STEP: Final = N_("Take the role")
IDENTITY_STEP: Final = N_("Ask whose key it is")


def titles_of(profile: Profile) -> tuple[str, ...]:
    """The steps that `try_profile` goes through for a profile, if nothing is in the way."""
    role = (ROLE_STEP,) if profile.role else ()
    return (KEY_STEP, *role, IDENTITY_STEP, *(step.title for step in STEPS))


class StepResult(msgspec.Struct, frozen=True):
    """A step that was tried; without a diagnosis it went well."""

    title: str
    diagnosis: Diagnosis | None = None


Tell = Callable[[StepResult], object]
"""Hears of each step when it was tried."""
ReadKey = Callable[[], Awaitable[Credential]]


def _nobody(_result: StepResult) -> None:
    """Hears nothing."""


class ConnectionTrial(msgspec.Struct, frozen=True, kw_only=True):
    """How a trial went; `diagnosis` says why it came to nothing at all.

    `clock_warning` is a sentence where the computer's clock is wrong; the program works all the
    same, for it corrects the time it signs with.
    """

    identity: GetCallerIdentityReply | None = None
    diagnosis: Diagnosis | None = None
    steps: tuple[StepResult, ...] = ()
    clock_offset_s: float = 0.0
    clock_warning: str = ""

    @property
    def is_good(self) -> bool:
        """Whether everything that was tried went well."""
        return self.diagnosis is None and all(step.diagnosis is None for step in self.steps)


async def try_profile(
    connect: Connect, keys: RoleKeys, profile: Profile, read_key: ReadKey, tell: Tell = _nobody
) -> ConnectionTrial:
    """Read the key, take the role where there is one, then `try_connection`."""
    try:
        credential = await read_key()
    except ConsoleError as error:
        return _ended_at(KEY_STEP, _of_key(error), tell)
    tell(StepResult(KEY_STEP))
    if profile.role is not None:
        try:
            credential = await keys.lend(profile, credential)
        except ConsoleError as error:
            return _ended_at(ROLE_STEP, _of_role(error, profile), tell)
        tell(StepResult(ROLE_STEP))
    return await try_connection(connect, profile, credential, tell)


async def try_connection(
    connect: Connect, profile: Profile, credential: Credential, tell: Tell = _nobody
) -> ConnectionTrial:
    """Ask whose key it is, then try what the program needs; never raises ConsoleError."""
    cloud = connect(profile, credential).cloud
    region = (profile.regions or (IDENTITY_REGION,))[0]
    try:
        return await _go_through(cloud, profile, region, tell)
    finally:
        # Also where the user gave up: threads and connections are given back.
        await asyncio.shield(cloud.close())


async def _go_through(cloud: Cloud, profile: Profile, region: str, tell: Tell) -> ConnectionTrial:
    identity, diagnosis = None, None
    steps: list[StepResult] = []
    try:
        identity = await cloud.call(GetCallerIdentity(), region=IDENTITY_REGION)
    except ConsoleError as error:
        diagnosis = _diagnosed(error, GetCallerIdentity(), cloud, profile, IDENTITY_REGION)
    tell(StepResult(IDENTITY_STEP, diagnosis))
    for step in STEPS if identity is not None else ():
        found = await _try(step, cloud, profile, region, identity)
        steps.append(StepResult(step.title, found))
        tell(steps[-1])
        if found is not None and found.cause is not Cause.PERMISSION:
            break
    return ConnectionTrial(
        identity=identity,
        diagnosis=diagnosis,
        steps=tuple(steps),
        clock_offset_s=cloud.clock_offset_s,
        clock_warning=clock_sentence(cloud.clock_offset_s),
    )


def _ended_at(title: str, diagnosis: Diagnosis, tell: Tell) -> ConnectionTrial:
    tell(StepResult(title, diagnosis))
    return ConnectionTrial(diagnosis=diagnosis)


def _of_key(error: ConsoleError) -> Diagnosis:
    return Diagnosis(
        cause=Cause.KEY_PLACE, title=error.title, what=error.what, next_step=error.next_step
    )


def _of_role(error: ConsoleError, profile: Profile) -> Diagnosis:
    role = profile.role
    if role is None or not isinstance(error, ServiceError | NotSent | ReplyLost | InvalidRequest):
        found = _of_key(error)
        return msgspec.structs.replace(found, cause=Cause.SECOND_FACTOR)
    request = AssumeRole(role_arn=role.role_arn, role_session_name=role.session_name)
    return diagnose(
        error, Circumstances(request=request, region=IDENTITY_REGION, proxy=profile.proxy)
    )


async def _try(
    step: Step,
    cloud: Cloud,
    profile: Profile,
    region: str,
    identity: GetCallerIdentityReply | None,
) -> Diagnosis | None:
    try:
        await cloud.call(step.request, region=region)
    except ConsoleError as error:
        return _diagnosed(error, step.request, cloud, profile, region, identity)
    return None


def _diagnosed(
    error: ConsoleError,
    request: Request[Any],
    cloud: Cloud,
    profile: Profile,
    region: str,
    identity: GetCallerIdentityReply | None = None,
) -> Diagnosis:
    return diagnose(
        error,
        Circumstances(
            request=request,
            region=region,
            account_id=identity.account_id if identity else "",
            clock_offset_s=cloud.clock_offset_s,
            proxy=profile.proxy,
        ),
    )
