"""The form follows the placeholders and loses nothing that was typed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QLineEdit

from tat_console.ui.kit.controls import Label
from tat_console.ui.kit.tab_order import follow_layouts
from tat_console.ui.widgets.parameter_form import (
    ParameterField,
    ParameterForm,
    ParameterRow,
    RowAction,
)

NAME = ParameterField("name", hint="Who")
PORT = ParameterField("port", default="80", choices=("80", "443"))
KEY = ParameterField("key", hidden=True)


@pytest.fixture
def form(qtbot) -> ParameterForm:
    made = ParameterForm()
    made.resize(280, 500)
    qtbot.addWidget(made)
    made.show()
    return made


def field(form: ParameterForm, key: str) -> QLineEdit:
    QCoreApplication.processEvents()
    rows = [one for one in form.findChildren(ParameterRow) if one.isVisible()]
    (row,) = [one for one in rows if one.field.accessibleName() == key]
    (found,) = row.findChildren(QLineEdit)
    return found


def visible_texts(form: ParameterForm) -> list[str]:
    QCoreApplication.processEvents()
    return [one.text() for one in form.findChildren(Label) if one.isVisible()]


def test_no_parameters_say_how_to_add_one(form):
    form.set_fields([NAME])
    form.set_fields([])
    assert visible_texts(form) == ["No parameters. Write {{name}} in the script to add one."]
    assert form.values() == {}


def test_values_follow_the_order_of_first_use(form, qtbot):
    form.set_fields([NAME, PORT, KEY])
    qtbot.keyClicks(field(form, "name"), "web")
    form.set_fields([KEY, NAME, PORT])
    assert list(form.values().items()) == [("key", ""), ("name", "web"), ("port", "80")]


def test_what_was_typed_comes_back_with_its_placeholder(form, qtbot):
    form.set_fields([NAME, PORT])
    qtbot.keyClicks(field(form, "name"), "web")
    form.set_fields([PORT])
    form.set_fields([PORT, NAME])
    assert form.values()["name"] == "web"


def test_a_parameter_that_becomes_hidden_keeps_its_value_and_hides_it(form, qtbot):
    form.set_fields([ParameterField("key")])
    qtbot.keyClicks(field(form, "key"), "s3cret")
    form.set_fields([KEY])
    hidden = field(form, "key")
    assert hidden.echoMode() == QLineEdit.EchoMode.Password
    assert form.values() == {"key": "s3cret"}
    (reveal,) = hidden.actions()
    reveal.trigger()
    assert hidden.echoMode() == QLineEdit.EchoMode.Normal


def test_typing_in_a_field_survives_other_placeholders_coming(form, qtbot):
    form.set_fields([NAME])
    form.focus_field("name")
    before = field(form, "name")
    form.set_fields([PORT, NAME])
    assert field(form, "name") is before


def test_each_change_is_told_once(form, qtbot):
    form.set_fields([NAME])
    told: list[dict[str, str]] = []
    form.changed.connect(lambda: told.append(form.values()))
    qtbot.keyClicks(field(form, "name"), "ab")
    form.set_fields([NAME])
    assert told == [{"name": "a"}, {"name": "ab"}]


def test_a_problem_takes_the_place_of_the_hint(form):
    form.set_fields([NAME])
    form.set_problem("name", "The parameter “name” has no value.")
    assert "Who" not in visible_texts(form)
    assert "The parameter “name” has no value." in visible_texts(form)
    assert field(form, "name").accessibleDescription() == "The parameter “name” has no value."
    form.clear_problems()
    assert "Who" in visible_texts(form)


def test_tab_goes_down_the_form(form, qtbot):
    form.set_fields([NAME, KEY])
    form.set_fields([KEY, NAME])
    first = field(form, "key")
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert form.focusWidget() is field(form, "name")


def test_tab_goes_from_field_to_field_and_then_to_the_small_buttons(form, qtbot):
    edit = RowAction("edit", "ph.sliders-horizontal", "Say how this is filled in")
    form.set_fields([replace(NAME, actions=(edit,)), replace(KEY, actions=(edit,))])
    stops = [field(form, "name")]
    follow_layouts(form)
    stops[0].setFocus()
    for _press in range(3):
        qtbot.keyClick(stops[-1], Qt.Key.Key_Tab)
        stops.append(form.focusWidget())
    assert [one.objectName() for one in stops] == [
        *("parameter_name", "parameter_key"),
        *("edit_name", "edit_key"),
    ]


def test_values_set_before_their_field_wait_for_it(form):
    form.set_values({"name": "preset", "gone": "x"})
    form.set_fields([NAME])
    assert form.values() == {"name": "preset"}
