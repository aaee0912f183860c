"""The dialog in which the author of a script says what a test of it must show."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from tat_console.ports.library import Expectation
from tat_console.support.i18n import _
from tat_console.ui.kit.ask import ACCEPTED
from tat_console.ui.kit.controls import ButtonKind, Label, button
from tat_console.ui.kit.dialog import Dialog
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import HALF, column

WIDTH: Final = 460
LINES_HEIGHT: Final = 64
FORGET: Final = 2
"""The result code for taking the expectation away."""


class EditExpectation(Dialog):
    """Edits one expectation; `values` are kept with it, for tests to run with."""

    def __init__(
        self, parent: QWidget, expectation: Expectation | None, values: dict[str, str]
    ) -> None:
        super().__init__(parent, _("What a test must show"), WIDTH)
        self.setObjectName("edit_expectation")
        self._values = values
        kept = expectation or Expectation()
        self.exit_codes = QLineEdit(", ".join(map(str, kept.exit_codes)))
        self.contains = _lines(kept.contains)
        self.matches = _lines(kept.matches)
        rows = (
            ("expected_codes", _("Exit codes, empty for any"), self.exit_codes),
            ("expected_texts", _("Texts in the output, one a line"), self.contains),
            ("expected_patterns", _("Regular expressions, one a line"), self.matches),
        )
        for name, label, field in rows:
            field.setObjectName(name)
            field.setAccessibleName(label)
            self.body.addLayout(column(Label(label, Type.SMALL, "text_3"), field, gap=HALF))
        note = _("The values that are filled in now, but no secrets, are kept for “Test all”.")
        self.body.addWidget(Label(note, Type.SMALL, "text_3", wrap=True))
        self.problem = Label("", Type.SMALL, "bad_text", wrap=True)
        self.body.addWidget(self.problem)
        if expectation is not None:
            self.add_button(_("Expect nothing"), FORGET, ButtonKind.FLAT)
        self.add_cancel(_("Cancel")).setDefault(False)
        accept = button(_("Apply"), kind=ButtonKind.PRIMARY)
        accept.setObjectName("apply_expectation")
        accept.setDefault(True)
        accept.clicked.connect(self._accept)
        self.foot.addWidget(accept)
        self.exit_codes.setFocus()

    def expectation(self) -> Expectation:
        """What the fields say; to be asked once they are without problem."""
        return Expectation(
            exit_codes=tuple(int(word) for word in _words(self.exit_codes.text())),
            contains=_filled(self.contains),
            matches=_filled(self.matches),
            values=self._values,
        )

    def _accept(self) -> None:
        problem = self._problem()
        self.problem.setText(problem)
        if not problem:
            self.done(ACCEPTED)

    def _problem(self) -> str:
        for word in _words(self.exit_codes.text()):
            if not re.fullmatch(r"\d{1,3}", word, re.ASCII):
                return _("“{word}” is no exit code.").format(word=word)
        for pattern in _filled(self.matches):
            try:
                re.compile(pattern)
            except re.error as error:
                text = _("“{pattern}” is no regular expression: {reason}.")
                return text.format(pattern=pattern, reason=error)
        return ""


def _words(text: str) -> list[str]:
    return text.replace(",", " ").split()


def _lines(texts: tuple[str, ...]) -> QPlainTextEdit:
    field = QPlainTextEdit("\n".join(texts))
    field.setProperty("kind", "field")
    field.setTabChangesFocus(True)
    field.setFixedHeight(LINES_HEIGHT)
    return field


def _filled(field: QPlainTextEdit) -> tuple[str, ...]:
    return tuple(line for line in field.toPlainText().split("\n") if line.strip())
