"""Colours of scripts, over lines, and in slices when the script is long."""

from __future__ import annotations

from PySide6.QtWidgets import QPlainTextEdit

from tat_console.tat.statuses import CommandType
from tat_console.ui.kit.appearance import Mode, apply_theme
from tat_console.ui.kit.theme import DARK, LIGHT
from tat_console.ui.widgets.highlighter import AT_ONCE_CHARACTERS, ScriptHighlighter, script_spans


def roles(script: str, language: CommandType = CommandType.SHELL) -> dict[str, str]:
    return {
        script[start : start + length].strip(): role
        for start, length, role in script_spans(script, language)
    }


def colour_at(text: QPlainTextEdit, line: int, column: int) -> str:
    block = text.document().findBlockByNumber(line)
    for piece in block.layout().formats():
        if piece.start <= column < piece.start + piece.length:
            return piece.format.foreground().color().name()
    return ""


def test_the_parts_of_a_shell_script():
    found = roles("# note\nif [ 3 ]; then\n  systemctl stop \"$name\" 'x'\nfi\nname=7\n")
    assert found["# note"] == "code_comment"
    assert found["if"] == found["then"] == "code_keyword"
    assert found["systemctl"] == "code_command"
    assert found["$name"] == "code_variable"
    assert found["'x'"] == "code_string"
    assert found["7"] == "code_number"
    assert "name" not in found
    assert "stop" not in found


def test_other_languages():
    assert roles("foreach ($x in 1..3) { }", CommandType.POWERSHELL)["$x"] == "code_variable"
    assert roles("@echo off\r\nREM note", CommandType.BAT)["echo"] == "code_keyword"


def test_a_quote_typed_above_recolours_the_lines_below(qtbot):
    text = QPlainTextEdit()
    qtbot.addWidget(text)
    highlighter = ScriptHighlighter(text, CommandType.SHELL)
    text.setPlainText("echo \nif x\nfi 'end")
    assert colour_at(text, 1, 0) == LIGHT.code_keyword.name()
    cursor = text.textCursor()
    cursor.setPosition(5)
    cursor.insertText("'")
    assert colour_at(text, 1, 0) == LIGHT.code_string.name()
    cursor.deletePreviousChar()
    assert colour_at(text, 1, 0) == LIGHT.code_keyword.name()
    assert not highlighter.is_reading()


def test_placeholders_stand_out_from_strings(qtbot):
    text = QPlainTextEdit()
    qtbot.addWidget(text)
    highlighter = ScriptHighlighter(text, CommandType.SHELL)
    text.setPlainText('x="😀 {{name}} {{tat-hidden:key}}"')
    assert highlighter.document() is text.document()
    assert colour_at(text, 0, 3) == LIGHT.code_string.name()
    assert colour_at(text, 0, 7) == LIGHT.mark_param_text.name()
    assert colour_at(text, 0, 20) == LIGHT.mark_secret_text.name()


def test_a_long_script_is_read_in_slices_and_in_full(qtbot):
    text = QPlainTextEdit()
    qtbot.addWidget(text)
    highlighter = ScriptHighlighter(text, CommandType.SHELL)
    line = 'if systemctl cat "$name"; then echo 1; fi # note\n'
    lines = 48 * 1024 // len(line)
    assert lines * len(line) > AT_ONCE_CHARACTERS
    text.setPlainText(line * lines)
    assert highlighter.is_reading()
    qtbot.waitUntil(lambda: not highlighter.is_reading())
    for number in (0, lines // 2, lines - 1):
        assert colour_at(text, number, 0) == LIGHT.code_keyword.name()
        assert colour_at(text, number, line.index("#")) == LIGHT.code_comment.name()


def test_the_colours_follow_the_theme(qapp, qtbot):
    text = QPlainTextEdit()
    qtbot.addWidget(text)
    highlighter = ScriptHighlighter(text, CommandType.SHELL)
    text.setPlainText("# words")
    apply_theme(qapp, Mode.DARK)
    assert highlighter.document() is text.document()
    assert colour_at(text, 0, 0) == DARK.code_comment.name()


def test_nothing_in_a_sum_is_a_command():
    script = "for ((i = 0; i < count; i++)); do\necho $i\ndone\n"
    commands = [
        script[start : start + length]
        for start, length, role in script_spans(script, CommandType.SHELL)
        if role == "code_command"
    ]
    assert commands == ["echo"]
