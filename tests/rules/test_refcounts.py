"""Qt's binding keeps the reference counts of None, True and False."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QObject

CALLS = 500


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_calls_without_result_keep_the_count_of_none() -> None:
    """PySide6 6.12.0 takes one away each time on Python 3.11; in the end the process aborts."""
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        thing.setObjectName("thing")
    assert sys.getrefcount(None) > before - CALLS / 5


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="True is immortal from Python 3.12 on")
def test_calls_with_a_truth_keep_its_count() -> None:
    thing = QObject()
    before = sys.getrefcount(False)
    for _ in range(CALLS):
        thing.signalsBlocked()
    assert sys.getrefcount(False) > before - CALLS / 5
