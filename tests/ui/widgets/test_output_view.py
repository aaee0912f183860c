"""Output that grows, is cut, is coloured, is no UTF-8, and is searched."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tat_console.ui.kit.theme import LIGHT
from tat_console.ui.widgets.ansi import AnsiReader, Run
from tat_console.ui.widgets.output_view import OutputView


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


def test_escapes_are_read_across_pieces():
    reader = AnsiReader()
    assert reader.read("a\x1b[3") == [Run("a")]
    assert reader.read("2mb\x1b]0;title\x07c") == [Run("b", "good_text"), Run("c", "good_text")]
    assert reader.read("\x1b[1;39md\x1b[0K\x00e\r\nf") == [
        Run("d", "", True),
        Run("e\nf", "", True),
    ]


def test_colours_of_256_do_not_disturb():
    assert AnsiReader().read("\x1b[38;5;31mx") == [Run("x")]


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
