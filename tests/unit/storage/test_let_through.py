"""The list, the counts and the facets of a search agree with one another, and with a plain reading."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tat_console.ports.history import Facet, Query, Source
from tat_console.storage import let_through, matches, overview
from tat_console.storage.archive import SqliteArchive
from tat_console.storage.history import SqliteHistory
from tat_console.support.words import Term
from tests.unit.storage import naive_search
from tests.unit.storage.naive_search import Past, made_up

ALL = 1_000
EXAMPLES = settings(
    max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def some(values: st.SearchStrategy[object], most: int = 2) -> st.SearchStrategy[tuple[object, ...]]:
    """Often none, else a few different ones."""
    few = st.lists(values, min_size=1, max_size=most, unique=True).map(tuple)
    return st.one_of(st.just(()), st.just(()), few)


terms = st.builds(
    Term,
    st.sampled_from([*naive_search.WORDS, "disk full", "net down", "ins 1", "web"]),
    st.booleans(),
)
moments = st.one_of(st.none(), st.integers(-1, 61).map(naive_search.moment))
queries = st.builds(
    Query,
    terms=some(terms),
    statuses=some(st.sampled_from(naive_search.STATUSES)),
    exit_codes=some(st.sampled_from([0, 3, 9, 77])),
    instances=some(st.sampled_from([*naive_search.MACHINES, "web", "_", "DB", "nowhere"])),
    regions=some(st.sampled_from([*naive_search.REGIONS, "elsewhere"])),
    scripts=some(st.sampled_from(["disk", "PLAIN"])),
    profiles=some(st.sampled_from(["east", "e"])),
    labels=some(st.sampled_from(naive_search.LABELS)),
    notes=some(st.sampled_from(["net", "disk full"])),
    sources=some(st.sampled_from(Source)),
    after=moments,
    before=moments,
    starred=st.sampled_from([False, False, False, True]),
)


async def filled(path: Path, past: Past) -> None:
    """Keep a past."""
    archive, history = await SqliteArchive.open(path), await SqliteHistory.open(path)
    await naive_search.keep(past, archive, history)
    await history.close()
    await archive.close()


@pytest.fixture(params=["by index", "by looking"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every search both as one that few tasks match, and as one that many do."""
    if request.param == "by looking":
        monkeypatch.setattr(let_through, "_FEW_TASKS", -1)


@pytest.fixture(params=[1, 2])
def kept(
    request: pytest.FixtureRequest, tmp_path: Path, way: None
) -> Iterator[tuple[sqlite3.Connection, Past]]:
    """An archive, and what is in it."""
    path, past = tmp_path / "archive.sqlite3", made_up(request.param)
    asyncio.run(filled(path, past))
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection, past


@EXAMPLES
@given(query=queries)
def test_list_and_counts_are_those_of_a_plain_reading(
    kept: tuple[sqlite3.Connection, Past], query: Query
) -> None:
    connection, past = kept
    expected = naive_search.let_through(past, query)
    listed = [row.run.run_id for row in overview.rows(connection, query, ALL, None)]
    assert listed == [*expected]
    everyone = [stored.run.run_id for stored in past.runs]
    assert matches.matching_tasks(connection, query, everyone) == expected
    found = matches.match_count(connection, query)
    assert (found.runs, found.tasks) == (len(expected), sum(expected.values()))
    days = overview.days(connection, query)
    assert sum(day.runs for day in days) == len(expected)


@EXAMPLES
@given(query=queries, facet=st.sampled_from(Facet))
def test_a_facet_counts_the_runs_that_its_value_leaves(
    kept: tuple[sqlite3.Connection, Past], query: Query, facet: Facet
) -> None:
    connection, past = kept
    found = {one.value: one.runs for one in overview.facets(connection, query, facet)}
    attribute = overview.FACETS[facet].attribute
    rest = msgspec.structs.replace(query, **{attribute: ()})
    assert found == naive_search.facet_counts(past, rest, facet)
