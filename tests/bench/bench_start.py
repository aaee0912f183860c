"""How long a start takes. Figures to read, no verdict: a clock on a shared machine is no judge."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fixtures.sandbox import running_sandbox

ROUNDS = 5


def seconds(work: Callable[[int], None]) -> list[float]:
    """The duration of each round."""
    durations = []
    for number in range(ROUNDS):
        start = time.perf_counter()
        work(number)
        durations.append(time.perf_counter() - start)
    return durations


def report(what: str, durations: list[float]) -> None:
    """One line: median and worst."""
    print(f"\n{what}: median {statistics.median(durations):.2f} s, worst {max(durations):.2f} s")


@pytest.mark.parametrize("module", ["tat_console.sandbox.__main__", "tat_console.app"])
def test_loading_the_code(module: str) -> None:
    command = [sys.executable, "-c", f"import {module}"]
    durations = seconds(lambda number: assert_works(command))
    report(f"loading {module}", durations)


def test_sandbox_until_it_listens(tmp_path: Path) -> None:
    durations = []
    for number in range(ROUNDS):
        start = time.perf_counter()
        with running_sandbox(state=tmp_path / str(number)):
            durations.append(time.perf_counter() - start)
    assert len(durations) == ROUNDS
    report("sandbox until it listens", durations)


def assert_works(command: list[str]) -> None:
    """Run a command that has to end with 0."""
    assert subprocess.run(command, check=False).returncode == 0
