"""The rows of the list of cards: headings, and a card for each command below them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from tat_console.support.i18n import _, listed
from tat_console.ui.pages.gallery.listing import Section

ROLE: Final = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()


@dataclass(frozen=True, slots=True)
class Heading:
    """A line above cards; `more` is the text of the link at its end, `more_key` where it leads."""

    title: str
    icon: str
    more: str = ""
    more_key: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A public command as its card shows it."""

    key: str
    title: str
    text: str
    system: str
    system_icon: str
    parameters: str
    is_favourite: bool = False

    @property
    def spoken(self) -> str:
        """What a screen reader says of it."""
        mark = _("favourite") if self.is_favourite else ""
        return listed(filter(None, (self.title, self.system, self.parameters, mark, self.text)))


Row = Heading | Card


class CardModel(QAbstractListModel):
    """Headings and cards in one list; headings can be neither chosen nor reached by keys."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Row] = []

    def set_rows(self, rows: Sequence[Row]) -> bool:
        """Show these rows; returns whether other ones than before are there."""
        if [_identity(row) for row in rows] == [_identity(row) for row in self._rows]:
            self._rows = list(rows)
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return False
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()
        return True

    def row(self, index: Index) -> Row | None:
        """The row at an index."""
        return self._rows[index.row()] if index.isValid() else None

    def card(self, index: Index) -> Card | None:
        """The card at an index; None for a heading."""
        row = self.row(index)
        return row if isinstance(row, Card) else None

    def cards(self) -> list[Card]:
        """All cards."""
        return [row for row in self._rows if isinstance(row, Card)]

    def index_of(self, key: str) -> QModelIndex:
        """Where a command first stands; an invalid index where it does not."""
        return self._first(lambda row: isinstance(row, Card) and row.key == key)

    def first_card(self) -> QModelIndex:
        """The first card; an invalid index where there is none."""
        return self._first(lambda row: isinstance(row, Card))

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Cards can be chosen, headings are only read."""
        if self.card(index) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The row itself, its title, the whole text of a card, or what a screen reader says."""
        row = self.row(index)
        match role:
            case _ if row is None:
                return None
            case Qt.ItemDataRole.DisplayRole:
                return row.title
            case Qt.ItemDataRole.AccessibleTextRole:
                return row.spoken if isinstance(row, Card) else row.title
            case Qt.ItemDataRole.ToolTipRole if isinstance(row, Card):
                return f"{row.title}\n{row.text}"
        return row if role == ROLE else None

    def _first(self, wanted: Callable[[Row], bool]) -> QModelIndex:
        place = next((place for place, row in enumerate(self._rows) if wanted(row)), -1)
        return self.index(place) if place >= 0 else QModelIndex()


def rows_of(found: Sequence[Section], card_of: Callable[[Any], Card]) -> list[Row]:
    """Sections one below the other."""
    made: list[Row] = []
    for section in found:
        more = _("All {count}") if section.more_key else "{count}"
        text = more.format(count=f"{section.total:,}")
        made.append(Heading(section.title, section.icon, text, section.more_key))
        made += [card_of(item) for item in section.items]
    return made


def _identity(row: Row) -> tuple[str, str]:
    return ("card", row.key) if isinstance(row, Card) else ("heading", row.title)
