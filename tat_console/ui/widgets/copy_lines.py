"""Code to be pasted somewhere else: it can be read, selected, and copied by a button."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from tat_console.support.i18n import _
from tat_console.ui.kit.controls import ElidedLabel, Label, button, tool_button
from tat_console.ui.kit.fonts import Type, font
from tat_console.ui.kit.layout import GRID, HALF, column, row

COPIED_MS: Final = 1_500
_FRAME: Final = 20
_MOST_LINES: Final = 8


class CopyLine(QFrame):
    """One line of code in a box; what does not fit is cut, but copied all the same."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__()
        self.setProperty("ground", "card")
        words = ElidedLabel(text, Type.CODE_SMALL)
        words.setObjectName(f"{name}_line")
        copy = tool_button("ph.copy", _("Copy: {title}").format(title=text), role="text_3")
        copy.setObjectName(f"{name}_copy")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(text))
        line = row(words, copy, gap=HALF, margins=(GRID, 2, 2, 2))
        line.setStretch(0, 1)
        self.setLayout(line)


class _Lines(QPlainTextEdit):
    """As high as its lines are at the width it has, or as `lines` where that is given."""

    def __init__(self, lines: int) -> None:
        super().__init__()
        self._wanted = lines

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        count = self._wanted or min(round(self.document().size().height()), _MOST_LINES)
        self.setFixedHeight(max(count, 1) * self.fontMetrics().lineSpacing() + _FRAME)


class CopyLines(QWidget):
    """A title, a copy button, and the lines; `name` is the stem of the parts' object names.

    `lines` is room for so many in a place that does not grow, such as a dialog.
    """

    def __init__(self, name: str, title: str = "", lines: int = 0) -> None:
        super().__init__()
        self._title = Label(title, Type.NAME)
        self._text = _Lines(lines)
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
        self._text.fit()

    def _put_on_clipboard(self) -> None:
        QGuiApplication.clipboard().setText(self.text() + "\n")
        self._copy.setText(_("Copied"))
        self._back.start()
