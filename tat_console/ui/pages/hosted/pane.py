"""The frame of what stands beside a table: name, id and cross, a body that scrolls, and a foot."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from tat_console.support.i18n import _
from tat_console.ui.kit.controls import ElidedLabel, tool_button
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GAP, GRID, HALF, column, panel, row

WIDTH: Final = 340
SIDE: Final = 14


class DetailPane(QFrame):
    """`body` and `foot` are to be filled by what stands in it; Escape and the cross close."""

    close_asked = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setProperty("ground", "panel")
        self.setProperty("edge", "left")
        self.setMinimumWidth(300)
        self.setAccessibleName(name)
        self.title = ElidedLabel("", Type.HEADING)
        self._id = ElidedLabel("", Type.ID, "text_3")
        self._copy = tool_button("ph.copy", _("Copy the ID"), role="text_3")
        self._copy.clicked.connect(
            lambda: QGuiApplication.clipboard().setText(self._id.full_text())
        )
        self.body = column(gap=GAP, margins=(SIDE, 0, SIDE, GAP))
        self.foot = row(gap=GRID, margins=(SIDE, GRID, SIDE, GRID))
        self._lay_out()

    def set_head(self, title: str, its_id: str) -> None:
        """Say what is shown; without an id there is nothing to copy."""
        self.title.setText(title)
        self._id.setText(its_id)
        self._copy.setVisible(bool(its_id))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_asked.emit()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        close = tool_button("ph.x", _("Close the details (Escape)"))
        close.clicked.connect(self.close_asked)
        title = row(self.title, close)
        title.setStretch(0, 1)
        head = column(title, row(self._id, self._copy, None, gap=HALF), gap=0)
        head.setContentsMargins(SIDE, GAP, GRID, GRID)
        inside = QWidget()
        inside.setLayout(self.body)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        box = column(head, scroll, panel(self.foot, edge="top"), gap=0)
        box.setStretch(1, 1)
        self.setLayout(box)
