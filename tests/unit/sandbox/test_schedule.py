"""When invokers fire: cron lines in Beijing time, single moments, and what a pause lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tat_console.sandbox.refusal import Refused
from tat_console.sandbox.schedule import check_schedule, due_firings, next_firing
from tat_console.tat.invokers import SchedulePolicy, ScheduleSettings

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def cron(line: str | None) -> ScheduleSettings:
    """A recurring schedule."""
    return ScheduleSettings(policy=SchedulePolicy.RECURRENCE, recurrence=line)


def once(moment: datetime | None) -> ScheduleSettings:
    """A single moment."""
    return ScheduleSettings(policy=SchedulePolicy.ONCE, invoke_time=moment)


def test_cron_lines_are_in_beijing_time() -> None:
    assert next_firing(cron("30 21 * * *"), NOON) == datetime(2026, 11, 21, 13, 30, tzinfo=UTC)
    assert next_firing(cron("0 6 * * *"), NOON) == datetime(2026, 11, 21, 22, 0, tzinfo=UTC)


def test_the_next_firing_is_after_the_moment() -> None:
    assert next_firing(cron("0 * * * *"), NOON) == NOON + timedelta(hours=1)
    assert next_firing(once(NOON), NOON) is None
    assert next_firing(once(NOON + timedelta(seconds=1)), NOON) == NOON + timedelta(seconds=1)


def test_each_moment_that_is_due_fires() -> None:
    first = NOON - timedelta(minutes=3)
    assert due_firings(cron("* * * * *"), first, NOON) == [
        NOON - timedelta(minutes=minutes) for minutes in (3, 2, 1, 0)
    ]


def test_of_a_long_pause_only_the_last_hour_is_made_up_for() -> None:
    due = due_firings(cron("*/10 * * * *"), NOON - timedelta(days=30), NOON)
    assert due == [NOON - timedelta(minutes=10 * step) for step in (6, 5, 4, 3, 2, 1, 0)]


def test_a_single_one_fires_however_late() -> None:
    first = NOON - timedelta(days=30)
    assert due_firings(once(first), first, NOON) == [first]


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        (cron("* * * *"), "InvalidParameterValue.InvalidCronExpression"),
        (cron("* * * * * *"), "InvalidParameterValue.InvalidCronExpression"),
        (cron("61 * * * *"), "InvalidParameterValue.InvalidCronExpression"),
        (cron(None), "InvalidParameterValue.InvalidCronExpression"),
        (once(NOON), "InvalidParameterValue.InvokeTimeExpired"),
        (once(None), "MissingParameter"),
        (ScheduleSettings(policy=SchedulePolicy("SCHEDULE")), "InvalidParameter"),
    ],
)
def test_what_never_fires_is_refused(settings: ScheduleSettings, code: str) -> None:
    with pytest.raises(Refused) as refused:
        check_schedule(settings, NOON)
    assert refused.value.code == code


def test_what_fires_is_accepted() -> None:
    check_schedule(cron("0 3 * * 1-5"), NOON)
    check_schedule(once(NOON + timedelta(minutes=1)), NOON)
    assert next_firing(cron("0 3 * * 1-5"), NOON) is not None
