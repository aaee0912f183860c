"""Gives up hosted machines: what that means, one call for each, and who could not be given up."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence
from typing import Final

import msgspec

from tat_console.services.changes import connection_for_changes
from tat_console.services.hosting import HostedInstance, Hosting
from tat_console.services.session import Session
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _, ngettext
from tat_console.tat.hosting import DeleteRegisterInstance
from tat_console.tat.wire import Reply

TOLD_ONE_BY_ONE: Final = 10


class NotRemoved(msgspec.Struct, frozen=True):
    """A machine that stays, and why."""

    instance: HostedInstance
    error: ConsoleError


async def remove_machines(
    session: Session, hosting: Hosting, instances: Sequence[HostedInstance]
) -> tuple[NotRemoved, ...]:
    """Give machines up, each with a call of its own; returns those that stay.

    The service has no call for several. Raises ConsoleError where the profile may only look.
    """
    cloud = connection_for_changes(session).cloud
    calls = (
        cloud.call(DeleteRegisterInstance(instance_id=one.info.instance_id), region=one.region)
        for one in instances
    )
    try:
        answers = await asyncio.gather(*map(_error_of, calls))
    finally:
        await hosting.refresh()
    pairs = zip(instances, answers, strict=True)
    return tuple(NotRemoved(one, error) for one, error in pairs if error is not None)


def removal_consequences(instances: Sequence[HostedInstance]) -> list[str]:
    """What removing machines means, a sentence each."""
    (first, *others) = instances
    if others:
        return [
            _("They take no more runs, and schedules that name them fail for them."),
            _("Their agents stay installed there but have nothing to do."),
            _("To host them again they need a new code, and they get other ids."),
            _("Records of their earlier runs stay."),
        ]
    return [
        _("It takes no more runs, and schedules that name it fail for it."),
        _("Its agent stays installed there but has nothing to do."),
        _("To host it again it needs a new code, and it gets another id than {id}.").format(
            id=first.info.instance_id
        ),
        _("Records of its earlier runs stay."),
    ]


def removal_trouble(failed: Sequence[NotRemoved], asked: int) -> ConsoleError:
    """What to tell of machines that stay, each with the reason."""
    if asked == 1:
        return failed[0].error
    title = ngettext(
        "{failed:,} of {count:,} machines was not removed",
        "{failed:,} of {count:,} machines were not removed",
        len(failed),
    ).format(failed=len(failed), count=asked)
    reasons = [
        _("{name}: {reason}").format(name=one.instance.name, reason=one.error.title)
        for one in failed[:TOLD_ONE_BY_ONE]
    ]
    if more := len(failed) - len(reasons):
        reasons.append(_("and {count:,} more").format(count=more))
    first = failed[0].error
    next_step = _("The others are removed. Choose those that stay, and try again.")
    if len(failed) == asked:
        next_step = first.next_step
    return ConsoleError(title, "; ".join(reasons) + ".", next_step, first.request_id)


async def _error_of(call: Awaitable[Reply]) -> ConsoleError | None:
    try:
        await call
    except ConsoleError as error:
        return error
    return None
