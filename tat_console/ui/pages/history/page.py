"""The page of everything that was ever run, newest first."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QCheckBox, QStackedWidget, QWidget

from tat_console.ports.archive import RunState, RunSummary
from tat_console.ports.history import Query
from tat_console.runs.progress import RunProgress
from tat_console.services.query import FIELDS
from tat_console.services.services import Services
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _, ngettext
from tat_console.ui.kit.controls import Label
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GAP, GRID, HALF, MARGIN, column, panel, row
from tat_console.ui.kit.page import Page
from tat_console.ui.kit.states import EmptyState
from tat_console.ui.models.delegates import ROW_HEIGHT_TWO_LINES
from tat_console.ui.models.table import TableModel
from tat_console.ui.models.view import TableView
from tat_console.ui.navigation import Errand, Navigator, OpenRun, PageKey
from tat_console.ui.pages.history.columns import history_columns
from tat_console.ui.pages.history.facets_pane import FacetsPane
from tat_console.ui.pages.history.overview import FACETS, Overview
from tat_console.ui.pages.history.result_list import ResultList
from tat_console.ui.pages.history.searching import NOTHING, Searching
from tat_console.ui.widgets.history_chart import ChartLegend, HistoryChart
from tat_console.ui.widgets.query_field import QueryField

FIRST_ROWS: Final = 16
"""So many fill the view: the page can be used before anything else is read."""
PAGE_SIZE: Final = 100
_AHEAD: Final = 50
_REST_S: Final = 0.05
"""After the first rows, so that they are painted and the field takes keys meanwhile."""
_TICK_MS: Final = 1000
_SOON_MS: Final = 100
HEAD_HEIGHT: Final = 28
NARROW: Final = 1_000


class HistoryPage(Page):
    """Reads the archive in pages as the list is scrolled; live runs are shown as they go on."""

    def __init__(self, services: Services, navigator: Navigator) -> None:
        super().__init__(_("History"))
        self._services = services
        self._navigator = navigator
        self._known: dict[str, RunSummary] = {}
        self._followed: set[str] = set()
        self._oldest: datetime | None = None
        self._is_complete = False
        self.model: TableModel[RunSummary] = TableModel(
            history_columns(self._known, services.clock.now),
            key_of=lambda summary: summary.run.run_id,
        )
        self.table = TableView(self.model, _("Runs"), ROW_HEIGHT_TWO_LINES, single=True)
        self.table.setObjectName("history")
        self._tick = QTimer(self, interval=_TICK_MS)
        self._soon = QTimer(self, interval=_SOON_MS, singleShot=True)
        self._build()
        self._connect()
        self.subtitle.setText(_("Reading the archive…"))

    def arrive(self, errand: Errand) -> None:
        """Come to the front; the first page is read now."""
        if self._oldest is None and not self._is_complete:
            self.start(self._read_first(), key="read")
        else:
            self.overview.show_query(self.searching.query)
        self._services.past.look()
        self.searching.again()
        (self.results if self.searching.is_on else self.table).setFocus()

    # -- building

    def _build(self) -> None:
        self.field = QueryField(
            _("Words, “phrases”, status:failed, after:7d"), [one.key for one in FIELDS]
        )
        self.search = self.field.line
        self.search.setObjectName("history_search")
        self.search.setToolTip(
            _("Find scripts, outputs, machines and notes. Enter goes to the results (Ctrl+F)")
        )
        bar = panel(column(self.field, margins=(MARGIN, 0, MARGIN, GRID)), "surface")
        self.results = ResultList(self._services.clock.now)
        self.searching = Searching(self._services.past, self.field, self.results, self.scope)
        # Its room is kept: the columns stand still, and are painted once, when rows come.
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        # Only a part of the list is in memory, so an order by another column would be wrong.
        self.table.horizontalHeader().setSectionsClickable(False)
        none_matches = EmptyState(
            "ph.funnel",
            _("No run matches"),
            _("Use fewer words, or show all runs again."),
            _("Show all runs"),
            lambda: self.field.set_text(""),
        )
        self._table_or_none = QStackedWidget()
        self._table_or_none.addWidget(self.table)
        self._table_or_none.addWidget(none_matches)
        self._table_or_none.addWidget(self._found_pane())
        main = column(bar, self._chart_pane(), self._table_or_none, gap=0)
        main.setStretch(2, 1)
        self.facets = FacetsPane([(key, _(title)) for key, _facet, title in FACETS])
        self.overview = Overview(
            self._services.past, self.field, self.chart, self.facets, self.scope
        )
        body = QWidget()
        box = row(self.facets, main, gap=0)
        box.setStretch(1, 1)
        body.setLayout(box)
        self.set_content(body)

    def _chart_pane(self) -> QWidget:
        """Runs per day under what their colours mean."""
        self.chart = HistoryChart()
        self.chart.setObjectName("history_chart")
        legend = row(None, ChartLegend())
        made = column(legend, self.chart, gap=0, margins=(MARGIN, 0, GAP, HALF))
        self._chart_box = panel(made, "surface", edge="bottom")
        return self._chart_box

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a small window the runs have all the room."""
        super().resizeEvent(event)
        is_wide = self.width() >= NARROW
        self.facets.setVisible(is_wide)
        self._chart_box.setVisible(is_wide)

    def _found_pane(self) -> QWidget:
        """The results under a line that says their order."""
        self.matching = QCheckBox(_("Matching lines only"))
        self.matching.setObjectName("matching_lines")
        self.matching.setChecked(True)
        self.matching.toggled.connect(self.results.set_matching_only)
        order = Label(_("Newest first"), Type.SMALL, "text_2")
        head = row(order, None, self.matching, margins=(MARGIN, 0, GAP, 0))
        pane = QWidget()
        box = column(panel(head, edge="bottom", height=HEAD_HEIGHT), self.results, gap=0)
        box.setStretch(1, 1)
        pane.setLayout(box)
        return pane

    def _connect(self) -> None:
        self.listen(self._services.runs.changed, self._take_run)
        self.searching.asked.connect(self._turn)
        self.searching.told.connect(self._say_found)
        self.searching.found_none.connect(self._show_found)
        self.results.opened.connect(self._open_run)
        self.table.row_activated.connect(self._open)
        self.table.verticalScrollBar().valueChanged.connect(self._read_ahead)
        self.model.shown_changed.connect(self._show_counts)
        self._soon.timeout.connect(self._show_rows)
        self._tick.timeout.connect(self.table.viewport().update)
        shortcut = QShortcut(QKeySequence("Ctrl+F"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.field.setFocus)

    # -- reading

    async def _read_first(self) -> None:
        try:
            await self._read_page(FIRST_ROWS)
            await self._services.clock.sleep(_REST_S)
            if not self._is_complete:
                await self._read_page(PAGE_SIZE - FIRST_ROWS)
            self.overview.show_query(self.searching.query)
        except ConsoleError as error:
            self.show_error(error, lambda: self.start(self._read_first(), key="read"))
            return
        for progress in self._services.runs.live:
            self._take_run(progress)

    async def _read_page(self, most: int = PAGE_SIZE) -> None:
        found = await self._services.archive.recent_runs(most, self._oldest)
        self._is_complete = len(found) < most
        if found:
            self._oldest = found[-1].run.created_at
        # What a live run tells is newer than what was read of it.
        self._known.update(
            {one.run.run_id: one for one in found if one.run.run_id not in self._known}
        )
        self._show_rows()

    async def _read_until_filled(self) -> None:
        """Read on until the view is full and some more, or the archive has no more."""
        while not self._is_complete and self._missing() > 0:
            await self._read_page()

    def _missing(self) -> int:
        """How many rows are wanted below the last one that can be seen."""
        bar = self.table.verticalScrollBar()
        seen = (bar.value() + self.table.viewport().height()) // ROW_HEIGHT_TWO_LINES
        return seen + _AHEAD - self.model.rowCount()

    def _read_ahead(self) -> None:
        if not self._is_complete and self._missing() > 0 and not self.scope.is_busy("read"):
            self.start(self._read_until_filled(), key="read")

    # -- showing

    def _take_run(self, progress: RunProgress) -> None:
        """Show a run of this program as it is now, and on until it ends."""
        counts = {status: count for status, count in progress.counts.items() if count}
        self._known[progress.run_id] = RunSummary(run=progress.run, counts=counts)
        if progress.is_live and progress.run_id not in self._followed:
            self._followed.add(progress.run_id)
            self.listen(progress.changed, lambda _ids: self._take_run(progress))
        # A large run changes many times a second; nobody can look that fast.
        if not self._soon.isActive():
            self._soon.start()

    def _show_rows(self) -> None:
        newest_first = sorted(
            self._known.values(), key=lambda one: one.run.created_at, reverse=True
        )
        self.model.set_rows(newest_first)
        is_live = any(one.run.state is RunState.LIVE for one in newest_first)
        if is_live != self._tick.isActive():
            self._tick.start() if is_live else self._tick.stop()
        self._show_state()

    def _turn(self, query: Query) -> None:
        """Without a search, all runs are listed."""
        if query == NOTHING:
            self._show_counts()
        self.overview.show_query(query)

    def _show_found(self, is_nothing: bool) -> None:
        self._table_or_none.setCurrentIndex(1 if is_nothing else 2)

    def _say_found(self, words: str) -> None:
        self.subtitle.setText(words)

    def _show_state(self) -> None:
        if self._known:
            self.show_content()
        elif self._is_complete:
            self.show_empty(
                EmptyState(
                    "ph.clock-counter-clockwise",
                    _("Nothing was run yet"),
                    _("Every run stays here with its outputs, also when the service forgets it."),
                    _("Choose machines"),
                    lambda: self._navigator.go(PageKey.INSTANCES),
                )
            )

    def _show_counts(self) -> None:
        if self.searching.is_on:
            return
        total = self.model.rowCount()
        self._table_or_none.setCurrentIndex(0)
        if self._is_complete:
            text = ngettext("{total} run, newest first", "{total} runs, newest first", total)
        else:
            text = _("{total} newest runs, older ones below")
        self.subtitle.setText(text.format(total=f"{total:,}") if total else "")

    def _open(self, summary: RunSummary) -> None:
        self._open_run(summary.run.run_id)

    def _open_run(self, run_id: str) -> None:
        self._navigator.go(PageKey.RUNS, OpenRun(run_id))
