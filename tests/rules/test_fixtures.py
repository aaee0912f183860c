"""The fixtures that watch the tests catch what they are for: each planted fault fails."""

from __future__ import annotations

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

PLANTED = "tests/rules/planted_faults.py"
COMPLAINTS = {
    "test_task": "asyncio task outlived its loop",
    "test_lost_exception": "Task exception was never retrieved",
    "test_thread": "thread idle still runs",
    "test_timer": "still ticks",
    "test_window": "is still open",
    "test_process": "still runs: sleep 60",
    "test_warning": "unexpected tat_console: odd",
    "test_silence": "expected and never logged: something",
    "test_network": "Tried to reach 192.0.2.1",
    "test_name_lookup": "Tried to reach example.com",
    "test_qt_message": "painted twice",
    "test_python_warning": "ResourceWarning",
    "test_system": "needs no-such-command",
}


def run_planted_faults(report: Path, *, ci: str, only: str = "test") -> dict[str, tuple[str, str]]:
    """By test name: what became of it (failure, error, skipped, passed) and the whole text."""
    subprocess.run(
        [sys.executable, "-m", "pytest", PLANTED, f"--junitxml={report}", "-k", only],
        cwd=ROOT,
        env={**os.environ, "CI": ci},
        stdout=subprocess.DEVNULL,
        check=False,
    )
    outcomes = {}
    for case in ET.parse(report).iter("testcase"):
        problems = [child for child in case if child.tag in ("failure", "error", "skipped")]
        text = "\n".join(f"{child.get('message')}\n{child.text}" for child in problems)
        outcomes[case.attrib["name"]] = (problems[0].tag if problems else "passed", text)
    return outcomes


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, str]]:
    return run_planted_faults(tmp_path_factory.mktemp("planted") / "report.xml", ci="true")


@pytest.mark.parametrize("name", COMPLAINTS)
def test_fault_is_caught(outcomes: dict[str, tuple[str, str]], name: str) -> None:
    outcome, text = outcomes[name]
    assert outcome in ("failure", "error")
    assert COMPLAINTS[name] in text


def test_every_fault_is_judged(outcomes: dict[str, tuple[str, str]]) -> None:
    assert set(outcomes) == set(COMPLAINTS)


def test_missing_system_command_skips_outside_ci(tmp_path: Path) -> None:
    outcomes = run_planted_faults(tmp_path / "report.xml", ci="", only="test_system")
    outcome, text = outcomes["test_system"]
    assert outcome == "skipped"
    assert "no-such-command" in text
