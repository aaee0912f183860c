"""A table under its filter, and what stands there where nothing is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from tat_console.support.i18n import _
from tat_console.ui.kit.layout import column
from tat_console.ui.kit.states import EmptyState
from tat_console.ui.models.delegates import ROW_HEIGHT_TWO_LINES
from tat_console.ui.models.table import TableModel
from tat_console.ui.models.view import TableView
from tat_console.ui.widgets.row_filter import RowFilter

Row = TypeVar("Row")


class Browser(QWidget, Generic[Row]):
    """Shows the rows that pass the filter; `empty` stands there where there are none at all."""

    def __init__(
        self,
        name: str,
        title: str,
        model: TableModel[Row],
        bar: RowFilter[Row],
        empty: EmptyState,
        *,
        above: QWidget | None = None,
    ) -> None:
        super().__init__()
        self.model = model
        self.bar = bar
        self.table: TableView[Row] = TableView(model, title, ROW_HEIGHT_TWO_LINES)
        self.table.setObjectName(name)
        self._pile = QStackedWidget()
        for part in (self.table, self._none_matches(), empty):
            self._pile.addWidget(part)
        parts = (bar, self._pile) if above is None else (above, bar, self._pile)
        box = column(*parts, gap=0)
        box.setStretch(len(parts) - 1, 1)
        self.setLayout(box)
        bar.changed.connect(self._apply_filter)
        model.shown_changed.connect(self._turn)
        self.add_key("Ctrl+F", bar.search.setFocus)
        self._turn()

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows; filter, order and the current row stay."""
        self.model.set_rows(rows)

    def chosen(self) -> list[Row]:
        """The row the user is on first, then the others that are chosen."""
        current, chosen = self.table.current_row(), self.table.chosen_rows()
        return sorted(chosen, key=lambda row: row is not current)

    def set_narrow(self, narrow: bool) -> None:
        """Fold what can be folded."""
        self.bar.set_narrow(narrow)

    def add_key(self, keys: str, act: Callable[[], object]) -> None:
        """Do something by a key while the focus is in here."""
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)

    def _apply_filter(self) -> None:
        self.model.set_filter(self.bar.predicate() if self.bar.is_active else None)

    def _turn(self) -> None:
        has_rows = bool(self.model.all_rows())
        self._pile.setCurrentIndex(0 if self.model.shown_rows() else 1 if has_rows else 2)
        self.bar.setEnabled(has_rows)

    def _none_matches(self) -> EmptyState:
        return EmptyState(
            "ph.funnel",
            _("Nothing matches"),
            _("Use fewer words or filters, or show everything again."),
            _("Clear filters"),
            self.bar.clear,
        )
