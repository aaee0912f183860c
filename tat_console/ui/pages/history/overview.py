"""Runs per day and facets of what is looked for; both write into the search field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final

import msgspec
from PySide6.QtCore import QObject

from tat_console.ports.history import ArchiveSize, DayCount, Facet, FacetValue, Query, Source
from tat_console.services.services import Services
from tat_console.support.i18n import N_, _, ngettext
from tat_console.tat.limits import RECORDS_KEPT, RECORDS_KEPT_DAYS
from tat_console.tat.statuses import FAILED_TASK_STATUSES, TaskStatus
from tat_console.ui.kit.lifetime import TaskScope
from tat_console.ui.kit.status_looks import look_of
from tat_console.ui.kit.words import size_word
from tat_console.ui.pages.history.facets_pane import FacetChoice, FacetsPane
from tat_console.ui.pages.history.query_text import values_in, with_values
from tat_console.ui.widgets.axis import full_day_word
from tat_console.ui.widgets.history_chart import ChartDay, HistoryChart
from tat_console.ui.widgets.query_field import QueryField

VALUES_SHOWN: Final = 8
KEPT: Final = "kept"
FACETS: Final = (
    ("status", Facet.STATUS, N_("Task status")),
    ("profile", Facet.PROFILE, N_("Profile")),
    (KEPT, None, N_("Kept in")),
    ("who", Facet.SOURCE, N_("Who ran it")),
    ("script", Facet.SCRIPT, N_("Script")),
    ("label", Facet.LABEL, N_("Label")),
)
RANGES: Final = (
    (7, N_("Week")),
    (31, N_("Month")),
    (92, N_("Quarter")),
    (366, N_("Year")),
)
_SOURCES: Final = {
    Source.CONSOLE: (N_("This console"), "ph.terminal-window"),
    Source.OTHERS: (N_("Others"), "ph.users"),
    Source.SCHEDULE: (N_("A schedule"), "ph.calendar-check"),
}
_FAILED: Final = "failed"
_RECENT: Final = f"{RECORDS_KEPT_DAYS}d"


class Overview(QObject):
    """Shows a query in chart and facets; a drag or a tick changes the text of the field.

    `told_facets` is called after the facets were read; `environment_of` tells that of a profile
    by its name, "" where nobody knows it any more.
    """

    def __init__(
        self,
        services: Services,
        field: QueryField,
        chart: HistoryChart,
        facets: FacetsPane,
        scope: TaskScope,
        told_facets: Callable[[], object],
        environment_of: Callable[[str], str],
    ) -> None:
        super().__init__(field)
        self._services = services
        self._past = services.past
        self._field = field
        self._chart = chart
        self._facets = facets
        self._scope = scope
        self._told_facets = told_facets
        self._environment_of = environment_of
        self._days: list[DayCount] = []
        self._span_days = RANGES[1][0]
        chart.range_chosen.connect(self._narrow_to_days)
        facets.toggled.connect(self._tick)

    def show_query(self, query: Query) -> None:
        """Read anew for a query; what is still being read for an earlier one is given up."""
        self._scope.start(self._read(query), key="overview")

    def show_span(self, days: int) -> None:
        """Let the chart end today and begin so many days earlier."""
        self._span_days = days
        self._show_days()

    # -- inside

    async def _read(self, query: Query) -> None:
        history = self._past.history
        # The chosen stretch stands in the chart among the days around it.
        self._days = await history.days(msgspec.structs.replace(query, after=None, before=None))
        self._show_days()
        self._chart.set_range(_day(query.after), _day(query.before))
        for key, facet, _title in FACETS:
            if facet is None:
                self._show_kept(await history.served_since(RECORDS_KEPT))
                continue
            values = await history.facets(query, facet)
            choices = [self._choice(facet, one) for one in values if one.value]
            if facet is Facet.STATUS:
                failed = msgspec.structs.replace(query, statuses=tuple(FAILED_TASK_STATUSES))
                choices = _with_failed(choices, (await history.match_count(failed)).runs)
            ticked = values_in(self._field.text(), key)
            self._facets.show_facet(key, choices[:VALUES_SHOWN], ticked)
        self._facets.size_words.setText(_size_words(await history.size()))
        self._told_facets()

    def _show_days(self) -> None:
        today = self._services.clock.now().astimezone().date()
        first = today - timedelta(days=self._span_days - 1)
        days = [ChartDay(one.day, one.runs, one.failed) for one in self._days]
        self._chart.set_days(days, first, today)

    def _show_kept(self, full: datetime | None) -> None:
        """What the service still has, and what only this archive has (facts §2.3).

        With more records than it keeps, it has nothing from before the moment `full`.
        """
        now = self._services.clock.now()
        since, word = now - timedelta(days=RECORDS_KEPT_DAYS), _RECENT
        if full is not None and full > since:
            since, word = full, full.astimezone().strftime("%Y-%m-%dT%H:%M:%S")
        oldest = since.astimezone().date()
        recent = sum(day.runs for day in self._days if day.day >= oldest)
        only_here = sum(day.runs for day in self._days) - recent
        rows = (
            (f"after:{word}", _("Service too"), recent, "ph.cloud"),
            (f"before:{word}", _("Archive only"), only_here, "ph.archive"),
        )
        choices = [FacetChoice(*row) for row in rows if row[2]]
        ticked = [f"{key}:{one}" for key in ("after", "before") for one in self._values(key)]
        self._facets.show_facet(KEPT, choices, ticked)

    def _values(self, key: str) -> list[str]:
        return values_in(self._field.text(), key)

    def _narrow_to_days(self, after: date | None, before: date | None) -> None:
        text = self._field.text()
        for key, day in (("after", after), ("before", before)):
            text = with_values(text, key, [day.isoformat()] if day else [])
        self._field.set_text(text)

    def _tick(self, key: str, value: str, is_on: bool) -> None:
        text = self._field.text()
        if key == KEPT:
            key, _colon, value = value.partition(":")
            self._field.set_text(with_values(text, key, [value] if is_on else []))
            return
        others = [one for one in values_in(text, key) if one.casefold() != value.casefold()]
        self._field.set_text(with_values(text, key, [*others, value] if is_on else others))

    def _choice(self, facet: Facet, found: FacetValue) -> FacetChoice:
        value, runs = found.value, found.runs
        match facet:
            case Facet.STATUS:
                look = look_of(TaskStatus(value))
                return FacetChoice(value.lower(), look.word, runs, look.icon, f"{look.tone}_text")
            case Facet.SOURCE:
                words, icon = _SOURCES[Source(value)]
                return FacetChoice(value, _(words), runs, icon)
            case Facet.PROFILE:
                environment = self._environment_of(value)
                square = f"env_{environment}" if environment else "idle_fill"
                return FacetChoice(value, value, runs, square=square)
            case Facet.LABEL:
                return FacetChoice(value, value, runs, "ph.tag")
            case _:
                return FacetChoice(value, value, runs)


def _with_failed(choices: list[FacetChoice], runs: int) -> list[FacetChoice]:
    """In a search, status:failed means every kind of failure: so does its tick, and its count."""
    others = [one for one in choices if one.value != _FAILED]
    if runs:
        look = look_of(TaskStatus.FAILED)
        made = FacetChoice(_FAILED, _("With failures"), runs, look.icon, f"{look.tone}_text")
        return [made, *others]
    return others


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone().date() if moment else None


def _size_words(size: ArchiveSize) -> str:
    words = ngettext("Archive: {count} run", "Archive: {count} runs", size.runs)
    runs = words.format(count=f"{size.runs:,}")
    if size.oldest_at is None:
        return f"{runs}, {size_word(size.file_bytes)}"
    return _("{runs} since {day}, {size}").format(
        runs=runs,
        day=full_day_word(size.oldest_at.astimezone().date()),
        size=size_word(size.file_bytes),
    )
