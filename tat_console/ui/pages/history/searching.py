"""Searching while the user types: what is found, how long it took, and what is not understood."""

from __future__ import annotations

import time
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from tat_console.outputs.excerpts import Excerpt
from tat_console.ports.history import HistoryRow, Hit, HitPage, Query
from tat_console.services.history import PastRuns
from tat_console.services.query import FIELDS, BadQuery
from tat_console.support.i18n import _, ngettext
from tat_console.ui.kit.lifetime import TaskScope
from tat_console.ui.pages.history.result_list import ResultList
from tat_console.ui.pages.history.results import results_of
from tat_console.ui.widgets.query_field import QueryField

PAUSE_MS: Final = 150
AT_ONCE: Final = 50
NOTHING: Final = Query()


class Searching(QObject):
    """Fills the list from the field.

    `asked(Query)` tells what is looked for (NOTHING where the field is empty), `told(str)` how
    much was found, `found_none` that nothing was.
    """

    asked = Signal(object)
    told = Signal(str)
    found_none = Signal(bool)

    def __init__(
        self, past: PastRuns, field: QueryField, results: ResultList, scope: TaskScope
    ) -> None:
        super().__init__(field)
        self._past = past
        self._field = field
        self._list = results
        self._scope = scope
        self._rows: list[HistoryRow] = []
        self._finds: list[tuple[Hit, list[Excerpt]]] = []
        self._pages: list[HitPage] = []
        self._is_complete = True
        self.query = NOTHING
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(lambda: self._start(is_typing=True))
        field.set_examples([(one.example, _(one.title)) for one in FIELDS])
        field.edited.connect(lambda _text: self._pause.start())
        field.searched.connect(lambda _text: self._start(is_typing=False))
        results.end_near.connect(self._go_on)

    @property
    def is_on(self) -> bool:
        """Whether anything is looked for."""
        return self.query != NOTHING

    def again(self) -> None:
        """Look anew: something may have come since."""
        if self.is_on:
            self._start(is_typing=False, is_led=False)

    # -- inside

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
        self.query = query
        self.asked.emit(query)
        if self.is_on:
            self._scope.start(self._find(query, lead=is_led and not is_typing), key="search")
        else:
            self._scope.cancel("search")

    async def _find(self, query: Query, *, lead: bool) -> None:
        began = time.perf_counter()
        history = self._past.history
        self._rows = await history.rows(query, AT_ONCE)
        self._is_complete = len(self._rows) < AT_ONCE
        pages = await history.search(query, AT_ONCE) if query.terms else []
        self._finds = []
        await self._take(query, pages)
        self._show()
        took_s = time.perf_counter() - began
        if lead:
            self._list.go_to_first()
        count = len(self._rows)
        if not self._is_complete:
            count = sum(day.runs for day in await history.days(query))
        self._tell(count, took_s)

    def _go_on(self) -> None:
        if self.is_on and not self._is_complete and not self._scope.is_busy("search"):
            self._scope.start(self._find_more(self.query), key="search")

    async def _find_more(self, query: Query) -> None:
        history = self._past.history
        rows = await history.rows(query, AT_ONCE, self._rows[-1])
        pages = [
            await history.more(query, page, AT_ONCE)
            for page in self._pages
            if page.next_number is not None
        ]
        await self._take(query, pages)
        self._rows = [*self._rows, *rows]
        self._is_complete = len(rows) < AT_ONCE
        self._show()

    async def _take(self, query: Query, pages: list[HitPage]) -> None:
        hits = [hit for page in pages for hit in page.hits]
        excerpts = await self._past.excerpts(query, hits)
        self._pages = pages
        self._finds = [*self._finds, *zip(hits, excerpts, strict=True)]

    def _show(self) -> None:
        self._list.show_results(results_of(self._rows, self._finds))
        self.found_none.emit(not self._rows)

    def _tell(self, count: int, took_s: float) -> None:
        words = ngettext("{count} run matches", "{count} runs match", count)
        found = words.format(count=f"{count:,}")
        self.told.emit(_("{found}, found in {seconds:.2f} s").format(found=found, seconds=took_s))
