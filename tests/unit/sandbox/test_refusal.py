"""Every documented code has a message in both languages."""

from __future__ import annotations

import pytest

from tat_console.sandbox.checks import ID_CODES, LIMIT_CODES
from tat_console.sandbox.decisions import DECISIONS
from tat_console.sandbox.refusal import Refused, messages
from tat_console.tat.error_texts import TABLE


@pytest.mark.parametrize("code", sorted(TABLE))
def test_a_documented_code_has_a_message(code: str) -> None:
    english, chinese = messages()[code]
    assert english
    assert chinese
    assert english.isascii() or "`" in english


def test_every_code_of_a_check_is_documented() -> None:
    codes = set(ID_CODES.values())
    for row in LIMIT_CODES.values():
        codes |= {row.too_much, row.too_little, row.pattern}
    assert codes <= set(TABLE)


def test_the_language_decides_and_chinese_is_the_default() -> None:
    refused = Refused("MissingParameter", field="Content")
    assert "missing the required parameter `Content`" in refused.message("en-US")
    assert refused.message("zh-CN") == refused.message("") == "缺少参数 `Content`。"


def test_each_decision_is_told_once_and_in_full() -> None:
    assert len({row.id for row in DECISIONS}) == len(DECISIONS)
    assert all(row.question.endswith("?") and row.choice and row.why for row in DECISIONS)
