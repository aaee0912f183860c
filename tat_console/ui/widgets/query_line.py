"""One line of text in which `field:value` stands as a chip and "quoted words" are lit up."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum
from typing import Final, NamedTuple, cast

from PySide6.QtCore import QMimeData, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextLine,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit

from tat_console.ui.kit import theme
from tat_console.ui.kit.fonts import Type, font
from tat_console.ui.kit.lifetime import listen
from tat_console.ui.kit.painting import RADIUS_SMALL
from tat_console.ui.kit.theme import current
from tat_console.ui.widgets.code_text import units

HEIGHT: Final = 24
_PIECES: Final = re.compile(
    r"(?P<key>[^\W\d]\w*):(?!//)(?:\"[^\"]*\"?|\S*)|\"[^\"]*\"?\*?|[^\s\"]+"
)
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PartKind(Enum):
    """What a part of the line is; the value has the colour roles of its ground and its words."""

    FIELD = ("accent_soft", "accent")
    QUOTED = ("mark_find", "mark_find_text")


class Part(NamedTuple):
    """A coloured stretch of the line, as Python counts."""

    start: int
    end: int
    kind: PartKind


def parts(text: str, fields: Iterable[str]) -> list[Part]:
    """The fields that are known and the quoted words of a line."""
    found = []
    for match in _PIECES.finditer(text):
        if match["key"] is None:
            if match[0].startswith('"'):
                found.append(Part(*match.span(), PartKind.QUOTED))
        elif match["key"].casefold() in fields:
            found.append(Part(*match.span(), PartKind.FIELD))
    return found


class QueryLine(QPlainTextEdit):
    """`entered` tells Enter, `moved(by)` the arrows up and down, `edited` every change of text.

    What comes from the clipboard or an input method with several lines becomes one.
    """

    entered = Signal()
    edited = Signal(str)
    moved = Signal(int)
    focus_changed = Signal()

    def __init__(self, fields: Iterable[str]) -> None:
        super().__init__()
        self.fields = frozenset(fields)
        self._told = ""
        self._mistake = (0, 0)
        self.setFixedHeight(HEIGHT)
        self.setFont(font(Type.CODE))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setStyleSheet("QPlainTextEdit { background: transparent; }")
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setTabChangesFocus(True)
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setHorizontalScrollBarPolicy(policy)
        self.setVerticalScrollBarPolicy(policy)
        self.document().setDocumentMargin(3)
        self._highlighter = _Highlighter(self.document(), self.fields)
        listen(self, theme.changed, lambda _theme: self._repaint())
        self.textChanged.connect(self._tell)

    def text(self) -> str:
        """The line; what an input method still composes is not in it."""
        return self.toPlainText()

    def set_text(self, text: str) -> None:
        """Put a text in, in a way that can be undone, with the cursor at its end."""
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(_flat(text))
        self.moveCursor(QTextCursor.MoveOperation.End)

    def set_mistake(self, start: int, end: int) -> None:
        """Underline a mistake; nothing where start is end."""
        self._mistake = (start, end)
        self._mark_mistake()

    # -- what Qt asks

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(200, HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and the arrows up and down are told; the rest is Qt's."""
        no_modifier = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in _ENTER:
            self.entered.emit()
        elif event.key() in steps and no_modifier:
            self.moved.emit(steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            event.ignore()  # where there is nothing to go on to, it is no text either
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.set_text("")
        else:
            super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Several lines become one."""
        self.insertPlainText(_flat(source.text()).strip())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """One line does not scroll: the wheel is for what is around it."""
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell the frame."""
        super().focusInEvent(event)
        self.focus_changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell the frame."""
        super().focusOutEvent(event)
        self.focus_changed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the grounds of the parts, then the text."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        text = self.text()
        block = self.document().firstBlock()
        line = block.layout().lineAt(0) if block.layout().lineCount() else None
        if line is not None and not block.layout().preeditAreaText():
            shift = self.contentOffset().x() + block.layout().position().x()
            for part in parts(text, self.fields):
                left, right = (_x_of(line, units(text, end)) + shift for end in part[:2])
                top = (self.viewport().height() - line.height()) / 2 - 1
                box = QRectF(left - 3.5, top, right - left + 7, line.height() + 2)
                painter.setBrush(current().colour(part.kind.value[0]))
                painter.drawRoundedRect(box, RADIUS_SMALL, RADIUS_SMALL)
        painter.end()
        super().paintEvent(event)

    # -- inside

    def _tell(self) -> None:
        if self.document().blockCount() > 1:
            self.set_text(self.toPlainText())
            return
        text = self.text()
        if text != self._told:
            self._told = text
            self.set_mistake(0, 0)
            self.edited.emit(text)
        self.viewport().update()

    def _repaint(self) -> None:
        self._highlighter.rehighlight()
        self._mark_mistake()

    def _mark_mistake(self) -> None:
        start, end = (units(self.text(), place) for place in self._mistake)
        if start >= end:
            self.setExtraSelections([])
            return
        made = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        style = QTextCharFormat()
        style.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        style.setUnderlineColor(current().bad_fill)
        made.cursor, made.format = cursor, style
        self.setExtraSelections([made])


class _Highlighter(QSyntaxHighlighter):
    def __init__(self, document: QTextDocument, fields: frozenset[str]) -> None:
        super().__init__(document)
        self._fields = fields

    def highlightBlock(self, text: str) -> None:
        """Colour the words of parts."""
        for part in parts(text, self._fields):
            style = QTextCharFormat()
            style.setForeground(current().colour(part.kind.value[1]))
            start = units(text, part.start)
            self.setFormat(start, units(text, part.end) - start, style)


def _flat(text: str) -> str:
    return " ".join(text.splitlines())


def _x_of(line: QTextLine, position: int) -> float:
    x, _position = cast("tuple[float, int]", line.cursorToX(position))
    return x
