"""The editor by keys: indenting, comments, brackets, placeholders, problems."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QTextCursor, QWheelEvent
from PySide6.QtWidgets import QApplication

from tat_console.tat.findings import Replacement, Span
from tat_console.tat.statuses import CommandType
from tat_console.ui.kit.theme import LIGHT, ToneName
from tat_console.ui.widgets.code_text import ZOOM_STEPS, Mark, MarkKind
from tat_console.ui.widgets.marked_scroll_bar import MarkedScrollBar
from tat_console.ui.widgets.script_editor import ScriptEditor, TextProblem, find_partner

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def editor(qtbot) -> ScriptEditor:
    made = ScriptEditor()
    made.resize(700, 400)
    qtbot.addWidget(made)
    made.show()
    return made


def choose_all(editor: ScriptEditor) -> None:
    editor.selectAll()


def test_tab_goes_to_the_next_stop(editor, qtbot):
    qtbot.keyClicks(editor, "ab")
    qtbot.keyClick(editor, Qt.Key.Key_Tab)
    qtbot.keyClicks(editor, "c")
    assert editor.toPlainText() == "ab  c"


def test_tab_and_shift_tab_move_chosen_lines_in_one_step(editor, qtbot):
    editor.set_script("if true\n\n  echo")
    choose_all(editor)
    qtbot.keyClick(editor, Qt.Key.Key_Tab)
    assert editor.toPlainText() == "    if true\n\n      echo"
    editor.undo()
    assert editor.toPlainText() == "if true\n\n  echo"
    choose_all(editor)
    qtbot.keyClick(editor, Qt.Key.Key_Backtab)
    assert editor.toPlainText() == "if true\n\necho"


def test_enter_keeps_and_deepens_the_indent(editor, qtbot):
    qtbot.keyClicks(editor, "  if true; then")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClicks(editor, "echo")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert editor.toPlainText() == "  if true; then\n      echo\n      "


@pytest.mark.parametrize(
    ("language", "sign"),
    [(CommandType.SHELL, "# "), (CommandType.POWERSHELL, "# "), (CommandType.BAT, "REM ")],
)
def test_comments_come_and_go(editor, qtbot, language, sign):
    editor.set_command_type(language)
    editor.set_script("one\n  two")
    choose_all(editor)
    qtbot.keyClick(editor, Qt.Key.Key_Slash, CONTROL)
    assert editor.toPlainText() == f"{sign}one\n{sign}  two"
    choose_all(editor)
    qtbot.keyClick(editor, Qt.Key.Key_Slash, CONTROL)
    assert editor.toPlainText() == "one\n  two"


def test_keys_zoom_and_go_back(editor, qtbot):
    before = editor.font().pointSizeF()
    qtbot.keyClick(editor, Qt.Key.Key_Plus, CONTROL)
    qtbot.keyClick(editor, Qt.Key.Key_Plus, CONTROL)
    assert editor.font().pointSizeF() == pytest.approx(before + 2)
    qtbot.keyClick(editor, Qt.Key.Key_0, CONTROL)
    assert editor.font().pointSizeF() == pytest.approx(before)


def turn(editor, eighths: int, sideways: int = 0) -> None:
    """Turn the wheel over the text while Ctrl is held; a notch is 120."""
    place = QPointF(editor.viewport().rect().center())
    event = QWheelEvent(
        place,
        editor.viewport().mapToGlobal(place),
        QPoint(),
        QPoint(sideways, eighths),
        Qt.MouseButton.NoButton,
        CONTROL,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(editor.viewport(), event)


def test_the_wheel_zooms_by_whole_notches_within_bounds(editor):
    before = editor.font().pointSizeF()
    turn(editor, 120)
    turn(editor, 60)
    turn(editor, 60)
    turn(editor, 0, sideways=120)
    assert editor.font().pointSizeF() == pytest.approx(before + 2)
    turn(editor, -240)
    assert editor.font().pointSizeF() == pytest.approx(before)
    turn(editor, 120 * 99)
    assert editor.zoom() == ZOOM_STEPS[1]
    turn(editor, -120 * 99)
    assert editor.zoom() == ZOOM_STEPS[0]


@pytest.mark.parametrize("line", [1, 2, 3])
def test_what_is_wrong_stands_beside_its_line(editor, line):
    editor.set_script("first\nsecond\nlast")
    start = editor.toPlainText().splitlines(keepends=True)[: line - 1]
    at = sum(map(len, start))
    fix = (Replacement(span=Span(line=line, column=1, end_line=line, end_column=2), text="x"),)
    editor.set_problems([TextProblem(at, at + 2, "Quote it", note="Quote it", fix=fix)])
    editor.go_to_line(line)
    editor.grab()
    row = QRectF(editor.cursorRect())
    assert row.top() <= editor._fix_link.top() < editor._fix_link.bottom() <= row.bottom()


def test_no_character_of_a_script_is_changed(editor):
    script = "echo a\u00a0b\u2028c\n\techo '\u200b\u3000😀'\n"
    editor.set_script(script)
    assert editor.toPlainText() == script


def test_placeholders_become_marks(editor):
    editor.set_script('x="{{name}}" y={{tat-hidden:key}} {{ none }}')
    editor.set_known({"name"})
    assert editor.marks_of(editor.document().firstBlock()) == [
        Mark(3, 11, MarkKind.PARAMETER, hollow=False),
        Mark(15, 33, MarkKind.SECRET, hollow=True),
    ]


def test_a_pill_is_painted_behind_its_placeholder(editor):
    editor.set_script("       {{name}}")
    line = editor.document().firstBlock().layout().lineAt(0)
    x, _position = line.cursorToX(7)
    box = editor.cursorRect()
    picture = editor.viewport().grab().toImage()
    colours = {
        picture.pixelColor(int(x) + shift, box.center().y()).name() for shift in range(1, 60)
    }
    assert LIGHT.mark_param.name() in colours


def test_positions_are_right_after_characters_of_two_units(editor):
    script = 'echo "😀😀" $name'
    editor.set_script(script)
    start = script.index("$name")
    editor.set_problems([TextProblem(start, start + 5, "Quote it")])
    (marked,) = [
        one.cursor.selectedText() for one in editor.extraSelections() if one.cursor.hasSelection()
    ]
    assert marked == "$name"
    assert editor._sentence_at(start + 3) == "Quote it"


def test_the_place_is_told_and_gone_to(editor):
    editor.set_script("one\ntwo\nthree")
    editor.go_to_line(2)
    assert editor.place() == (2, 1)
    editor.go_to_line(99)
    assert editor.place()[0] == 3


def test_the_bracket_at_the_cursor_and_its_partner_are_lit(editor):
    editor.set_script("f(a[1], (b))")
    cursor = editor.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.End)
    editor.setTextCursor(cursor)
    lit = sorted(one.cursor.selectionStart() for one in editor.extraSelections())
    assert lit == [1, 11]


@pytest.mark.parametrize(
    ("text", "at", "partner"),
    [("(())", 0, 3), ("(())", 3, 0), ("(()", 0, None), ("{[]}", 1, 2), ("abc", 1, None)],
)
def test_brackets_find_their_partner(text, at, partner):
    assert find_partner(text, at) == partner


def test_replacing_the_script_can_be_undone(editor):
    editor.set_script("echo one")
    editor.replace_script("echo two")
    editor.undo()
    assert editor.toPlainText() == "echo one"


def test_colours_are_no_change_of_the_script(editor, qtbot):
    told: list[str] = []
    editor.script_changed.connect(lambda: told.append(editor.toPlainText()))
    long = 'echo "one"\n' * 2000
    editor.set_script(long)
    qtbot.waitUntil(lambda: not editor._highlighter.is_reading())
    assert told == [long]


def test_problems_are_marked_on_the_scroll_bar_and_move_with_their_text(editor):
    editor.set_script("echo\n" * 200)
    editor.set_problems([TextProblem(500, 504, "unquoted"), TextProblem(995, 999, "the last line")])
    bar = editor.verticalScrollBar()
    assert isinstance(bar, MarkedScrollBar)
    assert bar.isVisible()
    (last, _tone), (middle, tone) = bar.marks()
    assert tone is ToneName.LATE
    assert abs(middle.center().y() - bar.height() / 2) < 5
    assert last.bottom() > bar.height() - 5
    editor.textCursor().insertText("new\n" * 200)
    (_last, _tone), (moved, _tone) = bar.marks()
    assert moved.top() > middle.top() + bar.height() / 5
