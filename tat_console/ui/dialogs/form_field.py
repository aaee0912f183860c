"""A labelled control with a hint below it that gives way to a problem."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from tat_console.ui.kit.controls import Label
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import HALF, column, row
from tat_console.ui.widgets.help_mark import LABEL_HEIGHT, HelpMark


class FormField(QWidget):
    """A label over a control, and under it a hint that gives way to a problem.

    `focus` is the part of the control that the keyboard goes to, where that is not all of it;
    `mark` stands behind the label.
    """

    def __init__(
        self,
        label: str,
        control: QWidget,
        hint: str = "",
        focus: QWidget | None = None,
        mark: HelpMark | None = None,
    ) -> None:
        super().__init__()
        self.control = control
        self.focus = focus or control
        self._hint = hint
        self.focus.setAccessibleName(label)
        name = Label(label, Type.BASE, "text_2")
        name.setBuddy(self.focus)
        name.setMinimumHeight(max(LABEL_HEIGHT, name.minimumSizeHint().height()))
        self._below = Label(hint, Type.SMALL, "text_3", wrap=True)
        if not hint:
            self._below.hide()
        head = row(name, mark, None, gap=HALF) if mark is not None else row(name)
        self.setLayout(column(head, control, self._below, gap=HALF))

    def set_hint(self, hint: str) -> None:
        """Show another hint; a problem stays until it is taken back."""
        shows_hint = self._below.text() == self._hint
        self._hint = hint
        if shows_hint:
            self._show(hint, "text_3")

    def set_problem(self, sentence: str) -> None:
        """Say what is wrong in the place of the hint; "" takes it back."""
        self._show(sentence or self._hint, "bad_text" if sentence else "text_3")
        self.focus.setAccessibleDescription(sentence)

    def shown_text(self) -> str:
        """What stands under the control."""
        return self._below.text()

    def _show(self, text: str, ink: str) -> None:
        self._below.setText(text)
        self._below.set_ink(ink)
        self._below.setVisible(bool(text))
