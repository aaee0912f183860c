"""The next runs of a schedule, each in the user's time and in Beijing time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtWidgets import QGridLayout, QWidget

from tat_console.support.i18n import _
from tat_console.ui.kit.controls import Label
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GAP, HALF
from tat_console.ui.pages.schedules.words import (
    beijing_word,
    countdown,
    is_beijing,
    local_word,
    zone_word,
)


class NextRuns(QWidget):
    """A line each; where the user is in Beijing, one time is enough."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.setObjectName("next_runs")
        self.setAccessibleName(_("Next runs"))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setVerticalSpacing(HALF)
        self._grid.setColumnStretch(2, 1)
        self._heads = (Label("", Type.SMALL, "text_3"), Label("", Type.SMALL, "text_3"))
        for place, head in enumerate(self._heads):
            self._grid.addWidget(head, 0, place)
        self._rows = [self._add_row(place) for place in range(1, most + 1)]
        self.show_times((), None)

    def show_times(self, times: Sequence[datetime], now: datetime | None) -> None:
        """Show these moments; `now` lets the first tell how long it is until then."""
        first = next(iter(times), None)
        at_home = first is not None and is_beijing(first)
        zone = zone_word(first) if first else ""
        self._heads[0].setText(_("Your time ({zone})").format(zone=zone) if zone else "")
        self._heads[1].setText("" if at_home or first is None else _("Beijing time"))
        for place, labels in enumerate(self._rows):
            moment = times[place] if place < len(times) else None
            left = countdown(moment, now) if moment and now and place == 0 else ""
            words = ("", "", "") if moment is None else (local_word(moment), _there(moment), left)
            for label, text in zip(labels, words, strict=True):
                label.setText(text)
                label.setVisible(bool(text))

    def texts(self) -> list[str]:
        """The moments in the user's time, as they are shown."""
        return [labels[0].text() for labels in self._rows if labels[0].text()]

    def _add_row(self, place: int) -> tuple[Label, Label, Label]:
        made = Label("", Type.BASE), Label("", Type.BASE, "text_2"), Label("", Type.SMALL, "text_3")
        for column, label in enumerate(made):
            self._grid.addWidget(label, place, column)
        return made


def _there(moment: datetime) -> str:
    return "" if is_beijing(moment) else beijing_word(moment)
