"""A log of 50 MB is opened, picked from, searched, followed and shown as bytes, step by step."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tat_console.outputs.lines import HexLines
from tat_console.ui.widgets.output_view import OutputView

LOG_BYTES = 50_000_000
STEP_LIMIT_S = 0.1
"""Of the processor's own time, so that a busy machine does not count."""
BLOCK = b"".join(
    b"2026-11-22 12:%02d:07 worker %d took \xe7\xa3\x81\xe7\x9b\x98 4711 ms\n"
    % (number % 60, number)
    for number in range(1_000)
)
TROUBLE = b"2026-11-22 13:00:00 ERROR cannot write: no space left\n"


def large_log() -> bytes:
    """Lines of 50 MB with one failure in the middle."""
    half = BLOCK * (LOG_BYTES // 2 // len(BLOCK))
    return half + TROUBLE + half


def steps_s(view: OutputView, act: Callable[[], object], words: str = "") -> list[float]:
    """How much work each turn of the loop is until something is done and these words are told."""
    found = []
    started = time.thread_time()
    act()
    while True:
        found.append(time.thread_time() - started)
        if not view.is_busy and words in view.tools.count.text():
            return found
        started = time.thread_time()
        QApplication.processEvents()


def opened_view() -> OutputView:
    """A view that can be seen."""
    view = OutputView(file_buttons=True)
    view.resize(900, 500)
    view.show()
    return view


def pick(view: OutputView, text: str) -> None:
    """Leave only the lines that match."""
    view.tools.field.setText(text)
    QTest.keyClick(view.tools.field, Qt.Key.Key_Return)


@pytest.fixture
def view(qtbot) -> OutputView:
    made = opened_view()
    qtbot.addWidget(made)
    return made


def test_a_log_of_50_mb_never_holds_the_window(view):
    log = large_log()
    place = log[: log.index(TROUBLE)].count(b"\n")
    count = 2 * place + 1
    steps = steps_s(view, lambda: view.show_output(log, final=False))
    assert len(view.lines.lines()) == count

    steps += steps_s(view, view.go_to_next_trouble)
    assert view.lines.current_line() == place

    view.lines.scroll_to_end()
    steps += steps_s(view, lambda: view.show_output(log + b"the last\n", final=True))
    assert view.lines.is_at_end()
    assert view.lines.lines().text(count) == "the last"

    steps += steps_s(view, lambda: pick(view, "worker 77[78] |ERROR"), "line")
    assert len(view.lines.lines()) == 4 * place // 1_000 + 1

    steps += steps_s(view, lambda: pick(view, ""))
    steps += steps_s(view, lambda: view.set_bytes(True))
    assert isinstance(view.lines.lines(), HexLines)
    assert len(steps) > 50
    assert max(steps) < STEP_LIMIT_S
