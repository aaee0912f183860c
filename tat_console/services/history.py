"""Everything that was ever run: found, kept up to date for the search, kept within limits."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import msgspec

from tat_console.outputs.excerpts import Excerpt, excerpts
from tat_console.outputs.extract import Rule
from tat_console.outputs.normalise import Normalising
from tat_console.ports.documents import Documents
from tat_console.ports.history import History, Hit, HitPage, Query, Retention
from tat_console.services.query import parse
from tat_console.services.saved_searches import SavedSearches
from tat_console.services.wider import Wider, wider_texts
from tat_console.support.aside import aside
from tat_console.support.clock import Clock
from tat_console.support.event import Event

RULES_DOCUMENT = "answer_rules"


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What a search gave: its meaning, and the first finds of each kind that has some."""

    query: Query
    pages: tuple[HitPage, ...]


class AnswerRules(msgspec.Struct, frozen=True, kw_only=True):
    """How the answers of a script are looked at: what is masked, how they become a table."""

    normalising: Normalising = Normalising()
    table: Rule | None = None


class PastRuns:
    """Looks into the history; `indexed` tells how many rows the search has still to take in.

    That is also `left`: while there are any, a search may miss what stands in them.
    """

    def __init__(self, history: History, documents: Documents, clock: Clock) -> None:
        self.history = history
        self._documents = documents
        self.searches = SavedSearches(documents)
        self._clock = clock
        self._wake = asyncio.Event()
        self.left = 0
        self.indexed: Event[int] = Event()

    def meaning(self, text: str, *, is_typing: bool = False) -> Query:
        """What a search text asks for; raises BadQuery."""
        return parse(text, self._clock.now().astimezone(), is_typing=is_typing)

    async def find(self, text: str, *, is_typing: bool = False, limit: int = 50) -> Found:
        """The finds of a search text, newest first; raises BadQuery."""
        query = self.meaning(text, is_typing=is_typing)
        pages = await self.history.search(query, limit) if query.terms else []
        return Found(query=query, pages=tuple(page for page in pages if page.hits))

    async def excerpts(self, query: Query, hits: Sequence[Hit]) -> list[list[Excerpt]]:
        """The lines in which the words of a search stand; ask for the finds that are on screen."""
        texts = await self.history.texts(hits)
        return await aside(lambda: [excerpts(text, query.terms) for text in texts])

    async def keep_up(self) -> None:
        """Take whatever is new into the search, for ever; `look` wakes it."""
        while True:
            self._wake.clear()
            while left := await self.history.index_more():
                self._tell(left)
                await self._clock.sleep(0)
            self._tell(0)
            await self._wake.wait()

    def _tell(self, left: int) -> None:
        self.left = left
        self.indexed.emit(left)

    async def wider(self, text: str) -> list[Wider]:
        """What finds something where a search text finds nothing, the closest to it first."""
        found = [
            Wider(other, (await self.history.match_count(self.meaning(other))).runs)
            for other in wider_texts(text)
        ]
        return [one for one in found if one.runs]

    def look(self) -> None:
        """Say that something new may be there."""
        self._wake.set()

    async def tidy(self, rules: Retention) -> int:
        """Remove what the rules do not keep, a little at a time; returns how many runs."""
        removed = 0
        while count := await self.history.remove_old(rules, self._clock.now()):
            removed += count
            await self._clock.sleep(0)
        if removed:
            self.look()
        return removed

    def rules_of(self, script_name: str) -> AnswerRules:
        """How the answers of a script were last looked at."""
        kept = self._documents.read(RULES_DOCUMENT).get(script_name)
        try:
            return msgspec.convert(kept, AnswerRules) if kept else AnswerRules()
        except msgspec.ValidationError:
            return AnswerRules()

    def keep_rules(self, script_name: str, rules: AnswerRules) -> None:
        """Look at the answers of a script so from now on; raises ConsoleError."""
        document = self._documents.read(RULES_DOCUMENT)
        document[script_name] = msgspec.to_builtins(rules)
        self._documents.write(RULES_DOCUMENT, document)
