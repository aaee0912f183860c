"""The finder of painted text that is cut finds what was planted, and nothing else."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from tat_console.ui.kit.appearance import Mode, apply_theme
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.theme import current
from tat_console.ui.kit.writing import write
from tests.journeys.painted import is_own_word, painted_texts

ROOMY = 400
NARROW = 40


class _Painter(QWidget):
    def __init__(self, text: str, tip: str = "") -> None:
        super().__init__()
        self.setToolTip(tip)
        self._text = text

    def paintEvent(self, event: QPaintEvent) -> None:
        write(QPainter(self), QRectF(self.rect()), self._text, Type.BASE, current().text)


@pytest.mark.parametrize(
    ("text", "tip", "width", "is_found"),
    [
        ("No machine matches", "", NARROW, True),
        ("No machine matches", "No machine matches", NARROW, True),
        ("No machine matches", "", ROOMY, False),
        ("a-very-long-name-of-a-machine", "", NARROW, True),
        ("a-very-long-name-of-a-machine", "a-very-long-name-of-a-machine", NARROW, False),
    ],
)
def test_what_is_cut_is_found(qtbot, qapp, text: str, tip: str, width: int, is_found: bool) -> None:
    apply_theme(qapp, Mode.LIGHT)
    widget = _Painter(text, tip)
    qtbot.addWidget(widget)
    widget.resize(width, 30)
    with painted_texts() as painted:
        assert bool(list(painted.cut_in(widget))) == is_found


@pytest.mark.parametrize(
    ("text", "is_own"),
    [("12 machines", True), ("1,024 of 4,096 tasks", True), ("web-01", False), ("42", False)],
)
def test_the_words_of_the_program_are_known(text: str, is_own: bool) -> None:
    assert is_own_word(text) == is_own
