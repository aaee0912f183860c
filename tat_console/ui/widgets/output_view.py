"""The output of a task: grows while it runs, follows its end, and says what is missing."""

from __future__ import annotations

import codecs
from typing import Final

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QAction, QFont, QKeySequence, QTextBlock, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit

from tat_console.support.i18n import _
from tat_console.ui.kit.banner import Notice
from tat_console.ui.kit.controls import ButtonKind, Label, button
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import HALF, column
from tat_console.ui.kit.theme import ToneName, current
from tat_console.ui.widgets.ansi import AnsiReader, Run
from tat_console.ui.widgets.code_text import CodeText
from tat_console.ui.widgets.find_bar import FindBar

_ROLE: Final = QTextCharFormat.Property.UserProperty


class OutputView(QFrame):
    """Bytes as text: wrong UTF-8 shows as �, a character cut in two waits for its other half.

    Ctrl+F finds. While the end is in view, it stays in view as more arrives.
    """

    full_wanted = Signal()

    def __init__(self, *, line_numbers: bool = False) -> None:
        super().__init__()
        self.text = CodeText(Type.CODE_SMALL, line_numbers=line_numbers)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(_("Output"))
        self.text.setUndoRedoEnabled(False)
        self.find_bar = FindBar(self.text)
        self.notice = Notice(ToneName.LATE, "")
        self.notice.hide()
        self._full = button(_("Get the whole output"), kind=ButtonKind.LINK)
        self._full.clicked.connect(self.full_wanted)
        self.notice.line.addWidget(self._full)
        self.foot = Label("", Type.SMALL, "text_3", wrap=True)
        self.foot.setContentsMargins(14, 0, 14, HALF)
        self.foot.hide()
        self.setProperty("ground", "surface")
        self.setLayout(column(self.find_bar, self.notice, self.text, self.foot, gap=0))
        self._add_find_action()
        self._data = b""
        self._decoder = _new_decoder()
        self._reader = AnsiReader()

    def show_output(self, data: bytes, dropped_bytes: int = 0, *, final: bool = True) -> None:
        """Show an output; when it only grew, the rest is appended and the view stays put.

        `dropped_bytes` is how much the service cut off; `final` says that no more will come.
        """
        if not data.startswith(self._data):
            self._begin()
        rest, self._data = data[len(self._data) :], data
        self._append(self._decoder.decode(rest, final))
        if final:
            self._decoder.reset()
        self._say_dropped(dropped_bytes)

    def show_message(self, text: str) -> None:
        """Say why there is no output (yet), in the place of it."""
        self._begin()
        self._say_dropped(0)
        self.text.setPlaceholderText(text)

    def set_foot(self, text: str) -> None:
        """A line under the output; empty hides it."""
        self.foot.setText(text)
        self.foot.setVisible(bool(text))

    def set_full_available(self, available: bool) -> None:
        """Offer to fetch the whole output where it was uploaded somewhere."""
        self._full.setVisible(available)

    def set_wrap(self, wraps: bool) -> None:
        """Wrap long lines or scroll sideways."""
        mode = QPlainTextEdit.LineWrapMode
        self.text.setLineWrapMode(mode.WidgetWidth if wraps else mode.NoWrap)

    def plain_text(self) -> str:
        """What is shown."""
        return self.text.toPlainText()

    def changeEvent(self, event: QEvent) -> None:
        """Colour the text anew in another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._recolour()

    # -- inside

    def _begin(self) -> None:
        self._data = b""
        self._decoder = _new_decoder()
        self._reader = AnsiReader()
        self.text.setPlaceholderText("")
        self.text.clear()

    def _append(self, text: str) -> None:
        bar = self.text.verticalScrollBar()
        was_at_end = bar.value() >= bar.maximum() - 2
        had_text = not self.text.document().isEmpty()
        cursor = QTextCursor(self.text.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.beginEditBlock()
        for run in self._reader.read(text):
            cursor.insertText(run.text, _style(run))
        cursor.endEditBlock()
        if was_at_end and had_text:
            bar.setValue(bar.maximum())

    def _say_dropped(self, dropped_bytes: int) -> None:
        self.notice.setVisible(dropped_bytes > 0)
        if dropped_bytes > 0:
            title = _("{cut:,} of {all:,} bytes were cut by the service").format(
                cut=dropped_bytes, all=dropped_bytes + len(self._data)
            )
            text = _("It keeps the first 24 KB of an output.")
            self.notice.set_message(ToneName.LATE, title, text)

    def _add_find_action(self) -> None:
        action = QAction(_("Find"), self)
        action.setShortcut(QKeySequence(QKeySequence.StandardKey.Find))
        action.triggered.connect(self.find_bar.open_bar)
        self.addAction(action)

    def _recolour(self) -> None:
        block = self.text.document().begin()
        while block.isValid():
            self._recolour_block(block)
            block = block.next()

    def _recolour_block(self, block: QTextBlock) -> None:
        for piece in block.textFormats():
            role = piece.format.property(_ROLE)
            if role:
                cursor = QTextCursor(block)
                cursor.setPosition(block.position() + piece.start)
                end = block.position() + piece.start + piece.length
                cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
                style = QTextCharFormat()
                style.setForeground(current().colour(role))
                cursor.mergeCharFormat(style)


def _new_decoder() -> codecs.IncrementalDecoder:
    return codecs.getincrementaldecoder("utf-8")("replace")


def _style(run: Run) -> QTextCharFormat:
    style = QTextCharFormat()
    if run.role:
        style.setProperty(_ROLE, run.role)
        style.setForeground(current().colour(run.role))
    if run.bold:
        style.setFontWeight(QFont.Weight.Bold)
    return style
