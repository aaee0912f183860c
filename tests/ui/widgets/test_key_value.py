"""Values of details: they fit their pane, and are copied as they were given."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from tat_console.ui.widgets.key_value import SOFT_BREAK, Fact, KeyValueList, ValueLabel, breakable

BUNDLE = "Lighthouse, bundle_starter_mc_med2_01"


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("short-name_01", ["short-name_01"]),
        (BUNDLE, ["Lighthouse, bundle_", "starter_", "mc_", "med2_", "01"]),
        ("a" * 30, ["a" * 12, "a" * 12, "a" * 6]),
        ("https://example.com/x", ["https:", "/", "/", "example.", "com/", "x"]),
        ("机器名称很长很长很长很长很长很长", ["机器名称很长很长很长很长很长很长"]),
    ],
)
def test_long_words_may_break(text: str, pieces: list[str]) -> None:
    assert breakable(text).split(SOFT_BREAK) == pieces
    assert breakable(text).replace(SOFT_BREAK, "") == text


def test_a_long_value_needs_no_more_room_than_the_pane_has(qtbot) -> None:
    facts = KeyValueList([Fact("Kind", BUNDLE), Fact("Role", "x" * 80)])
    qtbot.addWidget(facts)
    assert facts.minimumSizeHint().width() < 240


def test_what_is_copied_is_the_value(qtbot) -> None:
    facts = KeyValueList([Fact("Kind", BUNDLE)])
    qtbot.addWidget(facts)
    facts.show()
    (value,) = facts.findChildren(ValueLabel)
    assert value.accessibleName() == f"Kind: {BUNDLE}"
    value.setFocus()
    QTest.keyClick(value, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == BUNDLE
    value.setSelection(BUNDLE.index("bundle"), len("bundle_starter_") + 1)
    QTest.keyClick(value, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "bundle_starter_"
