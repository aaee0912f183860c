"""The list of runs: all of them, or those that a search lets through, found while one types."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from tat_console.ports.history import (
    Annotations,
    HistoryRow,
    MatchCount,
    Query,
)
from tat_console.runs.progress import RunProgress
from tat_console.services.history import PastRuns
from tat_console.services.query import FIELDS, BadQuery
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _, ngettext
from tat_console.ui.kit.lifetime import TaskScope
from tat_console.ui.pages.history.result_list import ResultList
from tat_console.ui.pages.history.results import FoundLine, Result, lines_by_run
from tat_console.ui.widgets.query_field import QueryField

PAUSE_MS: Final = 150
FIRST_ROWS: Final = 10
"""So many fill the view: the page can be used before anything else is read."""
AT_ONCE: Final = 50
SHOW_MS: Final = 100
FINDS_OF_A_RUN: Final = 3
"""So many machines and so many outputs of a run are shown."""
NOTHING: Final = Query()


class Searching(QObject):
    """Fills the list from the field.

    `asked(Query)` tells what is listed once its first rows are shown (NOTHING where the field is
    empty), `told(bold, rest)` how much there is, `listed` that the list was shown anew, and
    `failed(ConsoleError)` that nothing could be read.
    """

    asked = Signal(object)
    told = Signal(str, str)
    listed = Signal()
    failed = Signal(object)

    def __init__(
        self, past: PastRuns, field: QueryField, results: ResultList, scope: TaskScope
    ) -> None:
        super().__init__(field)
        self._past = past
        self._field = field
        self._list = results
        self._scope = scope
        self._rows: list[HistoryRow] = []
        self._lines: dict[str, tuple[FoundLine, ...]] = {}
        self._matching: dict[str, int] = {}
        self._is_complete = False
        self.query, self.text = NOTHING, ""
        self._pause = self._timer(PAUSE_MS, lambda: self._start(is_typing=True))
        self._soon = self._timer(SHOW_MS, self._show)
        field.set_examples([(one.example, _(one.title)) for one in FIELDS])
        field.edited.connect(lambda _text: self._pause.start())
        field.searched.connect(lambda _text: self._start(is_typing=False))
        results.end_near.connect(self._go_on)

    @property
    def is_on(self) -> bool:
        """Whether anything is looked for."""
        return self.query != NOTHING

    @property
    def has_rows(self) -> bool:
        """Whether anything is listed."""
        return bool(self._rows)

    def again(self) -> None:
        """List anew: something may have come since."""
        if not self._pause.isActive():
            self._start(is_typing=False, is_led=False)

    def take_run(self, progress: RunProgress) -> None:
        """Show a run of this program as it is now."""
        counts = {status: count for status, count in progress.counts.items() if count}
        places = {row.run.run_id: place for place, row in enumerate(self._rows)}
        place = places.get(progress.run_id)
        if place is not None:
            known = self._rows[place]
            self._rows[place] = msgspec.structs.replace(known, run=progress.run, counts=counts)
        elif not self.is_on:
            self._rows.insert(0, HistoryRow(run=progress.run, counts=counts))
        # A large run changes many times a second; nobody can look that fast.
        if not self._soon.isActive():
            self._soon.start()

    def take_annotations(self, run_id: str, annotations: Annotations) -> None:
        """Show what was written on a run."""
        self._rows = [
            msgspec.structs.replace(row, annotations=annotations)
            if row.run.run_id == run_id
            else row
            for row in self._rows
        ]
        self._show()

    # -- inside

    def _timer(self, milliseconds: int, act: Callable[[], object]) -> QTimer:
        made = QTimer(self, interval=milliseconds, singleShot=True)
        made.timeout.connect(act)
        return made

    def _start(self, *, is_typing: bool, is_led: bool = True) -> None:
        self._pause.stop()
        text = self._field.text().strip()
        try:
            query = self._past.meaning(text, is_typing=is_typing)
        except BadQuery as error:
            self._scope.cancel("search")
            words = " ".join(filter(None, (error.title, error.next_step)))
            self._field.set_problem(words, error.start, error.end)
            return
        is_other = query != self.query
        self.query, self.text = query, text
        lead = is_led and not is_typing
        self._scope.start(self._find_or_fail(query, is_other, lead), key="search")

    async def _find_or_fail(self, query: Query, is_other: bool, lead: bool) -> None:
        try:
            await self._find(query, is_other, lead)
        except ConsoleError as error:
            if self._rows:
                raise
            self.failed.emit(error)

    async def _find(self, query: Query, is_other: bool, lead: bool) -> None:
        began = time.perf_counter()
        history = self._past.history
        most = FIRST_ROWS if not self._rows else max(AT_ONCE, len(self._rows) * (not is_other))
        self._rows = await history.rows(query, most)
        self._is_complete = len(self._rows) < most
        self._lines, self._matching = {}, {}
        await self._take(query, self._rows)
        self._show(stays=not is_other)
        took_s = time.perf_counter() - began
        if lead:
            self._list.go_to_first()
        self.asked.emit(query)
        await self._fill(query)
        await self._tell(query, took_s)
        await self._fill(query)

    def _go_on(self) -> None:
        if not self._is_complete and self._rows and not self._scope.is_busy("search"):
            self._scope.start(self._fill(self.query), key="search")

    async def _fill(self, query: Query) -> None:
        """Read on as long as the end of the list is near; it may be scrolled meanwhile."""
        while not self._is_complete and self._list.wants_more():
            await self._find_more(query)

    async def _find_more(self, query: Query) -> None:
        history = self._past.history
        rows = await history.rows(query, AT_ONCE, self._rows[-1])
        await self._take(query, rows)
        self._rows = [*self._rows, *rows]
        self._is_complete = len(rows) < AT_ONCE
        await self._count(query)
        self._show()

    async def _take(self, query: Query, rows: list[HistoryRow]) -> None:
        """Find the lines to show below these runs."""
        ids = [row.run.run_id for row in rows]
        hits = await self._past.history.finds(query, ids, FINDS_OF_A_RUN)
        excerpts = await self._past.excerpts(query, hits)
        self._lines |= lines_by_run(zip(hits, excerpts, strict=True))

    async def _count(self, query: Query) -> None:
        """How many tasks of the runs that are new in the list the search lets through."""
        if query == NOTHING:
            return
        known = [row.run.run_id for row in self._rows if row.run.run_id not in self._matching]
        self._matching |= await self._past.history.matching_tasks(query, known)

    def _show(self, *, stays: bool = True) -> None:
        results = [
            Result(row, self._lines.get(row.run.run_id, ()), self._matching.get(row.run.run_id))
            for row in self._rows
        ]
        self._list.show_results(results, stays=stays)
        self.listed.emit()

    async def _tell(self, query: Query, took_s: float) -> None:
        if query == NOTHING:
            size = await self._past.history.size()
            words = ngettext("{count} run", "{count} runs", size.runs)
            self.told.emit(words.format(count=f"{size.runs:,}"), "")
            return
        await self._count(query)
        self._show()
        found = await self._past.history.match_count(query)
        self.told.emit(_found_words(found), _took_words(took_s))


def _took_words(took_s: float) -> str:
    if took_s < 0.01:
        return _("found in less than 0.01 s")
    return _("found in {seconds:.2f} s").format(seconds=took_s)


def _found_words(found: MatchCount) -> str:
    tasks = ngettext("{count} task", "{count} tasks", found.tasks)
    runs = ngettext("{tasks} in {count} run", "{tasks} in {count} runs", found.runs)
    return runs.format(tasks=tasks.format(count=f"{found.tasks:,}"), count=f"{found.runs:,}")
