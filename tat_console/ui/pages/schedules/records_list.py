"""What a schedule did: recorded and missed runs, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from tat_console.services.schedules import Firing
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _, ngettext
from tat_console.ui.kit.controls import Label
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GAP, GRID, column, panel
from tat_console.ui.kit.status_looks import look_of
from tat_console.ui.models.columns import Cell, Column
from tat_console.ui.models.delegates import ROW_HEIGHT_TWO_LINES
from tat_console.ui.models.table import TableModel
from tat_console.ui.models.view import TableView
from tat_console.ui.pages.schedules.words import MISSED, beijing_word, is_beijing, local_word

_SIDE: Final = 14


class RecordsList(QWidget):
    """Enter or a double click asks for the outputs of a run."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.model: TableModel[Firing] = TableModel(_columns(), key_of=_key)
        self.table: TableView[Firing] = TableView(
            self.model, _("Runs of the schedule"), ROW_HEIGHT_TWO_LINES, single=True
        )
        self.table.setObjectName("schedule_records")
        self.table.horizontalHeader().hide()
        self.table.row_activated.connect(self._open)
        self._note = Label("", Type.BASE, "text_2", wrap=True)
        self._note.setObjectName("records_note")
        self._pile = QStackedWidget()
        self._pile.addWidget(self.table)
        self._pile.addWidget(QWidget())
        head = panel(column(self._note, margins=(_SIDE, GRID, GAP, GRID)), edge="bottom")
        box = column(head, self._pile, gap=0)
        box.setStretch(1, 1)
        self.setLayout(box)

    def show_firings(self, firings: Sequence[Firing] | None, error: ConsoleError | None) -> None:
        """Show what is known; None says that it is still being read."""
        self.model.set_rows(firings or ())
        self._pile.setCurrentIndex(0 if firings else 1)
        self._note.setText(error.what or error.title if error else _summary(firings))
        self._note.set_ink("bad_text" if error else "text_2")

    def _open(self, firing: Firing | None) -> None:
        if firing is not None and firing.record is not None:
            self.opened.emit(firing)


def _summary(firings: Sequence[Firing] | None) -> str:
    if firings is None:
        return _("Reading what ran…")
    if not firings:
        return _("Nothing ran yet, and no run was missed.")
    missed = sum(each.record is None for each in firings)
    ran = len(firings) - missed
    text = ngettext("{count:,} run in 90 days.", "{count:,} runs in 90 days.", ran)
    said = text.format(count=ran)
    if missed:
        more = ngettext("{count:,} was missed.", "{count:,} were missed.", missed)
        return _("{ran} {missed}").format(ran=said, missed=more.format(count=missed))
    return _("{ran} None was missed.").format(ran=said)


def _columns() -> list[Column[Firing]]:
    return [
        Column("at", _("Time"), 140, _at, stretch=True),
        Column("result", _("Result"), 128, _result),
    ]


def _key(firing: Firing) -> tuple[str, str]:
    record = firing.record
    return (record.invocation_id if record else "", firing.at.isoformat())


def _at(firing: Firing) -> Cell:
    if is_beijing(firing.at):
        return Cell(local_word(firing.at))
    there = _("{time} Beijing").format(time=beijing_word(firing.at))
    return Cell(local_word(firing.at), there)


def _result(firing: Firing) -> Cell:
    record = firing.record
    if record is None:
        return Cell(MISSED.word, _("no record"), look=MISSED)
    look = look_of(record.result)
    why = record.invocation_id or record.reason
    return Cell(look.word, why, look=look, second_type=Type.ID)
