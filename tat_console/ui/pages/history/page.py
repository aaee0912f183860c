"""The page of everything that was ever run, newest first."""

from __future__ import annotations

from typing import Final

import msgspec
from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QCheckBox, QStackedWidget, QWidget

from tat_console.ports.history import Annotations, Query
from tat_console.runs.progress import RunProgress
from tat_console.services.query import FIELDS
from tat_console.services.recent import RecentKind, note_recent
from tat_console.services.services import Services
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _, ngettext
from tat_console.support.words import pattern_of
from tat_console.ui.kit.controls import Label, button
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GAP, GRID, HALF, MARGIN, column, panel, row
from tat_console.ui.kit.memory import remember
from tat_console.ui.kit.page import Page
from tat_console.ui.kit.splitter import Splitter
from tat_console.ui.kit.states import EmptyState
from tat_console.ui.navigation import Errand, FindRuns, Navigator, OpenRun, PageKey
from tat_console.ui.pages.history.exporting import Exporting
from tat_console.ui.pages.history.facets_pane import WIDTH, FacetsPane
from tat_console.ui.pages.history.no_match import NoMatch
from tat_console.ui.pages.history.overview import FACETS, RANGES, Overview
from tat_console.ui.pages.history.result_list import ResultList
from tat_console.ui.pages.history.run_detail import RunDetail
from tat_console.ui.pages.history.search_menu import SearchMenu
from tat_console.ui.pages.history.searching import Searching
from tat_console.ui.widgets.history_chart import ChartLegend, HistoryChart
from tat_console.ui.widgets.query_field import QueryField
from tat_console.ui.widgets.segments import Segments

HEAD_HEIGHT: Final = 27
NARROW: Final = 1_000
LEAST_WIDTH: Final = 400
SPLIT: Final = (55, 45)
COUNT_MS: Final = 2_000
"""While runs go on, days and facets are counted anew so often."""


class Looked(msgspec.Struct, frozen=True, kw_only=True):
    """What was looked for: the search, and how many days the chart shows."""

    search: str = ""
    span_days: int = RANGES[1][0]


class HistoryPage(Page):
    """Search, facets and days above a list of runs, and below it the run that is current."""

    looked = Signal()

    def __init__(self, services: Services, navigator: Navigator) -> None:
        super().__init__(_("History"), with_head=False)
        self._services = services
        self._navigator = navigator
        self._followed: set[str] = set()
        self._recount = QTimer(self, interval=COUNT_MS, singleShot=True)
        self._build()
        self._connect()
        self.setObjectName("history_page")
        remember(self, Looked, self._looked, self._look_again, self.looked)

    def arrive(self, errand: Errand) -> None:
        """Come to the front; what is listed is read anew.

        The content is there from the start: the field takes keys before the first rows come.
        """
        if isinstance(errand, FindRuns):
            self.field.set_text(errand.text)
        self._services.past.look()
        self._services.sync.look()
        self.searching.again()
        self.table.setFocus()

    def refresh(self) -> None:
        """Read the archive anew, and what others ran since."""
        self._services.sync.look()
        self.searching.again()

    # -- building

    def _build(self) -> None:
        services = self._services
        self.field = QueryField(
            _("Words, “phrases”, status:failed, after:7d"), [one.key for one in FIELDS]
        )
        self.search = self.field.line
        self.search.setObjectName("history_search")
        self.search.setToolTip(
            _("Find scripts, outputs, machines and notes. Enter goes to the results (Ctrl+F)")
        )
        self.table = ResultList(services.clock.now)
        self.model = self.table.results
        self.searching = Searching(services.past, self.field, self.table, self.scope)
        self.saved = SearchMenu(self, services.past.searches, self.field)
        self.exporting = Exporting(self, services)
        self.detail = RunDetail(self, services, self._navigator)
        self.facets = FacetsPane([(key, _(title)) for key, _facet, title in FACETS])
        main = column(
            self._search_bar(), self._chart_pane(), self.exporting.strip, self._split(), gap=0
        )
        main.setStretch(3, 1)
        for part in (self._top, self._days, self.detail):
            part.setMinimumWidth(LEAST_WIDTH)
        self.overview = Overview(
            services,
            self.field,
            self.chart,
            self.facets,
            self.scope,
            told_facets=self._count_filters,
            environment_of=self._environment_of,
        )
        self._body = QWidget()
        box = row(self.facets, main, gap=0)
        box.setStretch(1, 1)
        self._body.setLayout(box)
        self.set_content(self._body)

    def _search_bar(self) -> QWidget:
        self.filters = button(_("Filters"), "ph.funnel")
        self.filters.setObjectName("history_filters")
        self.filters.setCheckable(True)
        self.filters.setVisible(False)
        parts = (self.filters, self.field, self.saved.button, self.exporting.button)
        made = row(*parts, gap=GRID, margins=(MARGIN - 2, 10, GAP, HALF))
        made.setStretch(1, 1)
        for part in parts:
            made.setAlignment(part, Qt.AlignmentFlag.AlignTop)
        self._top = panel(made, "surface")
        return self._top

    def _chart_pane(self) -> QWidget:
        """How much there is, what the colours mean, which stretch is shown; the days below."""
        self.count = Label("", Type.SMALL_NAME)
        self.count.setObjectName("history_count")
        self.found = Label("", Type.SMALL, "text_2")
        self.found.setObjectName("history_found")
        self.unsearched = Label("", Type.SMALL, "late_text")
        self.unsearched.setObjectName("history_unsearched")
        self.chart = HistoryChart()
        self.chart.setObjectName("history_chart")
        self.span = Segments(_("Days shown"), [(days, _(words)) for days, words in RANGES])
        self.span.setObjectName("history_span")
        self.span.choose(RANGES[1][0])
        self._legend = ChartLegend()
        head = row(self.count, self.found, self.unsearched, None, self._legend, self.span, gap=GRID)
        head.setContentsMargins(0, 0, HALF, 0)
        made = column(head, self.chart, gap=0, margins=(MARGIN - 2, 0, GRID, HALF))
        self._days = panel(made, "surface", edge="bottom")
        return self._days

    def _split(self) -> QWidget:
        """The list, and below it the run that is current."""
        self.no_match = NoMatch()
        self.no_match.chosen.connect(self.field.set_text)
        self._pile = QStackedWidget()
        self._pile.addWidget(self._list_pane())
        self._pile.addWidget(self.no_match)
        self._splitter = Splitter(Qt.Orientation.Vertical, "history_split")
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self._pile)
        self._splitter.addWidget(self.detail)
        self._splitter.share([10 * one for one in SPLIT])
        for place, share in enumerate(SPLIT):
            self._splitter.setStretchFactor(place, share)
        return self._splitter

    def _list_pane(self) -> QWidget:
        """The runs under a line that says their order."""
        self.matching = QCheckBox(_("Matching lines only"))
        self.matching.setObjectName("matching_lines")
        self.matching.setChecked(True)
        self.matching.toggled.connect(self.table.set_matching_only)
        order = Label(_("Newest first"), Type.SMALL, "text_2")
        head = row(order, None, self.matching, margins=(MARGIN - 2, 0, GAP, 0))
        pane = QWidget()
        box = column(panel(head, edge="bottom", height=HEAD_HEIGHT), self.table, gap=0)
        box.setStretch(1, 1)
        pane.setLayout(box)
        return pane

    def _connect(self) -> None:
        self.listen(self._services.runs.changed, self._take_run)
        self.listen(self._services.past.indexed, self._say_unsearched)
        self.listen(self._services.sync.arrived, lambda _count: self.searching.again())
        self.field.searched.connect(self._note_search)
        self.field.edited.connect(lambda _text: self.looked.emit())
        self.span.chosen.connect(lambda _days: self.looked.emit())
        self._recount.timeout.connect(lambda: self.overview.show_query(self.searching.query))
        self.searching.asked.connect(self._take_query)
        self.searching.told.connect(self._say_found)
        self.searching.listed.connect(self._show_state)
        self.searching.failed.connect(self._show_failure)
        self.table.opened.connect(self._open_run)
        self.table.turned.connect(self._show_current)
        self.detail.annotated.connect(self._take_annotations)
        self.table.menu_asked.connect(self.detail.open_menu)
        self.detail.run_asked.connect(self._go_to_run)
        self.detail.export_asked.connect(self.exporting.export_run)
        self.span.chosen.connect(self.overview.show_span)
        self.filters.toggled.connect(self._show_facets)
        keys = (
            ("Ctrl+F", self.field.setFocus),
            ("Ctrl+S", self.saved.save),
            ("F4", lambda: self.filters.setChecked(not self.filters.isChecked())),
        )
        for key, act in keys:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    # -- what Qt tells

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a small window the runs have all the room, and facets come when asked for."""
        super().resizeEvent(event)
        is_narrow = self.width() < NARROW
        if is_narrow == self.filters.isVisibleTo(self):
            self._place_facets()
            return
        self.filters.setVisible(is_narrow)
        for part in (self.chart, self.span, self._legend):
            part.setVisible(not is_narrow)
        self.detail.set_narrow(is_narrow)
        box = self._body.layout()
        if is_narrow and box is not None:
            box.removeWidget(self.facets)
            self.filters.setChecked(False)
            self.facets.setVisible(False)
        elif box is not None:
            box.insertWidget(0, self.facets)  # type: ignore[attr-defined]
            self.facets.setVisible(True)

    # -- inside

    def _place_facets(self) -> None:
        if self.filters.isVisibleTo(self):
            top = self._top.height()
            self.facets.setGeometry(QRect(0, top, WIDTH, self._body.height() - top))
            self.facets.raise_()

    def _show_facets(self, is_on: bool) -> None:
        self.facets.setVisible(is_on)
        self._place_facets()

    def _count_filters(self) -> None:
        count = self.facets.ticked_count()
        words = _("Filters ({count})").format(count=count) if count else _("Filters")
        self.filters.setText(words)

    def _environment_of(self, profile_name: str) -> str:
        """The environment of a profile as it is set up now, or was in a run that is listed."""
        for profile in self._services.profiles:
            if profile.name == profile_name:
                return profile.environment
        runs = (result.row.run for result in self.model.all_rows())
        return next((run.environment for run in runs if run.profile_name == profile_name), "")

    def _take_run(self, progress: RunProgress) -> None:
        """Show a run of this program as it is now, and on until it ends."""
        self.searching.take_run(progress)
        if progress.is_live and progress.run_id not in self._followed:
            self._followed.add(progress.run_id)
            self.listen(progress.changed, lambda _ids: self._take_run(progress))
        if self.isVisible() and not self._recount.isActive():
            self._recount.start()

    def _looked(self) -> Looked:
        return Looked(search=self.field.text(), span_days=int(str(self.span.choice())))

    def _look_again(self, kept: Looked) -> None:
        """Look for what was looked for last."""
        self.field.set_text(kept.search)
        if kept.span_days in dict(RANGES):
            self.span.choose(kept.span_days)
            self.overview.show_span(kept.span_days)

    def _note_search(self, text: str) -> None:
        if text:
            note_recent(self._services.settings, RecentKind.SEARCH, text, text)

    def _take_query(self, query: Query) -> None:
        self.overview.show_query(query)
        self.exporting.use(query)

    def _say_found(self, count: str, rest: str) -> None:
        self.count.setText(count)
        self.found.setText(rest)
        self._say_unsearched(self._services.past.left)

    def _say_unsearched(self, left: int) -> None:
        """Say that words may stand in what the search has not taken in; then look again."""
        words = ngettext(
            "{count} record is not searched yet", "{count} records are not searched yet", left
        )
        was_said, is_said = bool(self.unsearched.text()), bool(left and self.searching.query.terms)
        self.unsearched.setText(words.format(count=f"{left:,}") if is_said else "")
        if was_said and not left:
            self.searching.again()

    def _show_failure(self, error: ConsoleError) -> None:
        self.show_error(error, self.searching.again)

    def _show_state(self) -> None:
        """The list, or why there is none."""
        if not self.searching.has_rows and not self.searching.is_on:
            self.show_empty(
                EmptyState(
                    "ph.clock-counter-clockwise",
                    _("Nothing was run yet"),
                    _("Every run stays here with its outputs, also when the service forgets it."),
                    _("Choose machines"),
                    lambda: self._navigator.go(PageKey.INSTANCES),
                )
            )
            return
        self.show_content()
        self._pile.setCurrentIndex(0 if self.searching.has_rows else 1)
        text = "" if self.searching.has_rows else self.searching.text
        if text != self.no_match.about:
            self.no_match.show_hints(text, ())
            self.start(self._hint(text), key="hint")
        self.matching.setVisible(bool(self.searching.query.terms))
        if not self.table.currentIndex().isValid() and self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(0, 0))
        self._show_current()

    async def _hint(self, text: str) -> None:
        """Say what would be found, unless something else is looked for by then."""
        found = await self._services.past.wider(text)
        if text == self.no_match.about:
            self.no_match.show_hints(text, found)

    def _show_current(self) -> None:
        result = self.table.current() if self.searching.has_rows else None
        row_shown = result.row if result else None
        self.exporting.run_id = row_shown.run.run_id if row_shown else ""
        self.detail.show_run(row_shown, pattern_of(self.searching.query.terms))

    def _take_annotations(self, run_id: str, annotations: Annotations) -> None:
        self.searching.take_annotations(run_id, annotations)
        self._services.past.look()
        self.overview.show_query(self.searching.query)

    def _go_to_run(self, run_id: str) -> None:
        """Make a run current where it is listed; another one opens on the page of runs."""
        place = self.model.index_of(run_id)
        if place.isValid():
            self.table.setCurrentIndex(place)
            self.table.scrollTo(place)
        else:
            self._open_run(run_id)

    def _open_run(self, run_id: str) -> None:
        self._navigator.go(PageKey.RUNS, OpenRun(run_id))
