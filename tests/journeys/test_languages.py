"""Someone reads the window in another language, without starting it again."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QComboBox, QWidget

from tat_console.support.i18n import language
from tat_console.tour.hand import Hand
from tat_console.ui.navigation import PageKey
from tests.journeys.conftest import Journey, OpenConsole, Person

TEXT = "echo written a moment ago"


def test_the_language_changes_at_once_and_nothing_typed_is_lost(journey: Journey) -> None:
    async def work(person: Person) -> None:
        await person.machines_are_there()
        await person.write("half-done", TEXT)
        english = person.console.window
        english.move(QPoint(60, 40))
        await person.hand.click(f"rail_{PageKey.SETTINGS}")
        await person.hand.click_row("settings_sections", _appearance(person), 0)
        choice = person.hand.find(QComboBox, "setting_language")
        choice.setCurrentIndex(choice.findData("zh_CN"))
        choice.activated.emit(choice.currentIndex())
        await person.hand.until(lambda: person.console.window is not english, "another window")
        chinese = person.console.window
        hand = Hand(chinese)
        await hand.until(chinese.isVisible, "the other window is shown")
        assert language() == "zh_CN"
        assert chinese.page is PageKey.SETTINGS
        assert hand.find(QWidget, "rail_instances").accessibleName().startswith("实例")
        assert TEXT in [draft.content for draft in person.services.drafts]
        chinese.use_english()
        await person.hand.until(lambda: person.console.window is not chinese, "English again")
        assert language() == "en"
        again = Hand(person.console.window)
        assert again.find(QWidget, "rail_instances").accessibleName().startswith("Instances")

    journey(work)


def test_a_change_during_the_first_connection_loses_nothing(
    run: Callable[[Coroutine[Any, Any, Any]], Any], open_console: OpenConsole
) -> None:
    async def visit() -> None:
        async with open_console() as person:
            english = person.console.window
            assert person.services.session.is_loading
            english.use_chinese()
            await person.hand.until(lambda: person.console.window is not english, "another window")
            person.console.window.use_english()
            await person.machines_are_there()

    run(visit())


def _appearance(person: Person) -> int:
    return [row[0] for row in person.hand.rows("settings_sections")].index("General")
