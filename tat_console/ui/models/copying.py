"""Rows of a table on the clipboard, and the menu that offers it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, Protocol

from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMenu

from tat_console.outputs.table_text import FORMS
from tat_console.support.i18n import N_, _, ngettext
from tat_console.ui.models.columns import Column

WAYS: Final = (
    ("text", N_("As text")),
    ("csv", N_("As CSV")),
    ("markdown", N_("As Markdown")),
)


class Copies(Protocol):
    """A table whose rows can be copied."""

    def copy(self, form: str = "text", *, everything: bool = False) -> None:
        """Put the chosen rows on the clipboard, or all."""
        ...

    def chosen_rows(self) -> list[Any]:
        """The chosen rows."""
        ...


def copy_rows(columns: Iterable[Column[Any]], rows: Sequence[Any], form: str) -> None:
    """Put what the columns say of the rows on the clipboard; columns without a title are none."""
    told = [column for column in columns if column.title]
    titles = [column.title for column in told]
    cells = ([column.content(row).spoken for column in told] for row in rows)
    QGuiApplication.clipboard().setText(FORMS[form](titles, cells))


def fill_menu(menu: QMenu, table: Copies) -> None:
    """Offer the ways to copy the chosen rows, and all of them."""
    count = len(table.chosen_rows())
    if count:
        title = ngettext("Copy {count:,} row", "Copy {count:,} rows", count)
        _add_ways(menu.addMenu(title.format(count=count)), table, everything=False)
    _add_ways(menu.addMenu(_("Copy all rows")), table, everything=True)


def _add_ways(menu: QMenu, table: Copies, *, everything: bool) -> None:
    for form, words in WAYS:
        action = menu.addAction(_(words))
        action.setObjectName(f"copy_{'all' if everything else 'chosen'}_{form}")
        if form == "text" and not everything:
            action.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        action.triggered.connect(
            lambda _on=False, form=form: table.copy(form, everything=everything)
        )
