"""Two answers side by side or in one column: what one has and the other has not."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QFrame, QScrollBar, QSplitter, QStackedLayout, QWidget

from tat_console.outputs.diff import Change, Row, compare
from tat_console.support.i18n import _, listed, ngettext
from tat_console.tat.statuses import TaskStatus
from tat_console.ui.kit.controls import ButtonKind, ElidedLabel, Label, button, tool_button
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GAP, GRID, HALF, column, panel, row
from tat_console.ui.kit.status_looks import look_of
from tat_console.ui.widgets.chip import Choice, StayingMenu
from tat_console.ui.widgets.diff_lines import DiffLine, differences, side_lines, unified_lines
from tat_console.ui.widgets.diff_text import DiffText
from tat_console.ui.widgets.letter_box import LetterBox
from tat_console.ui.widgets.segments import Segments
from tat_console.ui.widgets.status_badge import StatusBadge

SIDE_BY_SIDE: Final = "side_by_side"
ONE_COLUMN: Final = "one_column"
_NAMES_IN_FULL: Final = 8
_NAMES_OF_MANY: Final = 3


@dataclass(frozen=True, slots=True)
class DiffSide:
    """One side: a group or a machine with its text; masked places are marks in it."""

    title: str
    names: tuple[str, ...]
    status: TaskStatus
    exit_code: int | None
    text: str


class DiffView(QFrame):
    """F8 goes to the next difference, Shift+F8 back; both columns scroll together.

    `side_chosen(letter, key)` tells that another side of `set_choices` is wanted. The strip with
    the count and the buttons may be put elsewhere: it is `strip`.
    """

    side_chosen = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self._rows: Sequence[Row] = ()
        self._ranges: list[range] = []
        self._place = -1
        self.heads = {letter: _SideHead(letter) for letter in ("A", "B")}
        self.texts = {letter: DiffText(_side_name(letter)) for letter in ("A", "B")}
        self.one_column = DiffText(_("Both answers in one column"))
        self.count = Label("", Type.SMALL, "text_2")
        self.mode = Segments(
            _("Layout"), [(SIDE_BY_SIDE, _("Side by side")), (ONE_COLUMN, _("One column"))]
        )
        self._lay_out()
        self._tie_together()
        self._add_keys()

    def show_sides(self, a: DiffSide, b: DiffSide, rows: Sequence[Row] | None = None) -> None:
        """Show two sides; `rows` are their difference where it is known already."""
        self._rows = compare(a.text, b.text) if rows is None else rows
        for letter, side, head in zip("AB", (a, b), self.heads.values(), strict=True):
            head.show_side(side)
            self.texts[letter].show_lines(side_lines(self._rows, letter))
        self.one_column.show_lines(unified_lines(self._rows))
        self._say_count()
        self._find_ranges()

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """The sides that can be chosen in the heads."""
        for head in self.heads.values():
            head.set_choices(choices)

    def set_found(self, pattern: re.Pattern[str] | None) -> None:
        """Light up what a search found, on both sides."""
        for text in (*self.texts.values(), self.one_column):
            text.set_found(pattern)

    def step(self, by: int) -> None:
        """Go to another difference; from the last it goes on at the first."""
        if not self._ranges:
            return
        start = -1 if by > 0 else 0
        place = start if self._place < 0 else self._place
        self._place = (place + by) % len(self._ranges)
        for text in self._shown_texts():
            text.set_current(self._ranges[self._place])

    # -- inside

    def _lay_out(self) -> None:
        self.back = tool_button("ph.caret-up", _("Previous difference (Shift+F8)"))
        self.on = tool_button("ph.caret-down", _("Next difference (F8)"))
        strip = row(self.count, self.back, self.on, self.mode, gap=HALF)
        strip.insertStretch(0, 1)
        self.strip = QWidget()
        self.strip.setLayout(strip)
        strip.setContentsMargins(GAP, HALF, GAP, HALF)
        sides = _even_splitter(*self.heads.values())
        texts = _even_splitter(*self.texts.values())
        sides.setFixedHeight(56)
        sides.splitterMoved.connect(lambda: texts.setSizes(sides.sizes()))
        texts.splitterMoved.connect(lambda: sides.setSizes(texts.sizes()))
        pile = QWidget()
        self._pile = QStackedLayout(pile)
        self._pile.addWidget(texts)
        self._pile.addWidget(self.one_column)
        made = column(panel(row(self.strip), edge="bottom"), sides, pile, gap=0)
        made.setStretch(2, 1)
        self.setLayout(made)

    def _tie_together(self) -> None:
        left, right = self.texts.values()
        left.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for text in (left, right):
            text.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        _tie(left.verticalScrollBar(), right.verticalScrollBar())
        _tie(left.horizontalScrollBar(), right.horizontalScrollBar())
        self.mode.chosen.connect(self._change_mode)
        self.back.clicked.connect(lambda: self.step(-1))
        self.on.clicked.connect(lambda: self.step(1))
        for letter, head in self.heads.items():
            head.chosen.connect(lambda key, letter=letter: self.side_chosen.emit(letter, key))

    def _add_keys(self) -> None:
        for keys, by in (("F8", 1), ("Shift+F8", -1)):
            action = QAction(self)
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _on, by=by: self.step(by))
            self.addAction(action)

    def _change_mode(self, mode: Hashable) -> None:
        self._pile.setCurrentIndex(1 if mode == ONE_COLUMN else 0)
        self._find_ranges()

    def _shown_texts(self) -> list[DiffText]:
        is_one = self.mode.choice() == ONE_COLUMN
        return [self.one_column] if is_one else list(self.texts.values())

    def _find_ranges(self) -> None:
        self._place = -1
        if self.mode.choice() == ONE_COLUMN:
            self._ranges = differences(unified_lines(self._rows))
        else:
            lines = [
                DiffLine(ground="" if one.change is Change.SAME else "x") for one in self._rows
            ]
            self._ranges = differences(lines)
        for part in (self.back, self.on):
            part.setEnabled(bool(self._ranges))

    def _say_count(self) -> None:
        count = sum(row.change is not Change.SAME for row in self._rows)
        words = ngettext("{count} line differs", "{count} lines differ", count)
        self.count.setText(words.format(count=f"{count:,}") if count else _("No line differs"))


class _SideHead(QWidget):
    """Letter, title, state and exit code of a side, and under them the names of its machines."""

    chosen = Signal(object)

    def __init__(self, letter: str) -> None:
        super().__init__()
        self.setMinimumWidth(120)
        self._names: tuple[str, ...] = ()
        self.title = ElidedLabel("", Type.NAME)
        self.badge = StatusBadge(hollow=True)
        self.exit = Label("", Type.BASE, "text_2")
        self.choose = tool_button("ph.caret-down", _("Choose another answer"))
        self.choose.hide()
        self.names = ElidedLabel("", Type.SMALL, "text_2")
        self.copy = button(_("Copy names"), kind=ButtonKind.LINK)
        self.copy.clicked.connect(
            lambda: QGuiApplication.clipboard().setText("\n".join(self._names))
        )
        self.menu = StayingMenu(self)
        self.choose.clicked.connect(
            lambda: self.menu.popup(self.choose.mapToGlobal(self.choose.rect().bottomLeft()))
        )
        first = row(LetterBox(letter), self.title, self.badge, self.exit, self.choose, gap=GRID)
        first.setContentsMargins(10, 0, GRID, 0)
        first.setStretch(1, 1)
        second = row(self.names, self.copy, gap=GRID, margins=(10, 0, GRID, 0))
        second.setStretch(0, 1)
        parts = (
            panel(first, edge="bottom", height=30),
            panel(second, "surface", edge="bottom", height=26),
        )
        self.setLayout(column(*parts, gap=0))

    def show_side(self, side: DiffSide) -> None:
        """Show who a side is."""
        self._names = side.names
        self.title.setText(side.title)
        self.badge.set_look(look_of(side.status))
        no_exit = side.exit_code is None
        words = _("no exit") if no_exit else _("exit {code}").format(code=side.exit_code)
        self.exit.setText(words)
        self.names.setText(_names_in_words(side.names))

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Offer other sides."""
        self.menu.clear()
        for choice in choices:
            action = self.menu.addAction(choice.words.replace("&", "&&"))
            action.triggered.connect(lambda _on, key=choice.key: self.chosen.emit(key))
        self.choose.setVisible(bool(choices))


def _names_in_words(names: Sequence[str]) -> str:
    if len(names) <= _NAMES_IN_FULL:
        return listed(names)
    first = listed(names[:_NAMES_OF_MANY])
    more = f"{len(names) - _NAMES_OF_MANY:,}"
    return _("{names} and {count} more").format(names=first, count=more)


def _side_name(letter: str) -> str:
    return _("Answer {letter}").format(letter=letter)


def _even_splitter(*parts: QWidget) -> QSplitter:
    made = QSplitter(Qt.Orientation.Horizontal)
    made.setChildrenCollapsible(False)
    made.setHandleWidth(1)
    for place, part in enumerate(parts):
        made.addWidget(part)
        made.setStretchFactor(place, 1)
    made.setSizes([10_000] * len(parts))
    return made


def _tie(one: QScrollBar, other: QScrollBar) -> None:
    one.valueChanged.connect(other.setValue)
    other.valueChanged.connect(one.setValue)
