"""Find a run again by what it printed, and read its answers at a glance."""

from __future__ import annotations

import json

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QDialog, QTabBar, QTableView

from tat_console.ui.navigation import PageKey
from tat_console.ui.pages.history.result_list import ResultList
from tat_console.ui.widgets.diff_view import DiffView
from tat_console.ui.widgets.extracted_table import ExtractedTable
from tat_console.ui.widgets.group_cards import GroupCards
from tests.journeys.conftest import Journey, Person

FULL = "No space left on device"


def turn_to(person: Person, title: str) -> None:
    tabs = person.hand.find(QTabBar, "run_tabs")
    titles = [tabs.tabText(place) for place in range(tabs.count())]
    tabs.setCurrentIndex(titles.index(title))


def sizes(person: Person) -> list[int]:
    shown = person.hand.shown(GroupCards, "groups")
    return [len(card.names) for card in shown[0].cards.shown_rows()] if shown else []


async def found_again(person: Person, text: str) -> None:
    """Search the history by typing, go to the results with Enter, open the first."""
    hand = person.hand
    await hand.click(f"rail_{PageKey.HISTORY}")
    await hand.until(lambda: hand.shown(QTableView, "history"), "runs are listed")
    await hand.type_into("history_search", text)
    await hand.until(lambda: hand.shown(ResultList, "history_results"), "something is found")
    await hand.press(Qt.Key.Key_Return)
    results = hand.find(ResultList, "history_results")
    await hand.until(lambda: results.currentIndex().isValid(), "the first result is current")
    await hand.press(Qt.Key.Key_Return)
    await hand.until(lambda: hand.shown(QAbstractButton, "back_to_runs"), "the run is shown")


def test_search_open_groups_compare_and_table(journey: Journey) -> None:
    async def work(person: Person) -> None:
        hand = person.hand
        chosen = await person.tick(3)
        good, bad = ({"used": used, "state": state} for used, state in ((7, "fine"), (9, FULL)))
        script = (
            f'[ "$TAT_SANDBOX_INSTANCE_ID" != {chosen[0]} ] || '
            f"{{ echo '{json.dumps(bad)}'; exit 3; }}; echo '{json.dumps(good)}'"
        )
        await person.write("copy-edge", script)
        await person.run_it()
        await person.ended()
        await hand.click("back_to_runs")

        await found_again(person, f'status:failed "{FULL.lower()}"')
        turn_to(person, "Groups")
        await hand.until(lambda: sizes(person) == [2, 1], "answers are folded")
        await hand.click("compare_groups")
        difference = await hand.see(DiffView, "difference")
        assert difference.heads["A"].title.text() == "2 machines"
        assert difference.heads["B"].exit.text() == "exit 3"
        await hand.click("close_compare")
        await hand.until(lambda: not hand.shown(QDialog, "compare"), "the dialog is closed")

        turn_to(person, "Table")
        table = hand.find(ExtractedTable, "answer_table")
        await hand.until(lambda: table.table.columns == ("used", "state"), "outputs are rows")
        assert sorted(str(row.record["used"]) for row in table.table.rows) == ["7", "7", "9"]

    journey(work)
