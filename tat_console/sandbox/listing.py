"""How every Describe action picks its rows: ids or filters, then one page (facts §1).

A filter lets a row through when one of its values equals one of the row's; all filters must.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, Generic, TypeVar

from tat_console.tat.listing import Filter, Page, Tag

Row = TypeVar("Row")
Values = Callable[[Row], Iterable[str]]

DEFAULT_PAGE: Final = 20


class Listing(Generic[Row]):
    """What the rows of one list can be picked by."""

    def __init__(
        self,
        key: Callable[[Row], str],
        values: Mapping[str, Values[Row]],
        tags: Callable[[Row], Iterable[Tag]] = lambda _: (),
    ) -> None:
        self._key = key
        self._values: dict[str, Values[Row]] = {
            **values,
            "tag-key": lambda row: [tag.key for tag in tags(row)],
            "tag-value": lambda row: [tag.value for tag in tags(row)],
        }
        self._tags = tags

    def pick(
        self,
        rows: Iterable[Row],
        ids: Sequence[str] | None,
        filters: Sequence[Filter] | None = None,
    ) -> list[Row]:
        """The rows with these ids, or those all filters let through, in the order they came."""
        if ids:
            wanted = set(ids)
            return [row for row in rows if self._key(row) in wanted]
        for condition in filters or ():
            rows = self._let_through(rows, condition)
        return list(rows)

    def _let_through(self, rows: Iterable[Row], condition: Filter) -> list[Row]:
        values, wanted = self._values_of(condition.name), frozenset(condition.values)
        return [row for row in rows if not wanted.isdisjoint(values(row))]

    def _values_of(self, name: str) -> Values[Row]:
        family, colon, key = name.partition(":")
        if colon and family == "tag":
            return lambda row: [tag.value for tag in self._tags(row) if tag.key == key]
        return self._values[name]


def page(rows: Sequence[Row], request: Page[Any]) -> Sequence[Row]:
    """The part of the rows a request asks for: 20 from the first on unless it says otherwise."""
    offset = request.offset or 0
    limit = DEFAULT_PAGE if request.limit is None else request.limit
    return rows[offset : offset + limit]
