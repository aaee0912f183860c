"""What is ignored when answers are compared: one tick for the house's rules, a list for more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPoint, QSignalBlocker, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QWidget

from tat_console.outputs.normalise import ALL_MASKS, MASKS, Normalising
from tat_console.outputs.patterns import BadPattern, UserPattern
from tat_console.support.i18n import _, ngettext
from tat_console.ui.kit.ask import ACCEPTED
from tat_console.ui.kit.controls import ButtonKind, Label, tool_button
from tat_console.ui.kit.dialog import Dialog
from tat_console.ui.kit.fonts import Type, font
from tat_console.ui.kit.layout import HALF, row
from tat_console.ui.widgets.chip import StayingMenu

NO_RULES: Final = Normalising()


class NormalisingBar(QWidget):
    """A check box that turns all rules on and off, and a menu for each; `changed` tells them."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._rules = NO_RULES
        self._kept = ALL_MASKS
        self.box = QCheckBox(_("Ignore numbers, times and machine names"))
        self.box.setFont(font(Type.SMALL))
        self.box.setObjectName("normalise")
        self.more = tool_button("ph.sliders-horizontal", _("Choose what is ignored"))
        self.menu = StayingMenu(self)
        self.menu.setAccessibleName(self.more.toolTip())
        self._switches: dict[str, QAction] = {}
        self._fill_menu()
        self.setLayout(row(self.box, None, self.more, gap=HALF))
        self.box.toggled.connect(lambda on: self._turn(self._kept if on else NO_RULES))
        self.more.clicked.connect(self._open_menu)
        self.set_rules(NO_RULES)

    def rules(self) -> Normalising:
        """The rules in force."""
        return self._rules

    def set_rules(self, rules: Normalising) -> None:
        """Show rules without telling so."""
        self._rules = rules
        if rules.is_on:
            self._kept = rules
        blockers = [QSignalBlocker(part) for part in (self.box, *self._switches.values())]
        self.box.setChecked(rules.is_on)
        for key, action in self._switches.items():
            action.setChecked(key in rules.masks or (key == _NAMES and rules.names))
        for blocker in blockers:
            blocker.unblock()
        self.box.setText(_words(rules if rules.is_on else self._kept))
        self._own.setText(_own_words(self._kept.patterns))

    def edit_patterns(self) -> PatternsDialog:
        """Open the dialog for patterns of one's own."""
        dialog = PatternsDialog(self, self._kept.patterns)

        def take(code: int) -> None:
            if code == ACCEPTED:
                self._turn(_with_patterns(self._kept, dialog.patterns()))
            dialog.deleteLater()

        dialog.finished.connect(take)
        dialog.open()
        return dialog

    # -- inside

    def _fill_menu(self) -> None:
        rows = [(mask.key, _(mask.title)) for mask in MASKS]
        for key, title in (*rows, (_NAMES, _("Names and ids of the machines"))):
            action = QAction(title, self.menu)
            action.setCheckable(True)
            action.toggled.connect(self._take_switches)
            self._switches[key] = action
            self.menu.addAction(action)
        self.menu.addSeparator()
        self._own = self.menu.addAction("")
        self._own.triggered.connect(self.edit_patterns)

    def _take_switches(self) -> None:
        on = {key for key, action in self._switches.items() if action.isChecked()}
        self._turn(
            Normalising(
                masks=tuple(mask.key for mask in MASKS if mask.key in on),
                names=_NAMES in on,
                patterns=self._kept.patterns,
            )
        )

    def _turn(self, rules: Normalising) -> None:
        if rules != self._rules:
            self.set_rules(rules)
            self.changed.emit(rules)

    def _open_menu(self) -> None:
        self.menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height() + 2)))


class PatternsDialog(Dialog):
    """Regular expressions, one a line; what they match is ignored."""

    def __init__(self, parent: QWidget, patterns: Sequence[str]) -> None:
        super().__init__(parent, _("Ignore what matches"))
        text = _("Regular expressions, one a line. What they match is ignored in every answer.")
        self.body.addWidget(Label(text, Type.BASE, "text_2", wrap=True))
        self.field = QPlainTextEdit("\n".join(patterns))
        self.field.setProperty("kind", "field")
        self.field.setFont(font(Type.CODE))
        self.field.setTabChangesFocus(True)
        self.field.setAccessibleName(_("Patterns, one a line"))
        self.problem = Label("", Type.SMALL, "bad_text", wrap=True)
        self.body.addWidget(self.field)
        self.body.addWidget(self.problem)
        self.add_cancel(_("Cancel"))
        self.accept_button = self.add_button(_("Use them"), ACCEPTED, ButtonKind.PRIMARY)
        self.field.textChanged.connect(self._check)
        self.field.setFocus()

    def patterns(self) -> tuple[str, ...]:
        """The patterns, in their order."""
        lines = self.field.toPlainText().splitlines()
        return tuple(line for line in lines if line.strip())

    def _check(self) -> None:
        problem = _problem_of(self.patterns())
        self.problem.setText(problem)
        self.accept_button.setEnabled(not problem)


_NAMES: Final = "names"


def _problem_of(patterns: Sequence[str]) -> str:
    for pattern in patterns:
        try:
            UserPattern(pattern)
        except BadPattern as error:
            return " ".join(filter(None, (error.title, error.next_step)))
    return ""


def _with_patterns(rules: Normalising, patterns: tuple[str, ...]) -> Normalising:
    return Normalising(masks=rules.masks, names=rules.names, patterns=patterns)


def _words(rules: Normalising) -> str:
    if rules.masks == ALL_MASKS.masks and rules.names:
        return _("Ignore numbers, times and machine names")
    count = len(rules.masks) + rules.names + len(rules.patterns)
    words = ngettext("Ignore what {count} rule matches", "Ignore what {count} rules match", count)
    return words.format(count=count)


def _own_words(patterns: Sequence[str]) -> str:
    if not patterns:
        return _("Own patterns…")
    return _("Own patterns ({count})…").format(count=len(patterns))
