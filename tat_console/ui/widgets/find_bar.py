"""A bar that finds text in a `CodeText`, and replaces it where that can be changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, islice
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from tat_console.outputs.patterns import BadPattern
from tat_console.support.i18n import _
from tat_console.ui.kit.controls import ElidedLabel, Label, tool_button
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.layout import GRID, HALF, column, row
from tat_console.ui.widgets.code_text import CodeText
from tat_console.ui.widgets.replace_row import ReplaceRow
from tat_console.ui.widgets.search_field import SearchField
from tat_console.ui.widgets.text_search import Match, Wanted

HITS_AT_MOST: Final = 2_000
FIELD_WIDTH: Final = 224


class FindBar(QFrame):
    """Hidden until `open_bar`; all hits are lit, one of them is the current one.

    Enter goes on, Shift+Enter back, past the end to the start; Escape closes.
    """

    def __init__(self, text: CodeText) -> None:
        super().__init__()
        self._text = text
        self._hits: list[tuple[int, int]] = []
        self._place = -1
        self.field = SearchField(_("Find"), escape_clears=False)
        self.field.setObjectName("find_field")
        self.count = Label("", Type.SMALL, "text_3")
        self.count.setObjectName("find_count")
        self.problem = ElidedLabel("", Type.SMALL, "bad_text")
        self.problem.setObjectName("find_problem")
        self.match_case = _option("ph.text-aa", "find_case", _("Match case (Alt+C)"))
        self.whole_word = _option("ph.quotes", "find_word", _("Whole words only (Alt+W)"))
        self.is_regex = _option("ph.asterisk", "find_regex", _("Regular expression (Alt+R)"))
        self.replacing = ReplaceRow()
        self.setProperty("ground", "panel")
        self.setProperty("edge", "bottom")
        box = column(self._head(), self.replacing, gap=HALF, margins=(GRID, HALF, GRID, HALF))
        self.setLayout(box)
        self._connect()
        self.hide()

    def open_bar(self, *, replace: bool = False) -> None:
        """Show the bar, with the row to replace if asked, and search for what is selected."""
        chosen = self._text.textCursor().selectedText()
        self.replacing.setVisible(replace and not self._text.isReadOnly())
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

    def replace(self) -> None:
        """Replace the match that is current, and go to the next one."""
        if self._place >= 0 and self._can_replace():
            start, _end = self._hits[self._place]
            after = start + self._put(only=start)
            self._search(after)

    def replace_all(self) -> None:
        """Replace every match in one step that can be undone, and tell how many there were."""
        if self._hits and self._can_replace():
            count = self._put()
            self._search()
            self.replacing.say_replaced(count)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Shift+Enter, Escape; in the field of the replacement, Enter replaces."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.replace_all()
        elif self.replacing.field.hasFocus():
            self.replace()
        else:
            self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)

    # -- building

    def _head(self) -> QHBoxLayout:
        back = tool_button("ph.caret-up", _("Previous match (Shift+Enter)"))
        on = tool_button("ph.caret-down", _("Next match (Enter)"))
        close = tool_button("ph.x", _("Close the search (Escape)"))
        back.clicked.connect(lambda: self.step(-1))
        on.clicked.connect(lambda: self.step(1))
        close.clicked.connect(self.close_bar)
        for field in (self.field, self.replacing.field):
            field.setFixedWidth(FIELD_WIDTH)
        options = row(self.match_case, self.whole_word, self.is_regex, gap=2)
        head = row(self.field, options, back, on, self.count, self.problem, close)
        head.setStretch(5, 1)
        return head

    def _connect(self) -> None:
        self.field.textChanged.connect(lambda _text: self._search())
        self.field.textChanged.connect(lambda _text: self.replacing.say(""))
        for option, keys in (
            (self.match_case, "Alt+C"),
            (self.whole_word, "Alt+W"),
            (self.is_regex, "Alt+R"),
        ):
            option.toggled.connect(lambda _on: self._search())
            made = QShortcut(QKeySequence(keys), self, option.toggle)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.replacing.replace_asked.connect(self.replace)
        self.replacing.replace_all_asked.connect(self.replace_all)
        self._text.document().contentsChanged.connect(self._search_again)
        QWidget.setTabOrder(self.field, self.replacing.field)

    # -- finding

    @property
    def _wanted(self) -> Wanted:
        return Wanted(
            self.field.text(),
            self.is_regex.isChecked(),
            self.match_case.isChecked(),
            self.whole_word.isChecked(),
        )

    def _search(self, start: int | None = None) -> None:
        """Find anew; the match at or after a place becomes the current one."""
        self._find()
        here = self._text.textCursor().selectionStart() if start is None else start
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
        self._hits, problem = [], ""
        if self.field.text():
            try:
                found = islice(self._matches(), HITS_AT_MOST)
                self._hits = [span for span, _match in found]
            except BadPattern as error:
                problem = error.title
        self.problem.setText(problem)

    def _matches(self) -> Iterator[tuple[tuple[int, int], Match]]:
        """Every match with its place as Qt counts: in UTF-16 units. Raises BadPattern."""
        text = self._text.toPlainText()
        places: Sequence[int] = range(len(text) + 1)
        if not text.isascii():
            places = list(accumulate((1 + (sign > "\uffff") for sign in text), initial=0))
        for match in self._wanted.matches(text):
            yield (places[match.start()], places[match.end()]), match

    def _show(self) -> None:
        self._tell()
        self._text.set_hits(self._hits, self._place)
        if self._place >= 0:
            self._text.setTextCursor(self._cursor(*self._hits[self._place]))
            self._text.centerCursor()

    def _tell(self) -> None:
        is_bad = bool(self.problem.full_text())
        if not self.field.text() or is_bad:
            self.count.setText("")
        elif not self._hits:
            self.count.setText(_("No match"))
        else:
            words = _("{place} of {count}")
            self.count.setText(words.format(place=self._place + 1, count=len(self._hits)))
        self.count.set_ink("bad_text" if self.field.text() and not self._hits else "text_3")

    # -- replacing

    def _can_replace(self) -> bool:
        problem = self._wanted.replacement_problem(self.replacing.field.text())
        self.replacing.say(problem)
        return not problem and not self._text.isReadOnly()

    def _put(self, only: int | None = None) -> int:
        """Replace all matches, or `only` the one there: how many, or how long what stands there is.

        The replacements are made of the text itself, and put in from its end to its start.
        """
        wanted, template = self._wanted, self.replacing.field.text()
        steps = []
        for span, match in self._matches():
            if only is None or span[0] == only:
                steps.append((span, wanted.replacement(template, match)))
        cursor = QTextCursor(self._text.document())
        cursor.beginEditBlock()
        for (start, end), text in reversed(steps):
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(text)
        cursor.endEditBlock()
        return len(steps) if only is None else sum(len(text) for _span, text in steps)

    def _cursor(self, start: int, end: int) -> QTextCursor:
        cursor = QTextCursor(self._text.document())
        cursor.setPosition(end)
        cursor.setPosition(start, QTextCursor.MoveMode.KeepAnchor)
        return cursor


def _option(icon_name: str, name: str, tip: str) -> QToolButton:
    made = tool_button(icon_name, tip)
    made.setObjectName(name)
    made.setCheckable(True)
    return made
