"""A list of cards that its delegate paints: as wide as there is room, scrolled smoothly."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView

STEP_PX: Final = 30


class CardList(QListView):
    """Lays its cards out anew where the width changes; nothing is typed into them."""

    def __init__(self, step_px: int = STEP_PX) -> None:
        super().__init__()
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(step_px)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
