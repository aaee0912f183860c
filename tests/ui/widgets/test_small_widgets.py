"""Bar chart, chips, segments, fields, meters and lists."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QToolButton

from tat_console.tat.statuses import TaskStatus
from tat_console.tat.templating import fill
from tat_console.ui.kit.controls import Label
from tat_console.ui.kit.status_looks import look_of
from tat_console.ui.widgets.chip import Chip, Choice
from tat_console.ui.widgets.code_text import MarkKind
from tat_console.ui.widgets.key_value import Fact, KeyValueList
from tat_console.ui.widgets.rendered_script import RenderedScript
from tat_console.ui.widgets.search_field import SearchField
from tat_console.ui.widgets.segments import Segments
from tat_console.ui.widgets.size_meter import SizeMeter
from tat_console.ui.widgets.status_badge import StatusBadge
from tat_console.ui.widgets.status_bar_chart import (
    LegendEntry,
    StatusBarChart,
    ordered,
    segment_widths,
)

LEFT = Qt.MouseButton.LeftButton
S = TaskStatus


@pytest.fixture
def show(qtbot):
    def shown(widget):
        qtbot.addWidget(widget)
        widget.show()
        return widget

    return shown


def test_states_stand_in_the_order_of_legends():
    counts = {S.PENDING: 1, S.CANCELLED: 2, S.FAILED: 3, S.RUNNING: 4, S.TIMEOUT: 5, S.SUCCESS: 6}
    counts[S.TERMINATED] = 0
    assert list(ordered(counts)) == [
        S.SUCCESS,
        S.FAILED,
        S.TIMEOUT,
        S.RUNNING,
        S.PENDING,
        S.CANCELLED,
    ]


@pytest.mark.parametrize("counts", [[1612, 23, 3, 214, 148], [1], [1, 99_999], [1] * 17])
def test_segments_fill_the_bar_and_none_is_too_thin(counts):
    widths = segment_widths(counts, 800)
    assert sum(widths) + 2 * (len(counts) - 1) == pytest.approx(800)
    assert min(widths) >= 6


def test_no_room_and_no_tasks_are_no_trouble():
    assert segment_widths([], 100) == []
    assert sum(segment_widths([1, 2], 3)) <= 3
    assert segment_widths([5, 5], 10) == [4, 4]


def test_a_legend_entry_filters_and_lets_go(show, qtbot):
    chart = show(StatusBarChart())
    chart.resize(700, 46)
    chart.set_counts({S.SUCCESS: 3, S.FAILED: 1})
    told: list[TaskStatus | None] = []
    chart.status_chosen.connect(told.append)
    failed = next(
        one for one in chart.findChildren(LegendEntry) if "Failed" in one.accessibleName()
    )
    qtbot.mouseClick(failed, LEFT)
    qtbot.keyClick(failed, Qt.Key.Key_Space)
    qtbot.mouseClick(failed, LEFT)
    chart.set_counts({S.SUCCESS: 4})
    assert told == [S.FAILED, None, S.FAILED, None]
    assert chart.chosen() is None


def test_a_chip_says_what_is_chosen(show):
    chip = show(Chip("Region"))
    chip.set_choices([Choice("gz", "Guangzhou", 3), Choice("sh", "Shanghai", 2)])
    assert chip.accessibleName() == "Region, filter, all"
    chip.set_chosen(["gz"])
    assert chip.accessibleName() == "Region, filter, Guangzhou"
    chip.set_chosen(["gz", "sh"])
    assert chip.accessibleName() == "Region, filter, 2 of 2"
    chip.set_choices([Choice("gz", "Guangzhou", 3)])
    assert chip.chosen() == {"gz"}


def test_the_list_of_a_chip_stays_open_while_ticking(show, qtbot):
    chip = show(Chip("Region"))
    chip.set_choices([Choice("gz", "Guangzhou", 3), Choice("sh", "Shanghai", 2)])
    told: list[frozenset] = []
    chip.changed.connect(lambda: told.append(chip.chosen()))
    qtbot.mouseClick(chip, LEFT)
    first, second = chip.menu.actions()[:2]
    qtbot.mouseClick(chip.menu, LEFT, pos=chip.menu.actionGeometry(first).center())
    assert chip.menu.isVisible()
    qtbot.mouseClick(chip.menu, LEFT, pos=chip.menu.actionGeometry(second).center())
    assert told == [{"gz"}, {"gz", "sh"}]
    qtbot.keyClick(chip.menu, Qt.Key.Key_Escape)
    assert not chip.menu.isVisible()
    qtbot.keyClick(chip, Qt.Key.Key_Delete)
    assert told[-1] == frozenset()


def test_segments_tell_their_choice(show, qtbot):
    strip = show(Segments("Show", [("all", "All 5"), ("failed", "Failed 2")]))
    told: list[str] = []
    strip.chosen.connect(told.append)
    failed = strip.findChildren(QToolButton)[1]
    qtbot.mouseClick(failed, LEFT)
    assert (strip.choice(), told) == ("failed", ["failed"])
    strip.set_words("failed", "Failed 3")
    assert failed.text() == "Failed 3"
    strip.set_shown("failed", False)
    assert told == ["failed", "all"]


def test_the_ends_of_segments_are_round_whichever_are_on_show(show):
    strip = show(Segments("Show", [("all", "All"), ("failed", "Failed"), ("live", "Running")]))

    def ends() -> list[str]:
        made = strip.findChildren(QToolButton)
        return [one.property("place") for one in made if one.isVisible()]

    assert ends() == ["first", "middle", "last"]
    strip.set_shown("live", False)
    assert ends() == ["first", "last"]
    strip.set_shown("failed", False)
    assert ends() == ["only"]
    strip.set_shown("live", True)
    assert ends() == ["first", "last"]


def test_the_bar_begins_where_the_icons_of_its_legend_do(show):
    chart = show(StatusBarChart())
    chart.resize(700, 46)
    chart.set_counts({S.SUCCESS: 3})
    entry = chart.findChild(LegendEntry)
    QCoreApplication.processEvents()
    image = chart.grab().toImage()

    def first_green(y: int) -> int:
        colours = [image.pixelColor(x, y) for x in range(image.width())]
        return next(x for x, one in enumerate(colours) if one.green() > one.blue() + 40)

    assert abs(first_green(6) - first_green(entry.geometry().center().y())) <= 2


def test_escape_clears_the_search(show, qtbot):
    field = show(SearchField("Find script", "Ctrl+K"))
    qtbot.keyClicks(field, "web")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""
    assert field.accessibleName() == "Find script"


def test_the_size_meter_says_when_it_is_too_much(show):
    meter = show(SizeMeter("Size sent"))
    meter.set_size(3_174, 65_536)
    assert meter.accessibleName() == "Size sent 3.1 / 64 KB"
    meter.set_size(65_537, 65_536)
    assert meter.accessibleName() == "Size sent 64.0 / 64 KB, too large to send"


def test_facts_can_be_read_and_replaced(show):
    facts = show(KeyValueList([Fact("Id", "ins-1"), Fact("State", "Running", look_of(S.RUNNING))]))
    facts.set_facts([Fact("Id", "ins-2")])
    QCoreApplication.processEvents()
    shown = [one.text() for one in facts.findChildren(Label) if one.isVisible()]
    assert shown == ["Id", "ins-2"]


def test_a_badge_is_never_colour_alone(show):
    badge = show(StatusBadge(look_of(S.FAILED)))
    assert badge.accessibleName() == "Failed"
    wide = badge.sizeHint().width()
    badge.set_look(look_of(S.DELIVER_DELAYED))
    assert badge.sizeHint().width() > wide
    badge.set_look(None)
    assert not badge.isVisible()


def test_values_in_a_rendered_script_are_marked_over_lines(show):
    script = show(RenderedScript())
    filled = fill('a={{x}}\nb="{{tat-hidden:y}}"\n', {"x": "one\ntwo", "y": "secret"}, masked=True)
    script.show_script(filled.text, filled.spans)
    block = script.document().firstBlock()
    marks = []
    while block.isValid():
        marks.append([(one.start, one.end, one.kind) for one in script.marks_of(block)])
        block = block.next()
    assert marks == [
        [(2, 5, MarkKind.PARAMETER)],
        [(0, 3, MarkKind.PARAMETER)],
        [(3, 9, MarkKind.SECRET)],
        [],
    ]
    assert "secret" not in script.toPlainText()


def test_a_wide_value_has_the_whole_line_below_its_label(show):
    facts = show(KeyValueList([Fact("Id", "ins-1"), Fact("Machine", "b5523c1f-11dd", wide=True)]))
    facts.resize(260, 200)
    QCoreApplication.processEvents()
    places = {one.text(): one.geometry() for one in facts.findChildren(Label)}
    assert places["ins-1"].left() > places["Id"].left()
    assert places["b5523c1f-11dd"].left() == places["Machine"].left()
    assert places["b5523c1f-11dd"].top() > places["Machine"].top()
