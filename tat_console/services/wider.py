"""Searches that ask for a little less than one that finds nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from tat_console.services.query import pieces

TRIED: Final = 8
"""So many are tried; each may have to look through the whole archive."""


class Wider(NamedTuple):
    """A search that finds something, and how many runs."""

    text: str
    runs: int


def wider_texts(text: str) -> list[str]:
    """With words as beginnings of words, without one of the words or fields, and with both."""
    parts = pieces(text)
    begun = [(key, part if key or part.endswith("*") else f"{part}*") for key, part in parts]
    texts = (_written(begun), *_with_less(parts), *_with_less(begun))
    return list(dict.fromkeys(one for one in texts if one not in ("", text)))[:TRIED]


def _with_less(parts: Sequence[tuple[str, str]]) -> Iterator[str]:
    for place, (field, _part) in enumerate(parts):
        if not field:
            yield _written([*parts[:place], *parts[place + 1 :]])
    for field in dict.fromkeys(key for key, _part in parts if key):
        yield _written([(key, part) for key, part in parts if key != field])


def _written(parts: Iterable[tuple[str, str]]) -> str:
    return " ".join(part for _key, part in parts)
