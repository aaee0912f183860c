"""The whole program on a home of its own, and a hand that drives it."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QMainWindow, QWidget

from tat_console.app import Console, SandboxOptions
from tat_console.composition import Surroundings
from tat_console.ports.profiles import Credential, Environment, Profile
from tat_console.runs.progress import RunProgress
from tat_console.services.services import Services
from tat_console.support.logs import Secret
from tat_console.support.paths import AppPaths
from tat_console.tat.statuses import CommandType, TaskStatus
from tat_console.tour.hand import Hand
from tat_console.ui.navigation import PageKey
from tests.fixtures.console import Access
from tests.fixtures.sandbox import Sandbox

JOURNEY_S = 120
OUTSIDE = "outside"


class _StrayWindows(QObject):
    """Notices widgets that come up as windows of their own for want of a parent."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note a window that is neither the main one nor a dialog, menu, list or tip."""
        if (
            event.type() == QEvent.Type.Show
            and isinstance(watched, QWidget)
            and watched.windowType() == Qt.WindowType.Window
            and not isinstance(watched, QMainWindow)
        ):
            where = traceback.extract_stack()[-2]
            self.seen.append(f"{watched!r} shown by {where.filename}:{where.lineno}")
        return False


@pytest.fixture(autouse=True)
def no_stray_windows(qapp: QApplication) -> Iterator[None]:
    """A part of the window that is shown before it has its place flickers on a desktop."""
    watcher = _StrayWindows()
    qapp.installEventFilter(watcher)
    yield
    qapp.removeEventFilter(watcher)
    assert not watcher.seen


class Person:
    """Someone in front of the window."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.services = console.services
        self.hand = Hand(console.window)

    @property
    def run(self) -> RunProgress:
        """The run that was started last."""
        return self.services.runs.known[-1]

    async def machines_are_there(self) -> None:
        """Wait until the machines were read."""
        directory = self.services.directory
        await self.hand.until(
            lambda: directory.machines and not directory.is_loading, "machines are there"
        )

    async def tick(self, count: int) -> list[str]:
        """Tick the first machines that can take a shell script; returns their instance ids."""
        await self.hand.click(f"rail_{PageKey.INSTANCES}")
        await self.machines_are_there()
        if self.hand.shown(QAbstractButton, "clear_ticks"):
            await self.hand.click("clear_ticks")
        ready = {
            machine.name
            for machine in self.services.directory.machines
            if machine.refusal(CommandType.SHELL) is None
        }
        names = [row[1] for row in self.hand.rows("machines")]
        places = [place for place, name in enumerate(names) if name in ready][:count]
        for place in places:
            await self.hand.click_row("machines", place, 0)
        return list(self.services.chosen.ids)

    async def write(self, name: str, script: str, **values: str) -> None:
        """Write a script and its values in a new tab."""
        await self.hand.click(f"rail_{PageKey.SCRIPTS}")
        await self.hand.click("new_script")
        await self.hand.type_into("name_field", name)
        await self.hand.paste_into("script_editor", script)
        for key, value in values.items():
            await self.hand.type_into(f"parameter_{key}", value)

    async def run_it(self) -> RunProgress:
        """Press Ctrl+Enter, agree, and wait for the page of the run."""
        before = len(self.services.runs.known)
        await self.hand.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await self.hand.click("confirm_button")
        await self.hand.until(lambda: len(self.services.runs.known) > before, "a run started")
        await self.hand.until(lambda: self.hand.shown(QAbstractButton, "back_to_runs"), "it shows")
        return self.run

    async def ended(self) -> None:
        """Wait until the last run has ended."""
        await self.hand.until(lambda: not self.run.is_live, "the run has ended")

    async def all_run(self) -> None:
        """Wait until every task of the last run is running."""
        await self.hand.until(
            lambda: self.run.counts[TaskStatus.RUNNING] == len(self.run.tasks), "all run"
        )

    async def outputs(self) -> list[str]:
        """Click each task and read the output that is shown."""
        found = []
        for row in range(len(self.run.tasks)):
            await self.hand.click_row("task_table", row)
            await self.hand.until(
                lambda: self.hand.text("output_view"), "the output of the task is shown"
            )
            found.append(self.hand.text("output_view"))
        return found

    def use(self, sandbox: Sandbox | Access) -> None:
        """Offer a sandbox that outlives the window as a profile of its own."""
        offer_outside(self.services, sandbox)


def offer_outside(services: Services, sandbox: Sandbox | Access) -> None:
    """Add the profile `OUTSIDE` for a sandbox, with its key."""
    profile = Profile(
        profile_id=OUTSIDE,
        name="Outside",
        environment=Environment.DEVELOPMENT,
        secret_id=sandbox.secret_id,
        endpoint=sandbox.endpoint,
        session_only=True,
    )
    key = Secret(sandbox.secret_key)
    services.profiles.provide(profile, Credential(secret_id=sandbox.secret_id, secret_key=key))


OpenConsole = Callable[..., AbstractAsyncContextManager[Person]]


@pytest.fixture
def open_console(qapp: QApplication, home: Path) -> OpenConsole:
    """`async with open_console() as person`: the program from start to end, as often as wanted."""

    @asynccontextmanager
    async def opened(
        instances: int = 12,
        outside: Sandbox | None = None,
        welcome: bool = False,
        around: Surroundings | None = None,
    ) -> AsyncIterator[Person]:
        options = SandboxOptions(instances=instances)
        console = await Console.open(qapp, AppPaths.below(home / "console"), options, around)
        person = Person(console)
        if outside is not None:
            person.use(outside)
            console.services.settings.set("last_profile", OUTSIDE)
        console.window.show()
        if welcome:
            console.window.welcome()
        try:
            await console.start()
            async with asyncio.timeout(JOURNEY_S):
                yield person
        finally:
            await console.close()

    return opened


Journey = Callable[[Callable[[Person], Awaitable[None]]], None]


@pytest.fixture
def journey(run: Callable[[Coroutine[Any, Any, Any]], Any], open_console: OpenConsole) -> Journey:
    """`journey(work)`: one person, one window, one visit."""

    def go(work: Callable[[Person], Awaitable[None]]) -> None:
        async def visit() -> None:
            async with open_console() as person:
                await work(person)

        run(visit())

    return go
