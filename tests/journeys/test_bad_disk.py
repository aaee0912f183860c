"""Where the disk refuses to write, that is said, and neither texts nor the way out are lost."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Coroutine
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from tat_console.app import Console, SandboxOptions, _show
from tat_console.support.errors import ConsoleError
from tat_console.support.paths import AppPaths
from tat_console.tour.hand import Hand
from tat_console.ui.kit.banner import Banner
from tat_console.ui.kit.dialog import Dialog
from tests.journeys.conftest import OpenConsole, Person

Run = Callable[[Coroutine[Any, Any, Any]], Any]


def refuse(path: Path) -> None:
    """Let nothing be written under this name any more."""
    path.unlink(missing_ok=True)
    path.mkdir()


def told(person: Person) -> set[str]:
    """The titles of all banners of the window."""
    return {one.error.title for one in person.console.window.findChildren(Banner)}


async def first_dialog(app: QApplication) -> Dialog:
    """The dialog that comes up where no window does."""
    shown = asyncio.Event()
    app.focusWindowChanged.connect(lambda _window: shown.set())
    await asyncio.wait_for(shown.wait(), 30)
    (dialog,) = (one for one in app.topLevelWidgets() if isinstance(one, Dialog))
    return dialog


async def closed(console: Console) -> None:
    """Close the window as its button does, and wait until the program agrees."""
    console.window.close()
    await asyncio.wait_for(console.until_closed(), 30)


def test_pages_open_and_the_window_closes_all_the_same(
    run: Run, open_console: OpenConsole, home: Path
) -> None:
    async def work() -> None:
        async with open_console() as person:
            await person.tick(1)
            refuse(home / "console/config/settings.json")
            await person.hand.click("rail_scripts")
            chosen = [one.text() for one in person.console.window.findChildren(QLabel)]
            assert "1 machine chosen" in chosen
            (title,) = told(person)
            assert title.startswith("A file of this program could not be ")
            await closed(person.console)
            (home / "console/config/settings.json").rmdir()

    run(work())


def test_a_text_that_cannot_be_kept_holds_the_window_open(
    run: Run, open_console: OpenConsole, home: Path
) -> None:
    async def work() -> None:
        async with open_console() as person:
            await person.machines_are_there()
            await person.write("first", "echo 1")
            person.console.window.close()
            await person.console.until_closed()
            refuse(home / "console/state/drafts.json")
            await person.hand.paste_into("script_editor", "echo 2")
            closing_down = asyncio.create_task(closed(person.console))
            stay = await person.hand.see(Dialog, "")
            assert stay.windowTitle() == "What was typed could not be kept"
            stay.reject()
            await person.hand.settle()
            assert not closing_down.done()
            (home / "console/state/drafts.json").rmdir()
            person.console.window.close()
            await closing_down
            assert "echo 2" in (home / "console/state/drafts.json").read_text()

    run(work())


def test_why_the_program_cannot_start_is_shown(run: Run, qapp: QApplication, home: Path) -> None:
    paths = AppPaths.below(home / "console")
    paths.archive.parent.mkdir(parents=True)
    with closing(sqlite3.connect(paths.archive)) as newer:
        newer.execute("PRAGMA user_version = 99")

    async def work() -> None:
        starting = asyncio.create_task(_show(qapp, paths, SandboxOptions()))
        dialog = await first_dialog(qapp)
        words = " ".join(one.text() for one in dialog.findChildren(QLabel))
        assert "from a newer version" in words
        assert "move the file away" in words
        (close,) = Hand(dialog).window.findChildren(QAbstractButton)
        close.click()
        with pytest.raises(ConsoleError):
            await starting

    run(work())
