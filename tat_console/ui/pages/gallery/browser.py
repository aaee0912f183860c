"""The cards, or the word that nothing matches."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from tat_console.services.gallery import Gallery, GalleryItem
from tat_console.support.i18n import _, language
from tat_console.ui.kit.layout import column
from tat_console.ui.kit.states import EmptyState
from tat_console.ui.pages.gallery.card_model import Card, rows_of
from tat_console.ui.pages.gallery.card_view import CardView
from tat_console.ui.pages.gallery.listing import Place, Wanted, sections
from tat_console.ui.pages.gallery.words import count_word, summary, system_icon, system_word

LEAST_WIDTH = 460


class CardBrowser(QWidget):
    """Lists what is wanted; `clear_asked` wants everything shown again."""

    clear_asked = Signal()

    def __init__(self, gallery: Gallery) -> None:
        super().__init__()
        self._gallery = gallery
        self._wanted = Wanted()
        self.setMinimumWidth(LEAST_WIDTH)
        self.cards = CardView()
        self.cards.columns_changed.connect(self._show)
        self._nothing = EmptyState(
            "ph.magnifying-glass",
            _("No command matches"),
            _("Use fewer words, or look in all places and for all systems."),
            _("Show all"),
            self._ask_clear,
        )
        self._no_favourites = EmptyState(
            "ph.star",
            _("No favourites yet"),
            _("Click the star of a card, or press F on it, to find it here again."),
            _("Show all"),
            self._ask_clear,
        )
        self._none_used = EmptyState(
            "ph.clock-counter-clockwise",
            _("None was used yet"),
            _("A command that you run or open as a copy is listed here."),
            _("Show all"),
            self._ask_clear,
        )
        self._stack = QStackedWidget()
        for part in (self.cards, self._nothing, self._no_favourites, self._none_used):
            self._stack.addWidget(part)
        self.setLayout(column(self._stack))

    def show_wanted(self, wanted: Wanted) -> None:
        """List these commands; from the top where others are wanted than before."""
        is_other = wanted != self._wanted
        self._wanted = wanted
        self._show()
        if is_other:
            self.cards.scrollToTop()

    def _show(self) -> None:
        found = sections(self._gallery, self._wanted, language(), self.cards.columns)
        self.cards.show_rows(rows_of(found, self._card))
        self._stack.setCurrentWidget(self.cards if found else self._instead())

    def _instead(self) -> EmptyState:
        if not self._wanted.text and self._wanted.system is None:
            if self._wanted.place == Place.FAVOURITES:
                return self._no_favourites
            if self._wanted.place == Place.RECENT:
                return self._none_used
        return self._nothing

    def _card(self, item: GalleryItem) -> Card:
        command = item.command
        return Card(
            key=item.key,
            title=item.name(language()),
            text=summary(item, language()),
            system=system_word(command.command_type),
            system_icon=system_icon(command.command_type),
            parameters=count_word(len(item.definitions(language()))),
            is_favourite=self._gallery.is_favourite(item.key),
        )

    def _ask_clear(self) -> None:
        self.clear_asked.emit()
