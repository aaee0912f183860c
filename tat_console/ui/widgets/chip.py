"""A facet: a chip that opens a list of values to tick and says what is ticked."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QMenu, QWidget

from tat_console.support.i18n import _
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.icons import paint_icon
from tat_console.ui.kit.painting import CARET_SIDE
from tat_console.ui.kit.theme import current
from tat_console.ui.kit.writing import width_of, write

HEIGHT: Final = 24
RADIUS: Final = 12
PADDING: Final = 10
GAP: Final = 4


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet, its words, and how many rows have it."""

    key: Hashable
    words: str
    count: int | None = None


class Chip(QAbstractButton):
    """Idle: "Kind". Active: "Kind CVM" or "Region 3 of 14". `changed` tells that ticks changed."""

    changed = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self._choices: Sequence[Choice] = ()
        self._chosen: dict[Hashable, None] = {}
        self.menu = StayingMenu(self)
        self.menu.setAccessibleName(title)
        self.setFixedHeight(HEIGHT)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._open)
        self._say()

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """The values to choose from; what was chosen and still is there stays chosen."""
        self._choices = choices
        there = {choice.key for choice in choices}
        self._chosen = {key: None for key in self._chosen if key in there}
        self._fill()
        self._say()

    def chosen(self) -> frozenset[Hashable]:
        """The ticked values; none means that the facet does not filter."""
        return frozenset(self._chosen)

    def set_chosen(self, keys: Iterable[Hashable]) -> None:
        """Tick exactly these and tell so."""
        self._chosen = dict.fromkeys(keys)
        self._fill()
        self._say()
        self.changed.emit()

    def sizeHint(self) -> QSize:
        """As wide as its words."""
        title, value = self._words()
        width = width_of(title, Type.BASE)
        if value:
            width += GAP + width_of(value, Type.NAME)
        return QSize(ceil(width) + GAP + CARET_SIDE + 2 * PADDING, HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down opens the list too; Delete ticks nothing any more."""
        if event.key() == Qt.Key.Key_Down:
            self._open()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._chosen:
            self.set_chosen(())
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint chip, words and caret."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = current()
        is_active = bool(self._chosen)
        border = colours.accent if is_active or self.hasFocus() else colours.line_control
        pen = QPen(border, 2 if self.hasFocus() else 1)
        painter.setPen(pen)
        idle = colours.bg_hover if self.underMouse() else colours.bg_surface
        painter.setBrush(colours.accent_soft if is_active else idle)
        inset = pen.widthF() / 2
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(box, RADIUS - inset, RADIUS - inset)
        self._paint_words(painter, is_active)

    # -- inside

    def _paint_words(self, painter: QPainter, is_active: bool) -> None:
        colours = current()
        title, value = self._words()
        left, right = float(PADDING), self.width() - PADDING - CARET_SIDE - GAP
        for text, kind in ((title, Type.BASE), (value, Type.NAME)):
            if text:
                ink = colours.text if is_active else colours.text_2
                box = QRectF(left, 0, right - left, self.height())
                left += write(painter, box, text, kind, ink) + GAP
        caret = QRectF(left, (self.height() - CARET_SIDE) / 2, CARET_SIDE, CARET_SIDE)
        paint_icon(painter, caret, "ph.caret-down", colours.text_2)

    def _words(self) -> tuple[str, str]:
        match len(self._chosen):
            case 0:
                return self._title, ""
            case 1:
                return self._title, next(
                    one.words for one in self._choices if one.key in self._chosen
                )
            case count:
                words = _("{count} of {all}")
                return self._title, words.format(count=count, all=len(self._choices))

    def _say(self) -> None:
        title, value = self._words()
        self.setAccessibleName(
            _("{title}, filter, {value}").format(title=title, value=value or _("all"))
        )
        self.updateGeometry()
        self.update()

    def _fill(self) -> None:
        self.menu.clear()
        for choice in self._choices:
            count = "" if choice.count is None else f"\t{choice.count:,}"
            action = QAction(choice.words.replace("&", "&&") + count, self.menu)
            action.setCheckable(True)
            action.setChecked(choice.key in self._chosen)
            action.toggled.connect(lambda on, key=choice.key: self._toggle(key, on))
            self.menu.addAction(action)
        self.menu.addSeparator()
        clear = self.menu.addAction(_("Clear"))
        clear.triggered.connect(lambda: self.set_chosen(()))

    def _toggle(self, key: Hashable, on: bool) -> None:
        if on:
            self._chosen[key] = None
        else:
            self._chosen.pop(key, None)
        self._say()
        self.changed.emit()

    def _open(self) -> None:
        self.menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))


class StayingMenu(QMenu):
    """A menu that stays open while values are ticked."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick without closing."""
        if not self._tick(self.actionAt(event.position().toPoint())):
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and Enter tick without closing."""
        keys = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() not in keys or not self._tick(self.activeAction()):
            super().keyPressEvent(event)

    def _tick(self, action: QAction | None) -> bool:
        if action is None or not action.isCheckable():
            return False
        action.trigger()
        return True
