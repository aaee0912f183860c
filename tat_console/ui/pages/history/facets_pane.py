"""At the left of the history: by what it can be narrowed, with how many runs each value has."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QCheckBox, QFrame, QScrollArea, QWidget

from tat_console.ui.kit.controls import Label
from tat_console.ui.kit.fonts import Type, font
from tat_console.ui.kit.layout import GAP, GRID, HALF, column, row, rule

WIDTH: Final = 172
_WORDS_WIDTH: Final = 96


class FacetChoice(NamedTuple):
    """A value of a facet: as it is written in a search, in words, and how many runs have it."""

    value: str
    words: str
    runs: int


class FacetsPane(QFrame):
    """`toggled(key, value, is_on)` tells a tick; `key` is the field of the search it stands for."""

    toggled = Signal(str, str, bool)

    def __init__(self, titles: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setProperty("ground", "panel")
        self.setProperty("edge", "right")
        self.setFixedWidth(WIDTH)
        self.sections = {key: _Section(title) for key, title in titles}
        body = QWidget()
        parts: list[QWidget] = list(self.sections.values())
        made = column(*parts, gap=0)
        made.addStretch(1)
        body.setLayout(made)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setProperty("kind", "panel")
        area.setWidget(body)
        body.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        self.size_words = Label("", Type.SMALL, "text_2", wrap=True)
        self.size_words.setContentsMargins(GAP, GRID, GAP, GRID)
        box = column(area, self.size_words, gap=0)
        box.setStretch(0, 1)
        self.setLayout(box)
        for key, section in self.sections.items():
            section.toggled.connect(lambda value, on, key=key: self.toggled.emit(key, value, on))

    def show_facet(self, key: str, choices: Sequence[FacetChoice], ticked: Sequence[str]) -> None:
        """Show the values of one facet, and which of them stand in the search."""
        self.sections[key].show_choices(choices, ticked)


class _Section(QFrame):
    """One facet under its title; it hides where it has no values."""

    toggled = Signal(str, bool)

    def __init__(self, title: str) -> None:
        super().__init__()
        self._rows: list[_Row] = []
        self._list = column(gap=HALF)
        head = Label(title, Type.SMALL_NAME, "text_2")
        inside = column(head, self._list, gap=GRID, margins=(GAP, 10, GAP, 10))
        self.setLayout(column(inside, rule(), gap=0))

    def show_choices(self, choices: Sequence[FacetChoice], ticked: Sequence[str]) -> None:
        while len(self._rows) < len(choices):
            made = _Row(self)
            made.box.clicked.connect(lambda on, made=made: self.toggled.emit(str(made.value), on))
            self._rows.append(made)
            self._list.addWidget(made)
        on = {value.casefold() for value in ticked}
        for place, made in enumerate(self._rows):
            made.setVisible(place < len(choices))
            if place < len(choices):
                made.show_choice(choices[place], choices[place].value.casefold() in on)
        self.setVisible(bool(choices))


class _Row(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.value: Hashable = ""
        self.box = QCheckBox()
        self.box.setFont(font(Type.BASE))
        self.count = Label("", Type.BASE, "text_2")
        self.setLayout(row(self.box, None, self.count, gap=HALF))

    def show_choice(self, choice: FacetChoice, is_on: bool) -> None:
        """Show one value; its name in full is the tool tip."""
        self.value = choice.value
        metrics = QFontMetrics(self.box.font())
        shown = metrics.elidedText(choice.words, Qt.TextElideMode.ElideRight, _WORDS_WIDTH)
        self.box.setText(shown.replace("&", "&&"))
        self.box.setToolTip(choice.words)
        self.box.setAccessibleName(choice.words)
        self.box.setChecked(is_on)
        self.count.setText(f"{choice.runs:,}")
