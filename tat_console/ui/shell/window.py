"""The main window: it builds the frame, routes between pages and keeps its geometry."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Final, cast

from PySide6.QtCore import QByteArray, QSize
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from tat_console.ports.profiles import AssumedRole, Profile
from tat_console.services.reading_again import read_disk_again
from tat_console.services.services import Services
from tat_console.support.errors import ConsoleError
from tat_console.ui.dialogs.mfa_code import ask_mfa_code
from tat_console.ui.dialogs.welcome import Welcome
from tat_console.ui.kit.appearance import Mode
from tat_console.ui.kit.banner import BannerStrip
from tat_console.ui.kit.errors import ErrorDesk
from tat_console.ui.kit.focus_ring import keys_lead
from tat_console.ui.kit.language import Language
from tat_console.ui.kit.layout import GAP, MARGIN, column, row
from tat_console.ui.kit.lifetime import TaskScope, listen
from tat_console.ui.kit.memory import Memory
from tat_console.ui.kit.page import Page
from tat_console.ui.kit.tab_order import follow_layouts
from tat_console.ui.navigation import Errand, OpenProfiles, PageKey
from tat_console.ui.shell.actions import ACTIONS, finds
from tat_console.ui.shell.desktop_notice import EndsOfRuns
from tat_console.ui.shell.drops import FileDrops
from tat_console.ui.shell.help_desk import HelpActions, HelpDesk
from tat_console.ui.shell.page_kinds import (
    PageFactory,
    ReadingPage,
    RoutedPage,
    errands_of,
    is_apart,
)
from tat_console.ui.shell.palette import Palette
from tat_console.ui.shell.rail import Rail
from tat_console.ui.shell.status_line import StatusLine
from tat_console.ui.shell.top_bar import TopBar
from tat_console.ui.shell.trouble_over import TroubleOver

DESIGN_SIZE: Final = QSize(1280, 800)
SMALLEST: Final = QSize(960, 600)
NARROW_BELOW: Final = 1100


class Window(HelpActions, QMainWindow):
    """The frame around the pages; `closing` is set when the user wants to leave.

    It is given, so that it outlives the window: one in another language takes its place.
    """

    def __init__(
        self,
        services: Services,
        pages: Mapping[PageKey, PageFactory],
        show_theme: Callable[[Mode], None],
        closing: asyncio.Event,
    ) -> None:
        super().__init__()
        self._show_theme = show_theme
        self.services = services
        self.closing = closing
        self._may_close = False
        self._factories = pages
        self._pages: dict[PageKey, Page] = {}
        self.help_desk = HelpDesk(self)
        self.memory = Memory(self, services.settings)
        self.setWindowTitle("tat-console")
        self.setMinimumSize(SMALLEST)
        self._build()
        self.errors = ErrorDesk(self.banners)
        self.scope = TaskScope(self, self.errors.report)
        self._trouble_over = TroubleOver(self.banners, services.session)
        self._add_shortcuts()
        FileDrops(self, self, self.banners)
        listen(self, services.runs.changed, lambda _run: self._show_badge())
        self._ends = EndsOfRuns(self, services, self)
        self.scope.start(self.help_desk.look_for_update(), key="update")
        listen(self, services.settings.changed, self._setting_changed)
        listen(self, services.settings.refused, self.show_error)
        listen(self, services.session.changed, lambda _none: self._regions_may_differ())
        self._regions: tuple[tuple[str, ...], ...] = ()
        services.session.keys.ask_code = self._ask_mfa_code
        self._restore_geometry()
        self.go(PageKey(services.settings.get("last_page")))

    @property
    def page(self) -> PageKey:
        """The page in front."""
        shown = self._stack.currentWidget()
        return next(key for key, page in self._pages.items() if page is shown)

    def page_widget(self, key: PageKey) -> Page:
        """A page, made when it is first asked for."""
        if key not in self._pages:
            self._pages[key] = self._factories[key](self.services, self)
            self._stack.addWidget(self._pages[key])
        return self._pages[key]

    def errands(self) -> list[tuple[PageKey, Errand]]:
        """What opens in another window what is open in this one, in front and apart."""
        return errands_of(self._pages, self.page)

    def go(self, page: PageKey, errand: Errand = None) -> None:
        """Show a page and give it its errand; what opens apart leaves the page in front."""
        widget = self.page_widget(page)
        if not is_apart(errand):
            self._stack.setCurrentWidget(widget)
            self.rail.show_page(page)
            self.services.settings.remember("last_page", page.value)
        cast("RoutedPage", widget).arrive(errand)

    async def _ask_mfa_code(self, profile: Profile, role: AssumedRole) -> str:
        return await ask_mfa_code(QApplication.activeModalWidget() or self, profile, role)

    def use_profile(self, profile_id: str) -> None:
        """Work with another profile and read its machines."""
        self.scope.start(self._use_profile(profile_id), key="profile")

    def look_at(self, profile_id: str, is_on: bool) -> None:
        """Look at the machines of another profile too, or no longer."""
        if is_on:
            self.scope.start(self._look_at(profile_id), key=f"beside {profile_id}")
        else:
            self.services.session.look_away(profile_id)

    async def _look_at(self, profile_id: str) -> None:
        await self.services.session.look_beside(profile_id)
        await self.services.runs.resume(profile_id)

    async def _use_profile(self, profile_id: str) -> None:
        await self.services.session.activate(profile_id)
        await self.services.runs.resume(profile_id)

    def _regions_may_differ(self) -> None:
        session = self.services.session
        in_use = (one.profile_id for one in session.profiles_in_use)
        regions = tuple((key, *session.regions_of(key)) for key in in_use)
        if session.regions and regions != self._regions:
            self._regions = regions
            self.refresh_machines()
            self.scope.start(self.services.scripts.gallery.ensure(), key="gallery")

    def refresh_machines(self) -> None:
        """Read all machines of the chosen regions again."""
        self.scope.start(self.services.directory.refresh(), key="machines")

    def read_again(self) -> None:
        """Read again what the page in front shows, or else all machines; from the disk too."""
        self.scope.start(read_disk_again(self.services), key="disk")
        page = self._stack.currentWidget()
        if isinstance(page, ReadingPage):
            page.refresh()
        else:
            self.refresh_machines()

    def choose_machine(self, instance_id: str) -> None:
        """Choose one machine and show the machines."""
        self.services.chosen.set((instance_id,))
        self.go(PageKey.INSTANCES)

    def open_palette(self) -> None:
        """Offer everything that can be done or shown."""
        Palette(self, lambda: finds(self)).pop_up()

    def use_light(self) -> None:
        """Light colours from now on."""
        self.services.settings.set("theme", Mode.LIGHT.value)

    def use_dark(self) -> None:
        """Dark colours from now on."""
        self.services.settings.set("theme", Mode.DARK.value)

    def use_system_colours(self) -> None:
        """The colours of the desktop from now on."""
        self.services.settings.set("theme", Mode.SYSTEM.value)

    def use_english(self) -> None:
        """English words from now on."""
        self.services.settings.set("language", Language.ENGLISH.value)

    def use_chinese(self) -> None:
        """Chinese words from now on."""
        self.services.settings.set("language", Language.CHINESE.value)

    def add_profile(self) -> None:
        """Open the form of a new profile."""
        self.go(PageKey.SETTINGS, OpenProfiles(create=True))

    def welcome(self) -> None:
        """Greet a newcomer, once."""
        if not self.services.settings.get("welcome_done"):
            self.services.settings.remember("welcome_done", True)
            welcome = Welcome(self, self)
            welcome.guide_asked.connect(self.start_guide)
            welcome.open()

    def show_error(self, error: ConsoleError) -> None:
        """Say above all pages that something is wrong."""
        self.errors.report(error)

    async def stop_work(self) -> None:
        """Cancel whatever the window and all that is in it are still doing."""
        for scope in self.findChildren(TaskScope):
            await scope.stop()

    def leave(self) -> None:
        """Close for good, after everything was brought to an end."""
        self._may_close = True
        for other in self.findChildren(QMainWindow):
            other.close()
        self.close()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab follows the layout of the page in front."""
        keys_lead()
        follow_layouts(self)
        return super().focusNextPrevChild(forward)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask the program to come to its end; the window closes when it has."""
        self.keep_geometry()
        if self._may_close:
            event.accept()
        else:
            event.ignore()
            self.closing.set()

    def keep_geometry(self) -> None:
        """Remember where the window stands, how large it is, and how its parts are arranged."""
        geometry = bytes(self.saveGeometry().toHex().data()).decode()
        self.services.settings.remember("window_geometry", geometry)
        self.memory.flush()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the frame where there is little room."""
        super().resizeEvent(event)
        is_narrow = self.width() < NARROW_BELOW
        for part in (self.rail, self.top_bar, self.status_line):
            part.set_narrow(is_narrow)

    def _build(self) -> None:
        self.top_bar = TopBar(
            self.services,
            use_profile=self.use_profile,
            look_at=self.look_at,
            open_palette=self.open_palette,
            edit_profiles=lambda create: self.go(PageKey.SETTINGS, OpenProfiles(create=create)),
            navigator=self,
            fill_help=self.help_desk.fill,
        )
        self.rail = Rail(self.go)
        self.banners = BannerStrip()
        self._stack = QStackedWidget()
        self.status_line = StatusLine(self.services)
        strip = column(self.banners, margins=(MARGIN, 0, GAP, 0))
        body = column(strip, gap=0)
        body.addWidget(self._stack, 1)
        middle = row(self.rail, gap=0)
        middle.addLayout(body, 1)
        outer = column(self.top_bar, gap=0)
        outer.addLayout(middle, 1)
        outer.addWidget(self.status_line)
        central = QWidget()
        central.setLayout(outer)
        self.setCentralWidget(central)

    def _add_shortcuts(self) -> None:
        for action in ACTIONS:
            if action.shortcut:
                made = QShortcut(QKeySequence(action.shortcut), self)
                made.activated.connect(getattr(self, action.method))
        for number, key in enumerate(self.rail.buttons, start=1):
            made = QShortcut(QKeySequence(f"Ctrl+{number}"), self)
            made.activated.connect(lambda page=key: self.go(page))

    def _show_badge(self) -> None:
        self.rail.buttons[PageKey.RUNS].set_badge(len(self.services.runs.live))

    def _setting_changed(self, key: str) -> None:
        if key == "theme":
            self._show_theme(Mode(self.services.settings.get("theme")))

    def _restore_geometry(self) -> None:
        self.resize(DESIGN_SIZE)
        if kept := self.services.settings.get("window_geometry"):
            self.restoreGeometry(QByteArray.fromHex(kept.encode()))
