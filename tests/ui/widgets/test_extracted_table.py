"""From outputs to a table: the rule as it is typed, rows, misfits, sums, plot, copies."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from tat_console.outputs.extract import Extractor, Rule, Shape, Table
from tat_console.ui.widgets.extracted_table import ExtractedTable
from tat_console.ui.widgets.rule_editor import RuleEditor
from tat_console.ui.widgets.value_plot import PlotValue, ValuePlot

LEFT = Qt.MouseButton.LeftButton
KEY = Qt.Key
OUTPUTS = {
    f"web-{number}": json.dumps({"disk": f"/dev/vd{number}", "used": f"{number * 10}%"})
    for number in range(1, 6)
}


def table_of(rule: Rule, outputs: dict[str, str] | None = None) -> Table:
    return Extractor(rule).table(OUTPUTS if outputs is None else outputs)


@pytest.fixture
def editor(qtbot) -> RuleEditor:
    made = RuleEditor()
    made.resize(700, 100)
    qtbot.addWidget(made)
    made.show()
    made.set_samples(OUTPUTS.items())
    return made


@pytest.fixture
def view(qtbot) -> ExtractedTable:
    made = ExtractedTable()
    made.resize(900, 500)
    qtbot.addWidget(made)
    made.show()
    return made


def shown(view: ExtractedTable) -> list[list[str]]:
    model = view.view.model()
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_typing_previews_and_tells_the_rule_once(editor, qtbot):
    told: list[Rule] = []
    editor.rule_changed.connect(told.append)
    assert editor.preview.full_text() == "Fits 5 of 5 samples: disk /dev/vd1, used 10%"
    with qtbot.waitSignal(editor.rule_changed):
        qtbot.keyClicks(editor.expression, "{u: used}")
    assert told == [Rule(shape=Shape.JSON, expression="{u: used}")]
    assert editor.preview.full_text() == "Fits 5 of 5 samples: u 10%"


def test_a_mistake_is_a_sentence_and_tells_no_rule(editor, qtbot):
    told: list[Rule] = []
    editor.rule_changed.connect(told.append)
    editor.shape.setCurrentIndex(editor.shape.findData(Shape.PATTERN))
    qtbot.keyClicks(editor.expression, "used (")
    qtbot.waitUntil(editor.problem.isVisible)
    assert "no regular expression" in editor.problem.text()
    assert told == []
    editor.expression.setText("\\d+")
    qtbot.waitUntil(lambda: "names no column" in editor.problem.text())
    with qtbot.waitSignal(editor.rule_changed):
        editor.expression.setText("(?P<used>\\d+)%")
    assert not editor.problem.isVisible()


def test_samples_that_do_not_fit_say_why(editor):
    editor.set_samples({"a": "no json", "b": "x"}.items())
    assert editor.preview.full_text().startswith("Fits 0 of 2 samples. It is no JSON")


def test_guessing_finds_the_shape_or_says_so(editor, qtbot):
    editor.set_samples([("a", "disk=/dev/vda\nused=10\n"), ("b", "disk=/dev/vdb\nused=12\n")])
    with qtbot.waitSignal(editor.rule_changed) as told:
        qtbot.mouseClick(editor.guess_button, LEFT)
    assert told.args == [Rule(shape=Shape.KEY_VALUE, expression="=")]
    assert editor.rule() == told.args[0]
    editor.set_samples([("a", "once upon a time")])
    qtbot.mouseClick(editor.guess_button, LEFT)
    assert "None of the usual shapes" in editor.problem.text()


def test_a_rule_from_elsewhere_keeps_its_columns_until_it_is_edited(editor, qtbot):
    rule = Rule(shape=Shape.JSON, expression="@", columns=("used",))
    editor.set_rule(rule)
    assert editor.rule() == rule
    with qtbot.waitSignal(editor.rule_changed) as told:
        editor.expression.setText("{d: disk}")
    assert told.args[0].columns == ()


def test_rows_sort_by_value_and_not_by_letters(view):
    outputs = {"a": '{"n": 9}', "b": '{"n": 100}', "c": '{"n": 20}'}
    view.show_table(table_of(Rule(shape=Shape.JSON), outputs))
    view.view.sort_by(1)
    assert [cells[0] for cells in shown(view)] == ["a", "c", "b"]


def test_a_new_table_of_the_same_columns_keeps_the_order(view):
    view.show_table(table_of(Rule(shape=Shape.JSON)))
    earlier = view.view
    view.view.sort_by(2, Qt.SortOrder.DescendingOrder)
    more = {**OUTPUTS, "web-9": '{"disk": "x", "used": "99%"}'}
    view.show_table(table_of(Rule(shape=Shape.JSON), more))
    assert view.view is earlier
    assert [cells[0] for cells in shown(view)][:2] == ["web-9", "web-5"]


def test_filtering_counts_sums_and_copies_only_what_is_shown(view, qtbot):
    view.show_table(table_of(Rule(shape=Shape.JSON)))
    assert view.count.text() == "5 rows"
    assert view.sums.labels[1].text() == "5\n10 · 30 · 50 %"
    qtbot.keyClicks(view.search, "vd4")
    assert shown(view) == [["web-4", "/dev/vd4", "40%"]]
    assert view.count.text() == "1 of 5 rows"
    assert view.sums.labels[1].text() == "1\n40 · 40 · 40 %"
    view.copy_as_csv()
    assert QGuiApplication.clipboard().text() == "Machine,disk,used\r\nweb-4,/dev/vd4,40%\r\n"
    view.copy_as_markdown()
    assert "| web-4 | /dev/vd4 | 40% |" in QGuiApplication.clipboard().text()


def test_what_does_not_fit_is_told_with_its_reason(view, qtbot):
    outputs = {**OUTPUTS, "bad": "no json", "none": ""}
    view.show_table(table_of(Rule(shape=Shape.JSON), outputs))
    button = view.tabs._buttons["misfits"]
    assert button.text() == "2 do not fit"
    qtbot.mouseClick(button, LEFT)
    assert view.misfits_view.isVisible()
    assert not view.view.isVisible()
    model = view.misfits_view.model()
    cells = [[model.index(row, column).data() for column in range(2)] for row in range(2)]
    assert cells[0][0] == "bad"
    assert cells[0][1].startswith("It is no JSON")
    assert cells[1] == ["none", "There is no output."]
    view.show_table(table_of(Rule(shape=Shape.JSON)))
    assert not button.isVisible()
    assert view.view.isVisible()


def test_only_columns_of_numbers_can_be_plotted_and_a_click_goes_to_the_row(view, qtbot):
    view.show_table(table_of(Rule(shape=Shape.JSON)))
    assert [view.plotted.itemText(place) for place in range(view.plotted.count())] == [
        "No plot",
        "Plot used",
    ]
    view.plot_column("used")
    assert view.plot.isVisible()
    with qtbot.waitSignal(view.machine_chosen) as told:
        qtbot.mouseClick(view.plot, LEFT, pos=view.plot.box_of(0).center().toPoint())
    assert told.args == ["web-5"]
    assert view.view.current_row().row.member == "web-5"
    view.plot_column("")
    assert not view.plot.isVisible()


def test_enter_in_a_row_tells_its_machine(view, qtbot):
    view.show_table(table_of(Rule(shape=Shape.JSON)))
    view.view.setFocus()
    view.view.go_to(2)
    with qtbot.waitSignal(view.machine_chosen) as told:
        qtbot.keyClick(view.view, KEY.Key_Return)
    assert told.args == ["web-3"]


def test_sums_stand_under_their_columns_also_when_these_are_made_wider(view):
    view.show_table(table_of(Rule(shape=Shape.JSON)))
    header = view.view.horizontalHeader()
    header.resizeSection(1, 300)
    assert view.sums.labels[1].x() == header.sectionViewportPosition(2) + 7


@pytest.mark.parametrize("count", [5, 500])
def test_a_plot_finds_its_values_as_bars_and_as_dots(qtbot, count):
    plot = ValuePlot()
    plot.resize(700, 200)
    qtbot.addWidget(plot)
    plot.show()
    values = [PlotValue(place, f"web-{place}", float(count - place)) for place in range(count)]
    plot.set_values(values, "used", "%", median=2.0)
    assert plot.place_at(plot.box_of(3).center().toPoint()) == 3
    qtbot.keyClick(plot, KEY.Key_End)
    assert plot.current_value() == values[-1]
    assert plot.accessibleDescription() == f"web-{count - 1}: 1 %"
    with qtbot.waitSignal(plot.chosen) as told:
        qtbot.keyClick(plot, KEY.Key_Return)
    assert told.args == [count - 1]


def test_negative_numbers_hang_from_zero(qtbot):
    plot = ValuePlot()
    plot.resize(400, 200)
    qtbot.addWidget(plot)
    plot.set_values([PlotValue("a", "a", 10.0), PlotValue("b", "b", -10.0)], "n")
    above, below = plot.box_of(0), plot.box_of(1)
    assert above.bottom() == pytest.approx(below.top(), abs=1)
    assert above.height() == pytest.approx(below.height(), abs=1)


def test_sums_of_numbers_stand_at_the_right_as_the_numbers_do(view):
    view.show_table(table_of(Rule(shape=Shape.JSON)))
    texts, numbers = view.sums.labels
    assert not texts.alignment() & Qt.AlignmentFlag.AlignRight
    assert numbers.alignment() & Qt.AlignmentFlag.AlignRight


def test_what_does_not_fit_is_offered_only_where_there_is_some(view):
    view.show_table(table_of(Rule(shape=Shape.JSON)))
    assert not view.tabs.isVisible()
    view.show_table(table_of(Rule(shape=Shape.JSON), {**OUTPUTS, "web-9": "no answer"}))
    assert view.tabs.isVisible()
    view.show_table(table_of(Rule(shape=Shape.JSON)))
    assert not view.tabs.isVisible()
    assert view.split.isVisible()
