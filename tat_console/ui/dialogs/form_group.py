"""A titled part of a form; what few people need is folded away under its title."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from tat_console.support.i18n import _
from tat_console.ui.kit.controls import Label
from tat_console.ui.kit.fonts import Type, font
from tat_console.ui.kit.icons import icon
from tat_console.ui.kit.layout import GAP, GRID, MARGIN, Part, column, row, rule


class FormGroup(QWidget):
    """A title over fields, under a dividing line."""

    def __init__(self, title: str, *parts: Part) -> None:
        super().__init__()
        heading = Label(title, Type.NAME)
        self.setLayout(column(rule(), heading, *parts, gap=GAP))


class FoldedGroup(QWidget):
    """A title that shows and hides the fields under it; `name` is its object name."""

    def __init__(self, title: str, name: str, *parts: Part) -> None:
        super().__init__()
        self._title = title
        self._is_open = False
        self.head = QToolButton()
        self.head.setText(title)
        self.head.setFont(font(Type.NAME))
        self.head.setIconSize(QSize(16, 16))
        self.head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.head.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.head.setProperty("kind", "fold")
        self.head.setObjectName(name)
        self.head.clicked.connect(lambda: self.open(not self._is_open))
        self._inside = QWidget()
        self._inside.setLayout(column(*parts, gap=GAP))
        self.setLayout(column(rule(), row(self.head, None), self._inside, gap=GRID))
        self.open(False)

    def open(self, is_open: bool = True) -> None:
        """Show the fields, or hide them."""
        self._is_open = is_open
        self.head.setIcon(icon("ph.caret-down" if is_open else "ph.caret-right", "text_2"))
        words = _("{title}, unfolded") if is_open else _("{title}, folded")
        self.head.setAccessibleName(words.format(title=self._title))
        self._inside.setVisible(is_open)


def pair(left: QWidget, right: QWidget) -> QHBoxLayout:
    """Two fields side by side, equally wide whatever stands in them."""
    line = row(left, right, gap=MARGIN)
    for part in (left, right):
        part.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        line.setAlignment(part, Qt.AlignmentFlag.AlignTop)
    line.setStretch(0, 1)
    line.setStretch(1, 1)
    return line


def combo(rows: Iterable[tuple[object, str, str, str]]) -> QComboBox:
    """Choices as (value, words, icon, colour role of the icon); without an icon "" twice."""
    made = QComboBox()
    for value, words, icon_name, ink in rows:
        if icon_name:
            made.addItem(icon(icon_name, ink), words, value)
        else:
            made.addItem(words, value)
    return made
