"""Rhythms, typed moments and the days of the calendar: pure, at made-up times."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tat_console.services.schedule_days import MOST_A_DAY, month_days, runs_of_day
from tat_console.services.schedule_moments import moment_problem, read_moment, write_moment
from tat_console.services.schedule_rhythms import HOUR_STEPS, MINUTE_STEPS, Every, Rhythm, rhythm_of
from tat_console.services.schedules import Firing, Schedule
from tat_console.tat import cron
from tat_console.tat.invokers import Invoker, InvokerRecord, SchedulePolicy, ScheduleSettings
from tat_console.tat.statuses import InvocationStatus

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("line", "rhythm"),
    [
        ("*/15 * * * *", Rhythm(every=Every.MINUTES, minutes=15)),
        ("* * * * *", Rhythm(every=Every.MINUTES, minutes=1)),
        ("5 */6 * * *", Rhythm(every=Every.HOURS, hours=6, minute=5)),
        ("30 4 * * *", Rhythm(every=Every.DAY, clock="04:30")),
        ("0 23 * * 1,5", Rhythm(every=Every.WEEK, clock="23:00", weekdays=(1, 5))),
        ("0 3 31 * *", Rhythm(every=Every.MONTH, clock="03:00", day=31)),
    ],
)
def test_a_rhythm_and_its_line(line: str, rhythm: Rhythm) -> None:
    assert rhythm.line() == line
    assert rhythm_of(line) == rhythm
    assert rhythm.problem() == cron.problem_of(line) == ""


@pytest.mark.parametrize(
    "line", ["0 4 * * 1-5", "*/7 * * * *", "0 */5 * * *", "0 4 1 1 *", "0 4 32 * *", "0 0 4 * * *"]
)
def test_what_the_builder_cannot_say_stays_a_line(line: str) -> None:
    assert rhythm_of(f"  {line} ") == Rhythm(every=Every.OWN, own=line)


def test_every_step_on_offer_is_a_line_that_the_service_takes() -> None:
    lines = [Rhythm(every=Every.MINUTES, minutes=step).line() for step in MINUTE_STEPS]
    lines += [Rhythm(every=Every.HOURS, hours=step).line() for step in HOUR_STEPS]
    assert [cron.problem_of(line) for line in lines] == [""] * len(lines)


def test_mistakes_in_the_builder_are_sentences() -> None:
    assert "“25:00” is no time of day" in Rhythm(every=Every.DAY, clock="25:00").problem()
    assert "at least one day" in Rhythm(every=Every.WEEK, weekdays=()).problem()
    assert "6 fields" in Rhythm(every=Every.OWN, own="0 0 4 * * 1").problem()
    assert "no names" in Rhythm(every=Every.OWN, own="0 4 * * MON").problem()


def test_a_moment_is_read_in_the_zone_it_is_typed_in() -> None:
    assert read_moment("2026-12-24 03:30", cron.BEIJING) == datetime(
        2026, 12, 23, 19, 30, tzinfo=UTC
    )
    assert read_moment(" 2026-07-01T03:30:05", BERLIN) == datetime(2026, 7, 1, 1, 30, 5, tzinfo=UTC)
    assert read_moment("24.12.2026 03:30", BERLIN) is None
    moment = datetime(2026, 12, 23, 19, 30, tzinfo=UTC)
    assert write_moment(moment, cron.BEIJING) == "2026-12-24 03:30"
    assert write_moment(moment.replace(second=7), BERLIN) == "2026-12-23 20:30:07"


def test_what_is_no_moment_is_told() -> None:
    assert "Write when" in moment_problem("  ")
    assert "“tomorrow” is no date and time" in moment_problem("tomorrow")
    assert moment_problem("2026-12-24 03:30") == ""


def schedule(line: str, **more: object) -> Schedule:
    settings = ScheduleSettings(policy=SchedulePolicy.RECURRENCE, recurrence=line)
    invoker = Invoker(invoker_id="ivk-00000001", name="Nightly", schedule_settings=settings, **more)  # type: ignore[arg-type]
    return Schedule(region="ap-guangzhou", invoker=invoker)


def firing(moment: datetime, result: InvocationStatus | None) -> Firing:
    record = None if result is None else InvokerRecord(invoke_time=moment, result=result)
    return Firing(at=moment, record=record)


def test_a_page_of_the_calendar_has_whole_weeks() -> None:
    days = month_days(date(2026, 11, 22))
    assert (days[0], days[-1], len(days)) == (date(2026, 10, 26), date(2026, 12, 6), 42)
    assert {days[place].weekday() for place in range(0, 42, 7)} == {0}


def test_today_is_told_by_records_up_to_now_and_by_plans_from_now_on() -> None:
    hourly = schedule("0 * * * *")
    past = [
        firing(NOON - timedelta(hours=1), None),
        firing(NOON - timedelta(hours=2), InvocationStatus.FAILED),
        firing(NOON - timedelta(hours=3), InvocationStatus.SUCCESS),
        firing(NOON - timedelta(days=1), InvocationStatus.FAILED),
    ]
    now = NOON + timedelta(minutes=1)
    (runs,) = runs_of_day([hourly], lambda _one: past, NOON.date(), now, UTC)
    assert [moment.hour for moment in runs.times] == [9, 10, 11, *range(13, 24)]
    assert (runs.missed, runs.failed, runs.is_past, runs.has_more) == (1, 1, False, False)
    (before,) = runs_of_day([hourly], lambda _one: past, date(2026, 11, 21), now, UTC)
    assert (len(before.times), before.failed, before.is_past) == (1, 1, True)


def test_a_day_is_that_of_the_user() -> None:
    nightly = schedule("30 4 * * *")  # 21:30 in Berlin, the evening before
    (runs,) = runs_of_day([nightly], lambda _one: None, date(2026, 11, 24), NOON, BERLIN)
    assert runs.times == (datetime(2026, 11, 24, 20, 30, tzinfo=UTC),)
    short = schedule("* * * * *")
    spring = date(2027, 3, 28)  # has 23 hours in Berlin
    hourly = schedule("0 * * * *")
    (found,) = runs_of_day([hourly], lambda _one: None, spring, NOON, BERLIN)
    assert len(found.times) == 23
    (many,) = runs_of_day([short], lambda _one: None, spring, NOON, BERLIN)
    assert (len(many.times), many.has_more) == (MOST_A_DAY, True)


def test_a_disabled_schedule_plans_nothing() -> None:
    disabled = schedule("0 * * * *", enable=False)
    assert runs_of_day([disabled], lambda _one: None, date(2026, 11, 24), NOON, UTC) == []
