"""A bar over a table: a search field and a chip for each property that rows are sorted by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QMenu, QToolButton

from tat_console.support.i18n import _
from tat_console.ui.kit.controls import ButtonKind, button, set_look
from tat_console.ui.kit.layout import GAP, MARGIN, row
from tat_console.ui.widgets.chip import Chip, Choice
from tat_console.ui.widgets.search_field import SearchField

Row = TypeVar("Row")
HEIGHT: Final = 44
_SEARCH_WIDTH: Final = 216


@dataclass(frozen=True, slots=True)
class RowFacet(Generic[Row]):
    """A property of rows, which may have several values; `label` says a value to the user."""

    key: str
    title: str
    values: Callable[[Row], Iterable[str]]
    label: Callable[[str], str] = str


class RowFilter(QFrame, Generic[Row]):
    """`changed` tells that other rows pass; `name` is the stem of the parts' object names."""

    changed = Signal()

    def __init__(
        self,
        name: str,
        hint: str,
        rows: Callable[[], Sequence[Row]],
        text_of: Callable[[Row], str],
        facets: Sequence[RowFacet[Row]],
    ) -> None:
        super().__init__()
        self._name = name
        self._rows = rows
        self._text_of = text_of
        self._facets = facets
        self.setProperty("ground", "surface")
        self.setFixedHeight(HEIGHT)
        self.search = SearchField(hint)
        self.search.setObjectName(f"{name}_search")
        self.search.setFixedWidth(_SEARCH_WIDTH)
        self.search.textChanged.connect(self._tell)
        self.chips = {facet.key: self._chip(facet) for facet in facets}
        self._folded = self._fold()
        self._clear = button(_("Clear filters"), kind=ButtonKind.FLAT, strip=True)
        self._clear.setObjectName(f"{name}_clear")
        self._clear.clicked.connect(self.clear)
        parts = (self.search, *self.chips.values(), self._folded, self._clear, None)
        self.setLayout(row(*parts, gap=6, margins=(MARGIN, 0, GAP, 0)))
        self.set_narrow(False)
        self._show_active()

    @property
    def is_active(self) -> bool:
        """Whether anything is filtered out at all."""
        return bool(self.search.text().split() or any(one.chosen() for one in self.chips.values()))

    def predicate(self, without: str = "") -> Callable[[Row], bool]:
        """Whether a row passes; the facet named by `without` is passed over."""
        words = self.search.text().casefold().split()
        chosen = [
            (facet.values, frozenset(map(str, self.chips[facet.key].chosen())))
            for facet in self._facets
            if facet.key != without and self.chips[facet.key].chosen()
        ]

        def passes(one: Row) -> bool:
            text = self._text_of(one).casefold()
            return all(word in text for word in words) and all(
                not wanted.isdisjoint(values(one)) for values, wanted in chosen
            )

        return passes

    def choose(self, key: str, values: Iterable[str]) -> None:
        """Choose values of a facet, as its chip does."""
        facet = next(facet for facet in self._facets if facet.key == key)
        self.chips[key].set_choices(self._choices(facet))
        self.chips[key].set_chosen(values)

    def clear(self) -> None:
        """Show all rows again."""
        self.search.clear()
        for chip in self.chips.values():
            chip.set_chosen(())

    def set_narrow(self, narrow: bool) -> None:
        """Fold the chips into one button, or unfold them."""
        for chip in self.chips.values():
            chip.setVisible(not narrow)
        self._folded.setVisible(narrow and bool(self.chips))

    def _chip(self, facet: RowFacet[Row]) -> Chip:
        chip = Chip(facet.title)
        chip.setObjectName(f"{self._name}_{facet.key}")
        chip.menu.aboutToShow.connect(lambda: chip.set_choices(self._choices(facet)))
        chip.changed.connect(self._tell)
        return chip

    def _fold(self) -> QToolButton:
        made = QToolButton()
        made.setText(_("Filters"))
        made.setObjectName(f"{self._name}_folded")
        made.setProperty("kind", "chip")
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(made)
        for facet in self._facets:
            self.chips[facet.key].menu.setTitle(facet.title)
            menu.addMenu(self.chips[facet.key].menu)
        made.setMenu(menu)
        return made

    def _choices(self, facet: RowFacet[Row]) -> list[Choice]:
        """The values of a facet, the most frequent first."""
        counts: Counter[str] = Counter(dict.fromkeys(map(str, self.chips[facet.key].chosen()), 0))
        for one in filter(self.predicate(without=facet.key), self._rows()):
            counts.update(facet.values(one))
        return [
            Choice(value, facet.label(value) or _("none"), count)
            for value, count in counts.most_common()
        ]

    def _tell(self) -> None:
        self._show_active()
        self.changed.emit()

    def _show_active(self) -> None:
        count = sum(bool(chip.chosen()) for chip in self.chips.values())
        self._folded.setText(_("Filters ({count})").format(count=count) if count else _("Filters"))
        set_look(self._folded, "active", "true" if count else "false")
        self._clear.setVisible(self.is_active)
