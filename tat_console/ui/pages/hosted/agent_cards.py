"""How the agents of the fleet stand, counted: their states, versions and features."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from tat_console.services.agent_care import AgentOverview
from tat_console.support.i18n import _
from tat_console.tat.machines import Machine
from tat_console.ui.kit.controls import ElidedLabel, Label
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GAP, GRID, MARGIN, column, panel, row
from tat_console.ui.kit.theme import ToneName
from tat_console.ui.pages.hosted.words import agent_look
from tat_console.ui.widgets.share_bar import ShareBar

LINES: Final = 3
_LABEL_WIDTH: Final = 112
Line = tuple[str, int, ToneName]


class AgentCards(QWidget):
    """Three cards side by side."""

    def __init__(self) -> None:
        super().__init__()
        self._states = _Card(_("Agents"))
        self._versions = _Card(_("Versions"))
        self._features = _Card(_("Features"))
        cards = row(
            self._states, self._versions, self._features, gap=GAP, margins=(MARGIN, GAP, GAP, 0)
        )
        for place in range(3):
            cards.setStretch(place, 1)
        self.setLayout(cards)

    def show_fleet(self, machines: Sequence[Machine], found: AgentOverview) -> None:
        """Count these machines; `found` is their overview."""
        looks = {agent_look(each).word: agent_look(each).tone for each in machines}
        states = Counter(agent_look(each).word for each in machines)
        total = len(machines)
        self._states.show_lines(
            [(word, count, looks[word]) for word, count in states.most_common()], total
        )
        versions = Counter(found.versions).most_common()
        self._versions.show_lines(
            [(name or _("not told"), count, ToneName.BUSY) for name, count in versions],
            sum(found.versions.values()),
        )
        features = Counter(found.features).most_common()
        self._features.show_lines([(name, count, ToneName.BUSY) for name, count in features], total)


class _Card(QFrame):
    def __init__(self, title: str) -> None:
        super().__init__()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(GRID)
        self._grid.setVerticalSpacing(GRID)
        self._grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
        self._grid.setColumnStretch(1, 1)
        inner = column(
            Label(title, Type.HEADING), self._grid, None, gap=GRID, margins=(GAP, GRID, GAP, GAP)
        )
        box = column(panel(inner, "card"), gap=0)
        self.setLayout(box)
        self._lines: list[Line] = []

    def show_lines(self, lines: Iterable[Line], total: int) -> None:
        """Show the largest counts as bars of a whole, the rest as one number."""
        lines = list(lines)
        if lines == self._lines:
            return
        self._lines = lines
        while item := self._grid.takeAt(0):
            if old := item.widget():
                old.hide()
                old.deleteLater()
        shown = lines if len(lines) <= LINES else lines[: LINES - 1]
        for place, (words, count, tone) in enumerate(shown):
            self._grid.addWidget(ElidedLabel(words, Type.BASE, "text_2"), place, 0)
            self._grid.addWidget(ShareBar(count / max(total, 1), tone), place, 1)
            self._grid.addWidget(Label(f"{count:,}", Type.NAME), place, 2)
        if not lines:
            self._grid.addWidget(Label(_("Nothing is known."), Type.BASE, "text_3"), 0, 0, 1, 3)
        elif len(shown) < len(lines):
            more = sum(count for _words, count, _tone in lines[len(shown) :])
            text = _("{count} others").format(count=len(lines) - len(shown))
            self._grid.addWidget(Label(text, Type.BASE, "text_3"), len(shown), 0, 1, 2)
            self._grid.addWidget(Label(f"{more:,}", Type.NAME), len(shown), 2)
