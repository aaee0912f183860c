"""What is wrong with a script, as one list: what keeps it from running, and what checks found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate
from PySide6.QtWidgets import QStyleOptionViewItem as Option

from tat_console.runs.checks import FieldProblem
from tat_console.support.i18n import _, listed, ngettext
from tat_console.tat.findings import Finding, Level, Lines
from tat_console.ui.kit.fonts import Type, font
from tat_console.ui.kit.icons import paint_icon
from tat_console.ui.kit.theme import ToneName, current
from tat_console.ui.kit.writing import CENTRED, write
from tat_console.ui.widgets.line_note import PROBLEM_ICONS
from tat_console.ui.widgets.script_editor import TextProblem

ROW_HEIGHT: Final = 25
LISTED_AT_MOST: Final = 500
TONES: Final = {
    Level.ERROR: ToneName.BAD,
    Level.WARNING: ToneName.LATE,
    Level.INFO: ToneName.BUSY,
    Level.STYLE: ToneName.IDLE,
}
_KEY: Final = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the list; a finding has a line and a code, other problems have a field."""

    problem: FieldProblem | Finding
    sentence: str
    tone: ToneName
    code: str = ""
    line: int = 0
    can_fix: bool = False

    @property
    def text(self) -> str:
        """The row in one line, for a screen reader."""
        place = _("Line {line}").format(line=self.line) if self.line else ""
        return "  ".join(filter(None, (self.code, self.sentence, place)))


def entries(
    problems: Iterable[FieldProblem], findings: Iterable[Finding], content: str
) -> list[Entry]:
    """The rows: what blocks first, then the findings in order of place."""
    rows = [_of_problem(problem, content) for problem in problems]
    rows.sort(key=lambda row: row.tone is not ToneName.BAD)
    return rows + [
        Entry(
            problem=finding,
            sentence=finding.message,
            tone=TONES[finding.level],
            code=finding.code,
            line=finding.span.line,
            can_fix=bool(finding.fix),
        )
        for finding in findings
    ]


def _of_problem(problem: FieldProblem, content: str) -> Entry:
    is_in_text = problem.field == "content" and problem.end
    return Entry(
        problem=problem,
        sentence=problem.sentence,
        tone=ToneName.BAD if problem.blocks else ToneName.LATE,
        line=content.count("\n", 0, problem.start) + 1 if is_in_text else 0,
    )


def marks(
    problems: Iterable[FieldProblem], findings: Iterable[Finding], content: str
) -> list[TextProblem]:
    """What the editor underlines."""
    lines = Lines(content)
    made = [
        TextProblem(problem.start, problem.end, problem.sentence, note=problem.sentence)
        for problem in problems
        if problem.field == "content" and problem.end
    ]
    return made + [_mark(finding, lines) for finding in findings]


def _mark(finding: Finding, lines: Lines) -> TextProblem:
    span = finding.span
    note = f"{finding.code} {finding.message}"
    return TextProblem(
        lines.offset(span.line, span.column),
        lines.offset(span.end_line, span.end_column),
        "\n".join(filter(None, (note, finding.explanation))),
        TONES[finding.level],
        note,
        finding.fix,
    )


def count_words(rows: Sequence[Entry]) -> tuple[str, ToneName]:
    """How many problems of each weight there are, and the worst tone."""
    counts = Counter(row.tone for row in rows)
    texts = (
        (ToneName.BAD, ngettext("{count} error", "{count} errors", counts[ToneName.BAD])),
        (ToneName.LATE, ngettext("{count} warning", "{count} warnings", counts[ToneName.LATE])),
        (ToneName.BUSY, ngettext("{count} note", "{count} notes", counts[ToneName.BUSY])),
        (ToneName.IDLE, ngettext("{count} hint", "{count} hints", counts[ToneName.IDLE])),
    )
    said = [(tone, text.format(count=counts[tone])) for tone, text in texts if counts[tone]]
    if not said:
        return _("No problems"), ToneName.GOOD
    return listed(text for _tone, text in said), said[0][0]


class ProblemList(QListWidget):
    """Enter or a click goes to a problem; the link of a row, or Ctrl+., puts it right."""

    picked = Signal(object)
    fix_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setFont(font(Type.BASE))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setItemDelegate(_RowDelegate(self))
        self.itemActivated.connect(lambda item: self.picked.emit(item.data(_KEY).problem))

    def show_entries(self, rows: Sequence[Entry]) -> None:
        """List these rows; the current one stays the current one where it is still there."""
        if [self.item(place).data(_KEY) for place in range(self.count())] == list(rows):
            return
        here = self.currentRow()
        self.clear()
        for row in rows[:LISTED_AT_MOST]:
            item = QListWidgetItem(row.text)
            item.setData(_KEY, row)
            item.setSizeHint(QSize(100, ROW_HEIGHT))
            explanation = row.problem.explanation if isinstance(row.problem, Finding) else ""
            item.setToolTip("\n".join(filter(None, (row.sentence, explanation))))
            self.addItem(item)
        self.setCurrentRow(min(here, self.count() - 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+. puts the current row right."""
        is_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        item = self.currentItem()
        if is_control and event.key() == Qt.Key.Key_Period and item is not None:
            self._fix(item.data(_KEY))
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the link at the end of a row puts it right, one elsewhere goes there."""
        super().mouseReleaseEvent(event)
        item = self.itemAt(event.position().toPoint())
        if item is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        row: Entry = item.data(_KEY)
        box = fix_box(QRectF(self.visualItemRect(item)))
        if row.can_fix and box.contains(event.position()):
            self._fix(row)
        else:
            self.picked.emit(row.problem)

    def _fix(self, row: Entry) -> None:
        if row.can_fix:
            self.fix_asked.emit(row.problem)


def fix_box(row: QRectF) -> QRectF:
    """Where the link of a row is."""
    return QRectF(row.right() - 52, row.top(), 44, row.height())


class _RowDelegate(QStyledItemDelegate):
    """Icon, code and sentence at the left; line and link at the right."""

    def paint(self, painter: QPainter, option: Option, index: _Index) -> None:
        row: Entry = index.data(_KEY)
        colours, box = current(), QRectF(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, colours.bg_current)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, colours.bg_hover)
        spot = QRectF(box.left() + 12, box.top(), 14, box.height())
        paint_icon(painter, spot, PROBLEM_ICONS[row.tone], colours.tone(row.tone).text)
        left = spot.right() + 8
        if row.code:
            code = QRectF(left, box.top(), 72, box.height())
            left += write(painter, code, row.code, Type.CODE_SMALL, colours.text_2) + 8
        self._tail(painter, box, row)
        room = QRectF(left, box.top(), box.right() - 124 - left, box.height())
        write(painter, room, row.sentence, Type.BASE, colours.text)
        painter.restore()

    def sizeHint(self, option: Option, index: _Index) -> QSize:
        return QSize(100, ROW_HEIGHT)

    def _tail(self, painter: QPainter, box: QRectF, row: Entry) -> None:
        if row.line:
            words = _("Line {line}").format(line=row.line)
            place = QRectF(box.right() - 116, box.top(), 64, box.height())
            write(painter, place, words, Type.SMALL, current().text_3)
        if row.can_fix:
            write(painter, fix_box(box), _("Fix"), Type.NAME, current().accent, CENTRED)
