"""The bar over the calls: words, and a chip each for actions and results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame

from tat_console.services.api_calls import ApiCall
from tat_console.support.i18n import _
from tat_console.ui.kit.controls import ButtonKind, button
from tat_console.ui.kit.layout import GAP, MARGIN, row
from tat_console.ui.pages.api.call_columns import NameOf, action_words
from tat_console.ui.pages.api.words import outcome_look
from tat_console.ui.widgets.chip import Chip, Choice
from tat_console.ui.widgets.search_field import SearchField

HEIGHT: Final = 38
SEARCH_WIDTH: Final = 270


class CallFilter(QFrame):
    """Tells by `changed` when other calls are wanted; Down in the search leads to the table."""

    changed = Signal()
    left_downwards = Signal()

    def __init__(self, calls: Callable[[], Sequence[ApiCall]], name_of: NameOf) -> None:
        super().__init__()
        self._calls = calls
        self._name_of = name_of
        self.setProperty("ground", "surface")
        self.setFixedHeight(HEIGHT)
        self.search = SearchField(_("Action, region, RequestId, profile"))
        self.search.setObjectName("call_search")
        self.search.setToolTip(_("Find calls by these words (Ctrl+F)"))
        self.search.setFixedWidth(SEARCH_WIDTH)
        self.search.textChanged.connect(lambda _text: self._tell())
        self.action_chip = self._chip(_("Action"), "call_actions", action_words)
        self.result_chip = self._chip(_("Result"), "call_results", result_words)
        self.clear = button(_("Clear filters"), kind=ButtonKind.FLAT, strip=True)
        self.clear.setObjectName("clear_call_filters")
        self.clear.clicked.connect(self.show_all)
        self.clear.hide()
        parts = (self.search, self.action_chip, self.result_chip, self.clear, None)
        self.line = row(*parts, gap=6, margins=(MARGIN, 0, GAP, 10))
        self.setLayout(self.line)

    @property
    def is_active(self) -> bool:
        """Whether some calls may be left out."""
        return bool(
            self.search.text().strip() or self.action_chip.chosen() or self.result_chip.chosen()
        )

    def passes(self, call: ApiCall) -> bool:
        """Whether a call is wanted."""
        actions, results = self.action_chip.chosen(), self.result_chip.chosen()
        return (
            (not actions or action_words(call) in actions)
            and (not results or result_words(call) in results)
            and call.matches(self.search.text(), self._name_of(call.record.profile_id))
        )

    def show_all(self) -> None:
        """Leave nothing out."""
        self.search.clear()
        self.action_chip.set_chosen(())
        self.result_chip.set_chosen(())

    def choose_results(self, words: Iterable[str]) -> None:
        """Show only calls that ended so."""
        self.result_chip.set_choices(self._choices(result_words))
        self.result_chip.set_chosen(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down goes on to the table."""
        if event.key() == Qt.Key.Key_Down:
            self.left_downwards.emit()
        else:
            super().keyPressEvent(event)

    def _chip(self, title: str, name: str, words_of: Callable[[ApiCall], str]) -> Chip:
        chip = Chip(title)
        chip.setObjectName(name)
        chip.menu.aboutToShow.connect(lambda: chip.set_choices(self._choices(words_of)))
        chip.changed.connect(self._tell)
        return chip

    def _choices(self, words_of: Callable[[ApiCall], str]) -> list[Choice]:
        counts = Counter(map(words_of, self._calls()))
        return [Choice(words, words, count) for words, count in counts.most_common()]

    def _tell(self) -> None:
        self.clear.setVisible(self.is_active)
        self.changed.emit()


def result_words(call: ApiCall) -> str:
    """How a call ended, as the table says it."""
    return outcome_look(call.record.outcome).word
