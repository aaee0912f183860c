"""Two texts against each other in one column, with what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QWidget

from tat_console.outputs.diff import compare
from tat_console.support.i18n import _
from tat_console.ui.kit.controls import ButtonKind, Label
from tat_console.ui.kit.dialog import Dialog
from tat_console.ui.kit.fonts import Type
from tat_console.ui.widgets.diff_lines import differences, unified_lines
from tat_console.ui.widgets.diff_text import DiffText

SIZE: Final = (760, 520)
FIRST_CHOICE: Final = 2
"""The result code of the first choice; the others follow."""


class CompareTexts(Dialog):
    """A is the left text, B the right one; `choices` are the words on the buttons."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        sentence: str,
        sides: tuple[tuple[str, str], tuple[str, str]],
        choices: Sequence[str] = (),
    ) -> None:
        super().__init__(parent, title, SIZE[0])
        self.setObjectName("compare_texts")
        self.resize(SIZE[0], min(SIZE[1], round(parent.window().height() * 0.9)))
        (left_title, left), (right_title, right) = sides
        lines = unified_lines(compare(left, right))
        self.text = DiffText(_("Difference"))
        self.text.setObjectName("difference")
        self.text.show_lines(lines)
        if sentence:
            self.body.addWidget(Label(sentence, Type.BASE, "text_2", wrap=True))
        legend = _("A: {left}.   B: {right}.").format(left=left_title, right=right_title)
        if left == right:
            legend += "   " + _("The texts are the same; settings differ.")
        self.body.addWidget(Label(legend, Type.SMALL, "text_2", wrap=True))
        self.body.addWidget(self.text, 1)
        if found := differences(lines):
            self.text.set_current(found[0])
        for place, words in enumerate(choices):
            made = self.add_button(words, FIRST_CHOICE + place, ButtonKind.NORMAL)
            made.setObjectName(f"choice_{place}")
        self.add_cancel(_("Cancel") if choices else _("Close")).setFocus()
