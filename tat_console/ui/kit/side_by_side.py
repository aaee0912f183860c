"""A main part with a pane at its side, which lies on top of it where there is little room."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tat_console.ui.kit.splitter import Splitter

PANE_WIDTH: Final = 258
_LEAST_OVERLAY: Final = 320


class SideBySide(QWidget):
    """Keeps the pane in a splitter while wide, and over the main part while narrow.

    The width that the user gives the pane is remembered under the object name of the pane.
    """

    def __init__(self, main: QWidget, pane: QWidget, width: int = PANE_WIDTH) -> None:
        super().__init__()
        self._width = width
        self.overlay_share = 0.0
        """How much of the whole an overlay takes at least."""
        self._pane = pane
        self._is_narrow = False
        self._splitter = Splitter(Qt.Orientation.Horizontal, f"beside_{pane.objectName()}")
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(1)
        self._splitter.addWidget(main)
        self._splitter.addWidget(pane)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setStretchFactor(1, 0)
        self._splitter.share([10_000, width])
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._splitter)
        pane.hide()

    @property
    def is_narrow(self) -> bool:
        """Whether the pane lies on top."""
        return self._is_narrow

    def set_narrow(self, narrow: bool) -> None:
        """Change the place of the pane; on a change to narrow it closes."""
        if narrow == self._is_narrow:
            return
        self._is_narrow = narrow
        was_open = self._pane.isVisibleTo(self)
        if narrow:
            self._pane.setParent(self)
        else:
            self._splitter.addWidget(self._pane)
            self._splitter.share([10_000, self._width])
        self._pane.setVisible(was_open and not narrow)
        self._place()

    def open_pane(self) -> None:
        """Show the pane."""
        self._pane.show()
        self._place()
        self._pane.raise_()

    def close_pane(self) -> None:
        """Hide the pane."""
        self._pane.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the overlay at the right edge."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        if self._is_narrow:
            wanted = max(_LEAST_OVERLAY, round(self.width() * self.overlay_share))
            width = min(wanted, self.width())
            self._pane.setGeometry(self.width() - width, 0, width, self.height())
