"""F5, Ctrl+F and Escape do on every page what people expect; files are dropped; recents lead back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QMenu, QPlainTextEdit, QWidget

from tat_console.ui.kit.banner import Banner
from tat_console.ui.navigation import PageKey
from tat_console.ui.shell.page_kinds import ReadingPage
from tat_console.ui.shell.palette import Palette
from tests.journeys.conftest import Journey, Person

CONTROL = Qt.KeyboardModifier.ControlModifier
READ_FROM_THE_SERVICE = (
    PageKey.INSTANCES,
    PageKey.SCRIPTS,
    PageKey.GALLERY,
    PageKey.SCHEDULES,
    PageKey.HOSTED,
    PageKey.API,
    PageKey.SETTINGS,
)
SEARCHES = {
    PageKey.INSTANCES: "machine_search",
    PageKey.SCRIPTS: "find_field",
    PageKey.GALLERY: "gallery_search",
    PageKey.HISTORY: "history_search",
    PageKey.SCHEDULES: "schedule_search",
    PageKey.HOSTED: "host_search",
    PageKey.API: "call_search",
}


async def something_ran(person: Person) -> None:
    """Let there be a run, for the pages of runs have something to show then."""
    await person.tick(1)
    await person.write("hello", "echo hello")
    await person.run_it()
    await person.ended()


async def turn_to(person: Person, page: PageKey) -> None:
    """Bring a page to the front and let it come to rest."""
    await person.hand.click(f"rail_{page}")
    scope = person.console.window.page_widget(page).scope
    await person.hand.until(lambda: not scope.is_busy("refresh"), "the page has been read")


@pytest.mark.parametrize("page", READ_FROM_THE_SERVICE)
def test_f5_asks_the_service_again(journey: Journey, page: PageKey) -> None:
    async def work(person: Person) -> None:
        await person.machines_are_there()
        await turn_to(person, page)
        await person.hand.settle()
        log = person.services.administration.calls
        before = log.calls[-1].number
        await person.hand.press(Qt.Key.Key_F5, on=person.console.window)
        await person.hand.until(lambda: log.calls[-1].number > before, "something was asked")

    journey(work)


def test_f5_reads_the_archive_again_on_the_pages_of_runs(journey: Journey) -> None:
    async def work(person: Person) -> None:
        for page in (PageKey.RUNS, PageKey.HISTORY):
            await turn_to(person, page)
            shown = person.console.window.page_widget(page)
            assert isinstance(shown, ReadingPage)
            await person.hand.press(Qt.Key.Key_F5, on=person.console.window)
            await person.hand.settle()
        assert {*READ_FROM_THE_SERVICE, PageKey.RUNS, PageKey.HISTORY} == set(PageKey)

    journey(work)


def test_ctrl_f_goes_to_the_search_of_every_page_that_has_one(journey: Journey) -> None:
    async def work(person: Person) -> None:
        await something_ran(person)
        window = person.console.window
        missed = []
        for page, name in SEARCHES.items():
            await turn_to(person, page)
            await person.hand.press(Qt.Key.Key_F, CONTROL)
            holder = window.focusWidget()
            if holder.objectName() != name:
                missed.append((page, holder.objectName()))
        assert not missed

    journey(work)


def test_escape_closes_what_lies_on_top_and_only_that(journey: Journey) -> None:
    async def work(person: Person) -> None:
        await person.machines_are_there()
        hand, window = person.hand, person.console.window
        await hand.click("rail_instances")
        await hand.click_row("machines", 0)
        await hand.see(QWidget, "machine_details")
        await hand.click("saved_sets")
        menu = hand.shown(QMenu, "")[-1]
        await hand.press(Qt.Key.Key_Escape, on=menu)
        assert not menu.isVisible()
        assert hand.shown(QWidget, "machine_details")
        await hand.press(Qt.Key.Key_K, CONTROL, on=window)
        await hand.press(Qt.Key.Key_Escape, on=await hand.see(QWidget, "palette_field"))
        assert not hand.shown(Palette, "palette")
        assert hand.shown(QWidget, "machine_details")
        await hand.press(Qt.Key.Key_Escape, on=hand.find(QWidget, "machines"))
        assert not hand.shown(QWidget, "machine_details")

    journey(work)


def drop(window: QWidget, *paths: Path) -> bool:
    """Drag files onto a window and let them go; whether it took them."""
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left, none = (
        Qt.DropAction.CopyAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    enter = QDragEnterEvent(QPoint(300, 300), copy, files, left, none)
    QApplication.sendEvent(window, enter)
    QApplication.sendEvent(window, QDropEvent(QPointF(300, 300), copy, files, left, none))
    return enter.isAccepted()


def test_files_are_dropped_on_any_page(journey: Journey, tmp_path: Path) -> None:
    async def work(person: Person) -> None:
        await person.machines_are_there()
        hand, window = person.hand, person.console.window
        script = tmp_path / "report.sh"
        script.write_text("df -h\n")
        await hand.click("rail_history")
        assert drop(window, script)
        await hand.until(lambda: window.page is PageKey.SCRIPTS, "the scripts are in front")
        await hand.until(lambda: hand.text("script_editor") == "df -h\n", "the script is open")
        some = [one.instance_id for one in person.services.directory.machines[:2]]
        listed = tmp_path / "targets.csv"
        listed.write_text("\n".join(some))
        assert drop(window, listed)
        field = await hand.see(QPlainTextEdit, "target_list")
        assert field.toPlainText().split() == some
        await hand.press(Qt.Key.Key_Escape, on=field)
        assert window.page is PageKey.INSTANCES
        strange = tmp_path / "photo.jpeg"
        strange.write_bytes(b"")
        drop(window, strange)
        await hand.settle()
        assert any("photo.jpeg" in one.error.title for one in window.findChildren(Banner))

    journey(work)


def titles(palette: Palette) -> list[str]:
    rows: QListWidget = palette.list
    return [rows.item(place).text() for place in range(rows.count())]


def test_the_palette_begins_with_what_was_used_last(journey: Journey) -> None:
    async def work(person: Person) -> None:
        await something_ran(person)
        hand, window = person.hand, person.console.window
        await person.write("night-check", "uptime")
        await hand.click("rail_history")
        await hand.type_into("history_search", "script:night")
        await hand.press(Qt.Key.Key_Return, on=hand.find(QWidget, "history_search"))
        await hand.press(Qt.Key.Key_K, CONTROL, on=window)
        palette = hand.find(Palette, "palette")
        assert titles(palette)[:2] == ["script:night", "night-check"]
        await hand.press(Qt.Key.Key_Down, on=palette.field)
        await hand.press(Qt.Key.Key_Return, on=palette.field)
        assert window.page is PageKey.SCRIPTS
        assert hand.text("script_editor") == "uptime"
        await hand.press(Qt.Key.Key_K, CONTROL, on=window)
        field = await hand.see(QLineEdit, "palette_field")
        await hand.press(Qt.Key.Key_Escape, on=field)
        assert not hand.shown(Palette, "palette")

    journey(work)
