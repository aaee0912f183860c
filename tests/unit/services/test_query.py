"""The search field understands words and fields, and explains what it does not understand."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tat_console.ports.history import Query, Source
from tat_console.services.query import FIELDS, BadQuery, parse
from tat_console.support.words import Term
from tat_console.tat.statuses import FAILED_TASK_STATUSES, TaskStatus

BEIJING = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 21, 16, 30, tzinfo=BEIJING)


def test_words_phrases_and_prefixes_become_terms() -> None:
    query = parse('nginx "no space left" conf* "two words"* 磁盘 nginx', NOW)
    assert query.terms == (
        Term("nginx"),
        Term("no space left"),
        Term("conf", is_prefix=True),
        Term("two words", is_prefix=True),
        Term("磁盘"),
    )


def test_the_word_being_typed_is_a_prefix() -> None:
    assert parse("disk us", NOW, is_typing=True).terms == (Term("disk"), Term("us", True))
    assert parse("disk us ", NOW, is_typing=True).terms == (Term("disk"), Term("us"))
    assert parse('disk "no spa', NOW, is_typing=True).terms == (Term("disk"), Term("no spa", True))


@pytest.mark.parametrize(
    ("text", "attribute", "wanted"),
    [
        ("status:success", "statuses", (TaskStatus.SUCCESS,)),
        ("STATUS:Failed", "statuses", tuple(sorted(FAILED_TASK_STATUSES))),
        ("exit:3 exit:-1", "exit_codes", (3, -1)),
        ("instance:ins-1 instance:web", "instances", ("ins-1", "web")),
        ("region:ap-guangzhou", "regions", ("ap-guangzhou",)),
        ('script:"nightly backup"', "scripts", ("nightly backup",)),
        ("profile:prod", "profiles", ("prod",)),
        ("label:incident-7", "labels", ("incident-7",)),
        ("who:me", "sources", (Source.CONSOLE,)),
        ("who:others", "sources", (Source.OTHERS,)),
        ("is:starred", "starred", True),
        ("after:2026-10-01", "after", datetime(2026, 10, 1, tzinfo=BEIJING)),
        ("before:2026/10/01T08:30", "before", datetime(2026, 10, 1, 8, 30, tzinfo=BEIJING)),
        ("after:2026-10-01T00:00Z", "after", datetime(2026, 10, 1, tzinfo=UTC)),
        ("after:today", "after", datetime(2026, 11, 21, tzinfo=BEIJING)),
        ("after:yesterday", "after", datetime(2026, 11, 20, tzinfo=BEIJING)),
        ("before:12h", "before", NOW - timedelta(hours=12)),
        ("before:2w", "before", NOW - timedelta(weeks=2)),
    ],
)
def test_fields_are_read(text: str, attribute: str, wanted: Any) -> None:
    query = parse(text, NOW)
    assert getattr(query, attribute) == wanted
    assert query.terms == ()


@pytest.mark.parametrize(
    ("text", "told", "place"),
    [
        ("ok sttus:failed", "no field “sttus”.*status", (3, 15)),
        ("status:broken", "“broken” cannot stand after status:.*timeout", (0, 13)),
        ("status:", "Nothing stands after status:", (0, 7)),
        ("exit:three", "“three” cannot stand", (0, 10)),
        ("who:bob", "me, others, schedule", (0, 7)),
        ("after:2026-13-01", "2026-10-01", (0, 16)),
        ("is:nice", "starred", (0, 7)),
        ("after:today after:yesterday", "“after:” is there twice", (12, 27)),
        ("a --", "neither letters nor digits", (2, 4)),
        ('""', "neither letters nor digits", (0, 2)),
    ],
)
def test_mistakes_are_explained_with_their_place(
    text: str, told: str, place: tuple[int, int]
) -> None:
    with pytest.raises(BadQuery, match=told) as caught:
        parse(text, NOW)
    assert (caught.value.start, caught.value.end) == place


def test_addresses_and_times_are_words() -> None:
    assert parse("https://a.b/c 10:30 10.0.0.1", NOW).terms == (
        *(Term("https://a.b/c"), Term("10:30"), Term("10.0.0.1")),
    )


def test_an_empty_search_asks_for_everything() -> None:
    assert parse("  ", NOW) == Query()


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.key)
def test_every_example_is_understood(field: Any) -> None:
    assert parse(field.example, NOW) != Query()


@given(st.text(max_size=40))
def test_any_text_is_understood_or_explained(text: str) -> None:
    with contextlib.suppress(BadQuery):
        assert isinstance(parse(text, NOW, is_typing=True), Query)
        return
    with pytest.raises(BadQuery) as caught:
        parse(text, NOW, is_typing=True)
    assert 0 <= caught.value.start <= caught.value.end <= len(text)
    assert caught.value.title
    assert caught.value.next_step
