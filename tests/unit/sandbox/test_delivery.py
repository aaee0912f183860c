"""Output on its way never ends inside a character."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tat_console.sandbox.delivery import without_torn_character

TEXT = "aé好😀"


@pytest.mark.parametrize("size_bytes", range(len(TEXT.encode()) + 1))
def test_a_torn_character_is_held_back(size_bytes: int) -> None:
    reported = without_torn_character(TEXT.encode()[:size_bytes])
    assert TEXT.startswith(reported.decode())
    assert size_bytes - len(reported) < 4


@given(st.binary())
def test_anything_else_is_reported_as_it_is(output: bytes) -> None:
    reported = without_torn_character(output)
    assert output.startswith(reported)
    assert len(output) - len(reported) < 4


@given(st.text())
def test_whole_characters_are_all_reported(text: str) -> None:
    output = text.encode("utf-8", "replace")
    assert without_torn_character(output) == output
