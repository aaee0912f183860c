"""What a set of machines is made of besides its own: other sets, added, taken out or met."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from tat_console.runs.target_sets import Operation, TargetSet, Term
from tat_console.support.i18n import N_, _
from tat_console.ui.kit.controls import ButtonKind, button, tool_button
from tat_console.ui.kit.layout import GRID, column, row

_OPERATIONS: Final = (
    (Operation.UNION, N_("and those of")),
    (Operation.MINUS, N_("but not those of")),
    (Operation.INTERSECTION, N_("only if they are in")),
)


class TermRow(QWidget):
    """One operation with one set."""

    changed = Signal()
    removed = Signal()

    def __init__(self, sets: Sequence[TargetSet], number: int, chosen: Term | None = None) -> None:
        super().__init__()
        self._operation = QComboBox()
        self._operation.setObjectName(f"term_operation_{number}")
        self._operation.setAccessibleName(_("How the set is joined"))
        for operation, words in _OPERATIONS:
            self._operation.addItem(_(words), operation)
        self._set = QComboBox()
        self._set.setObjectName(f"term_set_{number}")
        self._set.setAccessibleName(_("Set"))
        for one in sets:
            self._set.addItem(one.name, one.set_id)
        if chosen is not None:
            self._operation.setCurrentIndex(self._operation.findData(chosen.operation))
            self._set.setCurrentIndex(self._set.findData(chosen.set_id))
        remove = tool_button("ph.x", _("Leave this set out"))
        remove.setObjectName(f"term_remove_{number}")
        remove.clicked.connect(self.removed)
        self._operation.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self._set.currentIndexChanged.connect(lambda _index: self.changed.emit())
        line = row(self._operation, self._set, remove, gap=GRID)
        line.setStretch(1, 1)
        self.setLayout(line)

    def term(self) -> Term:
        """What was chosen."""
        return Term(Operation(self._operation.currentData()), str(self._set.currentData()))


class SetTerms(QWidget):
    """Rows of operations, worked out from the first to the last; `changed` tells of each change."""

    changed = Signal()

    def __init__(self, sets: Sequence[TargetSet], terms: Sequence[Term] = ()) -> None:
        super().__init__()
        self._sets = sets
        self._rows: list[TermRow] = []
        self._made = 0
        self._lines: QVBoxLayout = column(gap=GRID)
        add = button(_("Join with another set"), "ph.plus", ButtonKind.FLAT)
        add.setObjectName("add_term")
        add.setAutoDefault(False)
        add.clicked.connect(lambda: self._add(None))
        box = column(gap=GRID)
        box.addLayout(self._lines)
        box.addLayout(row(add, None))
        self.setLayout(box)
        for term in terms:
            self._add(term)

    def terms(self) -> tuple[Term, ...]:
        """The operations in their order."""
        return tuple(one.term() for one in self._rows)

    def _add(self, term: Term | None) -> None:
        made = TermRow(self._sets, self._made, term)
        self._made += 1
        made.changed.connect(self.changed)
        made.removed.connect(lambda: self._remove(made))
        self._rows.append(made)
        self._lines.addWidget(made)
        self.changed.emit()

    def _remove(self, made: TermRow) -> None:
        self._rows.remove(made)
        self._lines.removeWidget(made)
        made.deleteLater()
        self.changed.emit()
