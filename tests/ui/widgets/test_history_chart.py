"""Bars of runs per day: by mouse and keys to a stretch of time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt

from tat_console.ui.kit.theme import LIGHT
from tat_console.ui.widgets.axis import number_word, round_step, ticks
from tat_console.ui.widgets.history_chart import ChartDay, HistoryChart

LEFT = Qt.MouseButton.LeftButton
SHIFT = Qt.KeyboardModifier.ShiftModifier
KEY = Qt.Key
FIRST = date(2026, 10, 1)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


@pytest.fixture
def chart(qtbot) -> HistoryChart:
    made = HistoryChart()
    made.resize(600, made.height())
    qtbot.addWidget(made)
    made.show()
    made.set_days(ChartDay(day(number), number % 23, number % 3) for number in range(52))
    return made


@pytest.fixture
def told(chart) -> list[tuple[object, object]]:
    found: list[tuple[object, object]] = []
    chart.range_chosen.connect(lambda after, before: found.append((after, before)))
    return found


def spot(chart: HistoryChart, number: int) -> QPoint:
    return chart.bar_box(chart.place_of(day(number))).center().toPoint()


def test_dragging_chooses_days_the_last_one_included(chart, told, qtbot):
    qtbot.mousePress(chart, LEFT, pos=spot(chart, 20))
    qtbot.mouseMove(chart, spot(chart, 10))
    qtbot.mouseMove(chart, spot(chart, 12))
    assert told == []
    qtbot.mouseRelease(chart, LEFT, pos=spot(chart, 12))
    assert told == [(day(12), day(21))]
    assert chart.chosen() == (day(12), day(20))


def test_a_click_chooses_a_day_and_the_same_click_gives_it_up(chart, told, qtbot):
    qtbot.mouseClick(chart, LEFT, pos=spot(chart, 7))
    qtbot.mouseClick(chart, LEFT, pos=spot(chart, 7))
    assert told == [(day(7), day(8)), (None, None)]
    assert chart.chosen() is None


def test_a_drag_beyond_the_edges_ends_at_the_edges(chart, told, qtbot):
    qtbot.mousePress(chart, LEFT, pos=spot(chart, 50))
    qtbot.mouseMove(chart, QPoint(5_000, 10))
    qtbot.mouseRelease(chart, LEFT, pos=QPoint(5_000, 10))
    assert told == [(day(50), day(52))]


def test_keys_choose_and_only_enter_tells(chart, told, qtbot):
    chart.setFocus()
    qtbot.keyClick(chart, KEY.Key_Home)
    qtbot.keyClick(chart, KEY.Key_Right)
    qtbot.keyClick(chart, KEY.Key_Right, SHIFT)
    qtbot.keyClick(chart, KEY.Key_Right, SHIFT)
    assert told == []
    assert "2 Oct" not in chart.accessibleDescription()
    assert "4 Oct" in chart.accessibleDescription()
    qtbot.keyClick(chart, KEY.Key_Return)
    assert told == [(day(1), day(4))]
    qtbot.keyClick(chart, KEY.Key_Escape)
    assert told[-1] == (None, None)


def test_days_without_runs_have_a_place_too(chart):
    chart.set_days([ChartDay(day(0), 3, 0), ChartDay(day(9), 5, 5)])
    assert chart.place_of(day(4)) == 4
    assert chart.tip_at(spot(chart, 4)) == "5 Oct 2026: 0 runs, 0 with failures"
    assert chart.tip_at(spot(chart, 9)) == "10 Oct 2026: 5 runs, 5 with failures"
    assert chart.accessibleName() == "Runs per day: 8, 5 with failures"


def test_many_days_share_bars_and_a_choice_still_tells_days(chart, told, qtbot):
    chart.set_days(ChartDay(day(number), 1, 0) for number in range(1_000))
    assert chart.place_of(day(0)) == chart.place_of(day(8))
    qtbot.mouseClick(chart, LEFT, pos=spot(chart, 5))
    after, before = told[0]
    assert after == day(0)
    assert before - after == timedelta(days=9)


def test_failures_stand_in_their_colour_at_the_foot_of_the_bar(chart):
    chart.set_days([ChartDay(day(0), 10, 5), ChartDay(day(1), 10, 0)])
    picture = chart.grab().toImage()
    for number, is_bad in ((0, True), (1, False)):
        box = chart.bar_box(number)
        colour = picture.pixelColor(round(box.center().x()), round(box.bottom()) - 2)
        assert (colour == LIGHT.bad_fill) is is_bad


def test_a_range_from_elsewhere_is_shown_without_telling(chart, told):
    chart.set_range(day(3), None)
    assert chart.chosen() == (day(3), day(51))
    chart.set_range(None, day(5))
    assert chart.chosen() == (day(0), day(4))
    chart.set_range(None, None)
    assert chart.chosen() is None
    assert told == []


def test_without_days_nothing_can_be_chosen(chart, told, qtbot):
    chart.set_days(())
    qtbot.mouseClick(chart, LEFT, pos=QPoint(100, 20))
    qtbot.keyClick(chart, KEY.Key_Left)
    qtbot.keyClick(chart, KEY.Key_Return)
    assert told == []


@pytest.mark.parametrize(
    ("least", "most", "count", "wanted"),
    [
        (0, 22, 2, [0, 20]),
        (0, 1, 2, [0, 0.5, 1]),
        (0, 0, 2, [0]),
        (95, 105, 5, [96, 98, 100, 102, 104]),
    ],
)
def test_ticks_are_round_numbers(least, most, count, wanted):
    assert ticks(least, most, count) == pytest.approx(wanted)


def test_steps_and_words_of_numbers():
    assert round_step(0, 3) == 1
    assert round_step(2500, 5) == 500
    assert [number_word(number) for number in (12.0, 0.25, 1_250_000.0, 3.14159)] == [
        "12",
        "0.25",
        "1,250,000",
        "3.142",
    ]
