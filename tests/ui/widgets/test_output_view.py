"""Output that grows, is cut, is coloured, is no UTF-8, and is searched."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from tat_console.ui.kit.theme import LIGHT
from tat_console.ui.widgets.output_view import LARGE_BYTES, OutputView


@pytest.fixture
def output(qtbot) -> OutputView:
    made = OutputView()
    made.resize(500, 200)
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_character_cut_in_two_waits_for_its_other_half(output):
    whole = "失败\n".encode()
    output.show_output(whole[:4], final=False)
    assert output.plain_text() == "失"
    output.show_output(whole, final=False)
    assert output.plain_text() == "失败\n"


def test_wrong_bytes_and_a_cut_end_show_as_replacement(output):
    output.show_output(b"a\xffb" + "败".encode()[:2])
    assert output.plain_text() == "a�b�"


def test_another_output_replaces_the_text(output):
    output.show_output(b"one\n")
    output.show_output(b"two\n")
    assert output.plain_text() == "two\n"


def test_the_end_stays_in_view_only_where_it_was(output, qtbot):
    lines = [f"line {n}\n".encode() for n in range(200)]
    bar = output.text.verticalScrollBar()
    output.show_output(b"".join(lines[:100]), final=False)
    bar.setValue(bar.maximum())
    output.show_output(b"".join(lines[:150]), final=False)
    assert bar.value() == bar.maximum()
    bar.setValue(10)
    output.show_output(b"".join(lines), final=True)
    assert bar.value() == 10


def test_bytes_cut_are_said(output, qtbot):
    output.show_output(b"x", dropped_bytes=36_864)
    assert output.notice.isVisible()
    assert "36,864 of 36,865 bytes" in output.notice.accessibleName()
    output.show_output(b"x")
    assert not output.notice.isVisible()


def test_colours_of_programs_are_roles_of_the_theme(output):
    output.show_output(b"\x1b[31mbad\x1b[0m ok")
    block = output.text.document().firstBlock()
    formats = [(piece.length, piece.format.foreground().color()) for piece in block.textFormats()]
    assert output.plain_text() == "bad ok"
    assert formats[0] == (3, LIGHT.bad_text)


def test_control_characters_are_left_out(output):
    output.show_output(b"a\x1b[3", final=False)
    output.show_output(b"a\x1b[32mb\x00\x07c\r\nd")
    assert output.plain_text() == "abc\nd"
    assert output.text.document().firstBlock().textFormats()[1].format.foreground().color() == (
        LIGHT.good_text
    )


def test_finding_by_keys(output, qtbot):
    output.show_output("😀 Error one\nerror two\nfine\n".encode())
    output.text.setFocus()
    qtbot.keyClick(output.text, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert output.find_bar.isVisible()
    qtbot.keyClicks(output.find_bar.field, "ERROR")
    assert output.find_bar.count.text() == "1 of 2"
    assert output.text.textCursor().selectedText() == "Error"
    qtbot.keyClick(output.find_bar.field, Qt.Key.Key_Return)
    assert output.text.textCursor().blockNumber() == 1
    qtbot.keyClick(output.find_bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert output.text.textCursor().blockNumber() == 0
    qtbot.keyClicks(output.find_bar.field, "s")
    assert output.find_bar.count.text() == "No match"
    qtbot.keyClick(output.find_bar.field, Qt.Key.Key_Escape)
    qtbot.keyClick(output.find_bar.field, Qt.Key.Key_Escape)
    assert not output.find_bar.isVisible()
    assert output.text.extraSelections() == []


def test_more_output_keeps_the_search_up_to_date(output, qtbot):
    output.show_output(b"error\n", final=False)
    output.find_bar.open_bar()
    qtbot.keyClicks(output.find_bar.field, "error")
    output.show_output(b"error\nerror\n", final=False)
    assert output.find_bar.count.text() == "1 of 2"


def test_a_message_stands_in_for_missing_output(output):
    output.show_output(b"old")
    output.show_message("The task has not started yet.")
    assert output.plain_text() == ""
    assert output.text.placeholderText() == "The task has not started yet."


LOG = b"start\n\x1b[31merror one\x1b[0m\nfine\n0 errors\ndisk full, cannot write\nend\n"
LARGE = b"".join(b"line %d\n" % number for number in range(LARGE_BYTES // 8))


def only(output: OutputView, qtbot, pattern: str) -> None:
    """Type a pattern and wait until its lines were picked."""
    with qtbot.waitSignal(output.tools.pattern_changed):
        output.tools.field.setText(pattern)
    qtbot.waitUntil(lambda: not output.is_busy)


def test_only_matching_lines_keep_their_numbers_and_colours(output, qtbot):
    output.show_output(LOG)
    only(output, qtbot, "error|disk")
    assert output.plain_text() == "error one\n0 errors\ndisk full, cannot write"
    assert output.tools.count.text() == "3 lines"
    assert [output.text.line_label(number) for number in range(3)] == ["2", "4", "5"]
    first = output.text.document().firstBlock().textFormats()[0]
    assert first.format.foreground().color() == LIGHT.bad_text
    only(output, qtbot, "")
    assert output.plain_text().splitlines()[0] == "start"
    assert output.text.line_label(0) == "1"


def test_capitals_in_a_pattern_are_minded_only_where_there_are_some(output, qtbot):
    output.show_output(b"Disk\ndisk\n")
    only(output, qtbot, "disk")
    assert output.plain_text() == "Disk\ndisk"
    only(output, qtbot, "Disk")
    assert output.plain_text() == "Disk"


def test_a_pattern_that_is_none_says_so_and_leaves_the_text(output, qtbot):
    output.show_output(LOG)
    qtbot.keyClick(
        output.text,
        Qt.Key.Key_F,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    qtbot.keyClicks(output.tools.field, "err(")
    qtbot.waitUntil(output.tools.problem.isVisible)
    assert "no regular expression" in output.tools.problem.text()
    assert output.plain_text().startswith("start")


def test_lines_that_arrive_are_picked_too(output, qtbot):
    output.show_output(b"error 1\nfine\n", final=False)
    only(output, qtbot, "error")
    output.show_output(b"error 1\nfine\nerror 2\n", final=False)
    assert output.plain_text() == "error 1\nerror 2"
    only(output, qtbot, "")
    assert output.plain_text() == "error 1\nfine\nerror 2\n"


def test_the_next_failure_is_found_and_after_the_last_the_first(output, qtbot):
    output.show_output(LOG)
    output.text.setFocus()
    found = []
    for _press in range(3):
        qtbot.keyClick(output.text, Qt.Key.Key_F8)
        qtbot.waitUntil(lambda: not output.is_busy)
        found.append(output.text.textCursor().selectedText())
    assert found == ["error one", "disk full, cannot write", "error one"]
    output.show_output(b"all is well\n")
    output.go_to_next_trouble()
    assert output.tools.count.text() == "Nothing looks like a failure"


def test_long_lines_wrap_until_told_otherwise(output, qtbot):
    output.show_output(b"x" * 500)
    bar = output.text.horizontalScrollBar()
    assert output.tools.wrap.isChecked()
    assert bar.maximum() == 0
    qtbot.mouseClick(output.tools.wrap, Qt.MouseButton.LeftButton)
    assert bar.maximum() > 0


def test_the_switch_for_the_end_says_and_does_it(output, qtbot):
    output.show_output(b"line\n" * 300)
    assert not output.tools.follow.isChecked()
    qtbot.mouseClick(output.tools.follow, Qt.MouseButton.LeftButton)
    bar = output.text.verticalScrollBar()
    assert bar.value() == bar.maximum()
    assert output.tools.follow.isChecked()
    bar.setValue(0)
    assert not output.tools.follow.isChecked()


def test_bytes_that_are_no_text_are_shown_as_numbers(output, qtbot):
    output.show_output(bytes(range(256)) * 2)
    assert output.lines.isVisible()
    assert output.tools.bytes.isChecked()
    assert output.plain_text().startswith("00 01 02 03 04 05 06 07  08 09")
    assert "512 bytes that are no text" in output.encoding_note.text()
    output.show_output(b"text\n")
    assert output.text.isVisible()
    assert not output.encoding_note.isVisible()
    qtbot.mouseClick(output.tools.bytes, Qt.MouseButton.LeftButton)
    assert output.plain_text().startswith("74 65 78 74 0a")
    qtbot.mouseClick(output.tools.bytes, Qt.MouseButton.LeftButton)
    assert output.plain_text() == "text\n"


def test_chinese_of_older_systems_is_read_and_said(output):
    output.show_output("磁盘空间不足，无法写入文件。\n".encode("gb18030"))
    assert output.plain_text() == "磁盘空间不足，无法写入文件。\n"
    assert "GB18030" in output.encoding_note.text()


def test_a_large_output_is_read_in_slices_and_searched_like_a_small_one(output, qtbot):
    data = LARGE + b"cannot write\n" + LARGE
    output.show_output(data)
    qtbot.waitUntil(lambda: not output.is_busy)
    assert output.lines.isVisible()
    assert output.text.toPlainText() == ""
    place = len(LARGE.splitlines())
    output.go_to_next_trouble()
    qtbot.waitUntil(lambda: not output.is_busy)
    assert output.lines.current_line() == place
    only(output, qtbot, "^line 777$|write")
    assert output.plain_text() == "line 777\ncannot write\nline 777"
    output.lines.go_to(1)
    qtbot.keyClick(output.lines, Qt.Key.Key_Return)
    assert output.tools.field.text() == ""
    assert output.lines.current_line() == place
    assert len(output.lines.lines()) == 2 * place + 1


def test_an_output_that_grows_large_goes_on_at_its_end(output, qtbot):
    output.show_output(b"small\n", final=False)
    output.show_output(b"small\n" + LARGE + LARGE, final=False)
    qtbot.waitUntil(lambda: not output.is_busy)
    output.lines.scroll_to_end()
    output.show_output(b"small\n" + LARGE + LARGE + b"last\n" * 9, final=True)
    qtbot.waitUntil(lambda: not output.is_busy)
    assert output.lines.is_at_end()
    assert output.lines.lines().text(len(output.lines.lines()) - 1) == "last"


def test_copying_and_saving(qtbot):
    view = OutputView(file_buttons=True)
    qtbot.addWidget(view)
    view.resize(600, 200)
    with qtbot.waitActive(view):
        view.show()
        view.activateWindow()
    view.show_output(LOG)
    qtbot.mouseClick(view.tools.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text().splitlines()[1] == "error one"
    with qtbot.waitSignal(view.save_wanted):
        qtbot.mouseClick(view.tools.save, Qt.MouseButton.LeftButton)
    view.text.setFocus()
    with qtbot.waitSignal(view.save_wanted):
        qtbot.keyClick(view.text, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
