"""A list of labels and values, for details."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from tat_console.ui.kit.controls import IconLabel, Label
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import row
from tat_console.ui.kit.status_looks import StatusLook

LABEL_WIDTH: Final = 92


@dataclass(frozen=True, slots=True)
class Fact:
    """A label, its value, and where the value is a state, its look.

    A `wide` value stands in a line of its own: long ids have no place where they could wrap.
    """

    label: str
    value: str
    look: StatusLook | None = None
    code: bool = False
    wide: bool = False


class KeyValueList(QWidget):
    """Facts one below the other; values wrap and can be selected and copied."""

    def __init__(self, facts: Sequence[Fact] = ()) -> None:
        super().__init__()
        self._facts: Sequence[Fact] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        self._grid.setColumnStretch(1, 1)
        self.set_facts(facts)

    def set_facts(self, facts: Sequence[Fact]) -> None:
        """Show other facts; the same ones again change nothing."""
        if list(facts) == list(self._facts):
            return
        self._facts = tuple(facts)
        while item := self._grid.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        line = 0
        for fact in facts:
            label = Label(fact.label, Type.BASE, "text_3")
            self._grid.addWidget(label, line, 0, Qt.AlignmentFlag.AlignTop)
            if fact.wide:
                line += 1
                self._grid.addWidget(_value(fact), line, 0, 1, 2)
            else:
                self._grid.addWidget(_value(fact), line, 1)
            line += 1


def _value(fact: Fact) -> QWidget:
    ink = f"{fact.look.tone}_text" if fact.look else "text"
    value = Label(fact.value, Type.CODE_SMALL if fact.code else Type.BASE, ink, wrap=True)
    value.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    value.setAccessibleName(f"{fact.label}: {fact.value}")
    if fact.look is None:
        return value
    return _with_icon(fact.look.icon, ink, value)


def _with_icon(icon_name: str, ink: str, value: QLabel) -> QWidget:
    made = QWidget()
    made.setLayout(row(IconLabel(icon_name, ink, 14), value, gap=4))
    made.layout().setStretch(1, 1)  # type: ignore[union-attr]
    return made
