"""On which machines a schedule runs: how many, their names, and what to know about them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from tat_console.support.i18n import _, listed
from tat_console.tat.help_topics import Topic
from tat_console.tat.limits import INVOKER_INSTANCES
from tat_console.tat.machines import Machine
from tat_console.ui.kit.controls import Label, button
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import HALF, column, row
from tat_console.ui.pages.schedules.words import machines_word
from tat_console.ui.widgets.help_mark import HelpMark

NAMES_SHOWN = 6


class MachinesField(QWidget):
    """`choose_asked` wants the dialog in which they are ticked."""

    choose_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.ids: tuple[str, ...] = ()
        self._count = Label("", Type.NAME)
        self._count.setObjectName("schedule_machine_count")
        self._names = Label("", Type.SMALL, "text_2", wrap=True)
        self._note = Label("", Type.SMALL, "late_text", wrap=True)
        self._note.setObjectName("schedule_machine_note")
        self._problem = Label("", Type.SMALL, "bad_text", wrap=True)
        self._problem.setObjectName("schedule_machine_problem")
        self.choose = button(_("Choose machines…"), "ph.hard-drives")
        self.choose.setObjectName("schedule_machines")
        self.choose.setAutoDefault(False)
        self.choose.clicked.connect(self.choose_asked)
        mark = HelpMark(Topic.TARGETS, INVOKER_INSTANCES)
        head = row(Label(_("Machines"), Type.HEADING), mark, self._count, None)
        said = (self._names, self._note, self._problem)
        self.setLayout(column(head, *said, row(self.choose, None), gap=HALF))
        for label in said:
            label.hide()

    def show_machines(self, ids: Sequence[str], known: Sequence[Machine], note: str) -> None:
        """Show these; `known` are those of them that are known, `note` what to know of them."""
        self.ids = tuple(ids)
        names = {machine.instance_id: machine.name for machine in known}
        said = [names.get(each) or each for each in self.ids]
        more = len(said) - NAMES_SHOWN
        shown = listed(said[:NAMES_SHOWN])
        if more > 0:
            shown = _("{names} and {count:,} more").format(names=shown, count=more)
        self._count.setText(machines_word(len(self.ids)) if self.ids else "")
        _say(self._names, shown)
        _say(self._note, note)

    def set_problem(self, sentence: str) -> None:
        """Say what is wrong; "" takes it back."""
        _say(self._problem, sentence)
        self.choose.setAccessibleDescription(sentence)


def _say(label: Label, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))
