"""Searches with names outlive the program, and damaged ones do not stop it."""

from __future__ import annotations

from pathlib import Path

from tat_console.services.saved_searches import DOCUMENT, SavedSearches
from tat_console.storage.documents import JsonDocuments


def test_searches_are_kept_replaced_and_removed(tmp_path: Path) -> None:
    documents = JsonDocuments(tmp_path)
    told: list[None] = []
    searches = SavedSearches(documents)
    subscription = searches.changed.subscribe(told.append)
    searches.save("Full disks", '"no space left"')
    searches.save("Mine", "who:me")
    searches.save("Full disks", '"no space left" after:7d')
    searches.remove("Mine")
    subscription.cancel()
    assert len(told) == 4
    assert list(SavedSearches(documents)) == [("Full disks", '"no space left" after:7d')]


def test_what_is_no_text_is_passed_over(tmp_path: Path) -> None:
    documents = JsonDocuments(tmp_path)
    documents.write(DOCUMENT, {"a": 3, "b": "disk"})
    assert list(SavedSearches(documents)) == [("b", "disk")]
