"""Plain text in the code font: line numbers, current line, rounded marks, zoom, search hits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final, cast

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
    QTextLine,
    QWheelEvent,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from tat_console.ui.kit.fonts import Type, font
from tat_console.ui.kit.icons import paint_icon
from tat_console.ui.kit.painting import RADIUS_SMALL
from tat_console.ui.kit.theme import ROLES, current
from tat_console.ui.kit.whole_text import whole_text

ZOOM_STEPS: Final = (-4, 14)
WHEEL_NOTCH: Final = 120
GUTTER_LEFT: Final = 8
GUTTER_LEFT_WITH_ICONS: Final = 22
GUTTER_RIGHT: Final = 6
PLAIN_MARGIN: Final = 8
LINE_ICON_SIDE: Final = 12


class MarkKind(Enum):
    """What a rounded mark behind text means.

    The value is its colour role; a mark with a border has a role of the same name and "_line".
    """

    PARAMETER = "mark_param"
    SECRET = "mark_secret"
    MASKED = "idle_soft"
    FOUND = "mark_find"
    ONLY_A = "diff_a_word"
    ONLY_B = "diff_b_word"


@dataclass(frozen=True, slots=True)
class Mark:
    """A rounded mark from `start` to `end`, both as Python counts within one line.

    `hollow` draws the border only: a placeholder that has no value yet.
    """

    start: int
    end: int
    kind: MarkKind
    hollow: bool = False


def units(text: str, index: int) -> int:
    """A Python index into a line as Qt counts it: in UTF-16 units."""
    return index + sum(character > "\uffff" for character in text[:index])


class CodeText(QPlainTextEdit):
    """The base of editor, preview and output; lines are never wrapped unless asked to.

    Ctrl+wheel, Ctrl+plus and Ctrl+minus zoom, Ctrl+0 goes back.
    """

    zoomed = Signal()
    has_line_icons = False

    def __init__(self, kind: Type = Type.CODE, *, line_numbers: bool = True) -> None:
        super().__init__()
        self._kind = kind
        self._zoom = 0
        self._turned = 0
        self._has_numbers = line_numbers
        self._shows_current_line = False
        self._line_icons: Mapping[int, tuple[str, str]] = {}
        self._hits: list[QTextCursor] = []
        self._current_hit = -1
        self._gutter = _Gutter(self)
        self._set_up()

    def set_line_icons(self, icons: Mapping[int, tuple[str, str]]) -> None:
        """Show icons before line numbers: (icon name, colour role) by line from 0."""
        self._line_icons = icons
        self._gutter.update()

    def set_hits(self, hits: Sequence[tuple[int, int]], current_hit: int = -1) -> None:
        """Light up search hits, (start, end) in document positions; they move with their text."""
        self._hits = [self._selecting(start, end) for start, end in hits]
        self._current_hit = current_hit
        self.refresh_selections()

    def refresh_selections(self) -> None:
        """Collect all extra selections anew."""
        self.setExtraSelections([*self.extra_marks(), *self._hit_selections()])

    def extra_marks(self) -> list[QTextEdit.ExtraSelection]:
        """Other selections than search hits, for subclasses."""
        return []

    def marks_of(self, block: QTextBlock) -> Sequence[Mark]:
        """The rounded marks of a line, for subclasses."""
        return ()

    def line_label(self, number: int) -> str:
        """What stands before a line, counted from 0: its number, for subclasses something else."""
        return str(number + 1)

    def longest_label(self) -> int:
        """For how many characters the gutter makes room."""
        return max(2, len(str(self.blockCount())))

    def line_ground(self, number: int) -> str:
        """The colour role of the ground of a line, "" for none; for subclasses."""
        return ""

    def toPlainText(self) -> str:
        """The text with all its characters; Qt's own turns no-break spaces into blanks."""
        return whole_text(self.document())

    def zoom(self) -> int:
        """By how many points the text is larger than usual."""
        return self._zoom

    def set_zoom(self, steps: int) -> None:
        """Make the text larger than usual by so many points, within bounds."""
        self._zoom = max(ZOOM_STEPS[0], min(ZOOM_STEPS[1], steps))
        self._apply_font()

    def zoom_by(self, steps: int) -> None:
        """Make the text larger or smaller by so many points; 0 goes back to the usual size."""
        self.set_zoom(self._zoom + steps if steps else 0)
        self.zoomed.emit()

    # -- what Qt asks

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom by keys; the rest is Qt's."""
        steps = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1, Qt.Key.Key_0: 0}
        is_control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        key = Qt.Key(event.key())
        if is_control and key in steps:
            self.zoom_by(steps[key])
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom by Ctrl+wheel; the rest is Qt's."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._turned += event.angleDelta().y()  # a touchpad turns by parts of a notch
            if notches := int(self._turned / WHEEL_NOTCH):
                self._turned -= notches * WHEEL_NOTCH
                self.zoom_by(notches)
            event.accept()
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the gutter as high as the text."""
        super().resizeEvent(event)
        self._place_gutter()

    def changeEvent(self, event: QEvent) -> None:
        """Colour everything anew in another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.refresh_selections()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the current line and the marks, then the text over them."""
        painter = QPainter(self.viewport())
        if self._shows_current_line:
            self._paint_current_line(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for block, top in self.visible_blocks():
            self.paint_ground(painter, block, top, self.viewport().width())
            for mark in self.marks_of(block):
                self._paint_mark(painter, block, top, mark)
        painter.end()
        super().paintEvent(event)

    # -- inside

    def visible_blocks(self) -> list[tuple[QTextBlock, float]]:
        """The lines in view with their distance from the top in pixels."""
        found = []
        block = self.firstVisibleBlock()
        while block.isValid():
            box = self.blockBoundingGeometry(block).translated(self.contentOffset())
            if box.top() > self.viewport().height():
                break
            found.append((block, box.top()))
            block = block.next()
        return found

    def paint_ground(self, painter: QPainter, block: QTextBlock, top: float, width: int) -> None:
        """Fill the ground of a line that has one of its own."""
        if role := self.line_ground(block.blockNumber()):
            height = self.blockBoundingRect(block).height()
            painter.fillRect(QRectF(0, top, width, height), current().colour(role))

    def _set_up(self) -> None:
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.document().setDocumentMargin(6)
        self._apply_font()
        self.blockCountChanged.connect(self._place_gutter)
        self.updateRequest.connect(self._scroll_gutter)
        self.cursorPositionChanged.connect(self._gutter.update)
        self._place_gutter()

    def _apply_font(self) -> None:
        made = QFont(font(self._kind))
        made.setPointSizeF(made.pointSizeF() + self._zoom)
        self.setFont(made)
        self.document().setDefaultFont(made)
        self.setTabStopDistance(4 * self.fontMetrics().horizontalAdvance(" "))
        self._place_gutter()

    def gutter_width(self) -> int:
        """How wide the gutter is, in pixels."""
        if not self._has_numbers:
            return PLAIN_MARGIN
        numbers = self.longest_label() * self.fontMetrics().horizontalAdvance("9")
        left = GUTTER_LEFT_WITH_ICONS if self.has_line_icons else GUTTER_LEFT
        return left + numbers + GUTTER_RIGHT

    def _place_gutter(self) -> None:
        width = self.gutter_width()
        self.setViewportMargins(width, 0, 0, 0)
        area = self.contentsRect()
        self._gutter.setGeometry(QRect(area.left(), area.top(), width, area.height()))

    def _scroll_gutter(self, rect: QRect, moved: int) -> None:
        if moved:
            self._gutter.scroll(0, moved)
        else:
            self._gutter.update(0, rect.y(), self._gutter.width(), rect.height())

    def _paint_current_line(self, painter: QPainter) -> None:
        box = self.cursorRect()
        painter.fillRect(0, box.top(), self.viewport().width(), box.height(), current().bg_hover)

    def _paint_mark(self, painter: QPainter, block: QTextBlock, top: float, mark: Mark) -> None:
        line = block.layout().lineAt(0)
        if not line.isValid():
            return
        text = block.text()
        left, right = (_x_of(line, units(text, index)) for index in (mark.start, mark.end))
        shift = self.contentOffset().x() + block.layout().position().x()
        box = QRectF(left + shift - 1.5, top + 0.5, right - left + 3, line.height() - 1)
        colours, stem = current(), mark.kind.value
        if f"{stem}_line" in ROLES:
            border = QPen(colours.colour(f"{stem}_line"), 1)
            border.setStyle(Qt.PenStyle.DashLine if mark.hollow else Qt.PenStyle.SolidLine)
            painter.setPen(border)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
        nothing = QColor(Qt.GlobalColor.transparent)
        painter.setBrush(nothing if mark.hollow else colours.colour(stem))
        painter.drawRoundedRect(box, RADIUS_SMALL, RADIUS_SMALL)

    def _hit_selections(self) -> list[QTextEdit.ExtraSelection]:
        style = QTextCharFormat()
        style.setBackground(current().mark_find)
        style.setForeground(current().mark_find_text)
        framed = QTextCharFormat(style)
        framed.setProperty(QTextFormat.Property.OutlinePen, QPen(current().accent, 1))
        return [
            _marked(cursor, framed if place == self._current_hit else style)
            for place, cursor in enumerate(self._hits)
        ]

    def selection(self, start: int, end: int, style: QTextCharFormat) -> QTextEdit.ExtraSelection:
        """An extra selection over document positions."""
        return _marked(self._selecting(start, end), style)

    def _selecting(self, start: int, end: int) -> QTextCursor:
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return cursor


def _marked(cursor: QTextCursor, style: QTextCharFormat) -> QTextEdit.ExtraSelection:
    made = QTextEdit.ExtraSelection()
    made.cursor = cursor
    made.format = style
    return made


def _x_of(line: QTextLine, position: int) -> float:
    x, _position = cast("tuple[float, int]", line.cursorToX(position))
    return x


class _Gutter(QWidget):
    """Line numbers and icons, left of the text."""

    def __init__(self, text: CodeText) -> None:
        super().__init__(text)
        self._text = text

    def sizeHint(self) -> QSize:
        return QSize(self._text.gutter_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = current()
        painter.fillRect(event.rect(), colours.bg_surface)
        if not self._text._has_numbers:
            return
        painter.setFont(self._text.font())
        here = self._text.textCursor().blockNumber()
        height = self._text.fontMetrics().height()
        for block, top in self._text.visible_blocks():
            number = block.blockNumber()
            is_here = number == here and self._text._shows_current_line
            self._text.paint_ground(painter, block, top, self.width())
            if is_here:
                painter.fillRect(QRectF(0, top, self.width(), height), colours.bg_hover)
            painter.setPen(colours.text if is_here else colours.text_3)
            box = QRectF(0, top, self.width() - GUTTER_RIGHT, height)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight, self._text.line_label(number))
            if look := self._text._line_icons.get(number):
                spot = QRectF(
                    6, top + (height - LINE_ICON_SIDE) / 2, LINE_ICON_SIDE, LINE_ICON_SIDE
                )
                paint_icon(painter, spot, look[0], colours.colour(look[1]))
