"""The head of the page: search, system and order, and in a narrow window the place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy

from tat_console.support.i18n import _, ngettext
from tat_console.tat.statuses import OperatingSystem
from tat_console.ui.kit.icons import icon
from tat_console.ui.kit.page import Page
from tat_console.ui.pages.gallery.listing import Order, Place, PlaceRow
from tat_console.ui.widgets.search_field import SearchField
from tat_console.ui.widgets.segments import Segments

SEARCH_WIDTH: Final = 266
LEAST_SEARCH: Final = 110
PLACE_WIDTH: Final = 160


class _Search(SearchField):
    def __init__(self, hint: str, shortcut: str) -> None:
        super().__init__(hint, shortcut)
        self.setMinimumWidth(LEAST_SEARCH)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Of one width where there is room for it."""
        return QSize(SEARCH_WIDTH, super().sizeHint().height())


class GalleryHead(QObject):
    """Puts the controls into the head of a page and tells what is chosen in them.

    `system_chosen` tells an OperatingSystem or None; `down_asked` fires when the keys shall go
    from the search to what was found.
    """

    place_picked = Signal(str)
    system_chosen = Signal(object)
    order_chosen = Signal(object)
    down_asked = Signal()

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.search = _Search(_("Search public commands"), "Ctrl+F")
        self.search.setObjectName("gallery_search")
        self.search.installEventFilter(self)
        self._places = QComboBox()
        self._places.setObjectName("gallery_place")
        self._places.setAccessibleName(_("Scene"))
        self._places.setFixedWidth(PLACE_WIDTH)
        self._places.activated.connect(self._tell_place)
        self._systems = Segments(
            _("System"),
            [
                (None, _("All")),
                (OperatingSystem.LINUX, _("Linux")),
                (OperatingSystem.WINDOWS, _("Windows")),
            ],
        )
        self._systems.setObjectName("gallery_system")
        self._systems.chosen.connect(self.system_chosen)
        self.order = QComboBox()
        self.order.setObjectName("gallery_order")
        self.order.setAccessibleName(_("Order"))
        self.order.addItem(_("By scene"), Order.SCENE)
        self.order.addItem(_("By name"), Order.NAME)
        self.order.currentIndexChanged.connect(
            lambda place: self.order_chosen.emit(self.order.itemData(place))
        )
        page.head_start.addWidget(self.search)
        for part in (self._places, self._systems, self.order):
            page.head_actions.addWidget(part)
        self.set_narrow(False)

    def show_places(self, rows: Sequence[PlaceRow], current_key: str) -> None:
        """Offer these places, the current one chosen; say how many commands are searched."""
        texts = [f"{row.title}  {row.count:,}" for row in rows]
        if texts != [self._places.itemText(at) for at in range(self._places.count())]:
            self._places.clear()
            for row, text in zip(rows, texts, strict=True):
                self._places.addItem(icon(row.icon), text, row.key)
        self._places.setCurrentIndex(self._places.findData(current_key))
        count = next((row.count for row in rows if row.key == Place.ALL), 0)
        words = ngettext(
            "Search {count} public command", "Search {count} public commands", count
        ).format(count=f"{count:,}")
        self.search.setPlaceholderText(words if count else _("Search public commands"))

    def clear(self) -> None:
        """Search for nothing and choose all systems; tells of the search only."""
        self.search.clear()
        self._systems.choose(None)

    def set_order(self, order: Order) -> None:
        """Choose an order."""
        self.order.setCurrentIndex(self.order.findData(order))

    def set_narrow(self, is_narrow: bool) -> None:
        """Offer the places here, for the list at the left is not there."""
        self._places.setHidden(not is_narrow)

    def set_usable(self, usable: bool) -> None:
        """Whether there is anything to look for."""
        for part in (self.search, self._places, self._systems, self.order):
            part.setEnabled(usable)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down and Enter lead from the search to the cards."""
        keys = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if event.key() in keys and plain:
                self.down_asked.emit()
                return True
        return super().eventFilter(watched, event)

    def _tell_place(self, at: int) -> None:
        self.place_picked.emit(self._places.itemData(at))
