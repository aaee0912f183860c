"""The answers of one run: folded while they come in, compared, made into a table.

What takes longer than a frame (masking, comparing, extracting) happens in a thread, on texts that
nobody else holds.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable
from typing import Final

from tat_console.outputs.ansi import plain
from tat_console.outputs.diff import Row, compare
from tat_console.outputs.drift import MachineDrift, drift
from tat_console.outputs.extract import Extractor, Rule, Table, guess
from tat_console.outputs.fold import Fold, GroupKey
from tat_console.outputs.lines import in_numbers
from tat_console.outputs.normalise import Normaliser, Normalising
from tat_console.outputs.text import Decoded, Encoding, decode
from tat_console.ports.archive import Archive, TaskRecord
from tat_console.runs.progress import RunProgress
from tat_console.support.aside import aside
from tat_console.support.event import Event, Subscription

SAMPLES: Final = 20
"""Outputs looked at to guess a rule."""
TASKS_AT_ONCE: Final = 500
"""Tasks folded before others get their turn on the loop."""
_NO_RULES: Final = Normalising()


class Answers:
    """The folded answers of a run; `changed` fires after groups may look different.

    Tasks take part once their result was read. With rules, outputs are read and masked first.
    """

    def __init__(
        self, progress: RunProgress, archive: Archive, rules: Normalising = _NO_RULES
    ) -> None:
        self._progress = progress
        self._archive = archive
        self._normaliser = self._made(rules)
        self._subscription: Subscription | None = None
        self._waiting: set[str] = set()
        self._unmasked: set[str] = set()
        self._work: asyncio.Task[None] | None = None
        self.fold = Fold()
        self.changed: Event[None] = Event()

    @property
    def rules(self) -> Normalising:
        """The masking rules in use."""
        return self._normaliser.rules

    async def open(self) -> None:
        """Fold what is there, and from now on whatever comes."""
        if self._subscription is None:
            self._subscription = self._progress.changed.subscribe(self._hear)
        await self._put(self.fold, self._normaliser, list(self._progress.tasks))
        self.changed.emit(None)

    async def close(self) -> None:
        """Stop listening, and folding."""
        if self._subscription is not None:
            self._subscription.cancel()
        if self._work is not None:
            self._work.cancel()
            await asyncio.gather(self._work, return_exceptions=True)

    async def use(self, rules: Normalising) -> None:
        """Fold anew by other rules; raises BadPattern where a pattern is none, changing nothing."""
        normaliser, fold = self._made(rules), Fold()
        await self._put(fold, normaliser, list(self._progress.tasks))
        self._normaliser, self.fold = normaliser, fold
        self.changed.emit(None)
        if self._subscription is not None and self._progress.is_live:
            # What came in meanwhile went into the groups of before.
            self._hear(frozenset(self._progress.tasks))

    def keys(self) -> dict[str, GroupKey]:
        """What each machine answered, by the rules in use."""
        return {member: group.key for group in self.fold.groups() for member in group.members}

    async def drift_from(self, earlier: RunProgress) -> tuple[Answers, list[MachineDrift]]:
        """The answers of an earlier run, and what changed since, by the rules in use."""
        before = Answers(earlier, self._archive, self.rules)
        await before._put(before.fold, self._normaliser, list(earlier.tasks))
        return before, drift(before.keys(), self.keys())

    async def text(self, member: str) -> Decoded:
        """The output of a machine, as text."""
        task = self._progress.tasks[member]
        return decode(await self._output(task) or b"")

    async def shown_text(self, member: str) -> str | None:
        """The output of a machine without colours, as the rules in use mask it; None before it is kept.

        What is no text is told in numbers, so that different bytes differ.
        """
        output = await self._output(self._progress.tasks[member])
        if output is None:
            return None
        decoded, normaliser = decode(output), self._normaliser
        if decoded.encoding is Encoding.BINARY:
            return in_numbers(output)
        text = plain(decoded.text)
        return await aside(lambda: normaliser.masked(text)) if normaliser.rules.is_on else text

    async def difference(self, left: str, right: str, *, masked: bool = False) -> list[Row]:
        """Two machines' outputs side by side; on request as the rules in use mask them."""
        texts = [plain((await self.text(member)).text) for member in (left, right)]
        normaliser = self._normaliser

        def work() -> list[Row]:
            shown = [normaliser.masked(text) for text in texts] if masked else texts
            return compare(*shown)

        return await aside(work)

    async def guess_rule(self) -> Rule | None:
        """A rule that reads the outputs of this run's largest groups, None where none does."""
        groups = [group for group in self.fold.groups() if group.sample_sha256]
        texts = [plain((await self.text(group.sample)).text) for group in groups[:SAMPLES]]
        return await aside(lambda: guess(texts))

    async def table(self, rule: Rule, members: Collection[str] | None = None) -> Table:
        """The outputs as rows, in the order of the plan; raises ConsoleError for a bad rule."""
        extractor = Extractor(rule)
        chosen = [
            member
            for member in self._progress.tasks
            if (members is None or member in members) and self.fold.group_of(member)
        ]
        texts: dict[str, str] = {}
        for member in chosen:
            digest = self._progress.tasks[member].output_sha256
            if digest not in texts:
                texts[digest] = plain((await self.text(member)).text)
        pairs = [(member, texts[self._progress.tasks[member].output_sha256]) for member in chosen]
        return await aside(lambda: extractor.table(pairs))

    def _made(self, rules: Normalising) -> Normaliser:
        tasks = self._progress.tasks.values()
        names = (name for task in tasks for name in (task.instance_name, task.instance_id))
        return Normaliser(rules, names)

    def _hear(self, instance_ids: frozenset[str]) -> None:
        self._waiting |= instance_ids | self._unmasked
        if self._waiting and (self._work is None or self._work.done()):
            self._work = asyncio.get_running_loop().create_task(self._catch_up())

    async def _catch_up(self) -> None:
        while self._waiting:
            members, self._waiting = list(self._waiting), set()
            await self._put(self.fold, self._normaliser, members)
            self.changed.emit(None)

    async def _put(self, fold: Fold, normaliser: Normaliser, members: Iterable[str]) -> None:
        for number, member in enumerate(members, 1):
            task = self._progress.tasks[member]
            if task.status.is_final and member not in self._progress.due:
                content = await self._content(task, normaliser)
                key = GroupKey(task.status, task.exit_code, content)
                fold.put_known(member, task.output_sha256, key)
            if number % TASKS_AT_ONCE == 0:
                await asyncio.sleep(0)

    async def _content(self, task: TaskRecord, normaliser: Normaliser) -> str:
        """What makes outputs equal: every byte, or what the rules leave."""
        digest = task.output_sha256
        if not digest or not normaliser.rules.is_on:
            return digest
        if (known := normaliser.known_key(digest)) is not None:
            return known
        output = await self._output(task)
        if output is None:
            # A result is told before it is kept: it is looked at again with the next change.
            self._unmasked.add(task.instance_id)
            return digest
        self._unmasked.discard(task.instance_id)
        return await aside(lambda: normaliser.content_key(output, digest))

    async def _output(self, task: TaskRecord) -> bytes | None:
        return await self._archive.output(task.output_sha256) if task.output_sha256 else b""
