"""How a machine joins with a code that was just made: lines that are ready to be pasted there."""

from __future__ import annotations

import ipaddress
import shlex
import shutil
import sys
from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

import msgspec

from tat_console.ports.profiles import Environment, Profile
from tat_console.services.hosting import NewCode
from tat_console.support.i18n import N_, _
from tat_console.tat import agents
from tat_console.tat.statuses import OperatingSystem

PROGRAM: Final = "tat-console"


class Enrolment(msgspec.Struct, frozen=True, kw_only=True):
    """Lines for one kind of machine; `key` names the kind, `hint` says where to paste them."""

    key: str
    title: str
    hint: str
    lines: str


class _Way(msgspec.Struct, frozen=True, kw_only=True):
    key: str
    title: str
    hint: str
    fits: Callable[[Profile], bool]
    lines: Callable[[Profile, NewCode], str]


def enrolments(profile: Profile, code: NewCode) -> list[Enrolment]:
    """How machines join the service of a profile, what works on this computer first."""
    return [
        Enrolment(key=way.key, title=_(way.title), hint=_(way.hint), lines=way.lines(profile, code))
        for way in _WAYS
        if way.fits(profile)
    ]


def is_on_this_computer(profile: Profile) -> bool:
    """Whether the profile's service is the sandbox, which only programs here can reach."""
    return profile.environment is Environment.SANDBOX or _is_loopback(
        urlsplit(profile.endpoint).hostname or ""
    )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _sandbox_line(profile: Profile, code: NewCode) -> str:
    given = {
        "--endpoint": profile.endpoint,
        "--code-id": code.code_id,
        "--code-value": code.value.reveal(),
    }
    words = [word for pair in given.items() for word in pair]
    return shlex.join([*_program(), "sandbox-register", *words]) + "\n"


def _program() -> list[str]:
    """This program as a command: installed, packed into one file, or from its source."""
    if shutil.which(PROGRAM):
        return [PROGRAM]
    return (
        [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "tat_console"]
    )


def _cloud_lines(system: OperatingSystem) -> Callable[[Profile, NewCode], str]:
    def lines(profile: Profile, code: NewCode) -> str:
        return agents.enrolment_lines(
            system, region=code.region, code_id=code.code_id, code_value=code.value.reveal()
        )

    return lines


_WAYS: Final = (
    _Way(
        key="sandbox",
        title=N_("This sandbox"),
        hint=N_("Paste it into a terminal of this computer: a pretend machine joins the sandbox."),
        fits=is_on_this_computer,
        lines=_sandbox_line,
    ),
    _Way(
        key="linux",
        title=N_("Linux"),
        hint=N_("Paste them into a shell of the machine, as root."),
        fits=lambda profile: True,
        lines=_cloud_lines(OperatingSystem.LINUX),
    ),
    _Way(
        key="windows",
        title=N_("Windows"),
        hint=N_("Paste them into PowerShell on the machine, as an administrator."),
        fits=lambda profile: True,
        lines=_cloud_lines(OperatingSystem.WINDOWS),
    ),
)
