"""The form for a script's parameters; it follows the placeholders as they come and go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QToolButton,
    QWidget,
)

from tat_console.support.i18n import _
from tat_console.ui.kit.controls import ElidedLabel, IconLabel, Label, tool_button
from tat_console.ui.kit.fonts import Type, font
from tat_console.ui.kit.icons import icon
from tat_console.ui.kit.layout import GAP, HALF, column, row
from tat_console.ui.kit.whole_text import whole_text

LINES_HEIGHT: Final = 70


@dataclass(frozen=True, slots=True)
class RowAction:
    """A button of a row; its object name is its name and the key of the parameter."""

    name: str
    icon: str
    tip: str


@dataclass(frozen=True, slots=True)
class ParameterField:
    """What the form knows of a parameter: everything but its value.

    `kind` are the words right of the name; without them the form says whether it is secret.
    With `choices` the field is a list to choose from or to type into, with `lines` it takes
    several lines, and with `switch`, the values for on and off, it is a box to tick. `fixed` is
    said in the place of a field where there is nothing to fill in. Each of `actions` is a button
    after the kind.
    """

    key: str
    hidden: bool = False
    hint: str = ""
    default: str = ""
    kind: str = ""
    choices: tuple[str, ...] = ()
    lines: bool = False
    switch: tuple[str, str] | None = None
    fixed: str = ""
    actions: tuple[RowAction, ...] = ()


class ParameterForm(QWidget):
    """One field a parameter; what was typed comes back when its placeholder does.

    `action_asked` tells the key of a parameter and the name of the action that was pressed.
    """

    changed = Signal()
    action_asked = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._fields: tuple[ParameterField, ...] = ()
        self._rows: dict[str, ParameterRow] = {}
        self._kept: dict[str, str] = {}
        self._empty = Label(
            _("No parameters. Write {example} in the script to add one.").format(
                example="{{name}}"
            ),
            Type.SMALL,
            "text_3",
            wrap=True,
        )
        self._column = column(self._empty, gap=GAP)
        self.setLayout(self._column)

    def set_fields(self, fields: Sequence[ParameterField]) -> None:
        """Show these parameters in this order; fields that stay keep value, focus and problem."""
        if tuple(fields) == self._fields:
            return
        earlier = {field.key: field for field in self._fields}
        self._fields = tuple(fields)
        there = {field.key: field for field in fields}
        for key in [key for key in self._rows if there.get(key) != earlier[key]]:
            self._drop(key)
        for place, field in enumerate(fields):
            made = self._rows.get(field.key) or self._add(field)
            if self._column.indexOf(made) != place:
                self._column.insertWidget(place, made)
        self._empty.setVisible(not fields)
        self.changed.emit()

    def fields(self) -> tuple[ParameterField, ...]:
        """The parameters on show."""
        return self._fields

    def values(self) -> dict[str, str]:
        """The value of every parameter on show, in order; empty text is a value too."""
        return {field.key: self._rows[field.key].value() for field in self._fields}

    def set_values(self, values: Mapping[str, str]) -> None:
        """Fill in values; those of parameters that are not on show wait for them."""
        self._kept.update(values)
        for key, value in values.items():
            if key in self._rows:
                self._rows[key].set_value(value)

    def set_problem(self, key: str, sentence: str) -> None:
        """Say in the place of the hint what is wrong; empty takes it back."""
        if key in self._rows:
            self._rows[key].set_problem(sentence)

    def set_warning(self, key: str, sentence: str) -> None:
        """Say under the field what to look out for, unless there is a problem."""
        if key in self._rows:
            self._rows[key].set_warning(sentence)

    def set_tip(self, key: str, text: str) -> None:
        """Say over the field how its value lands."""
        if key in self._rows:
            self._rows[key].field.setToolTip(text)

    def clear_problems(self) -> None:
        """Take all problems back."""
        for made in self._rows.values():
            made.set_problem("")

    def focus_field(self, key: str) -> None:
        """Put the cursor into a field."""
        if key in self._rows:
            self._rows[key].field.setFocus()

    def tab_parts(self) -> Iterator[QWidget]:
        """All fields, then the small buttons: who fills in a form goes from field to field."""
        rows = [self._rows[field.key] for field in self._fields]
        yield from (made.field for made in rows)
        for made in rows:
            yield from made.buttons

    def _add(self, field: ParameterField) -> ParameterRow:
        made = self._rows[field.key] = ParameterRow(field)
        made.set_value(self._kept.get(field.key, field.default))
        made.edited.connect(self.changed)
        made.action_asked.connect(self.action_asked)
        return made

    def _drop(self, key: str) -> None:
        gone = self._rows.pop(key)
        self._kept[key] = gone.value()
        self._column.removeWidget(gone)
        gone.hide()
        gone.deleteLater()


class ParameterRow(QWidget):
    """Name and kind, the field, and under it a problem, a warning or a hint."""

    edited = Signal()
    action_asked = Signal(str, str)

    def __init__(self, parameter: ParameterField) -> None:
        super().__init__()
        self._parameter = parameter
        self._hint = parameter.hint or (
            _("Recorded as ******, never on disk") if parameter.hidden else ""
        )
        self._problem = self._warning = ""
        self.buttons: list[QToolButton] = []
        self.field = _field(parameter)
        self._text = self.field.lineEdit() if isinstance(self.field, QComboBox) else self.field
        self._under = Label(self._hint, Type.SMALL, "text_3", wrap=True)
        self.field.setObjectName(f"parameter_{parameter.key}")
        self.field.setAccessibleName(parameter.key)
        self.field.setAccessibleDescription(self._hint)
        if not self._hint:
            self._under.hide()
        self.setLayout(column(self._head(), self.field, self._under, gap=HALF))
        if isinstance(self._text, QCheckBox):
            self._text.toggled.connect(lambda _on: self.edited.emit())
        elif isinstance(self._text, QLineEdit | QPlainTextEdit):
            self._text.textChanged.connect(lambda *_text: self.edited.emit())

    def value(self) -> str:
        """What is in the field."""
        match self._text:
            case QPlainTextEdit():
                return whole_text(self._text.document())
            case QLineEdit():
                return self._text.text()
            case QCheckBox() if self._parameter.switch:
                on, off = self._parameter.switch
                return on if self._text.isChecked() else off
        return ""

    def set_value(self, value: str) -> None:
        """Put something into the field."""
        if self.value() == value:
            return
        match self._text:
            case QPlainTextEdit():
                self._text.setPlainText(value)
            case QLineEdit():
                self._text.setText(value)
            case QCheckBox() if self._parameter.switch:
                self._text.setChecked(value == self._parameter.switch[0])

    def set_problem(self, sentence: str) -> None:
        """Show what is wrong, or take it back."""
        self._problem = sentence
        self._say()

    def set_warning(self, sentence: str) -> None:
        """Show what to look out for, or take it back."""
        self._warning = sentence
        self._say()

    def _say(self) -> None:
        words = self._problem or self._warning or self._hint
        ink = "bad_text" if self._problem else "late_text" if self._warning else "text_3"
        self._under.setText(words)
        self._under.set_ink(ink)
        self._under.setVisible(bool(words))
        self.field.setAccessibleDescription(words)

    def _head(self) -> QHBoxLayout:
        parameter = self._parameter
        kind = parameter.kind or (_("secret") if parameter.hidden else _("text"))
        head = row(Label(parameter.key, Type.CODE_NAME), gap=6)
        if parameter.hidden:
            head.addWidget(IconLabel("ph.lock-key-fill", "halted_text", 14))
        words = ElidedLabel(kind, Type.SMALL, "text_3")
        words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(words, 1)
        for action in parameter.actions:
            made = tool_button(action.icon, action.tip, role="text_3")
            made.setObjectName(f"{action.name}_{parameter.key}")
            made.setProperty("kind", "mark")
            made.setIconSize(QSize(14, 14))
            made.setFixedSize(18, 18)
            made.clicked.connect(
                lambda _checked, name=action.name: self.action_asked.emit(parameter.key, name)
            )
            self.buttons.append(made)
            head.addWidget(made)
        return head


Input = QLineEdit | QComboBox | QPlainTextEdit | QCheckBox | Label


def _field(parameter: ParameterField) -> Input:
    if parameter.fixed:
        return Label(parameter.fixed, Type.BASE, "text_2", wrap=True)
    if parameter.switch:
        return QCheckBox(_("On"))
    if parameter.choices and not parameter.hidden:
        box = QComboBox()
        box.setEditable(True)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(6)
        box.addItems(list(parameter.choices))
        box.setCurrentText("")
        return box
    if parameter.lines and not parameter.hidden:
        return _lines_field()
    field = QLineEdit()
    if parameter.hidden:
        field.setEchoMode(QLineEdit.EchoMode.Password)
        _add_reveal(field)
    return field


def _lines_field() -> QPlainTextEdit:
    field = QPlainTextEdit()
    field.setProperty("kind", "field")
    field.setFont(font(Type.CODE_SMALL))
    field.setTabChangesFocus(True)
    field.setFixedHeight(LINES_HEIGHT)
    return field


def _add_reveal(field: QLineEdit) -> None:
    reveal = QAction(icon("ph.eye-slash", "text_2"), _("Show the value"), field)
    reveal.setCheckable(True)

    def turn(on: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password
        field.setEchoMode(mode)
        reveal.setIcon(icon("ph.eye" if on else "ph.eye-slash", "text_2"))
        reveal.setToolTip(_("Hide the value") if on else _("Show the value"))

    reveal.toggled.connect(turn)
    field.addAction(reveal, QLineEdit.ActionPosition.TrailingPosition)
