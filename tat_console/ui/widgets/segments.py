"""A strip of buttons of which exactly one is chosen."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QToolButton, QWidget

from tat_console.ui.kit.controls import set_look
from tat_console.ui.kit.fonts import Type, font
from tat_console.ui.kit.layout import row


class Segments(QWidget):
    """Choices side by side, given as (key, words); arrow keys move, `chosen` tells the key."""

    chosen = Signal(object)

    def __init__(self, name: str, choices: Sequence[tuple[Hashable, str]]) -> None:
        super().__init__()
        self._buttons: dict[Hashable, QToolButton] = {}
        self._group = QButtonGroup(self)
        for key, words in choices:
            self._buttons[key] = self._button(words)
            self._buttons[key].clicked.connect(lambda _on, key=key: self.chosen.emit(key))
        self._group.buttonToggled.connect(self._stop_at_chosen)
        self.setLayout(row(*self._buttons.values(), gap=0))
        self._round_ends()
        self.setAccessibleName(name)
        self.choose(choices[0][0])

    def choice(self) -> Hashable:
        """The key of the chosen button."""
        return next(key for key, one in self._buttons.items() if one.isChecked())

    def choose(self, key: Hashable) -> None:
        """Choose without telling so; KeyError when there is no such button."""
        self._buttons[key].setChecked(True)

    def set_words(self, key: Hashable, words: str) -> None:
        """Change what stands on a button."""
        self._buttons[key].setText(words)

    def name_buttons(self, prefix: str) -> None:
        """Give each button an object name: the prefix and its key."""
        for key, made in self._buttons.items():
            made.setObjectName(f"{prefix}_{key}")

    def set_shown(self, key: Hashable, shown: bool) -> None:
        """Show or hide a button; a hidden one that was chosen gives way to the first."""
        if self._buttons[key].isHidden() == shown:
            self._buttons[key].setVisible(shown)
            self._round_ends()
        if not shown and self.choice() == key:
            first = next(iter(self._buttons))
            self.choose(first)
            self.chosen.emit(first)

    def _stop_at_chosen(self, made: QAbstractButton, on: bool) -> None:
        """Tab stops at the chosen button only."""
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus if on else Qt.FocusPolicy.ClickFocus)

    def _round_ends(self) -> None:
        """Only the outer corners are round, whichever buttons are at the ends now."""
        shown = [one for one in self._buttons.values() if not one.isHidden()]
        for place, made in enumerate(shown):
            set_look(made, "place", _place(place, len(shown)))

    def _button(self, words: str) -> QToolButton:
        made = QToolButton()
        made.setText(words)
        made.setFont(font(Type.BASE))
        made.setCheckable(True)
        made.setProperty("kind", "segment")
        made.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._group.addButton(made)
        return made


def _place(index: int, count: int) -> str:
    if count == 1:
        return "only"
    return {0: "first", count - 1: "last"}.get(index, "middle")
