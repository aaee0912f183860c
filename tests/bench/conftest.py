"""Collects the figures that benchmarks measure: a table to read, build/bench.json for programs.

Every limit is an upper bound. A figure above its limit makes the whole call fail, at its end.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
REPORT = ROOT / "build" / "bench.json"
_FIGURES = pytest.StashKey[list[dict[str, object]]]()

Figure = Callable[[str, float, str, float | None], None]


@pytest.fixture
def figure(pytestconfig: pytest.Config) -> Figure:
    """`figure(name, value, unit, limit)`: note what was measured; None where there is no limit."""

    def note(name: str, value: float, unit: str, limit: float | None) -> None:
        pytestconfig.stash.setdefault(_FIGURES, []).append(
            {
                "name": name,
                "value": round(value, 4),
                "unit": unit,
                "limit": limit,
                "ok": limit is None or value <= limit,
            }
        )

    return note


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write the report; figures beyond their limits are a failure."""
    figures = session.config.stash.get(_FIGURES, [])
    if not figures:
        return
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps(figures, indent=2) + "\n")
    if not all(row["ok"] for row in figures):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show the figures as a table."""
    figures = terminalreporter.config.stash.get(_FIGURES, [])
    if not figures:
        return
    terminalreporter.section("figures")
    width = max(len(str(row["name"])) for row in figures)
    for row in figures:
        limit = "" if row["limit"] is None else f"≤ {row['limit']:g}"
        verdict = "ok" if row["ok"] else "TOO MUCH"
        terminalreporter.line(
            f"{row['name']!s:<{width}}  {row['value']:>10g} {row['unit']!s:<6} {limit:>8}  {verdict}"
        )
