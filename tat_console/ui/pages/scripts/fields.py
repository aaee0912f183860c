"""A labelled field with the sentence that tells what is wrong with it below."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from tat_console.ui.kit.controls import Label
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import HALF, column, row
from tat_console.ui.widgets.help_mark import HelpMark


class Field(QWidget):
    """A line of input under its name; `hint` gives way to a problem while there is one.

    `mark` stands behind the name.
    """

    def __init__(
        self,
        label: str,
        name: str,
        hint: str = "",
        placeholder: str = "",
        mark: HelpMark | None = None,
    ) -> None:
        super().__init__()
        self._hint = hint
        self.input = QLineEdit()
        self.input.setObjectName(name)
        self.input.setAccessibleName(label)
        self.input.setPlaceholderText(placeholder)
        title = Label(label, Type.SMALL, "text_3")
        title.setBuddy(self.input)
        self.message = Label(hint, Type.SMALL, "text_3", wrap=True)
        self.message.setObjectName(f"{name}_message")
        head = row(title, mark, None, gap=HALF) if mark is not None else row(title)
        self.setLayout(column(head, self.input, self.message, gap=3))
        self.set_problem("")

    def set_text(self, text: str) -> None:
        """Show a text; the place of the cursor survives where nothing changes."""
        if self.input.text() != text:
            self.input.setText(text)

    def set_problem(self, sentence: str, *, blocks: bool = True) -> None:
        """Say what is wrong, or the hint again; one that does not block is a warning."""
        self.message.setText(sentence or self._hint)
        self.message.set_ink(("bad_text" if blocks else "late_text") if sentence else "text_3")
        self.message.setVisible(bool(sentence or self._hint))
        self.input.setAccessibleDescription(sentence or self._hint)
