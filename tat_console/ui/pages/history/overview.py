"""Runs per day and facets of what is looked for; both write into the search field."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

import msgspec
from PySide6.QtCore import QObject

from tat_console.ports.history import ArchiveSize, DayCount, Facet, FacetValue, Query, Source
from tat_console.services.history import PastRuns
from tat_console.support.i18n import N_, _, ngettext
from tat_console.tat.statuses import TaskStatus
from tat_console.ui.kit.lifetime import TaskScope
from tat_console.ui.kit.status_looks import look_of
from tat_console.ui.kit.words import size_word
from tat_console.ui.pages.history.facets_pane import FacetChoice, FacetsPane
from tat_console.ui.pages.history.query_text import values_in, with_values
from tat_console.ui.widgets.history_chart import ChartDay, HistoryChart
from tat_console.ui.widgets.query_field import QueryField

VALUES_SHOWN: Final = 8
FACETS: Final = (
    ("status", Facet.STATUS, N_("Task status")),
    ("profile", Facet.PROFILE, N_("Profile")),
    ("who", Facet.SOURCE, N_("Who ran it")),
    ("script", Facet.SCRIPT, N_("Script")),
)
_SOURCES: Final = {
    Source.CONSOLE: N_("This console"),
    Source.OTHERS: N_("Others"),
    Source.SCHEDULE: N_("A schedule"),
}
_FAILED: Final = "failed"


class Overview(QObject):
    """Shows a query in chart and facets; a drag or a tick changes the text of the field."""

    def __init__(
        self,
        past: PastRuns,
        field: QueryField,
        chart: HistoryChart,
        facets: FacetsPane,
        scope: TaskScope,
    ) -> None:
        super().__init__(field)
        self._past = past
        self._field = field
        self._chart = chart
        self._facets = facets
        self._scope = scope
        chart.range_chosen.connect(self._narrow_to_days)
        facets.toggled.connect(self._tick)

    def show_query(self, query: Query) -> None:
        """Read anew for a query; what is still being read for an earlier one is given up."""
        self._scope.start(self._read(query), key="overview")

    # -- inside

    async def _read(self, query: Query) -> None:
        history = self._past.history
        # The chosen stretch stands in the chart among the days around it.
        days = await history.days(msgspec.structs.replace(query, after=None, before=None))
        self._chart.set_days([ChartDay(one.day, one.runs, one.failed) for one in days])
        self._chart.set_range(_day(query.after), _day(query.before))
        for key, facet, _title in FACETS:
            values = await history.facets(query, facet)
            choices = [_choice(facet, one) for one in values if one.value]
            if facet is Facet.STATUS:
                choices = _with_failed(choices, await history.days(_any_status(query)))
            ticked = values_in(self._field.text(), key)
            self._facets.show_facet(key, choices[:VALUES_SHOWN], ticked)
        self._facets.size_words.setText(_size_words(await history.size()))

    def _narrow_to_days(self, after: date | None, before: date | None) -> None:
        text = self._field.text()
        for key, day in (("after", after), ("before", before)):
            text = with_values(text, key, [day.isoformat()] if day else [])
        self._field.set_text(text)

    def _tick(self, key: str, value: str, is_on: bool) -> None:
        text = self._field.text()
        others = [one for one in values_in(text, key) if one.casefold() != value.casefold()]
        self._field.set_text(with_values(text, key, [*others, value] if is_on else others))


def _choice(facet: Facet, found: FacetValue) -> FacetChoice:
    if facet is Facet.STATUS:
        word = look_of(TaskStatus(found.value)).word
        return FacetChoice(found.value.lower(), word, found.runs)
    if facet is Facet.SOURCE:
        return FacetChoice(found.value, _(_SOURCES[Source(found.value)]), found.runs)
    return FacetChoice(found.value, found.value, found.runs)


def _with_failed(choices: list[FacetChoice], days: list[DayCount]) -> list[FacetChoice]:
    """In a search, status:failed means every kind of failure: so does its tick, and its count."""
    others = [one for one in choices if one.value != _FAILED]
    if runs := sum(day.failed for day in days):
        return [FacetChoice(_FAILED, _("With failures"), runs), *others]
    return others


def _any_status(query: Query) -> Query:
    return msgspec.structs.replace(query, statuses=())


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone().date() if moment else None


def _size_words(size: ArchiveSize) -> str:
    runs = ngettext("Archive: {count} run", "Archive: {count} runs", size.runs)
    return f"{runs.format(count=f'{size.runs:,}')}, {size_word(size.file_bytes)}"
