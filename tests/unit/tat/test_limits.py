"""Limits: what just fits, what just does not, and the words for it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tat_console.tat import limits
from tat_console.tat.actions import ROWS
from tat_console.tat.commands import CreateCommand
from tat_console.tat.invocations import RunCommand
from tat_console.tat.limits import Breach, Limit, Unit
from tests.unit.tat.strategies import objects

ALL = {name: value for name, value in vars(limits).items() if isinstance(value, Limit)}
named = pytest.mark.parametrize("name", ALL)


def sized(limit: Limit, size: int) -> Any:
    """A value of exactly this size, in letters that every pattern takes."""
    match limit.unit:
        case Unit.NUMBER:
            return size
        case Unit.ITEMS:
            return ("x",) * size
        case Unit.ENCODED_BYTES:
            return b"x" * (size // 4 * 3)
        case _:
            starts = {"absolute": "/", "an address": "https://"}
            start = next(
                (text for words, text in starts.items() if limit.pattern_words.startswith(words)),
                "",
            )
            start = "/" if limit is limits.WORKING_DIRECTORY else start
            return (start + "x" * size)[:size] if size else ""


@named
def test_what_just_fits_fits(name: str) -> None:
    limit = ALL[name]
    assert limit.problem(sized(limit, limit.most)) is None
    if limit.unit is not Unit.ENCODED_BYTES and limit.least:
        assert limit.problem(sized(limit, limit.least)) is None


@named
def test_one_more_is_too_much_and_the_sentence_says_how_much_is_allowed(name: str) -> None:
    limit = ALL[name]
    over = limit.most + (4 if limit.unit is Unit.ENCODED_BYTES else 1)
    value = sized(limit, over)
    assert limit.breach(value) is Breach.TOO_MUCH
    sentence = limit.problem(value)
    assert sentence is not None
    assert f"{limit.most:,}" in sentence
    assert f"{over:,}" in sentence


@named
def test_one_less_is_too_little(name: str) -> None:
    limit = ALL[name]
    if limit.least > 0 and limit.unit is not Unit.ENCODED_BYTES:
        assert limit.breach(sized(limit, limit.least - 1)) is Breach.TOO_LITTLE


@named
def test_every_limit_names_its_source(name: str) -> None:
    assert "§" in ALL[name].source


def test_a_name_counts_bytes() -> None:
    assert limits.COMMAND_NAME.problem("命" * 20) is None
    assert "63 bytes" in (limits.COMMAND_NAME.problem("命" * 21) or "")


def test_a_description_counts_characters() -> None:
    assert limits.DESCRIPTION.problem("命" * 120) is None
    assert limits.DESCRIPTION.breach("命" * 121) is Breach.TOO_MUCH


def test_a_script_counts_as_it_is_encoded() -> None:
    assert limits.CONTENT.problem(b"x" * 49_152) is None
    assert limits.CONTENT.breach(b"x" * 49_153) is Breach.TOO_MUCH
    assert limits.CONTENT.problem(b"") == "The script is empty."


@pytest.mark.parametrize(
    ("limit", "good", "bad"),
    [
        (limits.COMMAND_NAME, ["a", "A_b-c.1", "命令"], ["a b", "a/b", "a\n", "a$"]),
        (limits.PARAMETER_NAME, ["a", "A_b-9"], ["a b", "a.b", "名", "tat-hidden:a", "a\n"]),
        (limits.WORKING_DIRECTORY, ["/", "/root", "C:\\x", "d:\\", ""], ["root", "./x", "~", "C:"]),
        (
            limits.COS_BUCKET_URL,
            ["https://logs-125.cos.ap-guangzhou.myqcloud.com"],
            ["http://logs-125.cos.ap-guangzhou.myqcloud.com", "logs", "https://", "https://a b"],
        ),
        (
            limits.COS_KEY_PREFIX,
            ["", "logs", "logs/a", "日志", "a..b", "..a"],
            ["/logs", "a//b", "..", "../a", "a/..", "a/../b"],
        ),
        (limits.ROLE_SESSION_NAME, ["me", "a+b=c,d.e@f_g-h"], ["a b", "a/b"]),
    ],
)
def test_patterns(limit: Limit, good: list[str], bad: list[str]) -> None:
    assert [text for text in good if limit.problem(text) is not None] == []
    assert [text for text in bad if limit.problem(text) is None] == []


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        (
            "InstanceId",
            ["ins-12345678", "lhins-abcdefgh", "rins-0a1b2c3d"],
            ["i-12345678", "ins-1"],
        ),
        ("CommandId", ["cmd-12345678"], ["cmd-1234567", "cmd-ABCDEFGH"]),
        ("InvocationId", ["inv-1234567890", "inv-12345678"], ["invt-1234567890"]),
        ("InvocationTaskId", ["invt-1234567890"], ["inv-1234567890"]),
        ("RegisterCodeId", ["8c3c2c6e-7b1c-4b7e-9a1e-0123456789ab"], ["8c3c2c6e"]),
    ],
)
def test_shapes_of_ids(name: str, good: list[str], bad: list[str]) -> None:
    pattern = limits.ID_PATTERNS[name]
    assert all(re.fullmatch(pattern, text) for text in good)
    assert not any(re.fullmatch(pattern, text) for text in bad)


def test_the_fields_of_a_request_that_break_their_limits_in_order() -> None:
    request = RunCommand(content=b"", instance_ids=(), timeout=0, command_name="x" * 61)
    found = [(each.field, each.breach) for each in limits.violations(request)]
    assert sorted(found) == sorted(
        [
            ("Content", Breach.TOO_LITTLE),
            ("InstanceIds", Breach.TOO_LITTLE),
            ("CommandName", Breach.TOO_MUCH),
            ("Timeout", Breach.TOO_LITTLE),
        ]
    )


def test_fields_not_given_break_nothing() -> None:
    request = CreateCommand(command_name="x", content=b"x")
    assert list(limits.violations(request)) == []


def test_the_limit_of_a_field_can_be_looked_up() -> None:
    assert limits.limit_of(RunCommand, "timeout") is limits.TIMEOUT_S
    assert limits.limit_of(RunCommand, "parameters") is None


@given(st.data())
def test_random_requests_within_the_limits_break_none(data: st.DataObject) -> None:
    request = data.draw(objects(data.draw(st.sampled_from([row.request for row in ROWS]))))
    assert list(limits.violations(request)) == []


@given(st.integers(0, 70_000))
def test_encoded_size_is_that_of_base64(size_bytes: int) -> None:
    import base64

    assert limits.encoded_size_bytes(size_bytes) == len(base64.b64encode(b"x" * size_bytes))


@pytest.mark.parametrize("text", ["a", "====", "a b c d", "中文", "YQ"])
def test_what_is_no_base64_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any reason will do
        limits.decode_base64(text)
