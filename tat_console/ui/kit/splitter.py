"""A splitter that keeps the shares the user gave its panes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from tat_console.ui.kit.memory import remember

_WAYS: Final = {Qt.Orientation.Horizontal: "horizontal", Qt.Orientation.Vertical: "vertical"}


class Splitter(QSplitter):
    """Remembers sizes under its name, for each orientation; a folded pane stays folded."""

    arranged = Signal()

    def __init__(
        self, orientation: Qt.Orientation, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(orientation, parent)
        self.setObjectName(name)
        self._first: dict[str, list[int]] = {}
        self._chosen: dict[str, list[int]] = {}
        self.splitterMoved.connect(self._take)
        remember(
            self,
            dict[str, list[int]],
            lambda: self._chosen,
            self._restore,
            self.arranged,
            self._forget,
        )

    def share(self, sizes: Sequence[int]) -> None:
        """Give the panes these sizes, unless the user has chosen others for this orientation."""
        way = _WAYS[self.orientation()]
        self._first[way] = list(sizes)
        self.setSizes(self._chosen.get(way, self._first[way]))

    # -- inside

    def _take(self) -> None:
        self._chosen[_WAYS[self.orientation()]] = self.sizes()
        self.arranged.emit()

    def _restore(self, kept: dict[str, list[int]]) -> None:
        self._chosen = {way: sizes for way, sizes in kept.items() if self._fits(way, sizes)}
        if sizes := self._chosen.get(_WAYS[self.orientation()]):
            self.setSizes(sizes)

    def _fits(self, way: str, sizes: list[int]) -> bool:
        is_possible = len(sizes) == self.count() and min(sizes) >= 0 and any(sizes)
        return way in _WAYS.values() and is_possible

    def _forget(self) -> None:
        self._chosen = {}
        if sizes := self._first.get(_WAYS[self.orientation()]):
            self.setSizes(sizes)
