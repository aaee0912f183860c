"""Where scripts are and what is dangerous: chosen in the settings, in force at once."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QListWidget

from tat_console.tat.statuses import CommandType
from tat_console.tour.hand import Hand
from tat_console.ui.pages.settings.page import SettingsPage
from tests.ui.pages.conftest import OnStage, Stage


def open_section(stage: Stage) -> Hand:
    hand = stage.show(SettingsPage)
    sections = hand.find(QListWidget, "settings_sections")
    titles = [sections.item(place).text() for place in range(sections.count())]
    sections.setCurrentRow(titles.index("Scripts"))
    return hand


def test_another_folder_is_read_at_once(on_stage: OnStage, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "uptime.sh").write_text("uptime\n")

    async def work(stage: Stage) -> None:
        hand = open_section(stage)
        await hand.click("choose_library_folder")
        await hand.until(lambda: hand.window.findChildren(QFileDialog), "the question")
        dialog = hand.window.findChildren(QFileDialog)[-1]
        dialog.filesSelected.emit([str(tmp_path / "mine")])
        dialog.done(1)
        library = stage.services.scripts.library
        await hand.until(lambda: library.get("uptime.sh"), "the folder is read")
        assert library.folder == tmp_path / "mine"
        assert stage.services.settings.get("library_folder") == str(tmp_path / "mine")

    on_stage(work)


def test_patterns_of_ones_own_are_checked_and_asked_about(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        hand, lint = open_section(stage), stage.services.lint
        script = "nomad job stop web\n"
        assert not lint.find_dangers(script, CommandType.SHELL)
        await hand.paste_into("danger_patterns", "nomad (job")
        await hand.click("apply_danger_patterns")
        assert "is no regular expression" in hand.text("danger_patterns_said")
        assert stage.services.settings.get("danger_patterns") == []
        await hand.paste_into("danger_patterns", "nomad\\s+job\\s+stop\n\n")
        await hand.click("apply_danger_patterns")
        (danger,) = lint.find_dangers(script, CommandType.SHELL)
        assert danger.words == "is on your own list of dangerous commands"

    on_stage(work)
