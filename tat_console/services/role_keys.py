"""The key a profile signs with: its own, or that of a role taken with it (facts §9.4)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Final

import msgspec

from tat_console.ports.cloud import Connect
from tat_console.ports.profiles import AssumedRole, Credential, Profile
from tat_console.services.profiles import IDENTITY_REGION, Profiles
from tat_console.support.errors import ConsoleError
from tat_console.support.event import Event
from tat_console.support.i18n import _
from tat_console.support.logs import REDACTOR, Secret
from tat_console.tat.account import AssumeRole, AssumeRoleReply

AskCode = Callable[[Profile, AssumedRole], Awaitable[str]]
"""Asks the user for the code of a role's MFA device; "" where the user does not give one."""

CODE_DIGITS: Final = 6


class RoleKeys:
    """Gets keys; `changed` fires with a profile's id when its temporary key is another one.

    `ask_code` is set by whoever can ask the user; without it no role with MFA can be taken.
    """

    def __init__(self, profiles: Profiles, connect: Connect) -> None:
        self._profiles = profiles
        self._connect = connect
        self._in_use: dict[str, Credential] = {}
        self._lent: dict[str, tuple[Profile, Credential]] = {}
        self._refused: set[str] = set()
        self._asking: dict[str, asyncio.Lock] = {}
        self.ask_code: AskCode | None = None
        self.changed: Event[str] = Event()

    def ends_at(self, profile_id: str) -> datetime | None:
        """When the key that a profile signs with ends; None for one that lasts."""
        credential = self._in_use.get(profile_id)
        return credential.expires if credential else None

    def in_use(self, profile_id: str) -> Credential | None:
        """The key that a profile's connection signs with; None before it was connected."""
        return self._in_use.get(profile_id)

    async def credential(self, profile: Profile) -> Credential:
        """The key to sign with now; raises ConsoleError where none is to be had."""
        credential = await self._profiles.credential(profile)
        if profile.role is not None:
            credential = await self._taken_once(profile, profile.role, credential)
        before = self.ends_at(profile.profile_id)
        self._in_use[profile.profile_id] = credential
        if credential.expires != before:
            self.changed.emit(profile.profile_id)
        return credential

    async def lend(self, profile: Profile, own: Credential) -> Credential:
        """The key that `own` gets for the profile's role, to try it; `own` where it has none."""
        return own if profile.role is None else await self._taken(profile, profile.role, own)

    def ask_again(self, profile_id: str) -> None:
        """The user wants to go on: a code that was not given may be asked for again."""
        self._refused.discard(profile_id)

    async def _taken_once(self, profile: Profile, role: AssumedRole, own: Credential) -> Credential:
        """One question for all who want the role at the same time.

        After a code that was not given or not right, nothing asks again by itself: what follows
        runs would put the question every few seconds.
        """
        before = self._lent.get(profile.profile_id)
        async with self._asking.setdefault(profile.profile_id, asyncio.Lock()):
            now = self._lent.get(profile.profile_id)
            if now is not None and now is not before and now[0] == profile:
                return now[1]
            if profile.profile_id in self._refused:
                raise _not_taken(profile, _("Its code was not given, or it was not accepted."))
            try:
                lent = await self._taken(profile, role, own)
            except ConsoleError:
                if role.mfa_serial:
                    self._refused.add(profile.profile_id)
                raise
            self._lent[profile.profile_id] = (profile, lent)
            return lent

    async def _taken(self, profile: Profile, role: AssumedRole, own: Credential) -> Credential:
        code = await self._code(profile, role) if role.mfa_serial else None
        request = AssumeRole(
            role_arn=role.role_arn,
            role_session_name=role.session_name,
            duration_seconds=role.duration_s,
            external_id=role.external_id or None,
            serial_number=role.mfa_serial or None,
            token_code=code,
        )
        cloud = self._connect(msgspec.structs.replace(profile, role=None), own).cloud
        try:
            return _lent(await cloud.call(request, region=IDENTITY_REGION))
        finally:
            await cloud.close()

    async def _code(self, profile: Profile, role: AssumedRole) -> str:
        code = await self.ask_code(profile, role) if self.ask_code else ""
        if problem := code_problem(code):
            raise _not_taken(profile, problem)
        return code.strip()


def code_problem(code: str) -> str:
    """What is wrong with the code of an MFA device, "" where it may be one."""
    text = code.strip()
    if len(text) == CODE_DIGITS and text.isascii() and text.isdigit():
        return ""
    return _("The code of the MFA device has {count} digits.").format(count=CODE_DIGITS)


def _not_taken(profile: Profile, why: str) -> ConsoleError:
    return ConsoleError(
        _("The role of “{name}” was not taken.").format(name=profile.name),
        why,
        _("Choose the profile again and type the code that your device shows."),
    )


def _lent(reply: AssumeRoleReply) -> Credential:
    lent = reply.credentials
    credential = Credential(
        secret_id=lent.tmp_secret_id,
        secret_key=Secret(lent.tmp_secret_key),
        token=Secret(lent.token),
        expires=datetime.fromtimestamp(reply.expired_time, UTC),
    )
    REDACTOR.learn(credential.secret_key)
    REDACTOR.learn(Secret(lent.token))
    return credential
