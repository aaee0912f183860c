"""How long a run will take."""

from __future__ import annotations

import pytest

from tat_console.ports.waves import Guards
from tat_console.runs.expected import expected_s


def test_nothing_is_said_of_a_script_that_never_ran() -> None:
    assert expected_s([20], 1, Guards(), []) is None


def test_waves_wait_for_their_slowest_and_pauses_count() -> None:
    assert expected_s([20, 100], 4, Guards(pause_s=30), [2.0] * 10) == pytest.approx(34.2)


def test_few_at_once_take_several_rounds() -> None:
    assert expected_s([100], 4, Guards(at_once=25), [2.0]) == pytest.approx(8.2)
