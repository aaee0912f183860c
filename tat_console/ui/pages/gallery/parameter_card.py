"""What a command asks for: a card with a line or two for each parameter."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from tat_console.support.i18n import _, listed
from tat_console.tat.parameter_types import ParameterDefinition, ParameterKind
from tat_console.ui.kit.controls import ElidedLabel, IconLabel, Label
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import column, row, rule
from tat_console.ui.pages.gallery.words import type_words


class ParameterCard(QFrame):
    """Name, type, default and description of every parameter."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "card")
        self._definitions: tuple[ParameterDefinition, ...] = ()
        self._parts: list[QWidget] = []
        self._column = column(gap=0, margins=(1, 1, 1, 1))
        self.setLayout(self._column)

    def show_definitions(self, definitions: Sequence[ParameterDefinition]) -> None:
        """Show other parameters; the same ones again change nothing."""
        if tuple(definitions) == self._definitions:
            return
        self._definitions = tuple(definitions)
        for part in self._parts:
            self._column.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts = []
        for place, definition in enumerate(definitions):
            if place:
                self._parts.append(rule())
            self._parts.append(_line(definition))
        for part in self._parts:
            self._column.addWidget(part)


def _line(definition: ParameterDefinition) -> QWidget:
    words = type_words(definition)
    name = Label(definition.key, Type.CODE_NAME)
    head = row(name, gap=6)
    if definition.kind is ParameterKind.SECRET:
        head.addWidget(IconLabel("ph.lock-key-fill", "halted_text", 14))
    head.addWidget(ElidedLabel(words, Type.SMALL, "text_3"), 1)
    if definition.default:
        default = " ".join(definition.default.split())
        shown = ElidedLabel(default, Type.CODE_SMALL)
        shown.setMaximumWidth(120)
        shown.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(shown)
    body = column(head, gap=2, margins=(9, 5, 9, 6))
    if definition.description:
        body.addWidget(Label(definition.description, Type.SMALL, "text_2", wrap=True))
    made = QWidget()
    made.setLayout(body)
    default_words = _("default {value}").format(value=definition.default)
    parts = (definition.key, words, default_words if definition.default else "")
    made.setAccessibleName(listed(filter(None, (*parts, definition.description))))
    return made
