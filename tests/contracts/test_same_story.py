"""The same story through our client and through the official SDK, compared field by field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tat_console.tat.actions import ACTIONS
from tests.contracts import speakers
from tests.contracts.scenario import comparable, tell
from tests.fixtures.sandbox import Sandbox

REGION = "ap-guangzhou"


def differences(ours: Any, theirs: Any, place: str) -> Iterator[str]:
    """Yield every place at which two replies differ, with both values."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for name in sorted(ours.keys() | theirs.keys()):
            yield from differences(ours.get(name), theirs.get(name), f"{place}.{name}")
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for number, pair in enumerate(zip(ours, theirs, strict=True)):
            yield from differences(*pair, f"{place}[{number}]")
    elif ours != theirs and not is_default(ours, theirs):
        yield f"{place}: we read {ours!r}, the SDK reads {theirs!r}"


def is_default(ours: Any, theirs: Any) -> bool:
    """A field the service leaves out is None for the SDK and its default for our models."""
    return theirs is None and ours in (0, False, "SHELL", "USER", 60, {}, None)


def test_both_hear_the_same(sandbox: Sandbox) -> None:
    with speakers.ours(sandbox, REGION) as speak:
        ours = comparable(tell(speak))
    with speakers.official(sandbox, REGION) as speak:
        theirs = comparable(tell(speak))
    assert [action for action, _reply in ours] == [action for action, _reply in theirs]
    found = [
        line
        for number, ((action, mine), (_action, other)) in enumerate(zip(ours, theirs, strict=True))
        for line in differences(mine, other, f"{number} {action}")
    ]
    assert found == []
    assert {action for action, _reply in ours} == set(ACTIONS)
    refusals = [reply["Error"]["Code"] for _action, reply in ours if "Error" in reply]
    assert len(set(refusals)) >= 6


def test_the_comparison_sees_a_difference() -> None:
    ours = {"A": [{"B": 1}], "C": "x"}
    assert list(differences(ours, {"A": [{"B": 2}], "D": 5}, "0 x")) == [
        "0 x.A[0].B: we read 1, the SDK reads 2",
        "0 x.C: we read 'x', the SDK reads None",
        "0 x.D: we read None, the SDK reads 5",
    ]
