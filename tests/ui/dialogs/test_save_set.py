"""Sets of machines are saved and changed."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtWidgets import QComboBox, QWidget

from tat_console.runs.target_sets import (
    Members,
    Operation,
    TargetFilter,
    TargetSet,
    Term,
    members,
)
from tat_console.ui.dialogs.save_set import SaveSet

WEB = TargetSet(set_id="t1", name="Web", live=TargetFilter(names=("web-*",)))
PAIR = TargetSet(set_id="t2", name="Pair", instance_ids=("ins-1", "ins-2"), protected=True)
BOTH = TargetSet(
    set_id="t3",
    name="Both",
    terms=(Term(Operation.UNION, "t1"), Term(Operation.MINUS, "t2")),
)
ALL = (WEB, PAIR, BOTH)


def members_of(wanted: TargetSet) -> Members:
    return members(wanted, {one.set_id: one for one in ALL}, ())


def changing(host: QWidget, change: TargetSet, ticked: Sequence[str] = ("ins-9",)) -> SaveSet:
    return SaveSet(host, tuple(ticked), TargetFilter(), "", ALL, members_of, change)


@pytest.mark.parametrize("change", ALL)
def test_a_set_that_is_not_touched_stays_as_it_is(host: QWidget, change: TargetSet):
    dialog = changing(host, change)
    assert dialog.accept_button.isEnabled()
    assert dialog.wanted() == change


def test_its_machines_become_those_that_are_ticked(host: QWidget):
    dialog = changing(host, PAIR)
    dialog.fixed.setChecked(True)
    dialog.protected.setChecked(False)
    assert dialog.wanted() == TargetSet(set_id="t2", name="Pair", instance_ids=("ins-9",))


def test_a_set_cannot_become_part_of_itself(host: QWidget):
    dialog = changing(host, WEB)
    dialog.terms.findChildren(QWidget, "add_term")[0].click()  # type: ignore[attr-defined]
    box = dialog.terms.findChild(QComboBox, "term_set_0")
    assert box is not None
    assert [box.itemText(place) for place in range(box.count())] == ["Pair", "Both"]
    box.setCurrentText("Both")
    assert "made of itself" in dialog.outcome.text()
    assert not dialog.accept_button.isEnabled()


def test_the_name_of_another_set_is_refused_beside_the_field(host: QWidget):
    dialog = changing(host, WEB)
    dialog.name.setText(" pair ")
    assert not dialog.accept_button.isEnabled()
    assert dialog.name.accessibleDescription() == "Another set has this name."
