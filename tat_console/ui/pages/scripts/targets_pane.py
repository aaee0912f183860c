"""Where the script will run: how many machines are chosen, and which of them cannot take it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from tat_console.runs.targets import Selection, reasons
from tat_console.support.i18n import _, listed, ngettext
from tat_console.tat.help_topics import Topic
from tat_console.tat.limits import RUN_INSTANCES
from tat_console.ui.kit.controls import ButtonKind, Label, button
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GRID, column, row
from tat_console.ui.kit.words import counted, kind_word
from tat_console.ui.widgets.help_mark import HelpMark

NAMES_SHOWN = 3


class TargetsPane(QWidget):
    """The chosen machines in words; `change_asked` wants the page on which they are chosen."""

    change_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.count = Label("", Type.NAME)
        self.count.setObjectName("target_count")
        self.kinds = Label("", Type.SMALL, "text_2", wrap=True)
        self.excluded = Label("", Type.SMALL, "late_text", wrap=True)
        self.excluded.setObjectName("target_exclusions")
        self.problem = Label("", Type.SMALL, "bad_text", wrap=True)
        self.problem.setObjectName("target_problem")
        self.change = button("", kind=ButtonKind.LINK)
        self.change.setObjectName("choose_machines")
        self.change.clicked.connect(self.change_asked)
        mark = HelpMark(Topic.TARGETS, RUN_INSTANCES)
        head = row(Label(_("Machines"), Type.HEADING), mark, None, self.change)
        parts = (head, self.count, self.kinds, self.excluded, self.problem)
        self.setLayout(column(*parts, gap=GRID // 2))

    def show_selection(self, selection: Selection) -> None:
        """Show who takes part and who is left out."""
        accepted, excluded = len(selection.accepted), len(selection.excluded)
        chosen = accepted + excluded
        text = ngettext("{count:,} machine chosen", "{count:,} machines chosen", chosen)
        self.count.setText(text.format(count=chosen) if chosen else _("No machine chosen yet"))
        kinds = counted(kind_word(machine.kind) for machine in selection.accepted)
        self._say(self.kinds, listed(f"{count:,} {word}" for word, count in kinds))
        self._say(self.excluded, _left_out(selection))
        self.change.setText(_("Change…") if chosen else _("Choose machines…"))

    def show_problem(self, sentence: str) -> None:
        """Say why nothing can be run on this choice; empty takes it away."""
        self._say(self.problem, sentence)

    def _say(self, label: Label, text: str) -> None:
        label.setText(text)
        label.setVisible(bool(text))


def _left_out(selection: Selection) -> str:
    lines = []
    for reason, names in reasons(selection.excluded):
        shown = listed(names[:NAMES_SHOWN])
        if len(names) > NAMES_SHOWN:
            shown = _("{names} and {count:,} more").format(
                names=shown, count=len(names) - NAMES_SHOWN
            )
        lines.append(
            _("Left out, {reason}: {names}").format(
                reason=reason.words[:1].lower() + reason.words[1:], names=shown
            )
        )
    return "\n".join(lines)
