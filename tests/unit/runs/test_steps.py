"""What a run does next: waves, guards, pauses and stops, without any service."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tat_console.ports.archive import BatchState, Script
from tat_console.ports.library import Expectation
from tat_console.ports.profiles import Profile
from tat_console.ports.waves import Decision, Guards, Hours, Share, Turn, Verdict
from tat_console.runs.control import Doing, Step
from tat_console.runs.hours import next_opening
from tat_console.runs.plan import make_plan, parts
from tat_console.runs.progress import RunProgress
from tat_console.runs.steps import CALLS_AT_ONCE, next_step
from tat_console.tat.statuses import TaskStatus
from tests.unit.runs.cloud import NOW
from tests.unit.runs.fleet import finish, machines, send

PROFILE = Profile(profile_id="p", name="P")
CAREFUL = Guards(canary=Share(count=2), wave=Share(count=10))


def planned(count: int, guards: Guards) -> RunProgress:
    script = Script(name="s", content=b"true")
    plan = make_plan(script, machines(count), PROFILE, now=NOW, guards=guards)
    return RunProgress(plan.stored())


def decide(progress: RunProgress, turn: Turn, wave_no: int = 0) -> None:
    decision = Decision(run_id=progress.run_id, at=NOW, turn=turn, wave_no=wave_no)
    progress.take_decision(decision)


def follow(progress: RunProgress) -> Step:
    """Write down what is to be decided until there is something else to do."""
    while (step := next_step(progress, NOW)).turn is not None:
        decide(progress, step.turn, step.wave_no)
    return step


def test_the_simple_run_sends_everything_and_writes_no_journal() -> None:
    progress = planned(450, Guards())
    step = follow(progress)
    assert (step.doing, step.batches) == (Doing.SENDING, (0, 1, 2))
    for batch_no in step.batches:
        send(progress, batch_no)
    assert follow(progress).doing is Doing.WATCHING
    for batch_no in step.batches:
        finish(progress, batch_no, TaskStatus.FAILED)
    assert follow(progress).doing is Doing.ENDING
    assert progress.is_over()
    assert progress.decisions == []


def test_waves_follow_each_other_and_their_ends_are_written_down() -> None:
    progress = planned(25, CAREFUL)
    assert [len(progress.members(number)) for number in progress.batches] == [2, 10, 10, 3]
    for wave_no in range(4):
        step = follow(progress)
        assert (step.doing, step.wave_no, step.batches) == (Doing.SENDING, wave_no, (wave_no,))
        send(progress, wave_no)
        assert follow(progress).doing is Doing.WATCHING
        finish(progress, wave_no)
    assert follow(progress).doing is Doing.ENDING
    assert [one.turn for one in progress.decisions] == [Turn.WAVE_BEGAN, Turn.WAVE_ENDED] * 4


def test_after_a_canary_that_failed_nothing_is_sent() -> None:
    progress = planned(25, CAREFUL)
    follow(progress)
    send(progress, 0)
    finish(progress, 0, TaskStatus.FAILED, most=1)
    finish(progress, 0, first=1)
    step = follow(progress)
    assert (step.doing, step.batches) == (Doing.ENDING, (1, 2, 3))
    assert progress.decisions[-1].turn is Turn.TRIPPED


def test_a_canary_that_was_cancelled_proves_nothing() -> None:
    progress = planned(25, CAREFUL)
    follow(progress)
    send(progress, 0)
    finish(progress, 0, TaskStatus.CANCELLED)
    assert follow(progress).doing is Doing.ENDING
    assert progress.control.stopped is not None


@pytest.mark.parametrize(
    ("guards", "failures", "stops"),
    [
        (Guards(at_once=40, stop_at_failures=3), 2, False),
        (Guards(at_once=40, stop_at_failures=3), 3, True),
        (Guards(at_once=40, stop_at_percent=5), 4, False),
        (Guards(at_once=40, stop_at_percent=5), 5, True),
        (Guards(at_once=40, stop_at_failures=1, failures=(TaskStatus.TIMEOUT,)), 9, False),
        (Guards(at_once=40), 10, False),
    ],
)
def test_failures_stop_the_run_within_the_wave(guards: Guards, failures: int, stops: bool) -> None:
    progress = planned(100, guards)
    step = follow(progress)
    assert step.batches == (0, 1, 2, 3)
    for batch_no in step.batches:
        send(progress, batch_no)
    assert follow(progress).doing is Doing.BUSY
    finish(progress, 0, TaskStatus.FAILED, most=failures)
    finish(progress, 1)
    step = follow(progress)
    assert (step.doing is Doing.ENDING) == stops
    assert len(step.batches) == (6 if stops else 2 if failures == 10 else 1)


def test_the_users_pause_stop_and_go() -> None:
    progress = planned(25, msgspec.structs.replace(CAREFUL, asks_before_waves=True))
    follow(progress)
    send(progress, 0)
    finish(progress, 0)
    assert (follow(progress).doing, follow(progress).wave_no) == (Doing.ASKING, 1)
    decide(progress, Turn.PAUSED)
    assert follow(progress).doing is Doing.PAUSED
    decide(progress, Turn.GO, 1)
    assert follow(progress).doing is Doing.PAUSED
    decide(progress, Turn.WENT_ON)
    assert follow(progress).batches == (1,)
    decide(progress, Turn.STOPPED)
    assert (follow(progress).doing, follow(progress).batches) == (Doing.ENDING, (1, 2, 3))


def test_the_rest_between_waves_and_the_time_window() -> None:
    progress = planned(25, msgspec.structs.replace(CAREFUL, pause_s=60))
    follow(progress)
    send(progress, 0)
    finish(progress, 0)
    step = follow(progress)
    assert (step.doing, step.until) == (Doing.RESTING, NOW + timedelta(seconds=60))
    assert next_step(progress, NOW + timedelta(seconds=60)).turn is Turn.WAVE_BEGAN
    window = Guards(opens_at=NOW + timedelta(hours=1), closes_at=NOW + timedelta(hours=2))
    early = planned(5, window)
    assert (follow(early).doing, follow(early).until) == (Doing.EARLY, window.opens_at)
    assert next_step(early, NOW + timedelta(hours=1)).batches == (0,)
    assert next_step(early, NOW + timedelta(hours=2)).turn is Turn.CLOSED
    assert next_step(early, NOW + timedelta(hours=1), is_frozen=True).doing is Doing.FROZEN


def test_a_lost_reply_is_settled_before_anything_else_of_the_wave() -> None:
    progress = planned(2_000, Guards())
    assert len(follow(progress).batches) == CALLS_AT_ONCE
    lost = msgspec.structs.replace(progress.batches[0], state=BatchState.UNKNOWN)
    progress.set_batch(lost, TaskStatus.UNSETTLED)
    assert next_step(progress, NOW, sending=3).batches == ()
    assert next_step(progress, NOW).doing is Doing.SETTLING
    progress.set_batch(msgspec.structs.replace(lost, settled_at=NOW))
    assert follow(progress).batches


def test_what_is_expected_decides_and_not_the_service() -> None:
    wanted = Expectation(exit_codes=(), matches=("^ready$",))
    guards = msgspec.structs.replace(CAREFUL, expectation=wanted)
    progress = planned(25, guards)
    follow(progress)
    send(progress, 0)
    finish(progress, 0, TaskStatus.FAILED, b"well\nready\n", most=1)
    finish(progress, 0, TaskStatus.TIMEOUT, b"ready", first=1)
    first, second = (progress.tasks[one] for one in progress.members(0))
    assert (first.verdict, second.verdict) == (Verdict.MET, None)
    canary = progress.tally.waves[0]
    assert (canary.good, canary.failed) == (1, 1)


def test_a_success_that_does_not_say_what_it_should_is_a_failure() -> None:
    wanted = Expectation(matches=("^ready$",))
    progress = planned(25, msgspec.structs.replace(CAREFUL, expectation=wanted))
    follow(progress)
    send(progress, 0)
    finish(progress, 0, TaskStatus.SUCCESS, b"not yet")
    task = progress.tasks[progress.members(0)[0]]
    assert (task.status, task.verdict) == (TaskStatus.SUCCESS, Verdict.UNMET)
    assert "^ready$" in task.verdict_note
    assert follow(progress).doing is Doing.ENDING
    assert progress.tally.waves[0].failed == 2


def test_a_journal_read_again_stands_where_it_stood() -> None:
    progress = planned(25, msgspec.structs.replace(CAREFUL, asks_before_waves=True))
    follow(progress)
    send(progress, 0)
    finish(progress, 0)
    decide(progress, Turn.PAUSED)
    again = RunProgress(progress.stored())
    assert follow(again) == follow(progress)
    assert again.control == progress.control
    assert again.tally.waves == progress.tally.waves
    assert again.tally.in_flight == progress.tally.in_flight == 0


@given(
    st.integers(1, 300),
    st.integers(0, 30),
    st.sampled_from([None, Share(count=7), Share(percent=33.3)]),
    st.sampled_from([None, Share(count=1), Share(percent=1)]),
)
def test_every_machine_is_in_one_batch_of_one_wave(
    count: int, at_once: int, wave: Share | None, canary: Share | None
) -> None:
    guards = Guards(canary=canary, wave=wave, at_once=at_once)
    made = list(parts(machines(count), guards))
    ids = [one.instance_id for part in made for one in part.machines]
    assert sorted(ids) == [one.instance_id for one in machines(count)]
    assert [part.wave_no for part in made] == sorted(part.wave_no for part in made)
    assert all(len(part.machines) <= (at_once or 200) for part in made)
    if canary is not None:
        first = sum(len(part.machines) for part in made if part.wave_no == 0)
        assert first == canary.of(count)


NIGHTS = Hours(days=(0, 1, 2, 3, 4), begins_min=22 * 60, ends_min=6 * 60)


def wall(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026 on this computer's wall; the 2nd is a Monday."""
    return datetime(2026, 11, day, hour, minute).astimezone()


@pytest.mark.parametrize(
    ("now", "opens_at"),
    [
        (wall(2, 12), wall(2, 22)),
        (wall(2, 22), None),
        (wall(3, 5, 59), None),
        (wall(3, 6), wall(3, 22)),
        (wall(7, 3), None),  # Friday's night goes on into Saturday
        (wall(7, 6), wall(9, 22)),
        (wall(8, 23), wall(9, 22)),
    ],
)
def test_hours_open_on_their_days_and_last_past_midnight(
    now: datetime, opens_at: datetime | None
) -> None:
    assert next_opening(NIGHTS, now) == opens_at


@given(
    days=st.sets(st.integers(0, 6), min_size=1),
    begins=st.integers(0, 1439),
    ends=st.integers(0, 1440),
    minute=st.integers(0, 20_000),
)
def test_at_the_next_opening_the_hours_are_open(
    days: set[int], begins: int, ends: int, minute: int
) -> None:
    hours = Hours(days=tuple(sorted(days)), begins_min=begins, ends_min=ends)
    now = wall(2, 0) + timedelta(minutes=minute)
    opens_at = next_opening(hours, now)
    assert opens_at is None or (opens_at > now and next_opening(hours, opens_at) is None)


def test_out_of_its_hours_a_run_waits_and_is_not_stopped() -> None:
    later = (NOW.astimezone() + timedelta(hours=2)).replace(second=0, microsecond=0)
    begins = later.hour * 60 + later.minute
    hours = Hours(begins_min=begins, ends_min=(begins + 60) % 1440)
    progress = planned(10, Guards(hours=hours))
    assert follow(progress) == Step(doing=Doing.EARLY, until=later)
    assert next_step(progress, later).doing is Doing.SENDING
    assert progress.decisions == []
