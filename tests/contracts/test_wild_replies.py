"""Whatever comes back, the client gives a reply or one of its own errors."""

from __future__ import annotations

import contextlib
import json
import random

import pytest

from tat_console.cloud.envelope import open_reply
from tat_console.cloud.transport import HttpReply
from tat_console.tat.errors import ReplyLost, ServiceError
from tests.contracts import wild
from tests.contracts.test_examples import Example, examples

ROUNDS = 60


def read(example: Example, body: bytes) -> bool:
    """Say whether a body could be read as a reply."""
    answer = HttpReply(status=200, headers={}, body=body, elapsed_s=0.0)
    with contextlib.suppress(ReplyLost, ServiceError):
        open_reply(example.row.reply, answer, host="tat.example", once=False)
        return True
    return False


@pytest.mark.parametrize(
    "example", list(examples()), ids=lambda example: f"{example.row.name}-{example.number}"
)
def test_a_damaged_reply_is_read_or_told_to_be_unusable(example: Example) -> None:
    chance = random.Random(example.row.name)
    good = example.reply.encode()
    assert read(example, good)
    bodies = wild.bodies(chance.getrandbits(32), [good], ROUNDS)
    outcomes = {read(example, body) for body in bodies}
    assert outcomes == {True, False}, "some damage should matter and some should not"


@pytest.mark.parametrize(
    "example", list(examples()), ids=lambda example: f"{example.row.name}-{example.number}"
)
def test_every_field_may_be_null_or_missing(example: Example) -> None:
    response = json.loads(example.reply)["Response"]
    for name in response:
        for without in (response | {name: None}, {k: v for k, v in response.items() if k != name}):
            assert read(example, json.dumps({"Response": without}).encode()), name
