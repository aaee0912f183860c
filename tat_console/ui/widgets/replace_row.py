"""The row under a search that replaces what was found."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from tat_console.support.i18n import _, ngettext
from tat_console.ui.kit.controls import ElidedLabel, button
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import row


class ReplaceRow(QWidget):
    """What goes into the place of a match, and the buttons for one and for all."""

    replace_asked = Signal()
    replace_all_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.field = QLineEdit()
        self.field.setObjectName("replace_field")
        self.field.setPlaceholderText(_("Replace with"))
        self.field.setAccessibleName(_("Replace with"))
        self.field.setToolTip(
            _("In a regular expression $1 is what its first group matched, $0 the whole match")
        )
        self.field.textChanged.connect(lambda _text: self.say(""))
        one = button(_("Replace"), strip=True)
        one.setObjectName("replace_one")
        one.setToolTip(_("Replace this match and go to the next (Enter)"))
        every = button(_("Replace all"), strip=True)
        every.setObjectName("replace_all")
        every.setToolTip(_("Replace every match in one step (Alt+Enter)"))
        one.clicked.connect(self.replace_asked)
        every.clicked.connect(self.replace_all_asked)
        self._said = ElidedLabel("", Type.SMALL, "text_3")
        self._said.setObjectName("replace_said")
        line = row(self.field, one, every, self._said)
        line.setStretch(3, 1)
        self.setLayout(line)

    def say(self, problem: str) -> None:
        """Say beside the buttons what is wrong, or nothing any more."""
        self._said.set_ink("bad_text")
        self._said.setText(problem)

    def say_replaced(self, count: int) -> None:
        """Say how many matches were replaced."""
        text = ngettext("{count} replaced", "{count} replaced", count)
        self._said.set_ink("text_3")
        self._said.setText(text.format(count=count))
