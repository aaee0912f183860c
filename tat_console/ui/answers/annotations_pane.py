"""What a user writes on a run: a star, a note, labels."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from tat_console.ports.history import Annotations
from tat_console.support.i18n import _
from tat_console.ui.kit.controls import Label
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GRID, HALF, column

MOST_NOTE: Final = 1_000


class AnnotationsPane(QWidget):
    """`changed(Annotations)` tells what was written when a field is left or Enter is pressed."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._kept = Annotations()
        self.note = QLineEdit()
        self.note.setObjectName("run_note")
        self.note.setMaxLength(MOST_NOTE)
        self.note.setPlaceholderText(_("A ticket, a reason, what came of it"))
        self.note.setAccessibleName(_("Note"))
        self.note.setToolTip(_("A note on this run (F2); the search finds its words"))
        self.labels = QLineEdit()
        self.labels.setObjectName("run_labels")
        self.labels.setPlaceholderText(_("Labels, with commas between them"))
        self.labels.setAccessibleName(_("Labels"))
        self.labels.setToolTip(_("Labels of this run (Ctrl+L); find them with label:"))
        parts = (
            Label(_("Note"), Type.SMALL, "text_3"),
            self.note,
            HALF,
            Label(_("Labels"), Type.SMALL, "text_3"),
            self.labels,
        )
        self.setLayout(column(*parts, gap=HALF, margins=(0, 0, 0, GRID)))
        for field in (self.note, self.labels):
            field.editingFinished.connect(self._tell)

    def show_annotations(self, annotations: Annotations) -> None:
        """Show what is written on a run."""
        self._kept = annotations
        self.note.setText(annotations.note)
        self.labels.setText(", ".join(annotations.labels))

    def toggle_star(self) -> None:
        """Star the run, or take its star away."""
        self._use(starred=not self._kept.starred)

    @property
    def annotations(self) -> Annotations:
        """What is written on the run."""
        return self._kept

    # -- inside

    def _tell(self) -> None:
        self._use(starred=self._kept.starred)

    def _use(self, *, starred: bool) -> None:
        labels = dict.fromkeys(filter(None, map(str.strip, self.labels.text().split(","))))
        made = Annotations(starred=starred, note=self.note.text().strip(), labels=tuple(labels))
        if made != self._kept:
            self._kept = made
            self.changed.emit(made)
