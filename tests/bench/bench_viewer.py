"""A log of 50 MB in the viewer: until all its lines can be reached, and until some are picked."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication

from tat_console.ui.kit.appearance import Mode, apply_theme
from tests.bench.conftest import Figure
from tests.ui.widgets.test_large_output import large_log, opened_view, pick, steps_s

pytestmark = pytest.mark.timeout(120)


def measured(work: Callable[[], list[float]]) -> tuple[float, float]:
    """How long it takes by the clock, and the most work of one turn of the loop, in ms."""
    started = time.perf_counter()
    steps = work()
    return 1_000 * (time.perf_counter() - started), 1_000 * max(steps)


def test_a_log_of_50_mb(qapp: QApplication, figure: Figure) -> None:
    apply_theme(qapp, Mode.LIGHT)
    log, view = large_log(), opened_view()
    open_ms, open_step_ms = measured(
        lambda: steps_s(view, lambda: view.show_output(log, final=True))
    )
    assert len(view.lines.lines()) == log.count(b"\n")
    pick_ms, pick_step_ms = measured(
        lambda: steps_s(view, lambda: pick(view, "worker 77[78] |ERROR"), "line")
    )
    assert len(view.lines.lines()) < log.count(b"\n")
    view.close()
    figure("viewer_50mb_open_ms", open_ms, "ms", None)
    figure("viewer_50mb_pick_ms", pick_ms, "ms", None)
    figure("viewer_50mb_busiest_step_ms", max(open_step_ms, pick_step_ms), "ms", None)
