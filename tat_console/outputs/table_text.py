"""Tables made of outputs, as text that other programs take."""

from __future__ import annotations

from collections.abc import Iterator

from tat_console.outputs.export import csv_row
from tat_console.outputs.extract import Table
from tat_console.outputs.values import Value
from tat_console.support.i18n import _


def as_csv(table: Table) -> str:
    """The table as CSV: the machine first, then the columns."""
    lines = [csv_row((_("Machine"), *table.columns))]
    lines += [csv_row((row.member, *map(row.record.get, table.columns))) for row in table.rows]
    return b"".join(lines).decode(errors="replace")


def as_markdown(table: Table) -> str:
    """The table as Markdown."""
    return "\n".join(_markdown_lines(table)) + "\n"


def words_of(value: Value) -> str:
    """A value as it is shown: nothing for none, true and false in small letters."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _markdown_lines(table: Table) -> Iterator[str]:
    yield _markdown_row([_("Machine"), *table.columns])
    yield _markdown_row(["---"] * (len(table.columns) + 1))
    for row in table.rows:
        yield _markdown_row(
            [row.member, *(words_of(row.record.get(name)) for name in table.columns)]
        )


def _markdown_row(cells: list[str]) -> str:
    shown = (" ".join(cell.replace("\\", "\\\\").replace("|", "\\|").split()) for cell in cells)
    return f"| {' | '.join(shown)} |"
