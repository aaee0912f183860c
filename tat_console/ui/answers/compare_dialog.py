"""Two groups of answers side by side; any other two can be chosen in the heads."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Final

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QDialog, QWidget

from tat_console.support.i18n import _
from tat_console.ui.kit.dialog import Dialog
from tat_console.ui.kit.status_looks import look_of
from tat_console.ui.widgets.chip import Choice
from tat_console.ui.widgets.diff_view import DiffSide, DiffView
from tat_console.ui.widgets.group_card_painting import GroupCard

SHARE: Final = 0.9
WIDEST: Final = 1_280
HIGHEST: Final = 800


class CompareDialog(Dialog):
    """Shows two of several groups; `texts` has an output of each group as it is compared."""

    def __init__(
        self,
        parent: QWidget,
        cards: Sequence[GroupCard],
        texts: Mapping[Hashable, str],
        sides: tuple[Hashable, Hashable],
    ) -> None:
        super().__init__(parent, _("Compare two answers"))
        self.setObjectName("compare")
        self._cards = {card.key: card for card in cards}
        self._texts = texts
        self._sides = dict(zip("AB", sides, strict=True))
        self.view = DiffView()
        self.view.setObjectName("difference")
        self.view.set_choices([Choice(card.key, _words(card)) for card in cards])
        self.view.side_chosen.connect(self._choose)
        self.body.addWidget(self.view, 1)
        close = self.add_button(_("Close"), QDialog.DialogCode.Rejected.value)
        close.setObjectName("close_compare")
        close.setFocus()
        self._fit(parent.rect())
        self._show()

    def _fit(self, window: QRect) -> None:
        width, height = window.width() * SHARE, window.height() * SHARE
        self.resize(min(WIDEST, int(width)), min(HIGHEST, int(height)))

    def _choose(self, letter: str, key: Hashable) -> None:
        self._sides[letter] = key
        self._show()

    def _show(self) -> None:
        self.view.show_sides(self._side(self._sides["A"]), self._side(self._sides["B"]))

    def _side(self, key: Hashable) -> DiffSide:
        card = self._cards[key]
        return DiffSide(_title(card), card.names, card.status, card.exit_code, self._texts[key])


def _title(card: GroupCard) -> str:
    return f"{len(card.names):,} {card.machines_word}"


def _words(card: GroupCard) -> str:
    return ", ".join((_title(card), look_of(card.status).word, card.exit_word))
