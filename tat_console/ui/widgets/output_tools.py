"""The strip over an output: only lines that match, the next trouble, wrapping, the end, bytes."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QToolButton

from tat_console.outputs.patterns import BadPattern, UserPattern
from tat_console.support.i18n import _
from tat_console.ui.kit.controls import Label, tool_button
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GRID, HALF, column, row
from tat_console.ui.widgets.search_field import SearchField

TYPING_MS = 120


class OutputTools(QFrame):
    """Tells what is wanted; `pattern_changed` carries a `UserPattern`, or None for all lines."""

    pattern_changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "panel")
        self.setProperty("edge", "bottom")
        self.field = SearchField(_("Only lines that match"))
        self.field.setObjectName("only_matching")
        self.field.setToolTip(
            _("Shows only the lines in which a regular expression matches (Ctrl+Shift+F)")
        )
        self.count = Label("", Type.SMALL, "text_3")
        self.problem = Label("", Type.SMALL, "bad_text", wrap=True)
        self.problem.setContentsMargins(GRID, 0, GRID, HALF)
        self.problem.hide()
        self.trouble = tool_button(
            "ph.warning", _("Go to the next line that looks like a failure (F8)")
        )
        self.wrap = _switch("ph.arrow-elbow-down-left", _("Wrap long lines"))
        self.follow = _switch("ph.arrow-line-down", _("Follow the end as more arrives"))
        self.bytes = _switch("ph.hash", _("Show the bytes as numbers"))
        self.copy = tool_button("ph.copy", _("Copy what is shown"))
        self.save = tool_button("ph.floppy-disk", _("Save the output as a file (Ctrl+S)"))
        strip = row(self.field, self.count, self.trouble, self.wrap, self.follow, self.bytes, gap=2)
        for part in (self.copy, self.save):
            strip.addWidget(part)
        strip.setContentsMargins(GRID, HALF, HALF, HALF)
        strip.setStretch(0, 1)
        self.setLayout(column(strip, self.problem, gap=0))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPING_MS)
        self._timer.timeout.connect(self._read_pattern)
        self.field.textChanged.connect(lambda _text: self._timer.start())

    def say_problem(self, error: BadPattern | None) -> None:
        """Say what is wrong with the pattern."""
        parts = (error.title, error.what, error.next_step) if error else ()
        self.problem.setText(" ".join(filter(None, parts)))
        self.problem.setVisible(error is not None)

    def _read_pattern(self) -> None:
        text = self.field.text()
        try:
            pattern = UserPattern(text, ignore_case=text.islower()) if text else None
        except BadPattern as error:
            self.say_problem(error)
            return
        self.say_problem(None)
        self.pattern_changed.emit(pattern)


def _switch(icon_name: str, tip: str) -> QToolButton:
    made = tool_button(icon_name, tip)
    made.setCheckable(True)
    return made
