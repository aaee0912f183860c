"""Guards as they are typed."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tat_console.ports.library import Expectation
from tat_console.ports.waves import EVERY_DAY, Guards, Hours, Share
from tat_console.services.guard_texts import Between, GuardFields, fields_of
from tat_console.tat.statuses import TaskStatus

OPENS = datetime(2099, 1, 31, 22, 30).astimezone()


def test_empty_fields_are_the_simple_run() -> None:
    assert GuardFields().guards() == Guards()
    assert not GuardFields().problems()


@pytest.mark.parametrize(
    "guards",
    [
        Guards(canary=Share(count=20), wave=Share(percent=12.5), pause_s=60, stop_at_failures=5),
        Guards(asks_before_waves=True, at_once=220, stop_at_percent=3),
        Guards(expectation=Expectation(exit_codes=(0, 3), matches=("^ok",))),
        Guards(opens_at=OPENS, closes_at=OPENS + timedelta(hours=30)),
        Guards(hours=Hours(days=(0, 1, 2, 5), begins_min=22 * 60, ends_min=6 * 60 + 5)),
        Guards(hours=Hours(begins_min=60, ends_min=1440)),
        Guards(failures=(TaskStatus.CANCELLED, TaskStatus.FAILED)),
    ],
)
def test_what_was_typed_comes_back(guards: Guards) -> None:
    assert fields_of(guards).guards() == guards


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("canary", "0"),
        ("canary", "1.5"),
        ("canary", "a few"),
        ("wave", "0 %"),
        ("wave", "101 %"),
        ("at_once", "-1"),
        ("stop_at", "%"),
        ("matches", "["),
        ("exit_codes", "zero"),
        ("opens", "tonight"),
        ("opens", "25:00"),
        ("opens", "2099-02-30 10:00"),
        ("closes", "2001-01-01 10:00"),
        ("hours", "at night"),
        ("hours", "22:00"),
        ("hours", "Mon-Fri-Sun 22:00-06:00"),
        ("hours", "Noday 22:00-06:00"),
        ("hours", "24:00-06:00"),
        ("hours", "22:00-06:60"),
    ],
)
def test_what_means_nothing_is_said(field: str, text: str) -> None:
    assert list(GuardFields(**{field: text}).problems()) == [field]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Mon–Fri 22:00–06:00", (0, 1, 2, 3, 4)),
        ("sat-mon 22:00 - 06:00", (0, 5, 6)),
        ("Wednesday, fri 22:00-06:00", (2, 4)),
        ("22:00-6:00", EVERY_DAY),
    ],
)
def test_hours_are_typed_with_or_without_days(text: str, days: tuple[int, ...]) -> None:
    wanted = Hours(days=days, begins_min=22 * 60, ends_min=6 * 60)
    assert GuardFields(hours=text).guards().hours == wanted


def test_the_seconds_count_only_for_a_pause() -> None:
    typed = GuardFields(pause_s="soon")
    assert not typed.problems()
    assert typed.guards().pause_s == 0
    assert "pause_s" in GuardFields(pause_s="soon", between=Between.PAUSE).problems()


def test_a_time_alone_is_the_next_one_and_the_end_comes_after_the_beginning() -> None:
    evening = datetime(2099, 1, 31, 21, 0).astimezone()
    guards = GuardFields(opens="22:00", closes="04:00", now=evening).guards()
    assert guards.opens_at == datetime(2099, 1, 31, 22, 0).astimezone()
    assert guards.closes_at == datetime(2099, 2, 1, 4, 0).astimezone()
    late = GuardFields(opens="20:00", now=evening).guards()
    assert late.opens_at == datetime(2099, 2, 1, 20, 0).astimezone()


def test_a_window_that_ends_before_it_begins_is_said() -> None:
    typed = GuardFields(opens="2099-01-02 10:00", closes="2099-01-01 10:00")
    assert typed.problems() == {"closes": "The end comes before the beginning."}


def test_something_has_to_count_as_a_failure() -> None:
    assert list(GuardFields(failures=()).problems()) == ["failures"]
