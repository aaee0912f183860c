"""The page of public commands: places, cards, and the command that is looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut

from tat_console.services.gallery import GalleryItem, copy_of
from tat_console.services.services import Services
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _, language
from tat_console.ui.kit.page import Page
from tat_console.ui.kit.states import EmptyState
from tat_console.ui.kit.words import clock_word, region_word
from tat_console.ui.navigation import Errand, Navigator, OpenPublicCommand, OpenScript, PageKey
from tat_console.ui.pages.gallery.browser import CardBrowser
from tat_console.ui.pages.gallery.details import WIDTH, CommandDetails
from tat_console.ui.pages.gallery.head import GalleryHead
from tat_console.ui.pages.gallery.listing import Order, Place, Wanted, places
from tat_console.ui.pages.gallery.places_pane import PlacesPane
from tat_console.ui.pages.gallery.running import CommandRunner
from tat_console.ui.widgets.no_profile import no_profile

NARROW_BELOW: Final = 1000
HALF_THE_PAGE: Final = 0.5


class GalleryPage(Page):
    """Public commands by scene; they are read once for each profile and region."""

    def __init__(self, services: Services, navigator: Navigator) -> None:
        super().__init__(_("Gallery"))
        self._services = services
        self._gallery = services.scripts.gallery
        self._navigator = navigator
        self._wanted = Wanted()
        self._shown_error: ConsoleError | None = None
        self._asked_key = ""
        self._waits_for_cards = False
        self._stays_closed = False
        self.places = PlacesPane()
        self.filters = GalleryHead(self)
        self.browser = CardBrowser(self._gallery)
        self.details = CommandDetails(self._gallery)
        self.runner = CommandRunner(self, services, navigator)
        self.set_content(self.browser)
        self._sides = self.put_beside(self.details, left=self.places, width=WIDTH)
        self._sides.overlay_share = HALF_THE_PAGE
        self._connect()
        self._set_up_keys()
        self.listen(self._gallery.changed, lambda _none: self._show_gallery())
        self.listen(services.session.changed, lambda _none: self._follow_session())
        self._show_gallery()

    def arrive(self, errand: Errand) -> None:
        """Come to the front; shows the command that is asked for."""
        self._read_once()
        if isinstance(errand, OpenPublicCommand):
            self._asked_key = errand.command_id
            self._show_asked()
        self._waits_for_cards = True
        self._take_focus()

    def refresh(self) -> None:
        """Read the public commands again."""
        self.start(self._read_again(), key="read")

    async def _read_again(self) -> None:
        if not self._services.session.regions:
            await self._services.session.load_account()
        await self._gallery.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the places become a list in the head."""
        super().resizeEvent(event)
        is_narrow = self.width() < NARROW_BELOW
        self.places.setVisible(not is_narrow)
        self.filters.set_narrow(is_narrow)
        self._sides.set_narrow(is_narrow)

    # -- building

    def _connect(self) -> None:
        filters, cards = self.filters, self.browser.cards
        self.places.picked.connect(lambda key: self._want(place=key))
        filters.place_picked.connect(lambda key: self._want(place=key))
        filters.search.textChanged.connect(lambda text: self._want(text=text))
        filters.system_chosen.connect(lambda system: self._want(system=system))
        filters.order_chosen.connect(lambda order: self._want(order=order))
        filters.down_asked.connect(lambda: cards.setFocus(Qt.FocusReason.ShortcutFocusReason))
        self.browser.clear_asked.connect(self._clear)
        cards.more_asked.connect(lambda key: self._want(place=key))
        cards.current_changed.connect(self._follow_current)
        cards.opened.connect(self._open)
        cards.marked.connect(self._mark)
        self.details.marked.connect(self._mark)
        self.details.close_asked.connect(self._close_details)
        self.details.run_asked.connect(self._run)
        self.details.copy_asked.connect(self._copy)

    def _set_up_keys(self) -> None:
        for keys, act in (
            ("Ctrl+F", self.filters.search.setFocus),
            ("Ctrl+Return", self._run_current),
            ("Ctrl+Enter", self._run_current),
        ):
            made = QShortcut(QKeySequence(keys), self, act)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    # -- what is listed

    def _want(self, **changes: object) -> None:
        wanted = replace(self._wanted, **changes)  # type: ignore[arg-type]
        if wanted != self._wanted:
            self._wanted = wanted
            self._show_commands()

    def _clear(self) -> None:
        """Show everything again, in the fields too."""
        self.filters.clear()
        self._want(place=Place.ALL, text="", system=None)

    def _show_commands(self) -> None:
        rows = places(self._gallery, language())
        if self._wanted.place not in [row.key for row in rows]:
            self._wanted = replace(self._wanted, place=Place.ALL)
        self.places.show_places(rows, self._wanted.place)
        self.filters.show_places(rows, self._wanted.place)
        self.browser.show_wanted(self._wanted)

    def _show_gallery(self) -> None:
        gallery = self._gallery
        self._show_commands()
        self.places.foot.setText(self._when_read())
        shown = self.details.item
        fresh = gallery.get(shown.key) if shown else None
        if fresh:
            self._show_item(fresh)
        elif shown:
            self._sides.close_pane()
        self._show_trouble()
        self._show_state()
        self._show_asked()

    def _when_read(self) -> str:
        shelf = self._gallery.shelf
        if shelf is None:
            return ""
        return _("Public commands of the service, read {time} in {region}").format(
            time=clock_word(shelf.read_at)[:5], region=region_word(shelf.region)
        )

    def _show_trouble(self) -> None:
        """Say above what is known that it could not be read again."""
        error = self._gallery.error
        if error is not self._shown_error:
            self._shown_error = error
            self.banners.clear()
            if error is not None and self._gallery.shelf is not None:
                self.banners.show_error(error)

    # -- one command

    def _show_item(self, item: GalleryItem) -> None:
        self.details.show_item(item, language())
        usage = self._gallery.usage(item.key)
        if usage and usage.run_id:
            self.start(self._show_last_run(item.key, usage.run_id))

    async def _show_last_run(self, key: str, run_id: str) -> None:
        """Say how the last run went, unless it is not kept any more or another is on show."""
        family = await self._services.past.history.lineage(run_id)
        run = next((each for each in family if each.run.run_id == run_id), None)
        if run and self.details.item and self.details.item.key == key:
            self.details.show_last_run(run)

    def _follow_current(self, key: str) -> None:
        item = self._gallery.get(key)
        if item is None:
            return
        self._show_item(item)
        if not self._sides.is_narrow and not self._stays_closed:
            self._sides.open_pane()

    def _open(self, key: str) -> None:
        if item := self._gallery.get(key):
            self._stays_closed = False
            self._show_item(item)
            self._sides.open_pane()

    def _close_details(self) -> None:
        """Close the pane; it stays so until a card is clicked or opened by Enter."""
        self._stays_closed = True
        self._sides.close_pane()
        self.browser.cards.setFocus()

    def _show_asked(self) -> None:
        """Go to a command that was asked for, as soon as it is there."""
        if self._asked_key and self._gallery.get(self._asked_key):
            key, self._asked_key = self._asked_key, ""
            self.filters.clear()
            self._want(place=Place.ALL, text="", system=None, order=Order.NAME)
            self.filters.set_order(Order.NAME)
            self.browser.cards.go_to(key)
            self._open(key)

    def _mark(self, key: str) -> None:
        try:
            self._gallery.mark(key, favourite=not self._gallery.is_favourite(key))
        except ConsoleError as error:
            self.errors.report(error)

    def _copy(self, key: str) -> None:
        if item := self._gallery.get(key):
            origin = _("Copy of the public command “{name}” ({command_id})").format(
                name=item.name(language()), command_id=item.key
            )
            self._navigator.go(PageKey.SCRIPTS, OpenScript(copy_of(item), origin))
            self._gallery.note_used(key)

    def _run_current(self) -> None:
        if self.details.isVisible() and self.details.item:
            self._run(self.details.item.key)
        elif card := self.browser.cards.card():
            self._run(card.key)

    def _run(self, key: str) -> None:
        item = self._gallery.get(key)
        if item and not self.scope.is_busy("run"):
            self.start(self.runner.run(item), key="run")

    # -- reading, and what stands in the place of cards

    def _follow_session(self) -> None:
        self._show_gallery()
        if self.isVisible():
            self._read_once()

    def _read_once(self) -> None:
        if self._gallery.shelf is None and not self.scope.is_busy("read"):
            self.start(self._gallery.ensure(), key="read")

    def _show_state(self) -> None:
        """Show the cards or what stands in their place."""
        state, make = self._state_now()
        self.filters.set_usable(state == "commands")
        if self.show_state(state, make):
            self._take_focus()

    def _take_focus(self) -> None:
        """The keys belong to the cards, as soon as there are some after the page was opened."""
        if self._waits_for_cards and self.browser.cards.isVisible():
            self._waits_for_cards = False
            self.browser.cards.setFocus()

    def _state_now(self) -> tuple[object, Callable[[], object]]:
        gallery, session = self._gallery, self._services.session
        if gallery.items:
            return "commands", self.show_content
        if gallery.is_loading or session.is_loading:
            return "loading", lambda: self.show_loading(_("Reading the public commands…"))
        if session.connection is None:
            return "no profile", lambda: self.show_empty(no_profile(self._navigator))
        if error := gallery.error or (None if gallery.region else _no_regions()):
            return error.title, lambda: self.show_error(error, self.refresh)
        if gallery.shelf is None:
            return "loading", lambda: self.show_loading(_("Reading the public commands…"))
        return "empty", lambda: self.show_empty(self._no_commands())

    def _no_commands(self) -> EmptyState:
        text = _("The service has none in {region}. Choose another region at the top.")
        return EmptyState(
            "ph.squares-four",
            _("No public commands here"),
            text.format(region=region_word(self._gallery.region)),
            _("Read again"),
            self.refresh,
        )


def _no_regions() -> ConsoleError:
    return ConsoleError(
        _("The public commands could not be read"),
        _("The service did not say which regions this account has."),
        _("Check the connection, then try again."),
    )
