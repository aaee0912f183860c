"""The history in the tour: search, a pane that compares, notes, groups, a table; dark and small."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QListView, QTabBar

from tat_console.support.i18n import _
from tat_console.tour.steps import DISKS, Step, Tour
from tat_console.ui.kit.appearance import Mode
from tat_console.ui.navigation import PageKey
from tat_console.ui.widgets.diff_view import DiffView
from tat_console.ui.widgets.extracted_table import ExtractedTable
from tat_console.ui.widgets.value_plot import ValuePlot

SEARCH: Final = 'status:failed "no space left"'
SMALL: Final = (960, 600)


def _turn_to(tour: Tour, title: str) -> None:
    """Bring a tab below the list to the front."""
    tabs = tour.hand.find(QTabBar, "history_tabs")
    titles = [tabs.tabText(place) for place in range(tabs.count())]
    tabs.setCurrentIndex(titles.index(title))


def _compares(tour: Tour) -> bool:
    """Turn to the comparison, which is there as soon as the answers of the found run are read."""
    _turn_to(tour, _("Compare"))
    return bool(tour.hand.shown(DiffView, "history_difference"))


async def _history(tour: Tour) -> None:
    await tour.go(PageKey.HISTORY)
    await tour.hand.until(lambda: len(tour.hand.rows("history")) > 4, "all runs are listed")
    await tour.hand.see(QTabBar, "history_tabs")
    await tour.hand.until(lambda: tour.hand.shown(QListView, "groups"), "answers are folded")


async def _search(tour: Tour) -> None:
    hand = tour.hand
    await hand.type_into("history_search", SEARCH)
    await hand.until(
        lambda: hand.shown(QLabel, "history_found") and hand.text("history_found") != "",
        "a run is found",
    )
    await hand.press(Qt.Key.Key_Return)
    await hand.until(lambda: _compares(tour), "two answers are compared")


async def _notes(tour: Tour) -> None:
    hand = tour.hand
    await hand.press(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    await hand.press(Qt.Key.Key_F2)
    await hand.type_into("run_note", "ticket OPS-311")
    await hand.type_into("run_labels", "incident, edge")
    await hand.press(Qt.Key.Key_Return)


async def _search_dark(tour: Tour) -> None:
    tour.console.services.settings.set("theme", Mode.DARK.value)
    _turn_to(tour, _("Compare"))
    await tour.hand.see(DiffView, "history_difference")


async def _search_small(tour: Tour) -> None:
    tour.console.services.settings.set("theme", Mode.LIGHT.value)
    tour.console.window.resize(*SMALL)
    await tour.hand.click("history_filters")


async def _groups(tour: Tour) -> None:
    hand = tour.hand
    await hand.click("history_filters")
    tour.console.window.resize(1280, 800)
    await hand.press(Qt.Key.Key_Return, on=hand.find(QListView, "history"))
    await tour.shows_run("reload-nginx")
    tour.turn_to(_("Groups"))
    await hand.see(QListView, "groups")
    await hand.until(lambda: len(hand.rows("groups")) > 1, "answers are folded")


async def _groups_dark(tour: Tour) -> None:
    tour.console.services.settings.set("theme", Mode.DARK.value)
    await tour.hand.settle()


async def _compare(tour: Tour) -> None:
    tour.console.services.settings.set("theme", Mode.LIGHT.value)
    await tour.hand.click("compare_groups")
    await tour.hand.see(QDialog, "compare")


async def _table(tour: Tour) -> None:
    hand = tour.hand
    await hand.click("close_compare")
    await tour.go(PageKey.HISTORY)
    await hand.type_into("history_search", "")
    await tour.tick(lambda name: name.startswith(("web", "db")), most=12)
    await tour.write("free-space", DISKS)
    await tour.run_it()
    await tour.ended()
    tour.turn_to(_("Table"))
    table = hand.find(ExtractedTable, "answer_table")
    await hand.until(lambda: "free_kb" in table.table.columns, "outputs are a table")


async def _table_dark(tour: Tour) -> None:
    tour.console.services.settings.set("theme", Mode.DARK.value)
    await tour.hand.settle()


async def _changes(tour: Tour) -> None:
    """Run once more on other machines, and see what changed."""
    hand = tour.hand
    tour.console.services.settings.set("theme", Mode.LIGHT.value)
    runs = tour.console.services.runs
    before = len(runs.known)
    await hand.click("run_again")
    await hand.click("confirm_button")
    await hand.until(lambda: len(runs.known) > before, "the run has started once more")
    await tour.ended()
    tour.turn_to(_("Groups"))
    await hand.click("changes_since")
    await hand.see(DiffView, "difference_in_time")
    await hand.until(lambda: hand.rows("changed_machines"), "machines are listed")


async def _leave(tour: Tour) -> None:
    await tour.hand.click("close_changes")
    await tour.go(PageKey.HISTORY)
    _turn_to(tour, _("Details"))
    plot = tour.hand.find(ValuePlot, "durations")
    await tour.hand.until(lambda: plot.values, "durations are read")


HISTORY: Final = (
    Step("history", "everything that ran can be found again", _history),
    Step("history-search", "what scripts printed is found, and compared below", _search),
    Step("history-notes", "a run gets a star, a note and labels", _notes),
    Step("history-search-dark", "the same in dark colours", _search_dark),
    Step("history-search-small", "facets come when asked for in a small window", _search_small),
    Step("run-groups", "equal answers of many machines stand together", _groups),
    Step("run-groups-dark", "groups in dark colours", _groups_dark),
    Step("run-compare", "two answers stand side by side", _compare),
    Step("run-table", "outputs in JSON become a table", _table),
    Step("run-table-dark", "the table in dark colours", _table_dark),
    Step("run-changes", "what changed since the last good run", _changes),
    Step("history-details", "earlier and later runs, and how long they took", _leave),
)
