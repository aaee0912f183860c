"""Lists in pages: every row once, even while rows come and go."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tat_console.runs import paging
from tat_console.runs.paging import PASSES, rows
from tat_console.tat.actions import ROWS
from tat_console.tat.commands import Command, DescribeCommands, DescribeCommandsReply
from tat_console.tat.invocations import Invocation
from tat_console.tat.listing import Counted, Filter, Page


class ListedCommands:
    """A cloud that lists commands by offset; `meanwhile` may change the list before each page."""

    def __init__(
        self, names: list[str], meanwhile: Callable[[int, list[str]], None] | None = None
    ) -> None:
        self.names = names
        self.requests: list[DescribeCommands] = []
        self._meanwhile = meanwhile

    async def call(self, request: DescribeCommands, *, region: str) -> DescribeCommandsReply:
        if self._meanwhile is not None:
            self._meanwhile(len(self.requests), self.names)
        self.requests.append(request)
        assert request.offset is not None
        assert request.limit is not None
        page = self.names[request.offset : request.offset + request.limit]
        return DescribeCommandsReply(
            total_count=len(self.names),
            command_set=tuple(Command(command_id=name) for name in page),
        )


def read(cloud: ListedCommands, request: DescribeCommands | None = None) -> list[str]:
    async def main() -> list[str]:
        found: Any = rows(
            cloud,  # type: ignore[arg-type]
            request or DescribeCommands(limit=10),
            Command,
            region="ap-guangzhou",
        )
        return [row.command_id async for row in found]

    return asyncio.run(main())


def named(count: int) -> list[str]:
    return [f"cmd-{number:08}" for number in range(count)]


@pytest.mark.parametrize(
    ("count", "pages"), [(0, 1), (1, 1), (9, 1), (10, 1), (11, 2), (30, 3), (95, 10)]
)
def test_a_quiet_list_is_read_once_with_as_few_pages_as_possible(count: int, pages: int) -> None:
    cloud = ListedCommands(named(count))
    assert read(cloud) == named(count)
    assert len(cloud.requests) == pages


def test_pages_have_the_largest_size_unless_asked_otherwise() -> None:
    cloud = ListedCommands(named(150))
    assert read(cloud, DescribeCommands()) == named(150)
    assert [request.limit for request in cloud.requests] == [100, 100]


def test_filters_go_along_with_every_page() -> None:
    filters = (Filter(name="created-by", values=("USER",)),)
    cloud = ListedCommands(named(15))
    read(cloud, DescribeCommands(filters=filters, limit=10))
    assert [request.filters for request in cloud.requests] == [filters, filters]


def test_a_row_that_came_in_front_is_found_and_none_comes_twice() -> None:
    def add_in_front(page: int, names: list[str]) -> None:
        if page == 1:
            names.insert(0, "cmd-new")

    found = read(ListedCommands(named(30), add_in_front))
    assert sorted(found) == sorted([*named(30), "cmd-new"])


def test_rows_that_slipped_through_when_others_went_are_found() -> None:
    def remove_the_first(page: int, names: list[str]) -> None:
        if page == 1:
            del names[:3]

    found = read(ListedCommands(named(30), remove_the_first))
    assert sorted(found) == named(30)


def test_a_swap_that_leaves_the_total_alone_shows_by_the_row_seen_twice() -> None:
    def swap(page: int, names: list[str]) -> None:
        if page == 1:
            names.insert(0, "cmd-new")
            names.pop()

    found = read(ListedCommands(named(30), swap))
    assert set(named(29)) | {"cmd-new"} <= set(found)
    assert len(found) == len(set(found))


def test_a_list_that_never_rests_ends_nevertheless() -> None:
    def grow(page: int, names: list[str]) -> None:
        names.insert(0, f"cmd-new-{page}")

    cloud = ListedCommands(named(30), grow)
    found = read(cloud)
    assert set(named(30)) <= set(found)
    assert len(cloud.requests) <= PASSES * 5 + PASSES * (PASSES + 1)


def test_a_total_that_lies_does_not_hang() -> None:
    class Liar(ListedCommands):
        async def call(self, request: DescribeCommands, *, region: str) -> DescribeCommandsReply:
            reply = await super().call(request, region=region)
            return DescribeCommandsReply(total_count=10_000, command_set=reply.command_set)

    cloud = Liar(named(25))
    assert read(cloud) == named(25)
    assert len(cloud.requests) == 4


def test_the_wrong_kind_of_row_is_a_mistake_of_the_program() -> None:
    async def main() -> None:
        cloud: Any = ListedCommands(named(1))
        async for _row in rows(cloud, DescribeCommands(), Invocation, region="ap-guangzhou"):
            pass

    with pytest.raises(TypeError, match="lists no Invocation"):
        asyncio.run(main())


@given(st.lists(st.tuples(st.integers(0, 40), st.booleans()), max_size=8), st.integers(0, 60))
def test_whatever_moves_no_row_comes_twice_and_what_stays_is_found(
    moves: list[tuple[int, bool]], count: int
) -> None:
    pending = list(moves)
    gone: set[str] = set()

    def move(page: int, names: list[str]) -> None:
        if not pending:
            return
        place, adds = pending.pop()
        if adds:
            names.insert(min(place, len(names)), f"cmd-new-{page}")
        elif names:
            gone.add(names.pop(min(place, len(names) - 1)))

    cloud = ListedCommands(named(count), move)
    found = read(cloud)
    assert len(found) == len(set(found))
    if not pending and len(moves) <= 2:
        assert set(cloud.names) <= set(found)


def test_every_list_with_pages_has_a_key_for_its_rows() -> None:
    listing = [row for row in ROWS if issubclass(row.request, Page)]
    assert len(listing) >= 10
    for row in listing:
        assert issubclass(row.reply, Counted)
        names = [name for name in row.reply.__struct_fields__ if name.endswith("_set")]
        (name,) = names
        (kind,) = [
            argument
            for argument in row.reply.__annotations__[name].removeprefix("tuple[").split(",")
            if argument != " ...]"
        ]
        assert kind in {key.__name__ for key in paging._KEYS}
