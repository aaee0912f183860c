"""The bar over the table of machines: a search field, a chip for each facet, clear."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Final

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QMenu, QToolButton

from tat_console.support.i18n import _
from tat_console.tat.machines import Machine
from tat_console.ui.kit.controls import ButtonKind, button, set_look
from tat_console.ui.kit.layout import GAP, MARGIN, row
from tat_console.ui.kit.memory import remember
from tat_console.ui.pages.instances.machine_filter import Facet, MachineFilter
from tat_console.ui.widgets.chip import Chip, Choice
from tat_console.ui.widgets.search_field import SearchField

HEIGHT: Final = 38
_SEARCH_WIDTH: Final = 216


class KeptFilter(msgspec.Struct, frozen=True, kw_only=True):
    """A filter as it is remembered: the words, and the values chosen in each facet."""

    text: str = ""
    chosen: dict[str, tuple[str, ...]] = {}


class FilterBar(QFrame):
    """Changes a `MachineFilter` and tells so by `changed`; folds its chips on a narrow page."""

    changed = Signal()

    def __init__(
        self, machine_filter: MachineFilter, machines: Callable[[], Sequence[Machine]]
    ) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self.setFixedHeight(HEIGHT)
        self._filter = machine_filter
        self._machines = machines
        self._left_out: Collection[str] = ()
        self._is_narrow = False
        self.search = self._make_search()
        self.chips = {facet.key: self._make_chip(facet) for facet in machine_filter.facets}
        self._folded = self._make_folded()
        self._clear = button(_("Clear filters"), kind=ButtonKind.FLAT, strip=True)
        self._clear.setObjectName("clear_filters")
        self._clear.clicked.connect(self.clear)
        parts = (self.search, *self.chips.values(), self._folded, self._clear, None)
        self.setLayout(row(*parts, gap=6, margins=(MARGIN, 0, GAP, 10)))
        self.set_narrow(False)
        self._show_active()
        self.setObjectName("machine_filters")
        remember(self, KeptFilter, self._kept, self._restore, self.changed)

    def set_narrow(self, narrow: bool) -> None:
        """Fold the chips into one button, or unfold them."""
        self._is_narrow = narrow
        for key, chip in self.chips.items():
            chip.setVisible(not narrow and key not in self._left_out)
        self._folded.setVisible(narrow)

    def leave_out(self, keys: Collection[str]) -> None:
        """Offer all facets but these."""
        self._left_out = keys
        for key, chip in self.chips.items():
            chip.menu.menuAction().setVisible(key not in keys)
            if key in keys and chip.chosen():
                chip.set_chosen(())
        self.set_narrow(self._is_narrow)

    def clear(self) -> None:
        """Show all machines again."""
        self._filter.clear()
        for part in (self.search, *self.chips.values()):
            part.blockSignals(True)
        self.search.clear()
        for chip in self.chips.values():
            chip.set_chosen(())
        for part in (self.search, *self.chips.values()):
            part.blockSignals(False)
        self._tell()

    def choose(self, key: str, values: Iterable[str]) -> None:
        """Choose values of a facet, as its chip does."""
        facet = next(facet for facet in self._filter.facets if facet.key == key)
        chip = self.chips[key]
        chip.set_choices(self._choices(facet))
        chip.set_chosen(values)

    def _kept(self) -> KeptFilter:
        chosen = {key: tuple(sorted(values)) for key, values in self._filter.chosen.items()}
        return KeptFilter(text=self._filter.text, chosen=chosen)

    def _restore(self, kept: KeptFilter) -> None:
        """Filter as before; values that no machine has any more are left out."""
        self.search.setText(kept.text)
        for facet in self._filter.facets:
            there = self._filter.counts(facet, self._machines())
            if values := [one for one in kept.chosen.get(facet.key, ()) if one in there]:
                self.choose(facet.key, values)

    def _make_search(self) -> SearchField:
        field = SearchField(_("Name, ID, address, tag, OS"))
        field.setObjectName("machine_search")
        field.setAccessibleName(_("Find machines"))
        field.setToolTip(_("Find machines by name, ID, address, tag or OS (Ctrl+F)"))
        field.setFixedWidth(_SEARCH_WIDTH)
        field.textChanged.connect(self._take_text)
        return field

    def _make_chip(self, facet: Facet) -> Chip:
        chip = Chip(facet.title)
        chip.setObjectName(f"facet_{facet.key}")
        # Counting ten thousand machines takes a while, so it is done when someone wants to know.
        chip.menu.aboutToShow.connect(lambda: chip.set_choices(self._choices(facet)))
        chip.changed.connect(lambda: self._take_chosen(facet.key, chip))
        return chip

    def _make_folded(self) -> QToolButton:
        made = QToolButton()
        made.setObjectName("folded_filters")
        made.setProperty("kind", "chip")
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(made)
        for chip in self.chips.values():
            menu.addMenu(chip.menu)
        made.setMenu(menu)
        return made

    def _choices(self, facet: Facet) -> list[Choice]:
        """The values of a facet, the most frequent first."""
        counts = self._filter.counts(facet, self._machines())
        choices = [Choice(value, facet.label(value), count) for value, count in counts.items()]
        return sorted(choices, key=lambda choice: (-(choice.count or 0), choice.words.casefold()))

    def _take_text(self, text: str) -> None:
        self._filter.text = text
        self._tell()

    def _take_chosen(self, key: str, chip: Chip) -> None:
        self._filter.choose(key, map(str, chip.chosen()))
        self._tell()

    def _tell(self) -> None:
        self._show_active()
        self.changed.emit()

    def _show_active(self) -> None:
        for facet in self._filter.facets:
            values = len(self._filter.chosen.get(facet.key, ()))
            title = f"{facet.title} ({values})" if values else facet.title
            self.chips[facet.key].menu.setTitle(title)
        count = len(self._filter.chosen)
        self._folded.setText(_("Filters ({count})").format(count=count) if count else _("Filters"))
        set_look(self._folded, "active", "true" if count else "false")
        self._clear.setVisible(self._filter.is_active)
