"""The rail: the pages of the window, one button each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QVBoxLayout

from tat_console.support.i18n import N_, _
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.icons import paint_icon
from tat_console.ui.kit.layout import HALF
from tat_console.ui.kit.theme import current
from tat_console.ui.kit.writing import CENTRED, width_of, write
from tat_console.ui.navigation import PageKey

WIDE: Final = 72
NARROW: Final = 48
_STEPS: Final = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Right: 1,
}


@dataclass(frozen=True, slots=True)
class RailRow:
    """One page in the rail; `filled_icon` is for the page in front."""

    key: PageKey
    title: str
    icon: str
    filled_icon: str
    at_bottom: bool = False


ROWS: Final = (
    RailRow(PageKey.INSTANCES, N_("Instances"), "ph.hard-drives", "ph.hard-drives-fill"),
    RailRow(PageKey.SCRIPTS, N_("Scripts"), "ph.terminal-window", "ph.terminal-window-fill"),
    RailRow(PageKey.GALLERY, N_("Gallery"), "ph.squares-four", "ph.squares-four-fill"),
    RailRow(PageKey.RUNS, N_("Runs"), "ph.play-circle", "ph.play-circle-fill"),
    RailRow(
        PageKey.HISTORY,
        N_("History"),
        "ph.clock-counter-clockwise",
        "ph.clock-counter-clockwise-bold",
    ),
    RailRow(PageKey.SCHEDULES, N_("Schedules"), "ph.calendar-check", "ph.calendar-check-fill"),
    RailRow(PageKey.HOSTED, N_("Hosted"), "ph.link", "ph.link-bold"),
    RailRow(PageKey.API, N_("API"), "ph.brackets-curly", "ph.brackets-curly-bold"),
    RailRow(PageKey.SETTINGS, N_("Settings"), "ph.gear-six", "ph.gear-six-fill", at_bottom=True),
)


class RailButton(QAbstractButton):
    """An icon above a word; the page in front has a bar at the window's edge.

    `left` tells that an arrow key leads to the next button (1) or the one before (-1).
    """

    left = Signal(int)

    def __init__(self, row: RailRow) -> None:
        super().__init__()
        self._row = row
        self._badge = 0
        self._is_narrow = False
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setObjectName(f"rail_{row.key}")
        self.setToolTip(_(row.title))
        self._say()

    def set_badge(self, count: int) -> None:
        """Show how many things of the page are live, 0 for none."""
        if count != self._badge:
            self._badge = count
            self._say()
            self.update()

    def set_narrow(self, is_narrow: bool) -> None:
        """Leave the word to the tool tip."""
        self._is_narrow = is_narrow
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the rail."""
        return QSize(NARROW, 44) if self._is_narrow else QSize(WIDE, 54)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground, bar, icon, word and badge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = current()
        inset = 4 if self._is_narrow else 6
        body = QRectF(inset, 1, self.width() - 2 * inset, self.height() - 2)
        if self.isChecked() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.accent_soft if self.isChecked() else colours.bg_hover)
            painter.drawRoundedRect(body, 5, 5)
        if self.isChecked():
            painter.fillRect(QRectF(0, 8, 3, self.height() - 16), colours.accent)
        ink = colours.accent if self.isChecked() else colours.text_2
        name = self._row.filled_icon if self.isChecked() else self._row.icon
        top = (self.height() - 20) / 2 if self._is_narrow else 8
        paint_icon(painter, QRectF((self.width() - 20) / 2, top, 20, 20), name, ink)
        if not self._is_narrow:
            kind = Type.SMALL_NAME if self.isChecked() else Type.SMALL
            word = QRectF(0, 31, self.width(), 16)
            write(painter, word, _(self._row.title), kind, ink, CENTRED)
        self._paint_badge(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            pen = painter.pen()
            pen.setColor(colours.accent)
            pen.setWidth(2)
            painter.setPen(pen)
            painter.drawRoundedRect(body.adjusted(1, 1, -1, -1), 5, 5)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the page like Space does; arrows lead along the rail and open nothing."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif step := _STEPS.get(Qt.Key(event.key())):
            self.left.emit(step)
        else:
            super().keyPressEvent(event)

    def _paint_badge(self, painter: QPainter) -> None:
        if not self._badge:
            return
        colours = current()
        text = str(self._badge) if self._badge < 100 else "99+"
        width = max(16, width_of(text, Type.SMALL_NAME) + 8)
        box = QRectF(self.width() / 2 + 5, 3, width, 16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.accent_fill)
        painter.drawRoundedRect(box, 8, 8)
        write(painter, box, text, Type.SMALL_NAME, colours.accent_on, CENTRED)

    def _say(self) -> None:
        name = _(self._row.title)
        if self._badge:
            name = _("{page}, {count} live").format(page=name, count=self._badge)
        self.setAccessibleName(name)


class Rail(QFrame):
    """All pages, the settings at the bottom."""

    def __init__(self, go: Callable[[PageKey], None]) -> None:
        super().__init__()
        self.setProperty("ground", "chrome")
        self.setProperty("edge", "right")
        self.setFixedWidth(WIDE + 1)
        self._group = QButtonGroup(self)
        self.buttons: dict[PageKey, RailButton] = {}
        box = QVBoxLayout(self)
        box.setContentsMargins(0, HALF, 0, HALF)
        box.setSpacing(0)
        for row in ROWS:
            if row.at_bottom:
                box.addStretch(1)
            made = RailButton(row)
            made.clicked.connect(lambda _checked, key=row.key: go(key))
            made.left.connect(lambda step, key=row.key: self._move(key, step))
            self._group.addButton(made)
            self.buttons[row.key] = made
            box.addWidget(made)

    def show_page(self, key: PageKey) -> None:
        """Mark the page that is in front; Tab stops at its button only, arrows lead to the rest."""
        self.buttons[key].setChecked(True)
        for other, made in self.buttons.items():
            is_stop = other == key
            policy = Qt.FocusPolicy.StrongFocus if is_stop else Qt.FocusPolicy.ClickFocus
            made.setFocusPolicy(policy)

    def _move(self, key: PageKey, step: int) -> None:
        keys = list(self.buttons)
        to = keys[(keys.index(key) + step) % len(keys)]
        self.buttons[to].setFocus(Qt.FocusReason.TabFocusReason)

    def set_narrow(self, is_narrow: bool) -> None:
        """Show icons only."""
        self.setFixedWidth((NARROW if is_narrow else WIDE) + 1)
        for made in self.buttons.values():
            made.set_narrow(is_narrow)
