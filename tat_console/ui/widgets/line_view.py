"""Millions of lines in a window: only those in view are ever decoded, coloured and painted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea

from tat_console.outputs.ansi import Style
from tat_console.outputs.lines import ByteLines, Lines
from tat_console.outputs.patterns import BadPattern, UserPattern
from tat_console.support.i18n import _
from tat_console.ui.kit.fonts import Type, font
from tat_console.ui.kit.painting import paint_focus
from tat_console.ui.kit.theme import current
from tat_console.ui.widgets.ansi import role_of
from tat_console.ui.widgets.line_layout import Piece, cells, cut, pieces, rows

PADDING: Final = 8
WHEEL_LINES: Final = 3
COPIED_AT_MOST: Final = 200_000
_WIDEST_COLUMNS: Final = 8_192


class LineView(QAbstractScrollArea):
    """Shows `Lines`; arrows move, with Shift they choose lines, Ctrl+C copies these.

    `activated(place)` tells Enter or a double click. The scroll bar counts lines.
    """

    activated = Signal(int)
    current_changed = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._lines: Lines = ByteLines()
        self._name = name
        self._wraps = True
        self._found: UserPattern | None = None
        self._current = 0
        self._anchor = 0
        self._shown: list[tuple[int, QRect]] = []
        self._font = font(Type.CODE_SMALL)
        self._metrics = QFontMetricsF(self._font)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        for bar in (self.verticalScrollBar(), self.horizontalScrollBar()):
            bar.valueChanged.connect(self.viewport().update)
        self.update_lines()

    def set_lines(self, lines: Lines) -> None:
        """Show other lines from the start."""
        self._lines = lines
        self._current = self._anchor = 0
        self.verticalScrollBar().setValue(0)
        self.horizontalScrollBar().setValue(0)
        self.update_lines()

    def lines(self) -> Lines:
        """The lines on show."""
        return self._lines

    def update_lines(self) -> None:
        """Take notice that there are more lines now; the place in view stays."""
        words = _("{name}, {count} lines")
        self.setAccessibleName(words.format(name=self._name, count=f"{len(self._lines):,}"))
        bar = self.verticalScrollBar()
        bar.setRange(0, self._last_top())
        bar.setPageStep(self._rows_in_view())
        columns = 0 if self._wraps else _WIDEST_COLUMNS // 8
        self.horizontalScrollBar().setRange(0, max(0, columns - self._columns()))
        self.horizontalScrollBar().setPageStep(self._columns())
        self.viewport().update()

    def set_wrap(self, wraps: bool) -> None:
        """Wrap long lines or scroll sideways."""
        self._wraps = wraps
        self.horizontalScrollBar().setValue(0)
        self.update_lines()

    def set_found(self, pattern: UserPattern | None) -> None:
        """Light up what a pattern matches."""
        self._found = pattern
        self.viewport().update()

    def current_line(self) -> int:
        """The place of the current line."""
        return self._current

    def chosen_lines(self) -> range:
        """The places of the chosen lines."""
        first, last = sorted((self._anchor, self._current))
        return range(first, min(last + 1, len(self._lines)))

    def go_to(self, place: int, *, choosing: bool = False) -> None:
        """Make a line the current one and bring it into view."""
        place = max(0, min(len(self._lines) - 1, place))
        self._current = place
        if not choosing:
            self._anchor = place
        self._bring_into_view(place)
        self.viewport().update()
        if place < len(self._lines):
            self.setAccessibleDescription(self._plain(place))
        self.current_changed.emit(place)

    def is_at_end(self) -> bool:
        """Whether the last line is in view."""
        return self.verticalScrollBar().value() >= self.verticalScrollBar().maximum()

    def scroll_to_end(self) -> None:
        """Bring the last line into view."""
        self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())

    def copy(self) -> None:
        """Put the chosen lines on the clipboard."""
        places = self.chosen_lines()[:COPIED_AT_MOST]
        QGuiApplication.clipboard().setText("\n".join(map(self._plain, places)))

    def line_at(self, spot: QPoint) -> int:
        """The place of the line at a spot of the viewport; the nearest one outside."""
        for place, box in self._shown:
            if spot.y() <= box.bottom():
                return place
        return self._shown[-1][0] if self._shown else 0

    # -- what Qt asks

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, choose, copy; the rest is Qt's."""
        page = max(1, self._rows_in_view() - 1)
        moves = {
            Qt.Key.Key_Up: self._current - 1,
            Qt.Key.Key_Down: self._current + 1,
            Qt.Key.Key_PageUp: self._current - page,
            Qt.Key.Key_PageDown: self._current + page,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(self._lines) - 1,
        }
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self._anchor, self._current = 0, max(0, len(self._lines) - 1)
            self.viewport().update()
        elif event.key() in moves:
            choosing = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.go_to(moves[Qt.Key(event.key())], choosing=choosing)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and len(self._lines):
            self.activated.emit(self._current)
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not self._wraps:
            by = 8 if event.key() == Qt.Key.Key_Right else -8
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + by)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a line, with Shift all from the current one on."""
        if event.button() == Qt.MouseButton.LeftButton:
            choosing = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.go_to(self.line_at(event.position().toPoint()), choosing=choosing)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Choose as far as the mouse goes; beyond the edges the lines scroll."""
        if not event.buttons() & Qt.MouseButton.LeftButton:
            return
        y = event.position().y()
        beyond = -1 if y < 0 else 1 if y > self.viewport().height() else 0
        self.go_to(self.line_at(event.position().toPoint()) + beyond, choosing=True)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The choice was made on the way."""
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Activate the line."""
        if len(self._lines):
            self.activated.emit(self.line_at(event.position().toPoint()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Three lines a notch."""
        notches = event.angleDelta().y() / 120
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() - round(notches * WHEEL_LINES))
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        super().resizeEvent(event)
        self.update_lines()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines in view."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), current().bg_surface)
        painter.setFont(self._font)
        self._shown = []
        chosen = self.chosen_lines()
        top, height = 4, self._row_height()
        place = self.verticalScrollBar().value()
        while top < self.viewport().height() and place < len(self._lines):
            line = pieces(self._lines.text(place))
            parts = self._rows(line)
            box = QRect(0, top, self.viewport().width(), len(parts) * height)
            self._paint_line(painter, place, box, line, parts, place in chosen)
            self._shown.append((place, box))
            top += box.height()
            place += 1
        if self.hasFocus():
            paint_focus(painter, self.viewport().rect())

    # -- inside

    def _paint_line(
        self,
        painter: QPainter,
        place: int,
        box: QRect,
        line: list[Piece],
        parts: list[tuple[int, int]],
        is_chosen: bool,
    ) -> None:
        colours = current()
        if is_chosen and (self.hasFocus() or self._anchor != self._current):
            painter.fillRect(box, colours.bg_current)
        gutter = self._gutter_width()
        painter.setPen(colours.text_3)
        label = QRectF(0, box.top(), gutter - PADDING, self._row_height())
        painter.drawText(label, Qt.AlignmentFlag.AlignRight, self._lines.label(place))
        marks = self._marks(line)
        for number, (start, end) in enumerate(parts):
            top = box.top() + number * self._row_height()
            self._paint_marks(painter, line, marks, (start, end), QPoint(gutter, top))
            self._paint_row(painter, cut(line, start, end), QPoint(gutter, top))

    def _paint_row(self, painter: QPainter, row: Iterable[Piece], spot: QPoint) -> None:
        left = float(spot.x())
        baseline = spot.y() + self._metrics.ascent()
        for piece in row:
            painter.setFont(self._bold() if piece.style.is_bold else self._font)
            painter.setPen(current().colour(_ink(piece.style)))
            painter.drawText(QPoint(round(left), round(baseline)), piece.text)
            left += self._metrics.horizontalAdvance(piece.text)

    def _paint_marks(
        self,
        painter: QPainter,
        line: list[Piece],
        marks: list[tuple[int, int]],
        row: tuple[int, int],
        spot: QPoint,
    ) -> None:
        text = "".join(piece.text for piece in line) if marks else ""
        for start, end in marks:
            first, last = max(start, row[0]), min(end, row[1])
            if first < last:
                left = spot.x() + self._metrics.horizontalAdvance(text[row[0] : first])
                width = self._metrics.horizontalAdvance(text[first:last])
                box = QRectF(left, spot.y(), width, self._row_height())
                painter.fillRect(box, current().mark_find)

    def _marks(self, line: list[Piece]) -> list[tuple[int, int]]:
        if self._found is None:
            return []
        try:
            return self._found.spans("".join(piece.text for piece in line))
        except BadPattern:
            return []

    def _rows(self, line: list[Piece]) -> list[tuple[int, int]]:
        text = "".join(piece.text for piece in line)
        if self._wraps:
            return rows(text, self._columns())
        start = self.horizontalScrollBar().value()
        return [(start, min(len(text), start + self._columns() + 1))]

    def _row_count(self, place: int) -> int:
        return len(self._rows(pieces(self._lines.text(place)))) if self._wraps else 1

    def _last_top(self) -> int:
        """The line that is first in view when the last one is."""
        return self._top_for(len(self._lines) - 1) if len(self._lines) else 0

    def _top_for(self, last: int) -> int:
        """The line that is first in view when `last` is the last one in view."""
        room, top = self._rows_in_view(), last
        used = self._row_count(top)
        while top > 0 and used + (before := self._row_count(top - 1)) <= room:
            used += before
            top -= 1
        return top

    def _bring_into_view(self, place: int) -> None:
        bar = self.verticalScrollBar()
        if place < bar.value():
            bar.setValue(place)
        elif place < len(self._lines):
            bar.setValue(max(bar.value(), self._top_for(place)))

    def _plain(self, place: int) -> str:
        return "".join(piece.text for piece in pieces(self._lines.text(place)))

    def _columns(self) -> int:
        width = self.viewport().width() - self._gutter_width() - PADDING
        return max(2, int(width / self._metrics.horizontalAdvance("0")))

    def _gutter_width(self) -> int:
        label = self._lines.label(max(0, len(self._lines) - 1)) if len(self._lines) else "0"
        return round(self._metrics.horizontalAdvance("0") * max(3, cells(label))) + 2 * PADDING

    def _row_height(self) -> int:
        return round(self._metrics.height())

    def _rows_in_view(self) -> int:
        return max(1, (self.viewport().height() - 4) // self._row_height())

    def _bold(self) -> QFont:
        made = QFont(self._font)
        made.setBold(True)
        return made


def _ink(style: Style) -> str:
    """The colour role of a style: the sixteen colours of a terminal have one."""
    return role_of(style) or ("text_3" if style.is_faint else "text")
