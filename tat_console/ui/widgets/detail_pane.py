"""What stands beside a table or cards and tells all about the current one."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame

from tat_console.support.i18n import _
from tat_console.ui.kit.controls import ElidedLabel, tool_button
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GAP, GRID, HALF, column, panel, row, scrolled

SIDE: Final = 14
LEAST_WIDTH: Final = 300


class ClosablePane(QFrame):
    """A frame at the right; `close_asked` tells that Escape or its cross wants it closed."""

    close_asked = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setProperty("ground", "panel")
        self.setProperty("edge", "left")
        self.setMinimumWidth(LEAST_WIDTH)
        self.setAccessibleName(name)
        self.cross = tool_button("ph.x", _("Close the details (Escape)"))
        self.cross.clicked.connect(self.close_asked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_asked.emit()
        else:
            super().keyPressEvent(event)


class DetailPane(ClosablePane):
    """Name and id at the top, a `body` that scrolls, and a `foot`, both to be filled."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.title = ElidedLabel("", Type.HEADING)
        self._id = ElidedLabel("", Type.ID, "text_3")
        self._copy = tool_button("ph.copy", _("Copy the ID"), role="text_3")
        self._copy.setObjectName("copy_id")
        self._copy.clicked.connect(
            lambda: QGuiApplication.clipboard().setText(self._id.full_text())
        )
        title = row(self.title, self.cross)
        title.setStretch(0, 1)
        self.id_line = row(self._id, self._copy, None, gap=HALF)
        head = column(title, self.id_line, gap=0, margins=(SIDE, GAP, GRID, GRID))
        self.body = column(gap=GAP, margins=(SIDE, 0, SIDE, GAP))
        self.foot = row(margins=(SIDE, GRID, SIDE, GRID))
        self.body_area = scrolled(self.body)
        self.box = column(head, self.body_area, panel(self.foot, edge="top"), gap=0)
        self.box.setStretch(1, 1)
        self.setLayout(self.box)

    def set_head(self, title: str, its_id: str) -> None:
        """Say what is shown; without an id there is nothing to copy."""
        self.title.setText(title)
        self._id.setText(its_id)
        self._copy.setVisible(bool(its_id))
