"""Guards as they are typed."""

from __future__ import annotations

import pytest

from tat_console.ports.library import Expectation
from tat_console.ports.waves import Guards, Share
from tat_console.ui.dialogs.guard_fields import Between, GuardFields, fields_of


def test_empty_fields_are_the_simple_run() -> None:
    assert GuardFields().guards().are_simple
    assert not GuardFields().problems()


@pytest.mark.parametrize(
    "guards",
    [
        Guards(canary=Share(count=20), wave=Share(percent=12.5), pause_s=60, stop_at_failures=5),
        Guards(asks_before_waves=True, at_once=220, stop_at_percent=3),
        Guards(expectation=Expectation(exit_codes=(0, 3), matches=("^ok",))),
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
    ],
)
def test_what_means_nothing_is_said(field: str, text: str) -> None:
    assert list(GuardFields(**{field: text}).problems()) == [field]  # type: ignore[arg-type]


def test_the_seconds_count_only_for_a_pause() -> None:
    typed = GuardFields(pause_s="soon")
    assert not typed.problems()
    assert typed.guards().pause_s == 0
    assert "pause_s" in GuardFields(pause_s="soon", between=Between.PAUSE).problems()
