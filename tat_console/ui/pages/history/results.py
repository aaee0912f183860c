"""What a search gives: a run a row, with the lines in which its words stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from tat_console.outputs.excerpts import Excerpt
from tat_console.ports.history import HistoryRow, Hit, Where
from tat_console.support.i18n import N_, _, ngettext

LINES_OF_A_RUN: Final = 12
_WHO: Final = {
    Where.NOTE: N_("Note"),
    Where.SCRIPT: N_("Script"),
    Where.INSTANCE: N_("Machine"),
}


class FoundLine(NamedTuple):
    """A line of a text; `who` said it, `marks` are the places in it that were looked for."""

    who: str
    text: str
    marks: tuple[tuple[int, int], ...] = ()


class Result(NamedTuple):
    """A run that a search found, and why; lines without marks are the context of the others.

    `matching` is how many of its tasks the search lets through, None before they were counted.
    """

    row: HistoryRow
    lines: tuple[FoundLine, ...] = ()
    matching: int | None = None

    def shown_lines(self, *, matching_only: bool) -> list[FoundLine]:
        """The lines to be seen, not too many."""
        lines = [line for line in self.lines if line.marks or not matching_only]
        return lines[:LINES_OF_A_RUN]


def lines_by_run(
    finds: Iterable[tuple[Hit, Sequence[Excerpt]]],
) -> dict[str, tuple[FoundLine, ...]]:
    """The lines to show of what was found, for each run by its id."""
    lines: dict[str, list[FoundLine]] = {}
    for hit, excerpts in finds:
        found = lines.setdefault(hit.run_id, [])
        for excerpt in excerpts:
            found.extend(_lines(_who(hit), excerpt))
    return {run_id: tuple(found) for run_id, found in lines.items()}


def _who(hit: Hit) -> str:
    if hit.where is not Where.OUTPUT:
        return _(_WHO[hit.where])
    name = hit.instance_name or hit.instance_id
    if hit.tasks <= 1:
        return name
    words = ngettext("{name} and {count} more", "{name} and {count} more", hit.tasks - 1)
    return words.format(name=name, count=f"{hit.tasks - 1:,}")


def _lines(who: str, excerpt: Excerpt) -> list[FoundLine]:
    """The lines of an excerpt, each with the marks that begin in it; the first names who."""
    found = []
    start = 0
    for text in excerpt.text.split("\n"):
        end = start + len(text)
        marks = tuple(
            (mark_start - start, min(mark_end, end) - start)
            for mark_start, mark_end in excerpt.marks
            if start <= mark_start < max(end, start + 1)
        )
        found.append(FoundLine(who, text, marks))
        start = end + 1
    return found
