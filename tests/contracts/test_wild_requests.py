"""Requests nobody should send get a documented code, never a fault of the sandbox."""

from __future__ import annotations

import collections
import json
import random
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from tat_console.tat import error_texts, limits
from tat_console.tat.actions import ROWS, TAT, Action
from tat_console.tat.wire import wire_name
from tests.contracts import wild
from tests.contracts.raw import Line, line_to
from tests.contracts.test_examples import examples
from tests.fixtures.sandbox import Sandbox, running_sandbox

BODIES = 10_000
EXAMPLES = {
    name: [example.request.encode() for example in examples() if example.row.name == name]
    for name in {example.row.name for example in examples()}
}
TAT_ROWS = [row for row in ROWS if row.service is TAT]


@pytest.fixture(scope="module")
def wild_sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """A sandbox that runs no scripts and takes any number of requests."""
    state = tmp_path_factory.mktemp("wild") / "sandbox"
    with running_sandbox("--synthetic", "--rate", "0", state=state) as sandbox:
        yield sandbox


@pytest.fixture
def line(wild_sandbox: Sandbox) -> Iterator[Line]:
    """A line to it."""
    with line_to(wild_sandbox) as line:
        yield line


@pytest.mark.timeout(600)
def test_ten_thousand_random_bodies(wild_sandbox: Sandbox, line: Line) -> None:
    chance = random.Random(20261121)
    actions = sorted(EXAMPLES)
    codes: collections.Counter[str] = collections.Counter()
    faults: list[str] = []
    for number in range(BODIES // len(actions) + 1):
        for action in actions:
            (body,) = wild.bodies(chance.getrandbits(32), EXAMPLES[action], 1)
            answer = line.ask(action, body)
            codes[answer.code] += 1
            if not is_proper(answer.status, answer.content_type, answer.code):
                faults.append(f"{number} {action} {answer.status} {answer.code}: {body[:300]!r}")
    assert faults[:10] == []
    assert codes.total() >= BODIES
    assert len(codes) >= 20, "the bodies should reach many checks"
    assert line.ask("DescribeRegions", b"{}").code == ""
    assert "Traceback" not in (wild_sandbox.state / "sandbox.log").read_text()


def is_proper(status: int, content_type: str, code: str) -> bool:
    known = not code or (code in error_texts.TABLE and code != "InternalError")
    return status == 200 and content_type == "application/json" and known


class Flaw(msgspec.Struct, frozen=True):
    """A request with one thing wrong, and the codes documented for that."""

    action: str
    what: str
    request: dict[str, Any]
    codes: frozenset[str]


def good(row: Action) -> dict[str, Any]:
    """The smallest request of an action: its required fields with values of the right form."""
    documented = json.loads(EXAMPLES[row.name][0])
    required = {
        field.encode_name for field in msgspec.structs.fields(row.request) if field.required
    }
    return {name: value for name, value in documented.items() if name in required}


def flaws() -> Iterator[Flaw]:
    for row in TAT_ROWS:
        request = good(row)
        for name in request:
            rest = {key: value for key, value in request.items() if key != name}
            yield Flaw(row.name, f"no {name}", rest, frozenset({"MissingParameter"}))
        more = request | {"NoSuchField": 1}
        yield Flaw(row.name, "unknown field", more, frozenset({"UnknownParameter"}))
        for field in msgspec.structs.fields(row.request):
            wrong = request | {field.encode_name: 4.5}
            codes = frozenset({"InvalidParameter"})
            yield Flaw(row.name, f"{field.encode_name} of a wrong type", wrong, codes)
        yield from beyond_limits(row, request)


TOO_MUCH = {
    "Content": {"InvalidParameterValue.InvalidContent", "InvalidParameterValue.TooLong",
                "InvalidParameterValue.CommandContentInvalid"},
    "CommandName": {"InvalidParameterValue.TooLong", "InvalidParameterValue.InvalidCommandName"},
    "Timeout": {"InvalidParameterValue.Range"},
    "Limit": {"InvalidParameterValue.TooLarge", "InvalidParameterValue"},
    "InstanceIds": {"InvalidParameterValue.LimitExceeded", "InvalidParameterValue.TooLong"},
}  # fmt: skip
"""Codes for values beyond the limits (facts §5.3)."""


def beyond_limits(row: Action, request: dict[str, Any]) -> Iterator[Flaw]:
    for field in msgspec.structs.fields(row.request):
        limit = limits.limit_of(row.request, field.name)
        name = wire_name(field.name)
        if limit is None or name not in TOO_MUCH:
            continue
        value: Any = limit.most + 1
        if limit.unit is limits.Unit.ITEMS:
            value = [f"rins-{number:08}" for number in range(limit.most + 1)]
        elif limit.unit is not limits.Unit.NUMBER:
            value = "A" * (limit.most + 4)
        yield Flaw(row.name, f"{name} too much", request | {name: value}, frozenset(TOO_MUCH[name]))


def test_one_flaw_gets_its_documented_code(line: Line) -> None:
    wrong = []
    count = 0
    for flaw in flaws():
        answer = line.ask(flaw.action, json.dumps(flaw.request).encode())
        count += 1
        if answer.code not in flaw.codes:
            wanted = " or ".join(sorted(flaw.codes))
            wrong.append(f"{flaw.action}, {flaw.what}: {answer.code or 'ok'} instead of {wanted}")
    assert count >= 200
    assert wrong == []
