"""A bar that finds text in a `CodeText`: Enter goes on, Shift+Enter back, Escape closes."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QFrame

from tat_console.support.i18n import _
from tat_console.ui.kit.controls import Label, tool_button
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GRID, HALF, row
from tat_console.ui.widgets.code_text import CodeText
from tat_console.ui.widgets.search_field import SearchField

HITS_AT_MOST: Final = 2_000


class FindBar(QFrame):
    """Hidden until `open_bar`; all hits are lit, one of them is the current one."""

    def __init__(self, text: CodeText) -> None:
        super().__init__()
        self._text = text
        self._hits: list[tuple[int, int]] = []
        self._place = -1
        self.field = SearchField(_("Find"))
        self.count = Label("", Type.SMALL, "text_3")
        back = tool_button("ph.caret-up", _("Previous match"))
        on = tool_button("ph.caret-down", _("Next match"))
        close = tool_button("ph.x", _("Close the search"))
        self.setProperty("ground", "panel")
        self.setProperty("edge", "bottom")
        self.setLayout(
            row(self.field, self.count, back, on, None, close, margins=(GRID, HALF, GRID, HALF))
        )
        self.field.textChanged.connect(self._search)
        back.clicked.connect(lambda: self.step(-1))
        on.clicked.connect(lambda: self.step(1))
        close.clicked.connect(self.close_bar)
        text.document().contentsChanged.connect(self._search_again)
        self.hide()

    def open_bar(self) -> None:
        """Show the bar and search for what is selected."""
        chosen = self._text.textCursor().selectedText()
        self.show()
        if chosen and "\u2029" not in chosen:
            self.field.setText(chosen)
        self.field.setFocus()
        self.field.selectAll()
        self._search()

    def close_bar(self) -> None:
        """Hide the bar and put the lights out."""
        self.hide()
        self._text.set_hits(())
        self._text.setFocus()

    def step(self, by: int) -> None:
        """Go to the next or an earlier match; from the last it goes on at the first."""
        if self._hits:
            self._place = (self._place + by) % len(self._hits)
            self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Shift+Enter, Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)

    def _search(self) -> None:
        self._find()
        here = self._text.textCursor().selectionStart()
        after = (place for place, hit in enumerate(self._hits) if hit[0] >= here)
        self._place = next(after, 0 if self._hits else -1)
        self._show()

    def _search_again(self) -> None:
        if self.isVisible() and self.field.text():
            before = self._hits
            self._find()
            if self._hits != before:
                self._place = min(self._place, len(self._hits) - 1)
                self._tell()
                self._text.set_hits(self._hits, self._place)

    def _find(self) -> None:
        wanted = self.field.text()
        text = self._text.toPlainText()
        if not text.isascii():  # Qt counts UTF-16 units
            text = re.sub("[\U00010000-\U0010ffff]", "  ", text)
        matches = re.finditer(re.escape(wanted), text, re.IGNORECASE) if wanted else ()
        self._hits = [match.span() for match, _n in zip(matches, range(HITS_AT_MOST), strict=False)]

    def _show(self) -> None:
        self._tell()
        self._text.set_hits(self._hits, self._place)
        if self._place >= 0:
            start, end = self._hits[self._place]
            cursor = QTextCursor(self._text.document())
            cursor.setPosition(end)
            cursor.setPosition(start, QTextCursor.MoveMode.KeepAnchor)
            self._text.setTextCursor(cursor)
            self._text.centerCursor()

    def _tell(self) -> None:
        if not self.field.text():
            self.count.setText("")
        elif not self._hits:
            self.count.setText(_("No match"))
        else:
            words = _("{place} of {count}")
            self.count.setText(words.format(place=self._place + 1, count=len(self._hits)))
        self.count.set_ink("bad_text" if self.field.text() and not self._hits else "text_3")
