"""Find a run again by what it printed, read its answers at a glance, and keep what matters."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QTabBar, QToolButton

from tat_console.ui.navigation import PageKey
from tat_console.ui.pages.history.result_list import ResultList
from tat_console.ui.widgets.diff_view import DiffView
from tat_console.ui.widgets.extracted_table import ExtractedTable
from tat_console.ui.widgets.group_cards import GroupCards
from tests.fixtures.sandbox import Sandbox
from tests.journeys.conftest import Journey, OpenConsole, Person

FULL = "No space left on device"
CTRL = Qt.KeyboardModifier.ControlModifier
Run = Callable[[Coroutine[Any, Any, Any]], Any]


def turn_to(person: Person, title: str, tabs_name: str = "history_tabs") -> None:
    tabs = person.hand.find(QTabBar, tabs_name)
    titles = [tabs.tabText(place) for place in range(tabs.count())]
    tabs.setCurrentIndex(titles.index(title))


def sizes(person: Person) -> list[int]:
    shown = person.hand.shown(GroupCards, "groups")
    return [len(card.names) for card in shown[0].cards.shown_rows()] if shown else []


def listed(person: Person) -> list[str]:
    shown = person.hand.shown(ResultList, "history")
    return [one.row.run.script.name for one in shown[0].results.shown_rows()] if shown else []


async def searched(person: Person, text: str, names: list[str]) -> None:
    """Type a search and wait for exactly these runs."""
    await person.hand.type_into("history_search", text)
    await person.hand.until(lambda: listed(person) == names, f"{text} finds {names}")


async def run_copy(person: Person) -> list[str]:
    """A script that fails on the first of three machines; their ids."""
    chosen = await person.tick(3)
    good, bad = ({"used": used, "state": state} for used, state in ((7, "fine"), (9, FULL)))
    script = (
        f'[ "$TAT_SANDBOX_INSTANCE_ID" != {chosen[0]} ] || '
        f"{{ echo '{json.dumps(bad)}'; exit 3; }}; echo '{json.dumps(good)}'"
    )
    await person.write("copy-edge", script)
    await person.run_it()
    await person.ended()
    return chosen


async def save_as(person: Person, path: Path) -> None:
    """Name the file in the dialog that asks for one."""
    window = person.console.window

    def asked() -> list[QFileDialog]:
        return [one for one in window.findChildren(QFileDialog) if one.isVisible()]

    await person.hand.until(asked, "a file is asked for")
    field = asked()[0].findChild(QLineEdit, "fileNameEdit")
    assert isinstance(field, QLineEdit)
    field.setText(str(path))
    QTest.keyClick(field, Qt.Key.Key_Return)
    await person.hand.until(path.exists, "the file is written")


def act(person: Person, name: str) -> None:
    """Choose an entry of a menu."""
    found = person.console.window.findChild(QAction, name)
    assert isinstance(found, QAction)
    found.trigger()


def test_search_open_groups_difference_table_export(journey: Journey, tmp_path: Path) -> None:
    async def work(person: Person) -> None:
        hand = person.hand
        await run_copy(person)
        await hand.click(f"rail_{PageKey.HISTORY}")
        await hand.until(lambda: hand.shown(ResultList, "history"), "runs are listed")
        await searched(person, f'status:failed "{FULL.lower()}"', ["copy-edge"])
        await hand.until(
            lambda: hand.text("history_count") == "1 task in 1 run", "its tasks are counted"
        )
        await hand.press(Qt.Key.Key_Return)
        await hand.until(lambda: sizes(person) == [2, 1], "answers are folded")
        await hand.click("compare_groups")
        difference = await hand.see(DiffView, "history_difference")
        await hand.until(
            lambda: difference.heads["B"].exit.text() == "exit 3", "two groups are compared"
        )
        assert difference.heads["A"].title.text() == "2 machines"

        await hand.press(Qt.Key.Key_Return, on=hand.find(ResultList, "history"))
        await hand.see(QTabBar, "run_tabs")
        turn_to(person, "Table", "run_tabs")
        table = hand.find(ExtractedTable, "answer_table")
        await hand.until(lambda: table.table.columns == ("used", "state"), "outputs are rows")
        await hand.click("export_table")
        file = tmp_path / "used.csv"
        await save_as(person, file)
        rows = list(csv.DictReader(io.StringIO(file.read_text("utf-8-sig"))))
        assert sorted(row["used"] for row in rows) == ["7", "7", "9"]
        assert {row["state"] for row in rows} == {"fine", FULL}

        await hand.click(f"rail_{PageKey.HISTORY}")
        act(person, "export_found")
        file = tmp_path / "found.jsonl"
        await save_as(person, file)
        await hand.until(lambda: "3 tasks written" in hand.text("export_words"), "it says so")
        kept = [json.loads(line) for line in file.read_text().splitlines()]
        assert sorted(one["exit_code"] for one in kept) == [0, 0, 3]

    journey(work)


def test_star_note_label_and_a_saved_search(journey: Journey) -> None:
    async def work(person: Person) -> None:
        hand = person.hand
        await run_copy(person)
        await person.write("hello", "echo hello")
        await person.run_it()
        await person.ended()
        await hand.click(f"rail_{PageKey.HISTORY}")
        await hand.until(lambda: listed(person) == ["hello", "copy-edge"], "runs are listed")
        await hand.click_row("history", 1, 0)
        await hand.until(lambda: sizes(person) == [2, 1], "the second run is shown below")
        await hand.press(Qt.Key.Key_D, CTRL)
        star = hand.find(QToolButton, "star_run")
        await hand.until(lambda: star.accessibleDescription() == "starred", "it has a star")
        await hand.press(Qt.Key.Key_F2)
        await hand.type_into("run_note", "ticket OPS-311")
        await hand.press(Qt.Key.Key_L, CTRL)
        await hand.type_into("run_labels", "edge, incident")
        await hand.press(Qt.Key.Key_Return)
        for text in ("is:starred", "note:OPS-311", "label:incident", "ops"):
            await searched(person, "", ["hello", "copy-edge"])
            await searched(person, text, ["copy-edge"])
        await searched(person, "label:incident", ["copy-edge"])
        await hand.press(Qt.Key.Key_S, CTRL)
        await hand.type_into("ask_text", "Incidents at the edge")
        await hand.press(Qt.Key.Key_Return, on=hand.find(QLineEdit, "ask_text"))
        await hand.until(lambda: list(person.services.past.searches), "the search is kept")
        assert list(person.services.past.searches) == [("Incidents at the edge", "label:incident")]

    journey(work)


def test_changes_since_the_last_good_run(journey: Journey, tmp_path: Path) -> None:
    async def work(person: Person) -> None:
        hand = person.hand
        flag = tmp_path / "full"
        await person.tick(2)
        await person.write("check", f"[ ! -e {flag} ] || {{ echo '{FULL}'; exit 3; }}; echo fine")
        await person.run_it()
        await person.ended()
        flag.touch()
        await hand.click("run_again")
        before = person.run
        await hand.click("confirm_button")
        await hand.until(lambda: person.run is not before, "it runs again")
        await person.ended()
        turn_to(person, "Groups", "run_tabs")
        await hand.until(lambda: sizes(person) == [2], "answers are folded")
        await hand.click("changes_since")
        view = await hand.see(DiffView, "difference_in_time")
        await hand.until(lambda: len(hand.rows("changed_machines")) == 2, "both changed")
        await hand.until(view.texts["B"].toPlainText, "the first is compared")
        assert "fine" in view.texts["A"].toPlainText()
        assert FULL in view.texts["B"].toPlainText()
        await hand.click("close_changes")
        await hand.until(lambda: not hand.shown(QDialog, "changes"), "the dialog is closed")
        turn_to(person, "Details", "run_tabs")
        await hand.click(f"family_{before.run_id}")
        await hand.until(lambda: hand.text("run_title") == "check", "the earlier run is shown")

    journey(work)


def test_the_history_reads_and_searches_with_no_service(
    run: Run, open_console: OpenConsole, sandbox: Sandbox
) -> None:
    async def visits() -> None:
        async with open_console(outside=sandbox) as person:
            await run_copy(person)
        sandbox.process.kill()
        sandbox.process.wait()
        async with open_console(outside=sandbox) as person:
            hand = person.hand
            await hand.click(f"rail_{PageKey.HISTORY}")
            await hand.until(lambda: listed(person) == ["copy-edge"], "the run is listed")
            await searched(person, f'"{FULL.lower()}"', ["copy-edge"])
            await hand.press(Qt.Key.Key_Return)
            turn_to(person, "Output")
            await hand.click_row("history_tasks", 0)
            await hand.until(lambda: FULL in hand.text("output_view"), "the output is read")
            turn_to(person, "Compare")
            difference = await hand.see(DiffView, "history_difference")
            await hand.until(lambda: difference.heads["B"].exit.text() == "exit 3", "compared")

    run(visits())
