"""The page of the sandbox's decisions says what the table says."""

from __future__ import annotations

from tat_console.sandbox.decisions import DECISIONS
from tests.rules.source import ROOT

PAGE = ROOT / "resources" / "docs" / "sandbox-decisions.md"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def test_every_decision_stands_on_the_page_in_its_words() -> None:
    rows = [_row(f"`{one.id}`", one.question, one.choice, one.why) for one in DECISIONS]
    shown = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line[:3] == "| `"]
    assert shown == rows
