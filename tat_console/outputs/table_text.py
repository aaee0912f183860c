"""Tables as text that other programs take."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from tat_console.outputs.export import csv_row
from tat_console.outputs.extract import Table
from tat_console.outputs.values import Value
from tat_console.support.i18n import _


def tabbed(titles: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A line for each row under the titles, cells between tabs."""
    return "\n".join("\t".join(map(_one_line, cells)) for cells in (titles, *rows))


def csv_text(titles: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The titles and rows as CSV."""
    return b"".join(map(csv_row, (titles, *rows))).decode(errors="replace")


def markdown_text(titles: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The titles and rows as a table of Markdown."""
    lines = (titles, ["---"] * len(titles), *rows)
    return "".join(f"{_markdown_row(map(str, cells))}\n" for cells in lines)


Form = Callable[[Sequence[str], Iterable[Sequence[object]]], str]
FORMS: Final[dict[str, Form]] = {"text": tabbed, "csv": csv_text, "markdown": markdown_text}


def as_csv(table: Table) -> str:
    """The table as CSV: the machine first, then the columns."""
    rows = ((row.member, *map(row.record.get, table.columns)) for row in table.rows)
    return csv_text((_("Machine"), *table.columns), rows)


def as_markdown(table: Table) -> str:
    """The table as Markdown."""
    rows = (
        (row.member, *(words_of(row.record.get(name)) for name in table.columns))
        for row in table.rows
    )
    return markdown_text((_("Machine"), *table.columns), rows)


def words_of(value: Value) -> str:
    """A value as it is shown: nothing for none, true and false in small letters."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _one_line(cell: object) -> str:
    return " ".join(str(cell).split())


def _markdown_row(cells: Iterable[str]) -> str:
    shown = (" ".join(cell.replace("\\", "\\\\").replace("|", "\\|").split()) for cell in cells)
    return f"| {' | '.join(shown)} |"
