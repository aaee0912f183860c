"""Places in scripts, and fixes that change them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tat_console.tat.findings import Lines, Replacement, Span, apply_fix


@pytest.mark.parametrize(
    ("text", "start", "end", "span"),
    [
        ("abc", 0, 3, Span(1, 1, 1, 4)),
        ("a\nbc\n", 2, 4, Span(2, 1, 2, 3)),
        ("a\nbc\n", 0, 3, Span(1, 1, 2, 2)),
        ("目录\r\nx", 2, 3, Span(1, 3, 1, 4)),
        ("", 0, 0, Span(1, 1, 1, 1)),
    ],
)
def test_offsets_become_places(text: str, start: int, end: int, span: Span) -> None:
    assert Lines(text).span(start, end) == span


@given(st.text(alphabet="ab\n目\r"), st.data())
def test_a_place_leads_back_to_its_offset(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    lines = Lines(text)
    span = lines.span(offset, offset)
    assert lines.offset(span.line, span.column) == offset


def test_places_beyond_the_text_are_its_end() -> None:
    assert Lines("ab\nc").offset(9, 9) == 4
    assert Lines("ab\nc").offset(2, 9) == 4


def test_every_step_of_a_fix_counts_in_the_places_of_the_original() -> None:
    fix = (
        Replacement(Span(1, 6, 1, 6), '"'),
        Replacement(Span(1, 8, 1, 8), '"'),
        Replacement(Span(2, 1, 2, 3), "exit"),
    )
    assert apply_fix("echo $x\nno", fix) == 'echo "$x"\nexit'


def test_two_insertions_at_one_place_keep_their_order() -> None:
    place = Span(1, 2, 1, 2)
    assert apply_fix("ab", (Replacement(place, "1"), Replacement(place, "2"))) == "a12b"
