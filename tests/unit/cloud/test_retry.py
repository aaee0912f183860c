"""What is repeated, how often and after what pause."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from tat_console.cloud.retry import (
    LONGEST_PAUSE_S,
    MAY_REPEAT,
    PATIENCE,
    Cause,
    Outcome,
    cause_of,
    pause_s,
    repeated,
)
from tat_console.support.errors import ConsoleError
from tat_console.tat.actions import Safety
from tat_console.tat.error_texts import service_error
from tat_console.tat.errors import InvalidRequest, NotSent, ReplyLost
from tests.unit.cloud.fakes import FakeClock

NOT_SENT = NotSent("The service cannot be reached")
LOST = ReplyLost("The answer was lost")
THROTTLED = service_error("RequestLimitExceeded.IPLimitExceeded", "Slow down.")
FAULT = service_error("InternalError", "Something broke.")
REFUSED = service_error("InvalidParameterValue", "No.")
ABSENT = service_error("ResourceNotFound.CommandNotFound", "No such command.")

ERRORS: dict[Cause, ConsoleError] = {
    Cause.NOT_SENT: NOT_SENT,
    Cause.THROTTLED: THROTTLED,
    Cause.REPLY_LOST: LOST,
    Cause.SERVICE_FAULT: FAULT,
}


def play(
    answers: Sequence[ConsoleError | str], safety: Safety, clock: FakeClock | None = None
) -> Outcome[str]:
    """Let a call answer so one time after another."""
    remaining = list(answers)

    async def attempt() -> str:
        answer = remaining.pop(0)
        if isinstance(answer, ConsoleError):
            raise answer
        return answer

    async def main() -> Outcome[str]:
        return await repeated(attempt, safety, clock or FakeClock(), chance=lambda: 1.0)

    return asyncio.run(main())


@pytest.mark.parametrize("cause", Cause)
def test_every_cause_is_told_from_its_error(cause: Cause) -> None:
    assert cause_of(ERRORS[cause]) is cause


@pytest.mark.parametrize("error", [REFUSED, ABSENT, InvalidRequest("Content", "It is empty.")])
def test_other_errors_have_no_cause_to_repeat(error: ConsoleError) -> None:
    assert cause_of(error) is None
    assert play([error], Safety.READ).attempts == 1


@pytest.mark.parametrize("safety", Safety)
@pytest.mark.parametrize("cause", Cause)
def test_a_call_is_repeated_exactly_where_that_is_safe(safety: Safety, cause: Cause) -> None:
    outcome = play([ERRORS[cause], "done"], safety)
    if cause in MAY_REPEAT[safety]:
        assert outcome == Outcome(2, reply="done")
    else:
        assert outcome == Outcome(1, error=ERRORS[cause])


def test_the_table_of_what_may_be_repeated() -> None:
    """Written out by hand, so that a slip in the table shows (facts §6.5)."""
    lost = {safety for safety in Safety if Cause.REPLY_LOST in MAY_REPEAT[safety]}
    faults = {safety for safety in Safety if Cause.SERVICE_FAULT in MAY_REPEAT[safety]}
    assert lost == {Safety.READ, Safety.REPEATABLE, Safety.DELETE}
    assert faults == {Safety.READ}
    for safety in Safety:
        assert {Cause.NOT_SENT, Cause.THROTTLED} <= MAY_REPEAT[safety]


@pytest.mark.parametrize("safety", [Safety.RUN, Safety.CREATE])
def test_a_run_whose_reply_is_lost_after_a_throttled_try_is_not_sent_again(safety: Safety) -> None:
    assert play([THROTTLED, NOT_SENT, LOST, "twice!"], safety) == Outcome(3, error=LOST)


@pytest.mark.parametrize("cause", Cause)
def test_patience_has_an_end(cause: Cause) -> None:
    attempts = PATIENCE[cause].attempts
    outcome = play([ERRORS[cause]] * 50, Safety.READ)
    assert outcome == Outcome(attempts, error=ERRORS[cause])


def test_pauses_double_and_have_an_upper_end() -> None:
    clock = FakeClock()
    play([THROTTLED] * 50, Safety.RUN, clock)
    assert clock.slept == [1.0, 2.0, 4.0, 8.0, 16.0]
    assert pause_s(Cause.THROTTLED, 30, lambda: 1.0) == LONGEST_PAUSE_S


def test_chance_takes_up_to_half_of_a_pause() -> None:
    assert pause_s(Cause.THROTTLED, 1, lambda: 0.0) == 0.5
    assert pause_s(Cause.THROTTLED, 1, lambda: 1.0) == 1.0


def test_deleting_what_a_lost_reply_had_deleted_is_success() -> None:
    assert play([LOST, ABSENT], Safety.DELETE) == Outcome(2)


@pytest.mark.parametrize("first", [THROTTLED, NOT_SENT])
def test_deleting_what_never_was_there_is_an_error(first: ConsoleError) -> None:
    assert play([ABSENT], Safety.DELETE).error is ABSENT
    assert play([first, ABSENT], Safety.DELETE).error is ABSENT


def test_not_found_after_a_lost_reply_is_success_for_deletions_only() -> None:
    assert play([LOST, ABSENT], Safety.REPEATABLE).error is ABSENT
