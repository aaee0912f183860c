"""A list of labels and values, for details."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QGridLayout, QLabel, QMenu, QWidget

from tat_console.support.i18n import _
from tat_console.ui.kit.controls import IconLabel, Label
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import row
from tat_console.ui.kit.status_looks import StatusLook

LABEL_WIDTH: Final = 92
SOFT_BREAK: Final = "\u200b"
"""A space without width: a line may end there."""
_LONG_WORD: Final = re.compile(r"[!-~]{16,}")
_PIECE: Final = re.compile(r"[^-_/.:,=&?]{0,11}[-_/.:,=&?]|[^-_/.:,=&?]{1,12}")


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


class ValueLabel(Label):
    """A value that breaks within long words too; what is copied from it is as it was given.

    The menu and Ctrl+C copy what is selected, or all of it.
    """

    def __init__(self, value: str, kind: Type, ink: str) -> None:
        super().__init__(breakable(value), kind, ink, wrap=True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )

    def value(self) -> str:
        """What stands here, without the places at which it may break."""
        return self.text().replace(SOFT_BREAK, "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies without the places at which words may break."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to copy."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("Copy"), self._copy)
        menu.popup(event.globalPos())

    def _copy(self) -> None:
        chosen = self.selectedText().replace(SOFT_BREAK, "")
        QGuiApplication.clipboard().setText(chosen or self.value())


def breakable(text: str) -> str:
    """The text with places at which long words may break, after their joints where they have some."""
    return _LONG_WORD.sub(lambda word: SOFT_BREAK.join(_PIECE.findall(word.group())), text)


def _value(fact: Fact) -> QWidget:
    ink = f"{fact.look.tone}_text" if fact.look else "text"
    value = ValueLabel(fact.value, Type.CODE_SMALL if fact.code else Type.BASE, ink)
    value.setAccessibleName(f"{fact.label}: {fact.value}")
    if fact.look is None:
        return value
    return _with_icon(fact.look.icon, ink, value)


def _with_icon(icon_name: str, ink: str, value: QLabel) -> QWidget:
    made = QWidget()
    made.setLayout(row(IconLabel(icon_name, ink, 14), value, gap=4))
    made.layout().setStretch(1, 1)  # type: ignore[union-attr]
    return made
