"""The form of one action, made from its row, and what was typed into the others before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QScrollArea, QWidget

from tat_console.services.explorer import problems
from tat_console.support.i18n import _
from tat_console.tat.actions import Action
from tat_console.tat.forms import form_of
from tat_console.ui.kit.controls import Label
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GAP, MARGIN, column
from tat_console.ui.pages.api.form_parts import AnyPart, part_of

_CHECK_MS: Final = 300


class RequestForm(QScrollArea):
    """`changed` tells that the request is another one; what is typed is checked a moment later.

    Fields that were not touched yet are not found fault with before the call is asked for.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._action: Action | None = None
        self._parts: dict[str, AnyPart] = {}
        self._kept: dict[str, dict[str, Any]] = {}
        self._touched: set[str] = set()
        self._check_soon = QTimer(self, interval=_CHECK_MS, singleShot=True)
        self._check_soon.timeout.connect(self._check_touched)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Fields of the request"))
        self.setObjectName("request_form")
        self.setFocusPolicy(
            Qt.FocusPolicy.NoFocus
        )  # its fields have it, and bring themselves into view

    def show_action(self, action: Action) -> None:
        """Show the fields of an action with what was typed into them last."""
        if self._action is not None:
            self._kept[self._action.key] = self.values()
        self._action = action
        self._touched.clear()
        self._check_soon.stop()
        self._parts = {field.name: part_of(field, field.name) for field in form_of(action)}
        box = column(gap=GAP, margins=(MARGIN, GAP, GAP, MARGIN))
        for name, part in self._parts.items():
            box.addWidget(part)
            part.edited.connect(lambda name=name: self._edited(name))
        if not self._parts:
            box.addWidget(Label(_("This action takes no fields."), Type.BASE, "text_2"))
        box.addStretch(1)
        body = QWidget()
        body.setLayout(box)
        self._fill(self._kept.get(action.key, {}))
        self.setWidget(body)
        self.changed.emit()

    def values(self) -> dict[str, Any]:
        """The request as it goes over the wire."""
        values = {name: part.wire_value() for name, part in self._parts.items()}
        return {name: value for name, value in values.items() if value is not None}

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Fill all fields anew."""
        self._fill(values)
        self._touched.clear()
        self.clear_problems()
        self.changed.emit()

    def check(self) -> bool:
        """Say beside the fields what cannot be sent; False where there is something."""
        self._touched = set(self._parts)
        return not self._say_problems(move=True)

    def clear_problems(self) -> None:
        """Take back what was said."""
        for part in self._parts.values():
            part.clear_problems()

    def focus_first(self) -> None:
        """Put the cursor into the first field."""
        if self._parts:
            next(iter(self._parts.values())).first_field().setFocus()

    def _fill(self, values: Mapping[str, Any]) -> None:
        for name, part in self._parts.items():
            part.set_wire_value(values.get(name))

    def _edited(self, name: str) -> None:
        self._touched.add(name)
        self._check_soon.start()
        self.changed.emit()

    def _check_touched(self) -> None:
        self._say_problems(move=False)

    def _say_problems(self, *, move: bool) -> bool:
        if self._action is None:
            return False
        self.clear_problems()
        found = problems(self._action, self.values())
        at = [path.split(".") for path in found]
        for path, sentence in zip(at, found.values(), strict=True):
            if path[0] in self._touched and path[0] in self._parts:
                self._parts[path[0]].say_problem(path[1:], sentence)
        if move and at and at[0][0] in self._parts:
            first = self._parts[at[0][0]]
            first.first_field().setFocus()
            self.ensureWidgetVisible(first, 0, MARGIN)
        return bool(found)
