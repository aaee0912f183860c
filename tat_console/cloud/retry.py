"""When a call is repeated: is it allowed, how long to wait, how often (facts §6.5)."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from enum import Enum
from typing import Final, Generic, TypeVar

import msgspec

from tat_console.support.clock import Clock
from tat_console.support.errors import ConsoleError
from tat_console.tat.actions import Safety
from tat_console.tat.error_rows import Repeat
from tat_console.tat.error_texts import repeat_of
from tat_console.tat.errors import NotSent, ReplyLost, ServiceError

T = TypeVar("T")


class Cause(Enum):
    """Why a call might be repeated."""

    NOT_SENT = "not sent"
    THROTTLED = "throttled"
    REPLY_LOST = "reply lost"
    SERVICE_FAULT = "service fault"


class Patience(msgspec.Struct, frozen=True):
    """How often one cause may strike before it is told, and the pause after the first time."""

    attempts: int
    first_pause_s: float


PATIENCE: Final = {
    Cause.NOT_SENT: Patience(3, 0.5),
    Cause.THROTTLED: Patience(6, 1.0),
    Cause.REPLY_LOST: Patience(3, 0.5),
    Cause.SERVICE_FAULT: Patience(3, 1.0),
}
LONGEST_PAUSE_S: Final = 16.0

_ALWAYS: Final = frozenset({Cause.NOT_SENT, Cause.THROTTLED})
MAY_REPEAT: Final = {
    Safety.READ: frozenset(Cause),
    Safety.REPEATABLE: _ALWAYS | {Cause.REPLY_LOST},
    Safety.DELETE: _ALWAYS | {Cause.REPLY_LOST},
    Safety.CREATE: _ALWAYS,
    Safety.RUN: _ALWAYS,
}
"""A run or a creation is repeated only where it surely has not been done (DESIGN §5.1)."""


def cause_of(error: ConsoleError) -> Cause | None:
    """Return why this error might go away by itself, or None."""
    match error:
        case NotSent():
            return Cause.NOT_SENT
        case ReplyLost():
            return Cause.REPLY_LOST
        case ServiceError() if repeat_of(error.code) is Repeat.ALWAYS:
            return Cause.THROTTLED
        case ServiceError() if repeat_of(error.code) is Repeat.READS:
            return Cause.SERVICE_FAULT
        case _:
            return None


def pause_s(cause: Cause, strikes: int, chance: Callable[[], float] = random.random) -> float:
    """Return how long to wait after a cause has struck so often: doubling, less up to a half.

    `chance` gives numbers from 0 up to 1, so that many clients do not come back together.
    """
    full = min(PATIENCE[cause].first_pause_s * 2.0 ** (strikes - 1), LONGEST_PAUSE_S)
    return full * (0.5 + chance() / 2)


class Outcome(msgspec.Struct, Generic[T], frozen=True):
    """What a repeated call came to, and how many times it was tried."""

    attempts: int
    reply: T | None = None
    error: ConsoleError | None = None


async def repeated(
    attempt: Callable[[], Awaitable[T]],
    safety: Safety,
    clock: Clock,
    *,
    chance: Callable[[], float] = random.random,
) -> Outcome[T]:
    """Make a call, again where that is safe and may help; never more often than PATIENCE says.

    A deletion that finds nothing after a reply was lost has succeeded: its reply is None.
    """
    strikes = dict.fromkeys(Cause, 0)
    attempts = 0
    while True:
        attempts += 1
        try:
            return Outcome(attempts, reply=await attempt())
        except ConsoleError as error:
            if safety is Safety.DELETE and strikes[Cause.REPLY_LOST] and _is_absence(error):
                return Outcome(attempts)
            cause = cause_of(error)
            if cause is None or cause not in MAY_REPEAT[safety]:
                return Outcome(attempts, error=error)
            strikes[cause] += 1
            if strikes[cause] >= PATIENCE[cause].attempts:
                return Outcome(attempts, error=error)
        await clock.sleep(pause_s(cause, strikes[cause], chance))


def _is_absence(error: ConsoleError) -> bool:
    return isinstance(error, ServiceError) and error.code.startswith("ResourceNotFound")
