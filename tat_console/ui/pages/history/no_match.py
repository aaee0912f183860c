"""What stands in the place of the list where a search finds nothing, and what would be found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal

from tat_console.services.wider import Wider
from tat_console.support.i18n import _, ngettext
from tat_console.ui.kit.controls import ButtonKind, button
from tat_console.ui.kit.states import EmptyState

HINTS: Final = 2


class NoMatch(EmptyState):
    """`chosen(text)` tells another search to make; "" is the one for everything."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(
            "ph.funnel",
            _("No run matches"),
            _("Use fewer words, or show all runs again."),
            _("Show all runs"),
            lambda: self.chosen.emit(""),
        )
        self.about = ""
        self._texts = [""] * HINTS
        self.hints = [button("", kind=ButtonKind.LINK) for _place in range(HINTS)]
        for place, hint in enumerate(self.hints):
            hint.setObjectName(f"hint_{place}")
            hint.clicked.connect(
                lambda _on=False, place=place: self.chosen.emit(self._texts[place])
            )
            self.box.insertWidget(self.box.count() - 1, hint, 0, Qt.AlignmentFlag.AlignHCenter)
        self.show_hints("", ())

    def show_hints(self, about: str, found: Sequence[Wider]) -> None:
        """Offer these searches in place of the one it is `about`, not too many of them."""
        self.about = about
        for place, hint in enumerate(self.hints):
            hint.setVisible(place < len(found))
            if place < len(found):
                self._texts[place] = found[place].text
                hint.setText(_words(found[place]))


def _words(found: Wider) -> str:
    words = ngettext("{search} finds {count} run", "{search} finds {count} runs", found.runs)
    return words.format(search=found.text, count=f"{found.runs:,}").replace("&", "&&")
