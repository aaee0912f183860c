"""How outputs become a table: the shape, its expression, and what it gives for some samples."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit

from tat_console.outputs.extract import SHAPES, Extractor, Record, Rule, Shape, guess
from tat_console.outputs.table_text import words_of
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import N_, _, ngettext
from tat_console.ui.kit.controls import ElidedLabel, Label, button
from tat_console.ui.kit.fonts import Type, font
from tat_console.ui.kit.layout import GRID, HALF, column, row

PREVIEW_DELAY_MS: Final = 150
SAMPLES_AT_MOST: Final = 5
# Half a second of one hostile pattern is the most; honest samples take a few milliseconds.
PREVIEW_BUDGET_S: Final = 0.03
_SHOWN_FIELDS: Final = 6

_HINTS: Final = {
    Shape.JSON: N_("JMESPath, such as items[*].{name: name, size: size}; empty takes all"),
    Shape.KEY_VALUE: N_("What stands between name and value; empty is ="),
    Shape.COLUMNS: N_("What divides the columns; empty is a comma, a blank any white space"),
    Shape.PATTERN: N_("Regular expression with names, such as (?P<size>\\d+)"),
}


class RuleEditor(QFrame):
    """`rule_changed` carries each `Rule` that can be used, a moment after it was typed."""

    rule_changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._samples: Sequence[tuple[str, str]] = ()
        self._columns: tuple[str, ...] = ()
        self._told: Rule | None = None
        self.shape = QComboBox()
        self.shape.setAccessibleName(_("Shape of the outputs"))
        for shape, title in SHAPES.items():
            self.shape.addItem(_(title), shape)
        self.expression = QLineEdit()
        self.expression.setObjectName("expression")
        self.expression.setFont(font(Type.CODE))
        self.guess_button = button(_("Guess"), "ph.magic-wand")
        self.guess_button.setToolTip(_("Find the shape that reads the outputs"))
        self.problem = Label("", Type.SMALL, "bad_text", wrap=True)
        self.preview = ElidedLabel("", Type.SMALL, "text_2")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PREVIEW_DELAY_MS)
        self._lay_out()
        self._connect()
        self._say_hint()
        self.set_samples(())

    def rule(self) -> Rule:
        """The rule as it stands, whether it can be used or not."""
        shape = Shape(self.shape.currentData())
        return Rule(shape=shape, expression=self.expression.text(), columns=self._columns)

    def set_rule(self, rule: Rule) -> None:
        """Show a rule without telling so; its columns stay until the shape is changed."""
        self._told = rule
        self._columns = rule.columns
        for part in (self.shape, self.expression):
            part.blockSignals(True)
        self.shape.setCurrentIndex(self.shape.findData(rule.shape))
        self.expression.setText(rule.expression)
        for part in (self.shape, self.expression):
            part.blockSignals(False)
        self._say_hint()
        self._check()

    def set_samples(self, samples: Iterable[tuple[str, str]]) -> None:
        """Outputs to try the rule on, as (machine, text); the first few are taken."""
        self._samples = [pair for pair in samples if pair[1].strip()][:SAMPLES_AT_MOST]
        self.guess_button.setEnabled(bool(self._samples))
        self._check()

    def guess(self) -> None:
        """Take the rule that reads the samples; say so where there is none."""
        found = guess(text for _machine, text in self._samples)
        if found is None:
            self.problem.setText(
                _("None of the usual shapes reads these outputs. Try a pattern with names.")
            )
            self.problem.show()
            return
        self.set_rule(found)
        self.rule_changed.emit(found)

    # -- inside

    def _lay_out(self) -> None:
        line = row(self.shape, self.expression, self.guess_button, gap=GRID)
        line.setStretch(1, 1)
        self.setLayout(column(line, self.problem, self.preview, gap=HALF))

    def _connect(self) -> None:
        self.shape.currentIndexChanged.connect(self._change_shape)
        self.expression.textChanged.connect(self._change_expression)
        self.guess_button.clicked.connect(self.guess)
        self._timer.timeout.connect(self._check_and_tell)

    def _change_shape(self) -> None:
        self.expression.blockSignals(True)
        self.expression.clear()
        self.expression.blockSignals(False)
        self._say_hint()
        self._change_expression()

    def _change_expression(self) -> None:
        self._columns = ()
        self._timer.start()

    def _say_hint(self) -> None:
        hint = _(_HINTS[Shape(self.shape.currentData())])
        self.expression.setPlaceholderText(hint)
        self.expression.setToolTip(hint)
        self.expression.setAccessibleName(hint)

    def _check_and_tell(self) -> None:
        rule = self.rule()
        if self._check() and rule != self._told:
            self._told = rule
            self.rule_changed.emit(rule)

    def _check(self) -> bool:
        """Say what is wrong or what the samples give; whether the rule can be used."""
        try:
            extractor = Extractor(self.rule())
        except ConsoleError as error:
            is_untouched = not self.expression.text()
            self._say("" if is_untouched else _sentence(error), "")
            return False
        self._say("", self._words_of_preview(extractor))
        return True

    def _say(self, problem: str, preview: str) -> None:
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.preview.setText(preview)
        self.preview.setVisible(bool(preview))

    def _words_of_preview(self, extractor: Extractor) -> str:
        fitting = tried = 0
        first: Record | None = None
        reason = ""
        started = time.monotonic()
        for _machine, text in self._samples:
            tried += 1
            try:
                records = extractor.records(text)
            except ValueError as error:
                reason = reason or str(error)
            else:
                fitting += 1
                first = first or records[0]
            if time.monotonic() - started > PREVIEW_BUDGET_S:
                break
        return _preview_words(fitting, tried, first, reason)


def _preview_words(fitting: int, tried: int, first: Record | None, reason: str) -> str:
    if not tried:
        return ""
    fits = ngettext("Fits {fitting} of {count} sample", "Fits {fitting} of {count} samples", tried)
    words = fits.format(fitting=fitting, count=tried)
    if first is None:
        return _("{sentence}. {reason}").format(sentence=words, reason=reason)
    shown = [f"{name} {words_of(value)}".strip() for name, value in first.items()][:_SHOWN_FIELDS]
    more = ", …" if len(first) > _SHOWN_FIELDS else ""
    return f"{words}: {', '.join(shown)}{more}"


def _sentence(error: ConsoleError) -> str:
    return " ".join(filter(None, (error.title, error.what, error.next_step)))
