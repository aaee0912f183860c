"""The service's documented examples: every reply decodes with our models and nothing is lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec
import pytest

from tat_console.tat import request_rules, wire
from tat_console.tat.actions import ROWS, TAT, Action
from tat_console.tat.wire import Wire
from tests.contracts.api_json import load

EXAMPLES = load(TAT.name, TAT.version, "examples.json")["actions"]
BY_NAME = {row.name: row for row in ROWS if row.service is TAT}


class Example(msgspec.Struct, frozen=True):
    """One documented call."""

    row: Action
    number: int
    request: str
    reply: str


def examples() -> Iterator[Example]:
    for name, listed in EXAMPLES.items():
        for number, each in enumerate(listed):
            body = each["input"].partition("\n\n")[2]
            yield Example(BY_NAME[name], number, body, each["output"])


every = pytest.mark.parametrize(
    "example", list(examples()), ids=lambda example: f"{example.row.name}-{example.number}"
)


def test_every_action_has_an_example() -> None:
    assert set(EXAMPLES) == set(BY_NAME)


def lost(theirs: Any, ours: Any, place: str = "") -> Iterator[str]:
    """Yield the places at which something of the example is not in what we make of it."""
    if isinstance(theirs, dict):
        for name, value in theirs.items():
            if value is not None:
                yield from lost(value, (ours or {}).get(name), f"{place}.{name}")
    elif isinstance(theirs, list):
        if len(ours or ()) != len(theirs):
            yield f"{place}: {len(theirs)} rows, {len(ours or ())} of them read"
        for number, (one, other) in enumerate(zip(theirs, ours or (), strict=False)):
            yield from lost(one, other, f"{place}[{number}]")
    elif theirs != ours and not same_moment(theirs, ours) and not same_word(theirs, ours):
        yield f"{place}: {theirs!r} became {ours!r}"


def same_moment(theirs: Any, ours: Any) -> bool:
    """Times may be written in another way; an empty one may be absent."""
    if theirs == "" and ours is None:
        return True
    try:
        return datetime.fromisoformat(theirs) == datetime.fromisoformat(ours)
    except (TypeError, ValueError):
        return False


def same_word(theirs: Any, ours: Any) -> bool:
    """The examples write some words of the service in another case than its documentation."""
    return isinstance(theirs, str) and isinstance(ours, str) and theirs.upper() == ours


@every
def test_the_reply_decodes_and_loses_nothing(example: Example) -> None:
    response = json.loads(example.reply)["Response"]
    reply = wire.decode(example.row.reply, json.dumps(response).encode())
    assert list(lost(response, json.loads(wire.encode(reply)))) == []


@every
def test_the_request_decodes_and_loses_nothing(example: Example) -> None:
    request = json.loads(example.request)
    ours: Wire = msgspec.json.decode(example.request, type=example.row.request)
    assert list(lost(request, json.loads(wire.encode(ours)))) == []


MISPRINTS = {"DeleteRegisterInstance": "“rinst-xdfaxfgax” is not a valid InstanceId."}
"""Examples that the service itself would refuse."""


@every
def test_the_request_passes_our_checks(example: Example) -> None:
    request = wire.decode(example.row.request, example.request.encode())
    found = [problem.sentence for problem in request_rules.problems(request)]
    misprint = MISPRINTS.get(example.row.name)
    assert found == ([misprint] if misprint else [])


def test_a_loss_is_noticed_and_named() -> None:
    theirs = {"A": [{"B": 1, "C": "x"}, {"B": 2}], "T": "2026-03-01T12:00:00Z"}
    ours = {"A": [{"B": 1, "C": "y"}], "T": "2026-03-01T20:00:01+08:00"}
    assert list(lost(theirs, ours)) == [
        ".A: 2 rows, 1 of them read",
        ".A[0].C: 'x' became 'y'",
        ".T: '2026-03-01T12:00:00Z' became '2026-03-01T20:00:01+08:00'",
    ]
    assert list(lost({"T": "2026-03-01T12:00:00Z"}, {"T": "2026-03-01T20:00:00+08:00"})) == []
