"""Settings hold what the user chose, also where the disk refuses it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tat_console.services.settings import Settings
from tat_console.storage.documents import JsonDocuments
from tat_console.support.errors import ConsoleError


def settings_in(folder: Path) -> Settings:
    return Settings(JsonDocuments(folder))


def test_what_was_set_is_there_at_the_next_start(tmp_path: Path) -> None:
    settings_in(tmp_path).set("theme", "dark")
    assert settings_in(tmp_path).get("theme") == "dark"


def test_a_value_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    with pytest.raises(ValueError, match="theme"):
        settings.set("theme", "pink")
    assert settings.get("theme") == "system"


def test_what_the_disk_refuses_holds_and_is_written_with_the_next_change(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    told: list[str] = []
    settings.changed.subscribe(told.append)
    (tmp_path / "settings.json").mkdir()
    with pytest.raises(ConsoleError):
        settings.set("theme", "dark")
    assert settings.get("theme") == "dark"
    assert told == ["theme"]
    (tmp_path / "settings.json").rmdir()
    settings.set("theme", "dark")
    assert settings_in(tmp_path).get("theme") == "dark"


def test_what_cannot_be_remembered_is_told_once_until_something_can(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    refused: list[ConsoleError] = []
    settings.refused.subscribe(refused.append)
    for _time in range(2):
        (tmp_path / "settings.json").mkdir()
        settings.remember("last_page", "runs")
        settings.remember("last_page", "history")
        (tmp_path / "settings.json").rmdir()
        settings.remember("last_page", "scripts")
        (tmp_path / "settings.json").unlink()
    assert len(refused) == 2
