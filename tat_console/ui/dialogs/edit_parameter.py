"""The dialog in which the author of a script says how a parameter is filled in."""

from __future__ import annotations

from typing import Final

import msgspec
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from tat_console.support.i18n import _
from tat_console.tat.help_topics import Topic
from tat_console.tat.limits import PARAMETER_NAME, PARAMETERS
from tat_console.tat.parameter_types import ParameterDefinition, ParameterKind
from tat_console.ui.kit.ask import ACCEPTED
from tat_console.ui.kit.controls import ButtonKind, Label, button
from tat_console.ui.kit.dialog import Dialog
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GRID
from tat_console.ui.widgets.help_mark import HelpMark

WIDTH: Final = 460
_KINDS: Final = tuple(kind for kind in ParameterKind if kind is not ParameterKind.SECRET)
_K: Final = ParameterKind
_SHOWN_FOR: Final = {
    "default": (_K.TEXT, _K.NUMBER, _K.CHOICE, _K.SWITCH, _K.LINES, _K.FILE),
    "pattern": (_K.TEXT, _K.LINES, _K.FILE, _K.SECRET),
    "least": (_K.NUMBER,),
    "most": (_K.NUMBER,),
    "decimals": (_K.NUMBER,),
    "choices": (_K.CHOICE,),
    "on": (_K.SWITCH,),
    "off": (_K.SWITCH,),
}
"""The kinds that each field means something to; the others are for all."""


class EditParameter(Dialog):
    """Edits one definition; accepted only once nothing is wrong with it."""

    def __init__(self, parent: QWidget, definition: ParameterDefinition) -> None:
        title = _("Parameter “{key}”").format(key=definition.key)
        super().__init__(parent, title, WIDTH)
        self.setObjectName("edit_parameter")
        self._definition = definition
        self._rows: dict[str, tuple[Label, QWidget]] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(GRID)
        self._grid.setVerticalSpacing(GRID)
        self._grid.setColumnStretch(1, 1)
        self._add_fields(definition)
        self.problem = Label("", Type.SMALL, "bad_text", wrap=True)
        self.problem.setObjectName("definition_problem")
        self.body.addLayout(self._grid)
        self.body.addWidget(self.problem)
        self.foot.insertWidget(0, HelpMark(Topic.PARAMETERS, PARAMETERS, PARAMETER_NAME))
        self.add_cancel(_("Cancel")).setDefault(False)
        accept = button(_("Apply"), kind=ButtonKind.PRIMARY)
        accept.setObjectName("apply_definition")
        accept.setDefault(True)
        accept.clicked.connect(self._accept)
        self.foot.addWidget(accept)
        self._show_rows()
        self.kind.setFocus()

    def definition(self) -> ParameterDefinition:
        """The definition as it stands in the fields; numbers that cannot be read are left out."""
        shown = {name for name, (_label, field) in self._rows.items() if not field.isHidden()}
        kind: ParameterKind = ParameterKind(self.kind.currentData())
        made = ParameterDefinition(
            key=self._definition.key,
            kind=kind,
            description=self.description.text().strip(),
            required=self.required.isChecked(),
        )
        values = {
            "default": self.default.text(),
            "pattern": self.pattern.text(),
            "least": _number(self.least.text()),
            "most": _number(self.most.text()),
            "decimals": self.decimals.isChecked(),
            "choices": tuple(filter(None, map(str.strip, self.choices.toPlainText().split("\n")))),
            "on": self.on.text(),
            "off": self.off.text(),
        }
        return msgspec.structs.replace(
            made, **{name: value for name, value in values.items() if name in shown}
        )

    def _add_fields(self, row: ParameterDefinition) -> None:
        self.kind = QComboBox()
        is_secret = row.kind is ParameterKind.SECRET
        for kind in (ParameterKind.SECRET,) if is_secret else _KINDS:
            self.kind.addItem(kind.words, kind)
        self.kind.setCurrentIndex(max(0, self.kind.findData(row.kind)))
        self.kind.currentIndexChanged.connect(lambda _place: self._show_rows())
        self._add("kind", _("Kind"), self.kind)
        self.description = self._line("description", _("Description"), row.description)
        self.choices = QPlainTextEdit("\n".join(row.choices))
        self.choices.setProperty("kind", "field")
        self.choices.setTabChangesFocus(True)
        self.choices.setFixedHeight(72)
        self._add("choices", _("Choices, one a line"), self.choices)
        self.least = self._line("least", _("At least"), _text(row.least))
        self.most = self._line("most", _("At most"), _text(row.most))
        self.decimals = QCheckBox(_("May have a fraction"))
        self.decimals.setChecked(row.decimals)
        self._add("decimals", "", self.decimals)
        self.on = self._line("on", _("Sent when on"), row.on)
        self.off = self._line("off", _("Sent when off"), row.off)
        self.default = self._line("default", _("Default"), row.default)
        self.pattern = self._line("pattern", _("Pattern (regular expression)"), row.pattern)
        self.required = QCheckBox(_("Must be given"))
        self.required.setChecked(row.required)
        self._add("required", "", self.required)

    def _line(self, name: str, label: str, text: str) -> QLineEdit:
        field = QLineEdit(text)
        self._add(name, label, field)
        return field

    def _add(self, name: str, label: str, field: QWidget) -> None:
        words = Label(label, Type.BASE, "text_2")
        field.setObjectName(f"definition_{name}")
        if label:
            field.setAccessibleName(label)
        place = len(self._rows)
        self._grid.addWidget(words, place, 0)
        self._grid.addWidget(field, place, 1)
        self._rows[name] = (words, field)

    def _show_rows(self) -> None:
        kind = ParameterKind(self.kind.currentData())
        for name, kinds in _SHOWN_FOR.items():
            for part in self._rows[name]:
                part.setVisible(kind in kinds)

    def _accept(self) -> None:
        problems = [*self._unreadable(), *self.definition().problems()]
        self.problem.setText("\n".join(problems))
        if not problems:
            self.done(ACCEPTED)

    def _unreadable(self) -> list[str]:
        text = _("“{value}” is no number.")
        return [
            text.format(value=field.text())
            for field in (self.least, self.most)
            if not field.isHidden() and field.text().strip() and _number(field.text()) is None
        ]


def _number(text: str) -> float | None:
    try:
        return float(text.strip())
    except ValueError:
        return None


def _text(number: float | None) -> str:
    return "" if number is None else f"{number:g}"
