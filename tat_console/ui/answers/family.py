"""Where a run came from, and what came from it: links to earlier and later runs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from tat_console.ports.archive import Relation, RunSummary
from tat_console.support.i18n import N_, _, listed
from tat_console.ui.kit.controls import ButtonKind, IconLabel, Label, button
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import HALF, column, row
from tat_console.ui.kit.words import moment_word
from tat_console.ui.widgets.status_bar_chart import results_in_words

SHOWN: Final = 12
_RELATIONS: Final = {
    Relation.AGAIN: N_("run again"),
    Relation.RETRY: N_("retry"),
}


class Family(QWidget):
    """`run_asked(run_id)` tells a click on another run of the family; hidden while there is none."""

    run_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("run_family")
        self._box = column(gap=HALF)
        self._box.addWidget(Label(_("Earlier and later runs"), Type.HEADING))
        self._rows: list[QWidget] = []
        self.setLayout(self._box)
        self.hide()

    def show_family(self, runs: Sequence[RunSummary], run_id: str, now: datetime) -> None:
        """Show a family, oldest first; the run that is looked at is told, not a link."""
        for made in self._rows:
            self._box.removeWidget(made)
            made.hide()
            made.deleteLater()
        self._rows = [self._line(one, run_id, now) for one in runs[-SHOWN:]]
        for made in self._rows:
            self._box.addWidget(made)
        self.setVisible(len(runs) > 1)

    # -- inside

    def _line(self, one: RunSummary, run_id: str, now: datetime) -> QWidget:
        """When a run began, how it came to be, and how it ended."""
        made, is_this = QWidget(), one.run.run_id == run_id
        words = moment_word(one.run.created_at, now)
        when: QWidget = Label(words, Type.NAME)
        if not is_this:
            when = button(words, kind=ButtonKind.LINK)
            when.setObjectName(f"family_{one.run.run_id}")
            when.clicked.connect(lambda: self.run_asked.emit(one.run.run_id))
        how = _("this run") if is_this else ""
        if one.run.relation is not None:
            how = listed(filter(None, (_(_RELATIONS[one.run.relation]), how)))
        name = "ph.arrow-elbow-down-right" if one.run.relation else "ph.circle"
        said = listed(filter(None, (how, results_in_words(one.counts))))
        box = row(IconLabel(name, "text_3", 12), when, Label(said, Type.SMALL, "text_2"), None)
        made.setLayout(box)
        return made
