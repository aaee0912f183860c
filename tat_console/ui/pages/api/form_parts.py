"""The parts of a form: plain fields, objects with fields of their own, lists of objects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from tat_console.support.i18n import _
from tat_console.tat.forms import FieldKind, FormField
from tat_console.ui.kit.controls import ButtonKind, Label, button, tool_button
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GAP, GRID, HALF, column, row
from tat_console.ui.pages.api.form_values import YES_NO, hint, kind_words, shown_text, typed_value
from tat_console.ui.widgets.parameter_form import ParameterField, ParameterRow

SCRIPT_HEIGHT: Final = 128
LIST_HEIGHT: Final = 52

Path = Sequence[str]
"""The way to a field: names, and places in lists."""


class PlainPart(ParameterRow):
    """A field of one value, or of several values one a line."""

    def __init__(self, field: FormField, path: str) -> None:
        is_switch = field.kind is FieldKind.YES_NO
        is_long = field.is_list or field.kind is FieldKind.SCRIPT
        super().__init__(
            ParameterField(
                key=field.name,
                hint=hint(field),
                kind=kind_words(field),
                choices=() if field.is_list else tuple(YES_NO) if is_switch else field.choices,
                lines=is_long,
            )
        )
        self._form_field = field
        self.field.setObjectName(f"field_{path}")
        if is_long:
            height = LIST_HEIGHT if field.is_list else SCRIPT_HEIGHT
            self.field.setFixedHeight(height)

    def wire_value(self) -> Any:
        """What goes over the wire."""
        return typed_value(self._form_field, self.value())

    def set_wire_value(self, value: Any) -> None:
        """Fill in what went over the wire."""
        self.set_value(shown_text(self._form_field, value))

    def say_problem(self, path: Path, sentence: str) -> bool:
        """Say it under the field."""
        self.set_problem(sentence)
        return True

    def clear_problems(self) -> None:
        """Show the hint again."""
        self.set_problem("")

    def first_field(self) -> QWidget:
        """The field itself."""
        return self.field


class ObjectPart(QFrame):
    """A box with the fields of an object; it is left out while all of them are empty."""

    edited = Signal()

    def __init__(self, field: FormField, path: str, *, title: str = "") -> None:
        super().__init__()
        self.setProperty("ground", "card")
        self._parts = {one.name: part_of(one, f"{path}.{one.name}") for one in field.fields}
        self._problem = _problem_label()
        self.head = row(Label(title or field.name, Type.CODE_NAME), gap=6)
        self.head.addWidget(Label("" if title else kind_words(field), Type.SMALL, "text_3"))
        self.head.addStretch(1)
        box = column(self.head, self._problem, gap=GRID, margins=(GAP, GRID, GAP, GAP))
        for part in self._parts.values():
            part.edited.connect(self.edited)
            box.addWidget(part)
        self.setLayout(box)

    def wire_value(self) -> dict[str, Any] | None:
        """The fields that are filled in."""
        values = {name: part.wire_value() for name, part in self._parts.items()}
        return {name: value for name, value in values.items() if value is not None} or None

    def set_wire_value(self, value: Any) -> None:
        """Fill the fields."""
        known = value if isinstance(value, dict) else {}
        for name, part in self._parts.items():
            part.set_wire_value(known.get(name))

    def say_problem(self, path: Path, sentence: str) -> bool:
        """Say it at the field that the path names, or at the top."""
        if path and path[0] in self._parts:
            return self._parts[path[0]].say_problem(path[1:], sentence)
        _say(self._problem, sentence)
        return True

    def clear_problems(self) -> None:
        """Take everything back."""
        _say(self._problem, "")
        for part in self._parts.values():
            part.clear_problems()

    def first_field(self) -> QWidget:
        """The first of the fields."""
        return next(iter(self._parts.values())).first_field()


class ObjectListPart(QWidget):
    """Boxes one below the other, with a button that adds one."""

    edited = Signal()

    def __init__(self, field: FormField, path: str) -> None:
        super().__init__()
        self._field = field
        self._path = path
        self._boxes: list[ObjectPart] = []
        self._problem = _problem_label()
        self.add = button(_("Add"), "ph.plus", ButtonKind.FLAT, strip=True)
        self.add.setObjectName(f"add_{path}")
        self.add.setAccessibleName(_("Add to {field}").format(field=field.name))
        self.add.clicked.connect(self._add_one)
        needed = _("list of objects, needed") if field.is_required else _("list of objects")
        words = Label(needed, Type.SMALL, "text_3")
        head = row(Label(field.name, Type.CODE_NAME), words, None, self.add, gap=6)
        self._column: QVBoxLayout = column(head, self._problem, gap=HALF)
        self.setLayout(self._column)

    def wire_value(self) -> list[dict[str, Any]] | None:
        """Every box, an empty one too: whoever added it is told what is missing in it."""
        return [box.wire_value() or {} for box in self._boxes] or None

    def set_wire_value(self, value: Any) -> None:
        """Show a box for each."""
        items = value if isinstance(value, list) else []
        for box in self._boxes[len(items) :]:
            self._drop(box)
        while len(self._boxes) < len(items):
            self._add_box()
        for box, item in zip(self._boxes, items, strict=True):
            box.set_wire_value(item)

    def say_problem(self, path: Path, sentence: str) -> bool:
        """Say it in the box that the path counts to, or in the first one, or at the top."""
        if path and path[0].isdigit() and int(path[0]) < len(self._boxes):
            return self._boxes[int(path[0])].say_problem(path[1:], sentence)
        if path and self._boxes:
            return self._boxes[0].say_problem(path, sentence)
        _say(self._problem, sentence)
        return True

    def clear_problems(self) -> None:
        """Take everything back."""
        _say(self._problem, "")
        for box in self._boxes:
            box.clear_problems()

    def first_field(self) -> QWidget:
        """The first field of the first box, or the button that makes one."""
        return self._boxes[0].first_field() if self._boxes else self.add

    def _add_one(self) -> None:
        self._add_box().first_field().setFocus()
        self.edited.emit()

    def _add_box(self) -> ObjectPart:
        place = len(self._boxes)
        title = f"{self._field.name} {place + 1}"
        box = ObjectPart(self._field, f"{self._path}.{place}", title=title)
        remove = tool_button("ph.x", _("Remove {title}").format(title=title))
        remove.clicked.connect(lambda: self._remove(box))
        box.head.addWidget(remove)
        box.edited.connect(self.edited)
        self._boxes.append(box)
        self._column.addWidget(box)
        return box

    def _remove(self, gone: ObjectPart) -> None:
        """The boxes after it move up, so that their names count on from one."""
        kept = [box.wire_value() or {} for box in self._boxes if box is not gone]
        self.set_wire_value(kept)
        self.edited.emit()

    def _drop(self, box: ObjectPart) -> None:
        self._boxes.remove(box)
        self._column.removeWidget(box)
        box.hide()
        box.deleteLater()


AnyPart = PlainPart | ObjectPart | ObjectListPart


def part_of(field: FormField, path: str) -> AnyPart:
    """The part that a field is filled in with."""
    if field.kind is not FieldKind.OBJECT:
        return PlainPart(field, path)
    return ObjectListPart(field, path) if field.is_list else ObjectPart(field, path)


def _problem_label() -> Label:
    label = Label("", Type.SMALL, "bad_text", wrap=True)
    label.hide()
    return label


def _say(label: Label, sentence: str) -> None:
    label.setText(sentence)
    label.setVisible(bool(sentence))
