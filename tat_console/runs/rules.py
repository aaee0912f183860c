"""Whether a profile lets anything be run now, and how much the user has to say before."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from tat_console.ports.profiles import Environment, Profile
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _

_CARE: Final = (
    Environment.SANDBOX,
    Environment.DEVELOPMENT,
    Environment.STAGING,
    Environment.PRODUCTION,
)
"""Environments in the order of the care they want."""


def strictest(environments: Iterable[Environment]) -> Environment:
    """The one that wants the most care of some environments, at least one."""
    return max(environments, key=_CARE.index)


def refusal_of(profile: Profile, *, is_frozen: bool) -> ConsoleError | None:
    """Why nothing may be run with a profile, or None where it may."""
    if profile.read_only:
        return ConsoleError(
            _("“{name}” may only look.").format(name=profile.name),
            _("This profile is set up as read-only: nothing is run with it."),
            _("Choose another profile, or change this one on the Settings page."),
        )
    if is_frozen:
        return ConsoleError(
            _("Runs are frozen."),
            _("While the freeze is on, nothing is started and no further wave is sent."),
            _("Switch the freeze off on the Settings page."),
        )
    return None


def has_to_be_typed(
    environment: Environment,
    protected_lifted: Iterable[str],
    profiles: Iterable[Profile | None] = (),
) -> bool:
    """Whether the number of machines has to be typed before a run.

    In production, with a protected set, and where one of the profiles that take part wants it.
    """
    return (
        environment is Environment.PRODUCTION
        or any(True for _name in protected_lifted)
        or any(one is not None and one.counts_machines for one in profiles)
    )
