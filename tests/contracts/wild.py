"""Requests nobody should send: random changes to good ones, and plain nonsense."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Iterator
from typing import Any

STRANGE: list[Any] = [
    None, True, False, 0, -1, 1, 2**31, 2**63, 2**64, -(2**63) - 1, 1e308, 0.5, "", " ", "\0",
    "a" * 70_000, "中" * 200, "../../etc/passwd", "'; DROP TABLE invocations; --", "{{a}}", "%s%n",
    "\ud83d\ude00", "ins-12345678", "cmd-zzzzzzzz", "2026-13-45T99:99:99Z", [], [[]], [None], {},
    {"": ""}, [{}], ["x"] * 500, {"a": {"b": {"c": []}}}, "-1", "1", "true", "null", "NaN",
]  # fmt: skip
SHOUTS = [
    b"", b" ", b"null", b"[]", b'"x"', b"1", b"{", b"}", b"{}" * 2, b"\xff\xfe{}", b'{"a":}',
    b'{"a": NaN}', b'{"Limit": Infinity}', b"[" * 5_000, b'{"a":' * 2_000, b"\0" * 100,
    b'{"Limit": 1, "Limit": 2}', b'{"Limit": 1e999}', b"{\"x\": \"\\ud800\"}", b"<xml/>",
    b'{"Content": "' + b"A" * 200_000 + b'"}',
]  # fmt: skip

Change = Callable[[random.Random, Any], None]


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every container with each of its keys or positions."""
    keys = list(value) if isinstance(value, dict) else range(len(value))
    for key in keys:
        yield value, key
        if isinstance(value[key], (dict, list)):
            yield from _places(value[key])


def _replace(chance: random.Random, request: Any) -> None:
    if places := list(_places(request)):
        container, key = chance.choice(places)
        container[key] = copy.deepcopy(chance.choice(STRANGE))


def _remove(chance: random.Random, request: Any) -> None:
    if places := list(_places(request)):
        container, key = chance.choice(places)
        del container[key]


def _add(chance: random.Random, request: Any) -> None:
    names = ["Offset", "Limit", "Filters", "InstanceIds", "Extra", "", "content", "Timeout"]
    request[chance.choice(names)] = copy.deepcopy(chance.choice(STRANGE))


def _multiply(chance: random.Random, request: Any) -> None:
    lists = [box[key] for box, key in _places(request) if isinstance(box[key], list)]
    if lists:
        chosen = chance.choice(lists)
        chosen.extend(copy.deepcopy(chosen) * chance.choice([1, 5, 101, 201]))


CHANGES: tuple[Change, ...] = (_replace, _replace, _remove, _add, _multiply)


def bodies(seed: int, examples: list[bytes], count: int) -> Iterator[bytes]:
    """Yield so many bodies: changed examples, some of them broken as text too."""
    chance = random.Random(seed)
    for _number in range(count):
        if chance.random() < 0.05:
            yield chance.choice(SHOUTS)
            continue
        request = json.loads(chance.choice(examples))
        for _change in range(chance.randint(1, 3)):
            chance.choice(CHANGES)(chance, request)
        body = json.dumps(request).encode()
        if chance.random() < 0.05:
            cut = chance.randrange(len(body))
            body = body[:cut] + chance.randbytes(chance.randint(0, 3)) + body[cut + 1 :]
        yield body
