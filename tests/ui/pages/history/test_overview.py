"""Days and facets of the history: they count, and they write into the search."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox

from tat_console.tat.statuses import TaskStatus
from tat_console.tour.hand import Hand
from tat_console.ui.pages.history import overview
from tat_console.ui.pages.history.page import HistoryPage
from tat_console.ui.pages.history.query_text import values_in, with_values
from tat_console.ui.widgets.history_chart import HistoryChart
from tests.ui.pages.conftest import OnStage, Stage
from tests.ui.pages.history.test_page import START, found, stored

DAY_MINUTES = 24 * 60
SUCCESS, FAILED = TaskStatus.SUCCESS, TaskStatus.FAILED


async def shown(stage: Stage) -> tuple[HistoryPage, Hand]:
    """Three runs of three days, the oldest of which timed out."""
    ends = (TaskStatus.SUCCESS, TaskStatus.SUCCESS, TaskStatus.TIMEOUT)
    for day, status in enumerate(ends):
        await stage.services.archive.add_run(stored(day * DAY_MINUTES, [status]))
    hand = stage.show(HistoryPage)
    page = stage.pages[0]
    assert isinstance(page, HistoryPage)
    await hand.until(lambda: ticks(page, "script"), "the facets are read")
    return page, hand


def ticks(page: HistoryPage, key: str) -> dict[str, QCheckBox]:
    boxes = page.facets.sections[key].findChildren(QCheckBox)
    return {box.accessibleName(): box for box in boxes if box.isVisible()}


def test_a_tick_writes_into_the_search_and_narrows(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        page, hand = await shown(stage)
        assert list(ticks(page, "status")) == ["With failures", "Success", "Timeout"]
        assert list(ticks(page, "who")) == ["This console"]
        assert page.facets.size_words.text().startswith("Archive: 3 runs since ")
        ticks(page, "status")["Timeout"].click()
        assert page.field.text() == "status:timeout"
        await hand.until(lambda: found(hand) == [f"report-{2 * DAY_MINUTES}"], "it is found")
        await hand.until(lambda: len(ticks(page, "script")) == 1, "the facets follow")
        ticks(page, "status")["Timeout"].click()
        assert page.field.text() == ""

    on_stage(work)


def test_failures_are_counted_where_they_are_found(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        # Both runs say the word; in the older one another task failed, which does not.
        said = sha256(b"word").hexdigest()
        for number, statuses in ((1, [FAILED]), (2, [SUCCESS, FAILED])):
            run = stored(number, statuses)
            await stage.services.archive.add_run(run)
            task = msgspec.structs.replace(run.tasks[0], output_sha256=said, output_bytes=4)
            await stage.services.archive.save_tasks([task], {said: b"word"})
        while await stage.services.past.history.index_more():
            pass
        hand = stage.show(HistoryPage)
        page = stage.pages[0]
        assert isinstance(page, HistoryPage)
        await hand.until(lambda: ticks(page, "script"), "the facets are read")
        assert ticks(page, "status")["With failures"].accessibleDescription() == "2"
        await hand.type_into("history_search", "word")
        await hand.until(
            lambda: ticks(page, "status")["With failures"].accessibleDescription() == "1",
            "the facets follow",
        )
        ticks(page, "status")["With failures"].click()
        await hand.until(lambda: found(hand) == ["report-1"], "as many are listed")
        await hand.until(lambda: hand.text("history_count") == "1 task in 1 run", "and counted")

    on_stage(work)


def test_a_drag_over_days_sets_the_time(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        page, hand = await shown(stage)
        chart = hand.find(HistoryChart, "history_chart")
        first, last = ((START - timedelta(days=days)).astimezone().date() for days in (2, 1))
        spots = [
            QPoint(int(chart.bar_box(chart.place_of(day)).center().x()), 20)
            for day in (first, last)
        ]
        QTest.mousePress(chart, Qt.MouseButton.LeftButton, pos=spots[0])
        QTest.mouseMove(chart, spots[1])
        QTest.mouseRelease(chart, Qt.MouseButton.LeftButton, pos=spots[1])
        before = last + timedelta(days=1)
        assert page.field.text() == f"after:{first} before:{before}"
        wanted = [f"report-{day * DAY_MINUTES}" for day in (1, 2)]
        await hand.until(lambda: found(hand) == wanted, "runs of both days are found")
        assert chart.chosen() == (first, last)

    on_stage(work)


def test_one_field_changes_and_the_rest_stays() -> None:
    text = 'status:failed "no space" profile:"prod east" nginx'
    assert values_in(text, "profile") == ["prod east"]
    assert with_values(text, "status", []) == '"no space" profile:"prod east" nginx'
    changed = with_values(text, "profile", ["prod east", "dev"])
    assert changed == 'status:failed "no space" nginx profile:"prod east" profile:dev'


def test_what_the_service_keeps_goes_by_its_number_of_records_too(
    on_stage: OnStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overview, "RECORDS_KEPT", 2)

    async def work(stage: Stage) -> None:
        for day in range(4):
            ended = stored(day * DAY_MINUTES)
            sent = [msgspec.structs.replace(one, invocation_id="inv") for one in ended.batches]
            await stage.services.archive.add_run(
                msgspec.structs.replace(ended, batches=tuple(sent))
            )
        hand = stage.show(HistoryPage)
        page = stage.pages[0]
        assert isinstance(page, HistoryPage)
        await hand.until(lambda: len(ticks(page, "kept")) == 2, "both are told")
        ticks(page, "kept")["Archive only"].click()
        wanted = [f"report-{day * DAY_MINUTES}" for day in (2, 3)]
        await hand.until(lambda: found(hand) == wanted, "the older ones are found")

    on_stage(work)


def test_in_a_narrow_window_the_retry_is_in_the_menu(on_stage: OnStage) -> None:
    async def work(stage: Stage) -> None:
        page, hand = await shown(stage)
        await hand.click_row("history", 2, 0)
        await hand.until(page.detail.retry.isVisible, "the failed ones can be retried")
        words = page.detail.retry.text()
        retry = page.detail.more.findChild(QAction, "retry_failed")
        assert isinstance(retry, QAction)
        assert words
        assert not retry.isVisible()
        page.resize(900, 600)
        await hand.until(retry.isVisible, "the menu has it")
        assert retry.text() == words
        assert not page.detail.retry.isVisible()

    on_stage(work)
