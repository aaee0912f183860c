"""Searches that ask for a little less than one that finds nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from tat_console.services.query import pieces

TRIED: Final = 8
"""So many are tried; each may have to look through the whole archive."""


class Wider(NamedTuple):
    """A search that finds something, and how many runs."""

    text: str
    runs: int


def wider_texts(text: str) -> list[str]:
    """With words as beginnings of words, without one of the words, without one of the fields."""
    return list(dict.fromkeys(one for one in _texts(text) if one not in ("", text)))[:TRIED]


def _texts(text: str) -> Iterator[str]:
    parts = pieces(text)
    yield " ".join(part if key or part.endswith("*") else f"{part}*" for key, part in parts)
    for left_out, (field, _part) in enumerate(parts):
        if not field:
            yield " ".join(part for place, (_key, part) in enumerate(parts) if place != left_out)
    for field in dict.fromkeys(key for key, _part in parts if key):
        yield " ".join(part for key, part in parts if key != field)
