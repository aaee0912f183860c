"""Tab goes through a window as it is laid out, whatever was made, shown or moved in which order."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import Protocol, runtime_checkable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QMainWindow, QScrollArea, QSplitter, QWidget


@runtime_checkable
class OwnOrder(Protocol):
    """A widget that knows better than its layout what comes after what."""

    def tab_parts(self) -> Iterable[QWidget]:
        """Its parts in the order of Tab."""
        ...


def follow_layouts(root: QWidget) -> None:
    """Order what can be reached by Tab below a widget as its layouts have it.

    Qt keeps the order in which widgets were made. Fields that come later would come last.
    """
    for earlier, later in itertools.pairwise(_stops(root)):
        QWidget.setTabOrder(earlier, later)


def _stops(widget: QWidget) -> Iterator[QWidget]:
    if not widget.isVisible():
        return
    if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.focusProxy() is None:
        yield widget
    for part in _parts(widget):
        yield from _stops(part)


def _parts(widget: QWidget) -> Iterator[QWidget]:
    found: list[QWidget | None] = []
    match widget:
        case OwnOrder():
            found = [*widget.tab_parts()]
        case QMainWindow():
            found = [widget.centralWidget()]
        case QSplitter():
            found = [widget.widget(place) for place in range(widget.count())]
        case QScrollArea():
            found = [widget.widget()]
        case _ if (layout := widget.layout()) is not None:
            found = [*_widgets(layout)]
    yield from (part for part in found if part is not None)


def _widgets(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item is None:
            continue
        if (widget := item.widget()) is not None:
            yield widget
        elif (inner := item.layout()) is not None:
            yield from _widgets(inner)
