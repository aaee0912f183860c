"""Differences are whole, side by side, and never take long."""

from __future__ import annotations

import difflib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tat_console.outputs import diff
from tat_console.outputs.diff import Change, Row, compare

texts = st.text(alphabet="ab c\n", max_size=60)


def side(rows: list[Row], which: str) -> list[str]:
    lines = [getattr(row, which) for row in rows]
    return ["".join(piece.text for piece in line) for line in lines if line is not None]


def lines_of(text: str) -> list[str]:
    return text.removesuffix("\n").split("\n") if text else []


def test_changed_words_are_marked_within_their_lines() -> None:
    rows = compare("nginx 1.24.0 active\nsame\n", "nginx 1.22.0 active\nsame\nmore\n")
    assert [row.change for row in rows] == [Change.CHANGED, Change.SAME, Change.ADDED]
    changed = rows[0]
    assert changed.left is not None
    assert [piece.text for piece in changed.left if piece.is_changed] == ["24"]
    assert changed.right is not None
    assert [piece.text for piece in changed.right if piece.is_changed] == ["22"]
    assert (rows[2].left_no, rows[2].right_no) == (None, 3)


def test_lines_that_are_alike_stand_side_by_side() -> None:
    left = "copy edge.pem\ntest is successful\nvalid until 2027-11-20"
    right = "cp: error: No space left\ndf /: full\nrestored\nnot reloaded\nvalid until 2026-11-29"
    rows = compare(left, right)
    assert [(row.left_no, row.right_no) for row in rows] == [
        (1, 1),
        (2, 2),
        (None, 3),
        (None, 4),
        (3, 5),
    ]
    assert rows[-1].left is not None
    assert "".join(piece.text for piece in rows[-1].left if not piece.is_changed).startswith(
        "valid until "
    )


def test_lines_with_nothing_in_common_are_changed_as_a_whole() -> None:
    (row,) = compare("active (running)", "bind() to 0.0.0.0:80 failed")
    assert row.left == (diff.Piece("active (running)", True),)


@given(texts, texts)
def test_both_texts_are_all_there_and_what_is_the_same_is_the_same(left: str, right: str) -> None:
    rows = compare(left, right)
    assert side(rows, "left") == lines_of(left)
    assert side(rows, "right") == lines_of(right)
    assert all((row.left == row.right) == (row.change is Change.SAME) for row in rows)
    same = sum(row.change is Change.SAME for row in rows)
    matcher = difflib.SequenceMatcher(None, lines_of(left), lines_of(right), autojunk=False)
    assert same >= sum(block.size for block in matcher.get_matching_blocks())


def test_texts_too_large_to_compare_are_shown_as_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diff, "_MOST_CELLS", 10)
    monkeypatch.setattr(diff, "_MOST_PAIRS", 0)
    rows = compare("head\na\nb\nc\nd\ntail\n", "head\nd\nc\nb\na\ntail\n")
    assert [row.change for row in rows] == [
        *(Change.SAME, Change.CHANGED, Change.CHANGED, Change.CHANGED, Change.CHANGED, Change.SAME),
    ]


def test_the_longest_outputs_with_nothing_in_order_are_compared() -> None:
    """24 KB of one-character lines, the worst there is for a comparison by lines."""
    chance = random.Random(7)
    left, right = ("\n".join(chance.choices("abcdefgh", k=12_000)) for _ in range(2))
    rows = compare(left, right)
    assert side(rows, "left") == lines_of(left)
    assert side(rows, "right") == lines_of(right)
