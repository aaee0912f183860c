"""What the history keeps: nothing goes by itself, and what would go is told first."""

from __future__ import annotations

from datetime import timedelta

import msgspec
from PySide6.QtWidgets import QCheckBox, QComboBox, QListWidget, QPushButton

from tat_console.ports.archive import RunState
from tat_console.tour.hand import Hand
from tat_console.ui.pages.settings.page import SettingsPage
from tests.ui.pages.conftest import OnStage, Stage
from tests.unit.storage.records import plain_run


async def keep(stage: Stage) -> None:
    """A run of today and one of last year."""
    now = stage.services.clock.now()
    for days in (0, 400):
        stored = plain_run(f"run-{days}", now - timedelta(days=days))
        ended = msgspec.structs.replace(stored.run, state=RunState.ENDED)
        await stage.services.archive.add_run(msgspec.structs.replace(stored, run=ended))


def open_section(stage: Stage) -> Hand:
    hand = stage.show(SettingsPage)
    sections = hand.find(QListWidget, "settings_sections")
    titles = [sections.item(place).text() for place in range(sections.count())]
    sections.setCurrentRow(titles.index("History"))
    return hand


def choose(hand: Hand, name: str, words: str) -> None:
    box = hand.find(QComboBox, name)
    box.setCurrentIndex(box.findText(words))
    box.activated.emit(box.currentIndex())


def test_what_is_too_old_is_told_and_goes_when_one_agrees(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        await keep(stage)
        hand, services = open_section(stage), stage.services
        await hand.until(lambda: "2 runs" in hand.text("archive_size"), "the size is told")
        assert hand.text("archive_going") == "By the rules, nothing goes."
        assert not hand.find(QPushButton, "tidy_now").isEnabled()
        choose(hand, "setting_keep_months", "12 months")
        await hand.until(lambda: "1 run is too old." in hand.text("archive_going"), "it is told")
        assert services.settings.get("keep_months") == 12
        await hand.click("tidy_now")
        await hand.click("agree")
        await hand.until(lambda: "removed" in hand.text("archive_going"), "it is gone")
        assert hand.text("archive_going") == "1 run was removed."
        assert (await services.past.history.size()).runs == 1

    on_stage(work)


def test_the_mirror_is_turned_off(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        hand = open_section(stage)
        assert hand.find(QCheckBox, "setting_sync_others").isChecked()
        await hand.click("setting_sync_others")
        assert not stage.services.sync.is_on

    on_stage(work)
