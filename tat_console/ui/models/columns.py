"""Columns as rows of a table: what stands in a cell, how it sorts, how wide it is."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from tat_console.support.i18n import listed
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.status_looks import StatusLook

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one cell.

    `second` is the line below; `look` puts an icon before the text and colours both;
    `tags` are (key, value) boxes and `marks` states with a number, both instead of text; `ink`
    names a colour role.
    """

    text: str = ""
    second: str = ""
    look: StatusLook | None = None
    tags: tuple[tuple[str, str], ...] = ()
    marks: tuple[tuple[StatusLook, str], ...] = ()
    ink: str = "text"
    type: Type = Type.BASE
    second_ink: str = "text_3"
    second_type: Type = Type.SMALL
    icon: str = ""

    @property
    def spoken(self) -> str:
        """Everything the cell says, in one line: for copying and for screen readers."""
        tags = listed(f"{key} {value}".strip() for key, value in self.tags)
        marks = listed(f"{number} {look.word}" for look, number in self.marks)
        return listed(filter(None, (self.text, self.second, tags, marks)))


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column over rows of type `Row`; `width` in pixels.

    `cell` may answer plain text. Sorting goes by `sort_key`, without one by the cell's words
    regardless of case. One column may `stretch` over what is left.
    """

    key: str
    title: str
    width: int
    cell: Callable[[Row], Cell | str]
    sort_key: Callable[[Row], Any] | None = None
    align_right: bool = False
    stretch: bool = False
    tip: Callable[[Row], str] | None = None

    def content(self, row: Row) -> Cell:
        """The cell of a row."""
        made = self.cell(row)
        return Cell(made) if isinstance(made, str) else made

    def order(self, row: Row) -> Any:
        """What the row is sorted by in this column."""
        return self.sort_key(row) if self.sort_key else self.content(row).spoken.casefold()


KeyOf = Callable[[Row], Hashable]
"""Gives the key by which a row is known from one refresh to the next."""
