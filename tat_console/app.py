"""The program with its window: services, sandbox and window, opened and closed in order."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Coroutine
from dataclasses import dataclass
from functools import partial
from types import TracebackType
from typing import Any, Final

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from tat_console.composition import (
    SANDBOX_ID,
    SANDBOX_NAME,
    Household,
    Surroundings,
    open_household,
    provide_sandbox,
    set_aside,
)
from tat_console.sandbox.launch import RunningSandbox, launch
from tat_console.services.limits_watch import watch_limits
from tat_console.storage.seats import Seat, take_seat
from tat_console.support.errors import ConsoleError
from tat_console.support.garbage import collect_when_quiet, leave_alone
from tat_console.support.i18n import _
from tat_console.support.logs import log_to_file
from tat_console.support.paths import AppPaths
from tat_console.support.resources import resource_path
from tat_console.ui.kit.appearance import Mode, apply_theme
from tat_console.ui.kit.ask import confirm, tell
from tat_console.ui.kit.errors import report_bug
from tat_console.ui.kit.language import Language, apply_language
from tat_console.ui.kit.page import Page
from tat_console.ui.navigation import PageKey
from tat_console.ui.pages.api.page import ApiPage
from tat_console.ui.pages.gallery.page import GalleryPage
from tat_console.ui.pages.history.page import HistoryPage
from tat_console.ui.pages.hosted.page import HostedPage
from tat_console.ui.pages.instances.page import InstancesPage
from tat_console.ui.pages.runs.page import RunsPage
from tat_console.ui.pages.schedules.page import SchedulesPage
from tat_console.ui.pages.scripts.page import ScriptsPage
from tat_console.ui.pages.settings.page import SettingsPage
from tat_console.ui.shell.first_size import come_up
from tat_console.ui.shell.page_kinds import PageFactory
from tat_console.ui.shell.window import Window

log = logging.getLogger(__name__)

RESTARTS_ALLOWED: Final = 3
SWITCH_S: Final = 0.0001
"""How long a busy thread of requests may keep the window from its turn.

A table of 200 cells comes to its turn a thousand times: beside one busy thread it is painted in
90 ms with Python's own 5 ms, in 34 ms with 1 ms, in 23 ms with this; less than this helps no more.
"""
PAGES: Final[dict[PageKey, PageFactory]] = {
    PageKey.INSTANCES: InstancesPage,
    PageKey.SCRIPTS: ScriptsPage,
    PageKey.GALLERY: GalleryPage,
    PageKey.RUNS: RunsPage,
    PageKey.HISTORY: HistoryPage,
    PageKey.SCHEDULES: SchedulesPage,
    PageKey.HOSTED: HostedPage,
    PageKey.API: ApiPage,
    PageKey.SETTINGS: SettingsPage,
}


@dataclass(frozen=True, slots=True)
class SandboxOptions:
    """How large the embedded sandbox is."""

    instances: int = 20
    regions: tuple[str, ...] = ("ap-guangzhou", "ap-shanghai", "ap-singapore")


class Console:
    """The running program: storage, services, sandbox and window, opened and closed in order."""

    def __init__(
        self,
        app: QApplication,
        household: Household,
        seat: Seat,
        options: SandboxOptions,
    ) -> None:
        self.services = household.services
        self._household = household
        self._seat = seat
        self._options = options
        self._sandbox: RunningSandbox | None = None
        self._restarts = 0
        self._is_closing = False
        self._background: set[asyncio.Task[None]] = set()
        self._app = app
        self._closing = asyncio.Event()
        self._first_profile_id = ""
        apply_language(app, Language(self.services.settings.get("language")))
        apply_theme(app, Mode(self.services.settings.get("theme")))
        self.window = self._make_window()
        self.services.settings.changed.subscribe(self._setting_changed)

    @property
    def sandbox_pid(self) -> int | None:
        """The process of the embedded sandbox, None where there is none."""
        return self._sandbox.pid if self._sandbox else None

    @classmethod
    async def open(
        cls,
        app: QApplication,
        paths: AppPaths,
        options: SandboxOptions | None = None,
        around: Surroundings | None = None,
    ) -> Console:
        """Open the storage and build the window; the sandbox is started by `start`."""
        leave_alone()
        sys.setswitchinterval(SWITCH_S)
        seat = take_seat(paths)
        try:
            household = await open_household(seat.paths, around)
        except ConsoleError:
            seat.leave()
            raise
        console = cls(app, household, seat, options or SandboxOptions())
        for path in household.damaged:
            console.window.show_error(set_aside(path))
        console._adopt_texts()
        return console

    def _adopt_texts(self) -> None:
        """Show what was written in windows that stood beside another one and are gone."""
        try:
            for document in self._seat.left_behind():
                self.services.drafts.adopt(document)
        except ConsoleError as error:
            self.window.show_error(error)

    async def start(self) -> None:
        """Start the sandbox and connect the profile that was used last."""
        self.services.session.expect()
        self._go_on_beside(collect_when_quiet(self.services.clock.sleep))
        self._go_on_beside(self._keep_up())
        self._go_on_beside(self.services.keeping.keep_up())
        self._go_on_beside(self._mirror())
        self._go_on_beside(self._watch_limits())
        try:
            await self._start_sandbox()
        except ConsoleError as error:
            self.window.show_error(error)
        last = self.services.settings.get("last_profile")
        known = [profile.profile_id for profile in self.services.profiles]
        first = last if last in known else (known[0] if known else "")
        self._first_profile_id = first
        if first:
            self.window.use_profile(first)
        for profile_id in known:
            if profile_id != first:
                await self._resume(profile_id)

    async def until_closed(self) -> None:
        """Wait until the user leaves, and has agreed to what that ends."""
        while True:
            await self._closing.wait()
            self._closing.clear()
            if await self._may_close():
                return

    async def close(self) -> None:
        """Stop following, close window, connections, storage and sandbox, in this order."""
        self._is_closing = True
        await self.window.stop_work()
        for task in list(self._background):
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        self.window.leave()
        await self._household.close()
        if self._sandbox:
            await self._sandbox.stop()
        self._seat.leave()
        self.window.deleteLater()

    def _make_window(self) -> Window:
        return Window(self.services, PAGES, partial(apply_theme, self._app), self._closing)

    def _setting_changed(self, key: str) -> None:
        if key == "language":
            self._go_on_beside(self._speak_another_language())

    async def _speak_another_language(self) -> None:
        """Words are put into widgets as these are made: another window takes the place of this."""
        before = self.window
        was_connecting = before.scope.is_busy("profile") or before.scope.is_busy("machines")
        await before.stop_work()
        before.keep_geometry()
        errands = before.errands()
        before.hide()  # its pages keep what was typed last, for those of the next one
        apply_language(self._app, Language(self.services.settings.get("language")))
        self.services.profiles.rename_provided(SANDBOX_ID, _(SANDBOX_NAME))
        self.window = self._make_window()
        self.window.show()
        for page, errand in errands:
            self.window.go(page, errand)
        before.leave()
        before.deleteLater()
        if was_connecting and self._first_profile_id:
            active = self.services.session.profile
            self.window.use_profile(active.profile_id if active else self._first_profile_id)

    async def _resume(self, profile_id: str) -> None:
        try:
            await self.services.runs.resume(profile_id)
        except ConsoleError as error:
            self.window.show_error(error)

    async def _start_sandbox(self) -> None:
        sandbox = await launch(
            state=self._seat.paths.sandbox,
            instances=self._options.instances,
            regions=self._options.regions,
        )
        self._sandbox = sandbox
        sandbox.ended.add_done_callback(lambda _code: self._sandbox_ended())
        provide_sandbox(self.services.profiles, sandbox)

    def _sandbox_ended(self) -> None:
        if not self._is_closing:
            self._go_on_beside(self._restart_sandbox())

    def _go_on_beside(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def _keep_up(self) -> None:
        """Take what is new into the search for as long as the archive can be written."""
        try:
            await self.services.past.keep_up()
        except ConsoleError as error:
            self.window.show_error(error)

    async def _watch_limits(self) -> None:
        """Read quotas and codes now and then: the bell tells what runs out."""
        services, around = self.services, self.services.administration
        await watch_limits(services.session, around.quotas, around.hosting, services.clock)

    async def _mirror(self) -> None:
        """Read what others ran for as long as the archive can be written."""
        try:
            await self.services.sync.keep_up()
        except ConsoleError as error:
            self.window.show_error(error)

    async def _restart_sandbox(self) -> None:
        """The sandbox died: start it again, say so, and go on with what it knows."""
        self._restarts += 1
        title = _("The sandbox stopped.")
        what = _("Scripts that were running in it have ended; their output up to then is kept.")
        if self._restarts > RESTARTS_ALLOWED:
            next_step = _("It stopped several times. Close the program and open it again.")
            self.window.show_error(ConsoleError(title, what, next_step))
            return
        try:
            await self._start_sandbox()
        except ConsoleError as error:
            self.window.show_error(error)
            return
        self.window.show_error(ConsoleError(title, what, _("It was started again.")))
        active = self.services.session.profile
        if active is not None and active.profile_id == SANDBOX_ID:
            self.window.use_profile(SANDBOX_ID)

    async def _may_close(self) -> bool:
        return await self._may_lose_texts() and await self._may_end_scripts()

    async def _may_lose_texts(self) -> bool:
        """What was typed is kept all the time, unless the disk refuses it."""
        for page in self.window.findChildren(Page):
            page.flush()
        if self.services.drafts.are_kept:
            return True
        return await confirm(
            self.window,
            _("What was typed could not be kept"),
            _(
                "The disk refuses it. Make room on it, or copy your scripts to another place; the "
                "window stays open meanwhile."
            ),
            _("Close and lose it"),
            danger=True,
            keep=_("Stay"),
        )

    async def _may_end_scripts(self) -> bool:
        """Runs in the cloud go on without the window; those in the sandbox end with it."""
        here = [run for run in self.services.runs.live if SANDBOX_ID in run.profile_ids]
        if not here or self._sandbox is None:
            return True
        names = ", ".join(run.run.script.name for run in here)
        return await confirm(
            self.window,
            _("Scripts are still running in the sandbox"),
            _(
                "{names}: the sandbox belongs to this window, so closing it ends them. Their "
                "output up to now is kept."
            ).format(names=names),
            _("End them and close"),
            danger=True,
        )


async def _show(app: QApplication, paths: AppPaths, options: SandboxOptions) -> None:
    asyncio.get_running_loop().set_exception_handler(_report_from_loop)
    try:
        console = await Console.open(app, paths, options)
    except ConsoleError as error:
        apply_language(app, Language.SYSTEM)
        await tell(None, error.title, f"{error.what} {error.next_step}")
        raise
    come_up(console.window)
    console.window.welcome()
    try:
        await console.start()
        await console.until_closed()
    finally:
        await console.close()


def make_application(arguments: list[str]) -> QApplication:
    """The Qt application with our look; there is one in a process."""
    app = QApplication(arguments)
    app.setApplicationName("tat-console")
    app.setDesktopFileName("tat-console")
    app.setWindowIcon(QIcon(str(resource_path("icons", "tat-console.svg"))))
    app.setQuitOnLastWindowClosed(False)
    apply_theme(app, Mode.SYSTEM)
    return app


def run_window(paths: AppPaths, options: SandboxOptions) -> int:
    """Open the window and come back when it was closed; returns the exit code."""
    log_to_file(paths.logs)
    sys.excepthook = _report_from_anywhere
    app = make_application(sys.argv[:1])
    try:
        with asyncio.Runner(loop_factory=lambda: QEventLoop(app)) as runner:
            runner.run(_show(app, paths, options))
    except ConsoleError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _report_from_loop(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    error = context.get("exception")
    if isinstance(error, Exception):
        _report(error)
    else:
        log.error("%s", context.get("message"))


def _report_from_anywhere(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    if isinstance(error, Exception):
        _report(error)
    else:
        sys.__excepthook__(kind, error, trace)


def _report(error: Exception) -> None:
    windows = QApplication.topLevelWidgets()
    window = next((widget for widget in windows if isinstance(widget, Window)), None)
    if isinstance(error, ConsoleError) and window is not None:
        window.show_error(error)
    elif window is not None:
        report_bug(window, error)
    else:
        log.error("Unexpected error", exc_info=error)
