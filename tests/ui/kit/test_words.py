"""Kinds, regions, times and durations in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tat_console.tat.statuses import CommandType, InstanceKind
from tat_console.ui.kit import words

NOON = datetime(2026, 11, 21, 12, 0, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("region", "city"),
    [
        ("ap-guangzhou", "Guangzhou"),
        ("ap-hongkong", "Hong Kong"),
        ("na-siliconvalley", "Silicon Valley"),
        ("ap-shanghai-fsi", "Shanghai Finance"),
        ("eu-middle-earth", "Middle Earth"),
        ("nowhere", "Nowhere"),
    ],
)
def test_a_region_is_called_by_its_city(region: str, city: str):
    assert words.region_word(region) == city


def test_unknown_words_of_the_service_are_shown_as_they_are():
    assert words.kind_word(InstanceKind.HOSTED) == "Hosted"
    assert words.kind_word(InstanceKind("EDGE")) == "EDGE"
    assert words.type_word(CommandType("PYTHON")) == "PYTHON"


@pytest.mark.parametrize(
    ("seconds", "word"),
    [
        (0, "< 1 s"),
        (0.94, "0.9 s"),
        (5, "5 s"),
        (59.4, "59 s"),
        (222, "03:42"),
        (3_723, "1:02:03"),
    ],
)
def test_durations_are_no_finer_than_what_was_measured(seconds: float, word: str):
    assert words.duration_word(seconds) == word


def test_a_moment_has_its_date_unless_it_is_today():
    assert words.moment_word(NOON, NOON) == "12:00:05"
    assert words.moment_word(NOON - timedelta(days=1), NOON) == "2026-11-20 12:00"
    assert words.moment_word(None, NOON) == "–"


def test_defaults_are_those_of_the_system():
    assert (words.default_user(CommandType.SHELL), words.default_folder(CommandType.SHELL)) == (
        "root",
        "/root",
    )
    assert words.default_user(CommandType.BAT) == "System"
    assert words.default_folder(CommandType.BAT).startswith("C:\\")


def test_sizes_and_counts():
    assert [words.size_word(size) for size in (268, 24_576)] == ["268 B", "24.0 KB"]
    assert words.counted(["a", "b", "b"]) == [("b", 2), ("a", 1)]
