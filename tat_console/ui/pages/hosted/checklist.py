"""What to look at, one thing after the other, with the commands that look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tat_console.services.agent_care import Check
from tat_console.support.i18n import _
from tat_console.ui.kit.controls import IconLabel, Label
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GAP, GRID, HALF, column, row
from tat_console.ui.widgets.copy_lines import CopyLine

_LOOKS: Final = {
    True: ("ph.check-circle-fill", "good_text"),
    False: ("ph.x-circle-fill", "bad_text"),
    None: ("ph.question", "text_3"),
}


class Checklist(QWidget):
    """Shows checks: fine, wrong, or to be looked at on the machine itself."""

    def __init__(self) -> None:
        super().__init__()
        self._checks: tuple[Check, ...] = ()
        self._rows = QWidget()
        self._list = QVBoxLayout(self._rows)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(GAP)
        self._title = Label("", Type.HEADING)
        note = Label(
            _("From what is known here, and what only a look at the machine can tell."),
            Type.SMALL,
            "text_3",
            wrap=True,
        )
        self.setLayout(column(self._title, note, self._rows, gap=GRID))

    def show_checks(self, title: str, checks: Sequence[Check]) -> None:
        """Show other checks under a title; the same ones again change nothing."""
        self._title.setText(title)
        if tuple(checks) == self._checks:
            return
        self._checks = tuple(checks)
        while item := self._list.takeAt(0):
            if old := item.widget():
                old.hide()
                old.deleteLater()
        for check in checks:
            self._list.addWidget(_line(check))


def _line(check: Check) -> QWidget:
    made = QWidget()
    icon_name, ink = _LOOKS[check.is_fine]
    texts = column(
        Label(check.title, Type.NAME, wrap=True),
        Label(check.sentence, Type.BASE, "text_2", wrap=True),
        gap=2,
    )
    if check.command:
        texts.addSpacing(HALF)
        texts.addWidget(CopyLine("check", check.command))
    icon = IconLabel(icon_name, ink, 14)
    line = row(icon, texts)
    line.setAlignment(icon, Qt.AlignmentFlag.AlignTop)
    line.setStretch(1, 1)
    made.setLayout(line)
    return made
