"""Every window has a seat of its own for as long as it is there."""

from __future__ import annotations

from pathlib import Path

from tat_console.storage.seats import take_seat
from tat_console.support.paths import AppPaths


def test_the_first_free_seat_is_taken(tmp_path: Path) -> None:
    paths = AppPaths.below(tmp_path)
    first, second = take_seat(paths), take_seat(paths)
    assert first.paths == paths
    assert second.paths.seat == 2
    assert second.paths.drafts.name == "drafts-2.json"
    assert second.paths.sandbox != first.paths.sandbox
    assert second.paths.archive == first.paths.archive
    first.leave()
    assert take_seat(paths).paths.seat == 1
    second.leave()


def test_texts_are_left_behind_by_windows_that_are_gone(tmp_path: Path) -> None:
    paths = AppPaths.below(tmp_path)
    first, second = take_seat(paths), take_seat(paths)
    second.paths.drafts.write_text("{}")
    assert list(first.left_behind()) == []
    assert list(second.left_behind()) == []
    second.leave()
    assert list(first.left_behind()) == ["drafts-2"]


def test_where_nothing_can_be_locked_there_is_one_seat(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("no folder")
    assert take_seat(AppPaths.below(tmp_path)).paths.seat == 1
