"""Objects that several nouns of the service share: filters, tags, pages, ids."""

from __future__ import annotations

from typing import Annotated, TypeVar

from tat_console.tat import limits
from tat_console.tat.wire import Reply, Request, Wire

R = TypeVar("R", bound=Reply)

Ids = Annotated[tuple[str, ...] | None, limits.IDS]


class Filter(Wire, frozen=True, kw_only=True):
    """One condition: any of the values; several filters must all hold (facts §1)."""

    name: str
    values: Annotated[tuple[str, ...], limits.FILTER_VALUES]


class Tag(Wire, frozen=True, kw_only=True, gc=False):
    """A label of a cloud resource."""

    key: str
    value: str


class Page(Request[R], frozen=True, kw_only=True):
    """A request for a part of a list: `limit` rows from `offset` on (facts §1)."""

    offset: Annotated[int | None, limits.OFFSET] = None
    limit: Annotated[int | None, limits.PAGE] = None


class FilteredPage(Page[R], frozen=True, kw_only=True):
    """A page of the rows that all filters let through; not together with ids."""

    filters: Annotated[tuple[Filter, ...] | None, limits.FILTERS] = None


class Counted(Reply, frozen=True, kw_only=True):
    """A page of a list with the length of the whole list."""

    total_count: int = 0
