"""Changes one field of a search and leaves what else the user wrote as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

_PIECES: Final = re.compile(
    r"(?P<key>[^\W\d]\w*):(?!//)(?P<value>\"[^\"]*\"?|\S*)|\"[^\"]*\"?\*?|[^\s\"]+"
)


def values_in(text: str, key: str) -> list[str]:
    """What stands after a field, in the order of the text."""
    return [piece["value"].strip('"') for piece in _fields(text, key)]


def with_values(text: str, key: str, values: Iterable[str]) -> str:
    """The search with these values of a field and no others; none takes the field away."""
    kept = [piece[0] for piece in _PIECES.finditer(text) if (piece["key"] or "").casefold() != key]
    return " ".join((*kept, *(f"{key}:{_quoted(value)}" for value in values)))


def _fields(text: str, key: str) -> Iterator[re.Match[str]]:
    for piece in _PIECES.finditer(text):
        if (piece["key"] or "").casefold() == key:
            yield piece


def _quoted(value: str) -> str:
    return f'"{value}"' if re.search(r"\s", value) else value
