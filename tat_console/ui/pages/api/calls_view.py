"""The calls of this console, newest first, and one of them at the side."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from tat_console.services.api_calls import ApiCall
from tat_console.services.services import Services
from tat_console.support.i18n import _, ngettext
from tat_console.ui.kit.controls import ButtonKind, button
from tat_console.ui.kit.layout import column
from tat_console.ui.kit.lifetime import listen
from tat_console.ui.kit.side_by_side import SideBySide
from tat_console.ui.kit.states import EmptyState
from tat_console.ui.models.delegates import ROW_HEIGHT
from tat_console.ui.models.table import TableModel
from tat_console.ui.models.view import TableView
from tat_console.ui.pages.api.call_columns import call_columns
from tat_console.ui.pages.api.call_details import WIDTH, CallDetails
from tat_console.ui.pages.api.call_filter import CallFilter

_SOON_MS: Final = 100
NARROW: Final = 1_000
_ONLY_WIDE: Final = frozenset({"request_id", "profile"})


class CallsView(QWidget):
    """A table that follows the calls until someone reads: then what is seen stays where it is.

    Calls that came above it are counted on a button that leads back to the newest.
    """

    counted = Signal()

    def __init__(self, services: Services, details: CallDetails) -> None:
        super().__init__()
        self._services = services
        self._log = services.administration.calls
        self.details = details
        self.filter = CallFilter(lambda: self._log.calls, self.name_of)
        self.model: TableModel[ApiCall] = TableModel(
            call_columns(self.name_of), key_of=lambda call: call.number
        )
        self.table = _CallTable(self.model, _("Calls"), single=True)
        self.table.setObjectName("calls")
        self._seen = 0
        self._soon = QTimer(self, interval=_SOON_MS, singleShot=True)
        self._build()
        self._connect()

    def name_of(self, profile_id: str) -> str:
        """The name of a profile, or its id where it is gone."""
        profile = self._services.profiles.get(profile_id)
        return profile.name if profile else profile_id

    def refresh(self) -> None:
        """Show the calls as they are now."""
        newest_first = self._log.calls[::-1]
        reads, above = self._is_reading(), self.model.rowCount()
        scrolled = self.table.verticalScrollBar().value()
        top = self._top_number()
        self.model.set_rows(newest_first)
        self._turn()
        if reads and above:
            place = self.model.index_of(top).row() if top else 0
            self.table.verticalScrollBar().setValue(place * ROW_HEIGHT + scrolled % ROW_HEIGHT)
        else:
            self._seen = newest_first[0].number if newest_first else 0
        self._show_waiting()
        self.counted.emit()

    def go_to_newest(self) -> None:
        """Follow the calls again."""
        self.table.clearSelection()
        self.table.setCurrentIndex(self.model.index(-1, 0))
        self._close()
        self.table.verticalScrollBar().setValue(0)
        self.refresh()

    # -- what Qt asks

    def showEvent(self, event: QShowEvent) -> None:
        """Show what came meanwhile."""
        super().showEvent(event)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a small window the details lie over the table."""
        super().resizeEvent(event)
        is_narrow = self.width() < NARROW
        self._sides.set_narrow(is_narrow)
        self._show_columns()

    # -- inside

    def _build(self) -> None:
        self.newer = button("", "ph.arrow-up", ButtonKind.FLAT, strip=True)
        self.newer.setObjectName("newer_calls")
        self.newer.setToolTip(_("Close the details and go to the newest call"))
        self.newer.hide()
        self.filter.line.addWidget(self.newer)
        none_yet = EmptyState(
            "ph.brackets-curly",
            _("No call yet"),
            _("Every call that the console makes to the service is listed here."),
        )
        none_fits = EmptyState(
            "ph.funnel",
            _("No call matches"),
            _("Use fewer words, or show all calls again."),
            _("Show all calls"),
            self.filter.show_all,
        )
        self._stack = QStackedWidget()
        for part in (self.table, none_yet, none_fits):
            self._stack.addWidget(part)
        main = QWidget()
        box = column(self.filter, self._stack, gap=0)
        box.setStretch(1, 1)
        main.setLayout(box)
        self._sides = SideBySide(main, self.details, WIDTH)
        self._sides.overlay_share = 0.6
        self.setLayout(column(self._sides, gap=0))

    def _connect(self) -> None:
        listen(self, self._log.added, lambda _call: self._come_soon())
        self._soon.timeout.connect(self.refresh)
        self.newer.clicked.connect(self.go_to_newest)
        self.filter.changed.connect(self._apply_filter)
        self.filter.left_downwards.connect(self._enter_table)
        self.table.chosen_changed.connect(self._follow_chosen)
        self.table.clicked.connect(lambda _index: self._clicked())
        self.table.row_activated.connect(self._open)
        self.table.escaped.connect(self._close)
        self.details.close_asked.connect(self._close)

    def _come_soon(self) -> None:
        """Many calls may come at once; nobody can look that fast."""
        if self.isVisible() and not self._soon.isActive():
            self._soon.start()

    def _is_reading(self) -> bool:
        return self.table.verticalScrollBar().value() > 0 or self.details.isVisible()

    def _top_number(self) -> int:
        """The call in the first row that can be seen, 0 for none."""
        index = self.table.indexAt(self.table.viewport().rect().topLeft())
        call = self.model.row_at(index)
        return call.number if call else 0

    def _show_waiting(self) -> None:
        count = sum(call.number > self._seen for call in self.model.shown_rows())
        text = ngettext("{count:,} new call", "{count:,} new calls", count)
        self.newer.setText(text.format(count=count))
        self.newer.setVisible(count > 0)

    def _apply_filter(self) -> None:
        self.model.set_filter(self.filter.passes if self.filter.is_active else None)
        self._turn()
        self._show_waiting()
        self.counted.emit()

    def _turn(self) -> None:
        """Show the table, or why there is nothing in it."""
        place = 0 if self.model.rowCount() else 1 if not self.model.all_rows() else 2
        self._stack.setCurrentIndex(place)

    def _enter_table(self) -> None:
        self.table.setFocus()
        if self._chosen() is None and self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(0, 0))

    def _follow_chosen(self) -> None:
        """Show the call that the user went to; one that was closed stays so when calls come in."""
        call, shown = self._chosen(), self.details.call
        if call is None or (shown is not None and call.number == shown.number):
            return
        self.details.show_call(call, self.name_of(call.record.profile_id))
        if not self._sides.is_narrow:
            self._open_side()

    def _clicked(self) -> None:
        """A click opens a call that was closed."""
        if self._chosen() is not None and not self._sides.is_narrow:
            self._open_side()

    def _chosen(self) -> ApiCall | None:
        """The call that the user chose; a table that gets the focus chooses nothing."""
        return next(iter(self.table.chosen_rows()), None)

    def _open(self, call: ApiCall) -> None:
        self.details.show_call(call, self.name_of(call.record.profile_id))
        self._open_side()
        self.details.setFocus()

    def _open_side(self) -> None:
        self._sides.open_pane()
        self._show_columns()

    def _close(self) -> None:
        self._sides.close_pane()
        self._show_columns()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_columns(self) -> None:
        """Beside the details there is no room for what they say anyway."""
        is_tight = self._sides.is_narrow or self.details.isVisible()
        for place, one in enumerate(self.model.columns):
            self.table.setColumnHidden(place, is_tight and one.key in _ONLY_WIDE)


class _CallTable(TableView[ApiCall]):
    """Says when Escape is pressed."""

    escaped = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leads out of the details."""
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)
