"""Two answers side by side in a large dialog."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QDialog, QWidget

from tat_console.support.i18n import _
from tat_console.ui.kit.dialog import Dialog
from tat_console.ui.widgets.diff_view import DiffView

SHARE: Final = 0.9
WIDEST: Final = 1_280
HIGHEST: Final = 800


class CompareDialog(Dialog):
    """A `view` for two answers, nearly as large as the window."""

    def __init__(self, parent: QWidget, title: str) -> None:
        super().__init__(parent, title)
        self.setObjectName("compare")
        self.view = DiffView()
        self.view.setObjectName("difference")
        self.body.addWidget(self.view, 1)
        close = self.add_button(_("Close"), QDialog.DialogCode.Rejected.value)
        close.setObjectName("close_compare")
        close.setFocus()
        self._fit(parent.rect())

    def _fit(self, window: QRect) -> None:
        width, height = window.width() * SHARE, window.height() * SHARE
        self.resize(min(WIDEST, int(width)), min(HIGHEST, int(height)))
