"""How long one key takes, and the paint after it, in the largest script the service accepts."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from tat_console.app import Console
from tat_console.support.paths import AppPaths
from tat_console.tour.hand import Hand
from tat_console.ui.navigation import PageKey
from tests.bench.conftest import Figure

SCRIPT_BYTES = 48 * 1024
KEYS = 60
MEDIAN_LIMIT_MS = 100.0
LINE = 'if [[ "$count" -gt {{limit}} ]]; then echo "line %d of ${total}"; fi  # a comment\n'


def large_script() -> str:
    """48 KiB of ordinary lines, each with a placeholder."""
    lines = ["#!/bin/bash\n", "count=1 total=2\n"]
    size = sum(map(len, lines))
    while size + len(LINE) + 4 < SCRIPT_BYTES:
        lines.append(LINE % len(lines))
        size += len(lines[-1])
    return "".join(lines)


def test_one_key_in_a_large_script(run, qapp: QApplication, home: Path, figure: Figure) -> None:
    async def work() -> list[float]:
        console = await Console.open(qapp, AppPaths.below(home / "console"))
        console.window.show()
        try:
            hand = Hand(console.window)
            await hand.click(f"rail_{PageKey.SCRIPTS}")
            await hand.click("new_script")
            await hand.paste_into("script_editor", large_script())
            editor = await hand.see(QPlainTextEdit, "script_editor")
            durations = []
            for number in range(KEYS):
                start = time.perf_counter()
                QTest.keyClick(editor, Qt.Key.Key_Return if number % 10 == 9 else Qt.Key.Key_X)
                editor.viewport().repaint()
                durations.append((time.perf_counter() - start) * 1_000)
                await hand.settle()
            lines = large_script().count("\n") + KEYS // 10
            assert editor.toPlainText().count("\n") == lines
            return durations
        finally:
            await console.close()

    durations = run(work())
    assert len(durations) == KEYS
    figure("editor_key_ms", statistics.median(durations), "ms", MEDIAN_LIMIT_MS)
