"""The page of runs: the list of them, or the one that is open."""

from __future__ import annotations

import asyncio
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QSizePolicy

from tat_console.ports.archive import RunSummary
from tat_console.runs.progress import RunProgress
from tat_console.services.recent import RecentKind, note_recent
from tat_console.services.services import Services
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _
from tat_console.ui.kit.banner import Banner
from tat_console.ui.kit.page import Page
from tat_console.ui.kit.states import EmptyState
from tat_console.ui.kit.theme import ToneName
from tat_console.ui.navigation import Errand, Navigator, OpenRun, PageKey
from tat_console.ui.pages.runs.run_list import RunList
from tat_console.ui.pages.runs.run_place import RunPlace
from tat_console.ui.pages.runs.run_view import RunView
from tat_console.ui.pages.runs.run_window import RunWindow, RunWindows

LISTED: Final = 200
TICK_MS: Final = 1_000


class RunsPage(Page):
    """Live and recent runs; one of them is looked at in its own view."""

    def __init__(self, services: Services, navigator: Navigator) -> None:
        super().__init__(_("Runs"))
        self._services = services
        self._navigator = navigator
        self._kept: list[RunSummary] = []
        self._trouble: ConsoleError | None = None
        self._trouble_banner: Banner | None = None
        self.windows = RunWindows(self, lambda: RunWindow(self.window(), services, navigator))
        self.list = RunList()
        self._place = RunPlace(self.list, services, navigator, self.scope, self.errors)
        self._place.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.set_content(self._place)
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._show_list)
        self.list.opened.connect(self.open)
        self.list.opened_apart.connect(self.open_apart)
        self.listen(services.runs.changed, self._take_in)
        self.listen(services.runs.trouble, self._show_trouble)
        QShortcut(QKeySequence("Alt+Left"), self, self.show_list)

    @property
    def view(self) -> RunView | None:
        """The view of the run that is open."""
        return self._place.view

    def arrive(self, errand: Errand) -> None:
        """Open the run that is asked for; without one, stay where the user was."""
        if isinstance(errand, OpenRun) and errand.apart:
            self.open_apart(errand.run_id, errand.place)
        elif isinstance(errand, OpenRun):
            self.open(errand.run_id)
        self._list_again()

    def errands(self) -> list[OpenRun]:
        """What leads another window to the runs that are open here, and in windows of their own."""
        here = [OpenRun(self.view.progress.run_id)] if self.view else []
        return here + self.windows.errands()

    # -- one run

    def open(self, run_id: str) -> None:
        """Show one run."""
        self.start(self._open(run_id), key="open")

    async def _open(self, run_id: str) -> None:
        progress = await self._run(run_id)
        name = progress.run.script.name or _("Untitled script")
        note_recent(self._services.settings, RecentKind.RUN, run_id, name)
        if self.view is None or self.view.progress is not progress:
            await self._show_view(progress)
            await asyncio.sleep(0)  # to lay it out takes a turn by itself
        if self.view is not None:
            self._place.setCurrentWidget(self.view)
            self.head.hide()
            self.show_content()
            self.view.tasks.table.setFocus()

    async def _show_view(self, progress: RunProgress) -> None:
        """Put the run into its place, and follow where its view leads."""
        view = await self._place.put(progress)
        view.head.back_asked.connect(self.show_list)
        view.head.window_asked.connect(lambda: self.open_apart(progress.run_id))
        view.run_asked.connect(self.open)

    async def _run(self, run_id: str) -> RunProgress:
        progress = await self._services.runs.open(run_id)
        if progress is None:
            raise ConsoleError(
                _("This run is not kept any more."), "", _("Choose another one from the list.")
            )
        return progress

    def open_apart(self, run_id: str, place: str = "") -> None:
        """Show one run in a window of its own."""
        self.start(self._open_apart(run_id, place), key=("open apart", run_id))

    async def _open_apart(self, run_id: str, place: str) -> None:
        await self.windows.open(await self._run(run_id), place)

    def show_list(self) -> None:
        """Go back to all runs."""
        self._place.drop()
        self.head.show()
        self._place.setCurrentWidget(self.list)
        self._list_again()

    # -- all runs

    def refresh(self) -> None:
        """Read anew which runs there are, and what the archive has of the one that is open."""
        self._list_again()
        if self.view is not None:
            self.start(self._services.runs.read_again(self.view.progress), key="read again")

    def _list_again(self) -> None:
        self.start(self._read_list(), key="refresh")

    async def _read_list(self) -> None:
        self._kept = await self._services.archive.recent_runs(LISTED)
        self._show_list()

    def _show_list(self) -> None:
        live = self._services.runs.live
        self.list.show_runs(live, self._kept, self._services.clock.now())
        if self.view is None:
            if self._kept or live:
                self.show_content()
            else:
                self.show_empty(self._nothing_yet())
        is_ticking = bool(live) and self.view is None and self.isVisible()
        if is_ticking != self._tick.isActive():
            self._tick.start() if is_ticking else self._tick.stop()

    def _nothing_yet(self) -> EmptyState:
        has_machines = bool(self._services.chosen.ids)
        text = _("Choose machines, write a script and run it: every task shows up here, live.")
        if has_machines:
            return EmptyState(
                "ph.play-circle",
                _("Nothing has run yet"),
                text,
                _("Write a script"),
                lambda: self._navigator.go(PageKey.SCRIPTS),
            )
        return EmptyState(
            "ph.play-circle",
            _("Nothing has run yet"),
            text,
            _("Choose machines"),
            lambda: self._navigator.go(PageKey.INSTANCES),
        )

    # -- what Qt and others tell

    def showEvent(self, event: QShowEvent) -> None:
        """Go on with the clocks of the list."""
        super().showEvent(event)
        self._show_list()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks at the clocks."""
        self._tick.stop()
        super().hideEvent(event)

    def _take_in(self, progress: RunProgress) -> None:
        """A run that is followed from now on takes the place of the one read from the archive."""
        shown = self.view.progress if self.view else None
        if shown is not None and shown is not progress and shown.run_id == progress.run_id:
            self.open(progress.run_id)
        self._list_again()

    def _show_trouble(self, error: ConsoleError | None) -> None:
        """Say once that following meets an error, and take it back when that is over."""
        earlier, self._trouble = self._trouble, error
        if str(earlier or "") == str(error or ""):
            return
        if self._trouble_banner in self.banners.banners():
            self._trouble_banner.deleteLater()
        self._trouble_banner = None
        if error is not None:
            self._trouble_banner = self.banners.show_error(error, ToneName.LATE)
