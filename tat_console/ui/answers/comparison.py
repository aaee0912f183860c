"""Works a view of two answers: which two they are, and which others can be chosen."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

from PySide6.QtCore import QObject

from tat_console.support.i18n import listed
from tat_console.ui.kit.status_looks import look_of
from tat_console.ui.widgets.chip import Choice
from tat_console.ui.widgets.diff_view import DiffSide, DiffView
from tat_console.ui.widgets.group_card_painting import GroupCard


class Comparison(QObject):
    """Shows two of several groups; `texts` has an output of each group as it is compared."""

    def __init__(self, view: DiffView) -> None:
        super().__init__(view)
        self._view = view
        self._cards: dict[Hashable, GroupCard] = {}
        self._texts: Mapping[Hashable, str] = {}
        self._sides: dict[str, Hashable] = {}
        view.side_chosen.connect(self._choose)

    def show_groups(
        self,
        cards: Sequence[GroupCard],
        texts: Mapping[Hashable, str],
        sides: tuple[Hashable, Hashable],
    ) -> None:
        """Show these two of these groups; every group can be chosen in their place."""
        self._cards = {card.key: card for card in cards}
        self._texts = texts
        self._sides = dict(zip("AB", sides, strict=True))
        self._view.set_choices([Choice(card.key, _words(card)) for card in cards])
        self._show()

    # -- inside

    def _choose(self, letter: str, key: Hashable) -> None:
        self._sides[letter] = key
        self._show()

    def _show(self) -> None:
        self._view.show_sides(self._side(self._sides["A"]), self._side(self._sides["B"]))

    def _side(self, key: Hashable) -> DiffSide:
        card = self._cards[key]
        return DiffSide(_title(card), card.names, card.status, card.exit_code, self._texts[key])


def _title(card: GroupCard) -> str:
    return f"{len(card.names):,} {card.machines_word}"


def _words(card: GroupCard) -> str:
    return listed((_title(card), look_of(card.status).word, card.exit_word))
