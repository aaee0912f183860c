"""Opening the history with 200,000 tasks in it, beside opening it with none."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tat_console.composition import Surroundings, open_household
from tat_console.services.services import Services
from tat_console.storage.keys_elsewhere.reader import KeysElsewhere
from tat_console.support.paths import AppPaths
from tat_console.ui.kit.appearance import Mode, apply_theme
from tat_console.ui.kit.states import EmptyState
from tat_console.ui.navigation import Errand, PageKey
from tat_console.ui.pages.history.page import HistoryPage
from tests.bench.bench_archive import RUNS, TASKS_A_RUN, filled
from tests.bench.conftest import Figure

# Many: some of them fall between what else this machine does.
ROUNDS = 25
PAGE_SIZE = 1208, 731

pytestmark = pytest.mark.timeout(200)


class Nowhere:
    """Leads to no other page."""

    def go(self, page: PageKey, errand: Errand = None) -> None:
        """Stay here."""


def is_usable(page: HistoryPage) -> bool:
    """Rows are to be seen and the field takes keys; with no runs, the words that say so."""
    if not page.model.rowCount():
        return any(state.isVisible() for state in page.findChildren(EmptyState))
    QTest.keyClick(page.search, Qt.Key.Key_A)
    return page.table.isVisible() and page.field.text() == "a"


async def opened(services: Services) -> float:
    """How long it takes from nothing to a page that can be used."""
    listed = asyncio.Event()
    start = time.perf_counter()
    page = HistoryPage(services, Nowhere())
    page.searching.listed.connect(listed.set)
    page.resize(*PAGE_SIZE)
    page.show()
    page.arrive(None)
    await listed.wait()
    assert is_usable(page)
    took_s = time.perf_counter() - start
    await page.scope.stop()
    page.close()
    page.deleteLater()
    await asyncio.sleep(0)
    return took_s


def test_history_open_ratio(
    run: Callable[[Coroutine[Any, Any, None]], None],
    qapp: QApplication,
    tmp_path: Path,
    figure: Figure,
) -> None:
    apply_theme(qapp, Mode.LIGHT)
    around = Surroundings(keys=KeysElsewhere(tmp_path, {}), examples=None)
    full, none = AppPaths.below(tmp_path / "full"), AppPaths.below(tmp_path / "none")

    async def measure() -> None:
        await filled(full.archive)
        households = [await open_household(paths, around) for paths in (full, none)]
        times: list[list[float]] = [[], []]
        for _round in range(ROUNDS):
            for place, household in enumerate(households):
                times[place].append(await opened(household.services))
        size = await households[0].services.past.history.size()
        assert size.tasks == RUNS * TASKS_A_RUN
        for household in households:
            await household.close()
        with_tasks, with_none = (min(found) for found in times)
        figure("history_open_ratio", with_tasks / with_none, "×", 1.5)
        figure("history_open", 1_000 * with_tasks, "ms", None)

    run(measure())
