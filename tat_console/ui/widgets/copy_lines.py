"""Lines to be pasted somewhere else: code that can be read, selected and copied by a button."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from tat_console.support.i18n import _
from tat_console.ui.kit.controls import Label, button
from tat_console.ui.kit.fonts import Type, font
from tat_console.ui.kit.layout import HALF, column, row

COPIED_MS: Final = 1_500
_FRAME: Final = 14
_MOST_LINES: Final = 6


class CopyLines(QWidget):
    """A title, a copy button, and the lines; `name` is the stem of the parts' object names."""

    def __init__(self, name: str, title: str = "") -> None:
        super().__init__()
        self._title = Label(title, Type.NAME)
        self._text = QPlainTextEdit()
        self._text.setObjectName(f"{name}_lines")
        self._text.setReadOnly(True)
        self._text.setProperty("kind", "field")
        self._text.setFont(font(Type.CODE_SMALL))
        self._text.setTabChangesFocus(True)
        self._copy = button(_("Copy"), "ph.copy", strip=True)
        self._copy.setObjectName(f"{name}_copy")
        self._copy.clicked.connect(self._put_on_clipboard)
        self._back = QTimer(self, singleShot=True, interval=COPIED_MS)
        self._back.timeout.connect(lambda: self._copy.setText(_("Copy")))
        self.setLayout(column(row(self._title, None, self._copy), self._text, gap=HALF))
        self.show_lines(title, "")

    def text(self) -> str:
        """The lines on show."""
        return self._text.toPlainText()

    def show_lines(self, title: str, lines: str) -> None:
        """Show other lines under another title."""
        self._title.setText(title)
        self._text.setAccessibleName(title)
        self._copy.setAccessibleName(_("Copy: {title}").format(title=title))
        self._text.setPlainText(lines.rstrip("\n"))
        count = min(self._text.blockCount() * 2, _MOST_LINES)
        self._text.setFixedHeight(count * self._text.fontMetrics().lineSpacing() + _FRAME)

    def _put_on_clipboard(self) -> None:
        QGuiApplication.clipboard().setText(self.text() + "\n")
        self._copy.setText(_("Copied"))
        self._back.start()
