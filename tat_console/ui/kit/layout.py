"""Boxes on the 8 px grid, in one line each."""

from __future__ import annotations

from typing import Final, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

HALF: Final = 4
GRID: Final = 8
GAP: Final = 12
MARGIN: Final = 16

Margins = tuple[int, int, int, int]
Part = QWidget | QLayout | int | None
"""What goes into a row or column: a widget, a layout, a gap in pixels, or None for a stretch."""


def row(*parts: Part, gap: int = GRID, margins: Margins = (0, 0, 0, 0)) -> QHBoxLayout:
    """Parts side by side."""
    return _filled(QHBoxLayout(), parts, gap, margins)


def column(*parts: Part, gap: int = GRID, margins: Margins = (0, 0, 0, 0)) -> QVBoxLayout:
    """Parts one below the other."""
    return _filled(QVBoxLayout(), parts, gap, margins)


def panel(layout: QLayout, ground: str = "panel", *, edge: str = "", height: int = 0) -> QFrame:
    """A frame around a layout; `ground` is chrome, panel, surface or card.

    `edge` (top, bottom, left, right) draws the dividing line; `height` fixes it in pixels.
    """
    frame = QFrame()
    frame.setProperty("ground", ground)
    if edge:
        frame.setProperty("edge", edge)
    if height:
        frame.setFixedHeight(height)
    frame.setLayout(layout)
    return frame


def scrolled(layout: QLayout, name: str = "") -> QScrollArea:
    """A layout that is scrolled up and down where it does not fit, never sideways.

    With a name, for text alone, it takes the focus, so that arrow keys can scroll it.
    """
    inside = QWidget()
    inside.setLayout(layout)
    area = QScrollArea(widgetResizable=True)
    area.setFocusPolicy(Qt.FocusPolicy.StrongFocus if name else Qt.FocusPolicy.NoFocus)
    area.setAccessibleName(name)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    return area


def rule(direction: str = "across") -> QFrame:
    """A dividing line of one pixel, "across" or "down"."""
    frame = QFrame()
    frame.setProperty("rule", direction)
    return frame


Box = TypeVar("Box", bound=QBoxLayout)


def _filled(box: Box, parts: tuple[Part, ...], gap: int, margins: Margins) -> Box:
    box.setSpacing(gap)
    box.setContentsMargins(*margins)
    for part in parts:
        match part:
            case None:
                box.addStretch(1)
            case int():
                box.addSpacing(part)
            case QLayout():
                box.addLayout(part)
            case QWidget():
                box.addWidget(part)
    return box
