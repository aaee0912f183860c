"""The difference of two texts: lines side by side, and the words that changed within them.

The time is bounded for any two texts: the longest common subsequence is found in steps of 64
lines at once, and where even that would be too much, the middle is shown as replaced.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import zip_longest
from typing import Final, NamedTuple

from rapidfuzz.distance import Indel, LCSseq

# Cells of the table that the comparison fills, a bit each: 25 MB.
_MOST_CELLS: Final = 200_000_000
_WORD: Final = re.compile(r"\w+|\s+|[^\w\s]")
# Pairs of changed lines that are looked at for likeness in one comparison: 50 ms.
_MOST_PAIRS: Final = 60_000
# Lines that share less are not meant to be the same line.
_LEAST_PAIRED: Final = 0.6
# Of two lines that share less, no words are marked: what they share is chance.
_LEAST_ALIKE: Final = 0.3


class Change(StrEnum):
    """What became of a line."""

    SAME = "same"
    CHANGED = "changed"
    REMOVED = "removed"
    ADDED = "added"


class Piece(NamedTuple):
    """A part of a line."""

    text: str
    is_changed: bool = False


Line = tuple[Piece, ...]


class Row(NamedTuple):
    """A line on the left beside its line on the right; lines are counted from 1.

    A line that is on one side only has None on the other.
    """

    change: Change
    left_no: int | None
    left: Line | None
    right_no: int | None
    right: Line | None


class Block(NamedTuple):
    """Lines that are the same on both sides, or that are not: starts and ends, from 0."""

    is_same: bool
    left: range
    right: range


def compare(left: str, right: str) -> list[Row]:
    """Both texts side by side, line by line; of changed lines, those that are alike."""
    left_lines, right_lines = _lines(left), _lines(right)
    rows: list[Row] = []
    pairs_left = _MOST_PAIRS
    for block in blocks(left_lines, right_lines):
        if block.is_same:
            pairs = list(zip(block.left, block.right, strict=True))
            rows.extend(_same_row(left_lines, right_lines, *pair) for pair in pairs)
            continue
        size = len(block.left) * len(block.right)
        alike = _alike(left_lines, right_lines, block) if size <= pairs_left else []
        pairs_left -= size if size <= pairs_left else 0
        for left_at, right_at in _side_by_side(block, alike):
            rows.append(_other_row(left_lines, right_lines, left_at, right_at))
    return rows


def blocks(left: Sequence[str], right: Sequence[str]) -> Iterator[Block]:
    """The same and the other stretches of two lists, in turn."""
    start = _common_start(left, right)
    most = min(len(left), len(right)) - start
    end = min(most, _common_start(left[::-1], right[::-1]))
    left_end, right_end = len(left) - end, len(right) - end
    if start:
        yield Block(True, range(start), range(start))
    yield from _middle(left, right, range(start, left_end), range(start, right_end))
    if end:
        yield Block(True, range(left_end, len(left)), range(right_end, len(right)))


def _lines(text: str) -> list[str]:
    return text.removesuffix("\n").split("\n") if text else []


def _middle(
    left: Sequence[str], right: Sequence[str], left_part: range, right_part: range
) -> Iterator[Block]:
    if not left_part and not right_part:
        return
    if len(left_part) * len(right_part) > _MOST_CELLS:
        yield Block(False, left_part, right_part)
        return
    numbers: dict[str, int] = {}
    opcodes = LCSseq.opcodes(
        [numbers.setdefault(left[at], len(numbers)) for at in left_part],
        [numbers.setdefault(right[at], len(numbers)) for at in right_part],
    )
    open_left = open_right = 0
    for code in opcodes:
        if code.tag != "equal":
            continue
        yield from _apart(
            left_part[open_left : code.src_start], right_part[open_right : code.dest_start]
        )
        open_left, open_right = code.src_end, code.dest_end
        yield Block(
            True,
            left_part[code.src_start : code.src_end],
            right_part[code.dest_start : code.dest_end],
        )
    yield from _apart(left_part[open_left:], right_part[open_right:])


def _alike(left: Sequence[str], right: Sequence[str], block: Block) -> list[tuple[int, int]]:
    """Lines of a changed stretch that stand for each other, in order: as much likeness as can be.

    The table of the best sums is filled from the end, a row for each line on the left.
    """
    if len(block.left) == len(block.right) == 1:
        return [(block.left.start, block.right.start)]
    likeness = [
        [
            Indel.normalized_similarity(left[a], right[b], score_cutoff=_LEAST_PAIRED)
            for b in block.right
        ]
        for a in block.left
    ]
    best = [[0.0] * (len(block.right) + 1) for _row in range(len(block.left) + 1)]
    for a in reversed(range(len(block.left))):
        for b in reversed(range(len(block.right))):
            paired = likeness[a][b] + best[a + 1][b + 1] if likeness[a][b] else 0.0
            best[a][b] = max(paired, best[a + 1][b], best[a][b + 1])
    found = []
    a = b = 0
    while a < len(block.left) and b < len(block.right):
        if likeness[a][b] and best[a][b] == likeness[a][b] + best[a + 1][b + 1]:
            found.append((block.left[a], block.right[b]))
            a, b = a + 1, b + 1
        elif best[a][b] == best[a + 1][b]:
            a += 1
        else:
            b += 1
    return found


def _side_by_side(
    block: Block, alike: Sequence[tuple[int, int]]
) -> Iterator[tuple[int | None, int | None]]:
    """The lines of a changed stretch: those alike in one row, the others in rows between."""
    left_at, right_at = block.left.start, block.right.start
    for left_to, right_to in alike:
        yield from zip_longest(range(left_at, left_to), range(right_at, right_to))
        yield left_to, right_to
        left_at, right_at = left_to + 1, right_to + 1
    yield from zip_longest(range(left_at, block.left.stop), range(right_at, block.right.stop))


def _apart(left: range, right: range) -> Iterator[Block]:
    if left or right:
        yield Block(False, left, right)


def _common_start(left: Sequence[str], right: Sequence[str]) -> int:
    pairs = enumerate(zip(left, right, strict=False))
    return next(
        (number for number, (one, other) in pairs if one != other), min(len(left), len(right))
    )


def _same_row(left: Sequence[str], right: Sequence[str], left_at: int, right_at: int) -> Row:
    line = (Piece(left[left_at]),)
    return Row(Change.SAME, left_at + 1, line, right_at + 1, line)


def _other_row(
    left: Sequence[str], right: Sequence[str], left_at: int | None, right_at: int | None
) -> Row:
    if left_at is None and right_at is not None:
        return Row(Change.ADDED, None, None, right_at + 1, (Piece(right[right_at], True),))
    if right_at is None and left_at is not None:
        return Row(Change.REMOVED, left_at + 1, (Piece(left[left_at], True),), None, None)
    if left_at is None or right_at is None:
        raise ValueError("A row has a line on one side at least")
    one, other = _words(left[left_at], right[right_at])
    return Row(Change.CHANGED, left_at + 1, one, right_at + 1, other)


def _words(left: str, right: str) -> tuple[Line, Line]:
    """Two lines in pieces, those marked that the other line does not have."""
    left_words, right_words = _WORD.findall(left), _WORD.findall(right)
    pairs = list(blocks(left_words, right_words))
    shared = sum(len("".join(left_words[at] for at in b.left)) for b in pairs if b.is_same)
    if shared < _LEAST_ALIKE * max(len(left), len(right)):
        return (Piece(left, True),), (Piece(right, True),)
    return (
        tuple(_pieces(left_words, ((block.left, block.is_same) for block in pairs))),
        tuple(_pieces(right_words, ((block.right, block.is_same) for block in pairs))),
    )


def _pieces(words: Sequence[str], parts: Iterator[tuple[range, bool]]) -> Iterator[Piece]:
    for part, is_same in parts:
        if part:
            yield Piece("".join(words[part.start : part.stop]), not is_same)
