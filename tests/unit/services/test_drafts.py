"""Closed drafts come back, also after a restart, and never twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tat_console.services.drafts import CLOSED_KEPT, Draft, Drafts
from tat_console.storage.documents import JsonDocuments


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the document is kept."""
    return tmp_path


def opened(folder: Path) -> Drafts:
    return Drafts(JsonDocuments(folder))


def closed(drafts: Drafts, content: str, path: str = "") -> Draft:
    made = drafts.add(Draft(draft_id="", name=content, content=content, path=path))
    drafts.remove(made.draft_id)
    return made


def test_the_last_closed_comes_back_first_and_after_a_restart(folder: Path) -> None:
    drafts = opened(folder)
    closed(drafts, "first")
    closed(drafts, "second")
    again = opened(folder)
    assert [again.reopen().content for _time in range(2)] == ["second", "first"]  # type: ignore[union-attr]
    assert again.reopen() is None
    assert sorted(one.content for one in opened(folder)) == ["first", "second"]


def test_one_of_them_comes_back_once(folder: Path) -> None:
    drafts = opened(folder)
    first = closed(drafts, "first")
    closed(drafts, "second")
    back = drafts.reopen(first)
    assert back is not None
    assert back.content == "first"
    assert drafts.reopen(first) is None


def test_an_empty_one_is_not_kept_and_old_ones_go(folder: Path) -> None:
    drafts = opened(folder)
    for number in range(CLOSED_KEPT + 3):
        closed(drafts, f"echo {number}")
    closed(drafts, " \n")
    found = []
    while (back := drafts.reopen()) is not None:
        found.append(back.content)
    assert found == [f"echo {number}" for number in reversed(range(3, CLOSED_KEPT + 3))]


def test_where_its_script_is_open_again_it_becomes_a_text_of_its_own(folder: Path) -> None:
    drafts = opened(folder)
    closed(drafts, "mine", path="web.sh")
    drafts.add(Draft(draft_id="", name="web", content="theirs", path="web.sh"))
    back = drafts.reopen()
    assert back is not None
    assert (back.content, back.path) == ("mine", "")


def test_texts_of_a_window_that_is_gone_are_taken_over_once(folder: Path) -> None:
    documents = JsonDocuments(folder)
    example = Draft(draft_id="e1", name="first", content="echo example")
    drafts = Drafts(documents, (example,))
    beside = Drafts(documents, (example,), "drafts-2")
    beside.add(Draft(draft_id="", name="other", content="echo 2", path="a.sh", stamp="x"))
    closed(beside, "echo 3")
    drafts.adopt("drafts-2")
    drafts.adopt("drafts-2")
    again = Drafts(documents, (example,))
    assert [one.content for one in again] == ["echo example", "echo 2"]
    assert [one.path for one in again] == ["", ""]
    reopened = again.reopen()
    assert reopened is not None
    assert reopened.content == "echo 3"
