"""The editor for scripts: colours, placeholders as pills, brackets, indenting, comments."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QMimeData, QRectF, Qt, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QAbstractScrollArea, QTextEdit, QToolTip

from tat_console.support.i18n import _
from tat_console.tat import templating
from tat_console.tat.findings import Replacement
from tat_console.tat.statuses import CommandType
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.theme import ToneName, current
from tat_console.ui.widgets.code_text import CodeText, Mark, MarkKind, units
from tat_console.ui.widgets.highlighter import ScriptHighlighter
from tat_console.ui.widgets.line_note import PROBLEM_ICONS, paint_line_note
from tat_console.ui.widgets.marked_scroll_bar import MarkedScrollBar

INDENT: Final = 4
_COMMENTS: Final = {CommandType.BAT: "REM "}
_PAIRS: Final = {"(": ")", "[": "]", "{": "}"}
_FAR: Final = 5_000
"""How many characters a bracket's partner is looked for."""
_MARKED_AT_MOST: Final = 300
_NOTE_GAP: Final = 24


@dataclass(frozen=True, slots=True)
class TextProblem:
    """Something to point out from `start` to `end`, counted in Python characters.

    `note` is said after the line while the cursor is in it, with a link that asks for `fix`.
    """

    start: int
    end: int
    sentence: str
    tone: ToneName = ToneName.LATE
    note: str = ""
    fix: tuple[Replacement, ...] = ()


class ScriptEditor(CodeText):
    """Text with Tab and Shift+Tab that indent, Ctrl+/ that comments, and marks for problems.

    `script_changed` tells that the text is another one; Qt's `textChanged` also tells of colours.
    Ctrl+. and the link after a line put a problem right that has a fix. Escape lets the next Tab
    leave the text, so that it is no trap for the keyboard.
    """

    script_changed = Signal()
    has_line_icons = True

    def __init__(self, command_type: CommandType = CommandType.SHELL) -> None:
        super().__init__(Type.CODE)
        self._shows_current_line = True
        self._type = command_type
        self._with_value: Collection[str] | None = None
        self._marked: list[tuple[QTextCursor, TextProblem]] = []
        self._fix_link = QRectF()
        self._has_fixes = False
        self._tab_leaves = False
        self._highlighter = ScriptHighlighter(self, command_type)
        self._bar = MarkedScrollBar(self._problem_places)
        self.setVerticalScrollBar(self._bar)
        self.setAccessibleName(_("Script"))
        self.setAccessibleDescription(_("Tab indents; press Escape, then Tab, to leave the text."))
        self._script = ""
        self.cursorPositionChanged.connect(self._on_moved)
        self.textChanged.connect(self._on_changed)

    def command_type(self) -> CommandType:
        """The language of the script."""
        return self._type

    def set_command_type(self, command_type: CommandType) -> None:
        """Colour and comment as another language."""
        self._type = command_type
        self._highlighter.set_type(command_type)

    def set_script(self, text: str) -> None:
        """Replace the text and forget what could be undone."""
        self.setPlainText(text)
        self.document().setModified(False)

    def replace_script(self, text: str) -> None:
        """Replace the text in one step that can be undone."""
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)

    def set_known(self, keys: Collection[str] | None) -> None:
        """Placeholders of other keys are drawn hollow; None takes all as known."""
        self._with_value = keys
        self.viewport().update()

    def set_problems(self, problems: Sequence[TextProblem]) -> None:
        """Underline problems, mark them in the gutter and on the scroll bar, and say them in a tip.

        The marks move with their text as it is changed; only the first few hundred are drawn.
        """
        text = self.toPlainText()
        self._marked = [
            (self._cursor(units(text, one.start), units(text, one.end)), one)
            for one in problems[:_MARKED_AT_MOST]
        ]
        self._has_fixes = True
        icons: dict[int, tuple[str, str]] = {}
        for cursor, one in reversed(self._marked):
            line = self.document().findBlock(cursor.selectionStart()).blockNumber()
            icons[line] = (PROBLEM_ICONS.get(one.tone, "ph.warning-fill"), f"{one.tone}_text")
        self.set_line_icons(icons)
        self._bar.update()
        self.refresh_selections()
        self.viewport().update()

    def fix_here(self) -> bool:
        """Put the first problem of the cursor's line right that can be; False if there is none.

        A fix belongs to the text it was made for, so none is made between a change and new marks.
        """
        for problem in self._problems_of_line():
            if problem.fix and self._has_fixes:
                self.apply_fix(problem.fix)
                return True
        return False

    def apply_fix(self, fix: Sequence[Replacement]) -> None:
        """Make the replacements of a fix, whose places are those of the text as it is now."""
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        for step in sorted(fix, key=lambda step: step.span)[::-1]:
            span = step.span
            cursor.setPosition(self._position_of(span.line, span.column))
            end = self._position_of(span.end_line, span.end_column)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(step.text)
        cursor.endEditBlock()

    def go_to_place(self, line: int, column: int) -> None:
        """Put the cursor to a place, both counted from 1."""
        cursor = self.textCursor()
        cursor.setPosition(self._position_of(line, column))
        self.setTextCursor(cursor)
        self.centerCursor()
        self.setFocus()

    def go_to_line(self, line: int) -> None:
        """Put the cursor at the start of a line, counted from 1."""
        block = self.document().findBlockByNumber(line - 1)
        self.setTextCursor(QTextCursor(block if block.isValid() else self.document().lastBlock()))
        self.centerCursor()
        self.setFocus()

    def place(self) -> tuple[int, int]:
        """Line and column of the cursor, both from 1."""
        cursor = self.textCursor()
        return cursor.blockNumber() + 1, cursor.positionInBlock() + 1

    # -- what the base asks

    def marks_of(self, block: QTextBlock) -> Sequence[Mark]:
        """A pill for every placeholder of the line."""
        return [
            Mark(
                place.start,
                place.end,
                MarkKind.SECRET if place.hidden else MarkKind.PARAMETER,
                self._with_value is not None and place.key not in self._with_value,
            )
            for place in templating.find(block.text())
        ]

    def extra_marks(self) -> list[QTextEdit.ExtraSelection]:
        """Wavy lines under problems, and the pair of brackets at the cursor."""
        made = []
        for cursor, problem in self._marked:
            style = QTextCharFormat()
            style.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            style.setUnderlineColor(current().tone(problem.tone).text)
            made.append(self.selection(cursor.selectionStart(), cursor.selectionEnd(), style))
        style = QTextCharFormat()
        style.setBackground(current().accent_soft)
        return made + [self.selection(at, at + 1, style) for at in self._bracket_pair()]

    # -- what Qt asks

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab and Shift+Tab belong to the text, except right after Escape."""
        if not self._tab_leaves:
            return False
        self._tab_leaves = False
        return QAbstractScrollArea.focusNextPrevChild(self, forward)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Take text; files that are dropped are for the page."""
        return super().canInsertFromMimeData(source) and not source.hasUrls()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tab, Shift+Tab, Enter and Ctrl+/ as editors have them; the rest is Qt's."""
        if event.key() != Qt.Key.Key_Shift:
            self._tab_leaves = event.key() == Qt.Key.Key_Escape
        is_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        match event.key():
            case Qt.Key.Key_Tab if not is_control:
                self._indent()
            case Qt.Key.Key_Backtab:
                self._change_lines(lambda line: re.sub(rf"^(\t| {{1,{INDENT}}})", "", line))
            case Qt.Key.Key_Slash if is_control:
                self._toggle_comments()
            case Qt.Key.Key_Period if is_control:
                self.fix_here()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not event.modifiers():
                self._break_line()
            case _:
                super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Explain the problem under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            spot = self.viewport().mapFrom(self, event.pos())
            at = self.cursorForPosition(spot).position()
            QToolTip.showText(event.globalPos(), self._sentence_at(at), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text, then what is wrong with the line of the cursor after its end."""
        super().paintEvent(event)
        said = next((one for one in self._problems_of_line() if one.note), None)
        self._fix_link = QRectF()
        if said is not None:
            painter = QPainter(self.viewport())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._fix_link = paint_line_note(
                painter, self._room_after_line(), said.note, said.tone, can_fix=bool(said.fix)
            )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the link puts the line right."""
        if self._fix_link.contains(event.position()):
            self.fix_here()
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a hand over the link."""
        is_link = self._fix_link.contains(event.position())
        shape = Qt.CursorShape.PointingHandCursor if is_link else Qt.CursorShape.IBeamCursor
        self.viewport().setCursor(shape)
        super().mouseMoveEvent(event)

    # -- inside

    def _on_changed(self) -> None:
        script = self.toPlainText()
        if script != self._script:
            self._script = script
            self._has_fixes = False
            self.script_changed.emit()

    def _on_moved(self) -> None:
        self.refresh_selections()
        self.viewport().update()

    def _problem_places(self) -> Iterator[tuple[float, ToneName]]:
        """How far down each problem is; the first of those that fall together wins."""
        last = max(1, self.document().lineCount() - 1)
        for cursor, problem in reversed(self._marked):
            block = self.document().findBlock(cursor.selectionStart())
            yield block.firstLineNumber() / last, problem.tone

    def _position_of(self, line: int, column: int) -> int:
        block = self.document().findBlockByNumber(line - 1)
        if not block.isValid():
            return max(0, self.document().characterCount() - 1)
        text = block.text()
        return block.position() + units(text, min(column - 1, len(text)))

    def _cursor(self, start: int, end: int) -> QTextCursor:
        cursor = QTextCursor(self.document())
        last = max(0, self.document().characterCount() - 1)
        cursor.setPosition(min(start, last))
        cursor.setPosition(min(end, last), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _sentence_at(self, at: int) -> str:
        for cursor, problem in self._marked:
            if cursor.selectionStart() <= at <= cursor.selectionEnd():
                return problem.sentence
        return ""

    def _problems_of_line(self) -> list[TextProblem]:
        here = self.textCursor().block()
        first, last = here.position(), here.position() + here.length()
        return [
            problem for cursor, problem in self._marked if first <= cursor.selectionStart() < last
        ]

    def _room_after_line(self) -> QRectF:
        end = QTextCursor(self.textCursor().block())
        end.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        line = self.cursorRect(end)
        left = line.right() + _NOTE_GAP
        width = self.viewport().width() - left - _NOTE_GAP / 2
        return QRectF(left, line.top(), width, line.height())

    def _indent(self) -> None:
        cursor = self.textCursor()
        if cursor.hasSelection() and "\u2029" in cursor.selectedText():
            self._change_lines(lambda line: " " * INDENT + line if line.strip() else line)
        else:
            cursor.insertText(" " * (INDENT - cursor.positionInBlock() % INDENT))

    def _break_line(self) -> None:
        cursor = self.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        spaces = before[: len(before) - len(before.lstrip())]
        deeper = " " * INDENT if re.search(r"(\b(then|do|else)|[{(])\s*$", before) else ""
        cursor.insertText("\n" + spaces + deeper)
        self.ensureCursorVisible()

    def _toggle_comments(self) -> None:
        sign = _COMMENTS.get(self._type, "# ")
        lines = [block.text() for block in self._chosen_blocks() if block.text().strip()]
        if all(line.lstrip().startswith(sign.strip()) for line in lines):
            pattern = re.compile(rf"^(\s*){re.escape(sign.strip())} ?")
            self._change_lines(lambda line: pattern.sub(r"\1", line))
        else:
            margin = min((len(line) - len(line.lstrip()) for line in lines), default=0)
            self._change_lines(
                lambda line: line[:margin] + sign + line[margin:] if line.strip() else line
            )

    def _chosen_blocks(self) -> list[QTextBlock]:
        cursor = self.textCursor()
        block = self.document().findBlock(cursor.selectionStart())
        last = self.document().findBlock(max(cursor.selectionEnd() - 1, cursor.selectionStart()))
        blocks = [block]
        while block != last and block.next().isValid():
            block = block.next()
            blocks.append(block)
        return blocks

    def _change_lines(self, change: Callable[[str], str]) -> None:
        cursor = self.textCursor()
        cursor.beginEditBlock()
        for block in self._chosen_blocks():
            changed = change(block.text())
            if changed != block.text():
                line = QTextCursor(block)
                line.movePosition(
                    QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor
                )
                line.insertText(changed)
        cursor.endEditBlock()

    def _bracket_pair(self) -> tuple[int, ...]:
        text, here = self.toPlainText(), self.textCursor().position()
        if not text.isascii():
            text = text.encode("utf-16-le").decode("utf-16-le", "replace")
        for at in (here, here - 1):
            if 0 <= at < len(text) and (partner := find_partner(text, at)) is not None:
                return at, partner
        return ()


def find_partner(text: str, at: int) -> int | None:
    """Where the bracket that belongs to the one at `at` is; None when there is none nearby."""
    closers = {close: opener for opener, close in _PAIRS.items()}
    sign = text[at]
    other = _PAIRS.get(sign) or closers.get(sign)
    if other is None:
        return None
    step = 1 if sign in _PAIRS else -1
    depth = 0
    for place in range(at, max(-1, min(len(text), at + step * _FAR)), step):
        depth += (text[place] == sign) - (text[place] == other)
        if depth == 0:
            return place
    return None
