"""At the left of the history: by what it can be narrowed, with how many runs each value has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QScrollArea, QStyle, QWidget

from tat_console.ui.kit.controls import Label
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.icons import paint_icon
from tat_console.ui.kit.layout import GAP, GRID, column, rule
from tat_console.ui.kit.painting import paint_check_box
from tat_console.ui.kit.theme import current
from tat_console.ui.kit.writing import AT_RIGHT, write

WIDTH: Final = 172
ROW_HEIGHT: Final = 25
LEAST_WIDTH: Final = 80
_BOX: Final = 16
_ICON: Final = 14
_SQUARE: Final = 8
_GAP: Final = 7


class FacetChoice(NamedTuple):
    """A value of a facet: as it is written in a search, in words, and how many runs have it.

    `icon` stands before the words in the colour `ink`; `square` is a colour role instead of one.
    """

    value: str
    words: str
    runs: int
    icon: str = ""
    ink: str = "text"
    square: str = ""


class FacetsPane(QFrame):
    """`toggled(key, value, is_on)` tells a tick; `key` is the section it stands in."""

    toggled = Signal(str, str, bool)

    def __init__(self, titles: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setObjectName("history_facets")
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
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setProperty("kind", "panel")
        area.setWidget(body)
        body.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        self.size_words = Label("", Type.SMALL, "text_3", wrap=True)
        self.size_words.setContentsMargins(GAP, GRID, GAP, GRID)
        self.foot = column(self.size_words, gap=0)
        box = column(area, self.foot, gap=0)
        box.setStretch(0, 1)
        self.setLayout(box)
        for key, section in self.sections.items():
            section.toggled.connect(lambda value, on, key=key: self.toggled.emit(key, value, on))

    def show_facet(self, key: str, choices: Sequence[FacetChoice], ticked: Sequence[str]) -> None:
        """Show the values of one facet, and which of them stand in the search."""
        self.sections[key].show_choices(choices, ticked)

    def ticked_count(self) -> int:
        """How many values are ticked."""
        return sum(section.ticked_count() for section in self.sections.values())


class _Section(QFrame):
    """One facet under its title; it hides where it has no values."""

    toggled = Signal(str, bool)

    def __init__(self, title: str) -> None:
        super().__init__()
        self._rows: list[_Row] = []
        self._list = column(gap=0)
        head = Label(title, Type.SMALL_NAME, "text_2")
        inside = column(head, self._list, gap=6, margins=(GAP, 10, GAP, GRID))
        self.setLayout(column(inside, rule(), gap=0))

    def show_choices(self, choices: Sequence[FacetChoice], ticked: Sequence[str]) -> None:
        while len(self._rows) < len(choices):
            made = _Row(self)
            made.clicked.connect(lambda on, made=made: self.toggled.emit(made.value, on))
            self._rows.append(made)
            self._list.addWidget(made)
        on = {value.casefold() for value in ticked}
        for place, made in enumerate(self._rows):
            made.setVisible(place < len(choices))
            if place < len(choices):
                made.show_choice(choices[place], choices[place].value.casefold() in on)
        self.setVisible(bool(choices))

    def ticked_count(self) -> int:
        return sum(made.isChecked() and not made.isHidden() for made in self._rows)


class _Row(QCheckBox):
    """A box, an icon or a square, words, and at the right the count: all of it can be clicked."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._choice = FacetChoice("", "", 0)
        self.setFixedHeight(ROW_HEIGHT)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def value(self) -> str:
        """As it is written in a search."""
        return self._choice.value

    def show_choice(self, choice: FacetChoice, is_on: bool) -> None:
        """Show one value; its name in full is the tool tip."""
        self._choice = choice
        self.setToolTip(choice.words)
        self.setAccessibleName(choice.words)
        self.setAccessibleDescription(f"{choice.runs:,}")
        self.setChecked(is_on)
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the pane."""
        return QSize(WIDTH - 2 * GAP, ROW_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Words give way to a scroll bar."""
        return QSize(LEAST_WIDTH, ROW_HEIGHT)

    def hitButton(self, pos: QPoint) -> bool:
        """All of it is the button."""
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint box, icon or square, words and count."""
        painter = QPainter(self)
        colours, choice = current(), self._choice
        box = QRect(0, (self.height() - _BOX) // 2, _BOX, _BOX)
        paint_check_box(painter, box, self._state())
        left = _BOX + _GAP + self._paint_sign(painter, _BOX + _GAP)
        count = f"{choice.runs:,}"
        whole = QRectF(self.rect())
        taken = write(painter, whole, count, Type.BASE, colours.text_3, AT_RIGHT) + GRID
        ink = colours.colour(choice.ink)
        write(painter, whole.adjusted(left, 0, -taken, 0), choice.words, Type.BASE, ink)

    # -- inside

    def _state(self) -> QStyle.StateFlag:
        state = QStyle.StateFlag.State_Enabled
        state |= QStyle.StateFlag.State_On if self.isChecked() else QStyle.StateFlag.State_Off
        return state | QStyle.StateFlag.State_HasFocus if self.hasFocus() else state

    def _paint_sign(self, painter: QPainter, left: int) -> int:
        """Paint icon or square; how much room it takes."""
        colours, choice, middle = current(), self._choice, self.height() / 2
        if choice.icon:
            place = QRectF(left, middle - _ICON / 2, _ICON, _ICON)
            ink: QColor = colours.colour("text_2" if choice.ink == "text" else choice.ink)
            paint_icon(painter, place, choice.icon, ink)
            return _ICON + _GAP
        if choice.square:
            square = QRectF(left, middle - _SQUARE / 2, _SQUARE, _SQUARE)
            painter.fillRect(square, colours.colour(choice.square))
            return _SQUARE + _GAP
        return 0
