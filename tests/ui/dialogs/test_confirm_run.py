"""The question before a run."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QFrame, QLabel, QLineEdit, QPushButton, QWidget

from tat_console.ports.archive import Script
from tat_console.ports.profiles import Environment, Profile
from tat_console.ports.waves import Guards, Share
from tat_console.runs.plan import Plan, make_plan
from tat_console.support.logs import Secret
from tat_console.tat.machines import Machine
from tat_console.tat.statuses import AgentStatus, InstanceKind, OperatingSystem, TaskStatus
from tat_console.ui.dialogs.confirm_run import ConfirmRun, is_number

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def machine(number: int, region: str = "ap-guangzhou", *, online: bool = True) -> Machine:
    return Machine(
        instance_id=f"ins-{number:08}",
        name=f"web-{number}",
        region=region,
        kind=InstanceKind.CVM,
        agent=AgentStatus.ONLINE if online else AgentStatus.OFFLINE,
        system=OperatingSystem.LINUX,
    )


def plan(
    machines: list[Machine],
    environment: Environment = Environment.PRODUCTION,
    guards: Guards | None = None,
) -> Plan:
    script = Script(
        name="reload",
        content=b"cp {{file}} /tmp\necho {{tat-hidden:token}}\n",
        parameters={"file": "edge.pem"},
        hidden=("token",),
    )
    profile = Profile(profile_id="p", name="harbor-prod", environment=environment)
    hidden = {"token": Secret("hunter2")}
    return make_plan(script, machines, profile, now=NOW, hidden_values=hidden, guards=guards)


@pytest.fixture
def ask(qtbot, host: QWidget):
    """`ask(plan)`: the dialog on show."""

    def show(made: Plan) -> ConfirmRun:
        dialog = ConfirmRun(
            host,
            made,
            lambda guards: plan([*made.selection.accepted], made.run.environment, guards),
            is_guarded=made.run.environment is Environment.PRODUCTION,
        )
        qtbot.addWidget(dialog)
        dialog.open()
        return dialog

    return show


def words(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel)]


def test_it_says_who_who_not_how_and_what(ask):
    machines = [machine(1), machine(2), machine(3, "ap-shanghai"), machine(4, online=False)]
    dialog = ask(plan(machines))
    assert dialog.heading.text() == "Run “reload” on 3 machines?"
    left_out = words(dialog.findChild(QFrame, "left_out"))
    assert "1 of 4 chosen are left out" in left_out
    assert {"Agent offline", "web-4"} <= set(left_out)
    assert "2 invocations" in words(dialog.findChild(QFrame, "calls"))
    assert dialog.rendered.toPlainText() == "cp edge.pem /tmp\necho ******\n"
    assert "1 value filled in, 1 hidden" in words(dialog)
    assert {"root", "/root", "60 s"} <= set(words(dialog))
    assert not any("hunter2" in one for one in words(dialog))


def test_the_box_of_those_left_out_is_there_only_when_some_are(ask):
    assert ask(plan([machine(1)])).findChild(QFrame, "left_out") is None


def test_waves_are_shown_and_the_plan_follows(ask, qtbot):
    dialog = ask(plan([machine(number) for number in range(100)], Environment.DEVELOPMENT))
    QTest.mouseClick(dialog.findChild(QPushButton, "change_guards"), Qt.MouseButton.LeftButton)
    guards = dialog.findChild(QDialog, "run_guards")
    for name, text in (("canary", "5"), ("wave", "50 %"), ("stop_at", "3 %")):
        qtbot.keyClicks(guards.findChild(QLineEdit, f"guard_{name}"), text)
    assert guards.findChild(QLabel, "guards_summary").text() == "3 waves, 3 invocations"
    guards.findChild(QPushButton, "guards_accept").click()
    assert dialog.plan.run.guards == Guards(
        canary=Share(count=5), wave=Share(percent=50), stop_at_percent=3
    )
    said = words(dialog.findChildren(QFrame, "calls")[-1])
    assert {"3 waves, 3 invocations", "Canary", "5", "Wave 2", "50", "Wave 3", "45"} <= set(said)
    assert "goes on only if all succeed" in said


def test_a_time_window_and_what_counts_as_a_failure_are_said_before_the_run(ask, qtbot):
    dialog = ask(plan([machine(1), machine(2)], Environment.DEVELOPMENT))
    dialog.findChild(QPushButton, "change_guards").click()
    guards = dialog.findChild(QDialog, "run_guards")
    qtbot.keyClicks(guards.findChild(QLineEdit, "guard_opens"), "2099-01-31 22:00")
    qtbot.keyClicks(guards.findChild(QLineEdit, "guard_closes"), "04:00")
    for name in ("TIMEOUT", "TASK_TIMEOUT", "START_FAILED", "DELIVER_FAILED"):
        guards.failures.findChild(QAction, f"failure_{name}").trigger()
    guards.findChild(QPushButton, "guards_accept").click()
    made = dialog.plan.run.guards
    assert made.opens_at == datetime(2099, 1, 31, 22).astimezone()
    assert made.closes_at == datetime(2099, 2, 1, 4).astimezone()
    kept = {TaskStatus.FAILED, TaskStatus.NOT_SENT, TaskStatus.UNSETTLED}
    assert set(made.failures) == kept
    said = words(dialog.findChildren(QFrame, "calls")[-1])
    assert "Nothing is sent before 2099-01-31 22:00, nor after 2099-02-01 04:00." in said
    assert any(one.startswith("Counts as a failure: Failed") for one in said)


def test_what_cannot_be_understood_is_said_beside_the_field(ask, qtbot):
    dialog = ask(plan([machine(1)], Environment.DEVELOPMENT))
    dialog.findChild(QPushButton, "change_guards").click()
    guards = dialog.findChild(QDialog, "run_guards")
    qtbot.keyClicks(guards.findChild(QLineEdit, "guard_canary"), "many")
    qtbot.keyClicks(guards.findChild(QLineEdit, "guard_matches"), "(")
    assert "Type a number of machines" in guards.fields["canary"].shown_text()
    assert "no regular expression" in guards.fields["matches"].shown_text()
    assert not guards.accept_button.isEnabled()


def test_enter_presses_the_button_in_focus_and_a_second_ctrl_enter_only_leads_there(ask, qtbot):
    machines = [machine(1), machine(2)]
    dialog = ask(plan(machines, Environment.DEVELOPMENT))
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Rejected
    dialog = ask(plan(machines, Environment.DEVELOPMENT))
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.isVisible()
    assert dialog.focusWidget() is dialog.run_button
    qtbot.keyClick(dialog.run_button, Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Accepted


def test_in_production_the_number_has_to_be_typed(ask, qtbot):
    dialog = ask(plan([machine(number) for number in range(1_204)]))
    assert dialog.focusWidget() is dialog.number
    assert not dialog.run_button.isEnabled()
    qtbot.keyClicks(dialog.number, "1,20")
    qtbot.keyClick(dialog.number, Qt.Key.Key_Return)
    assert not dialog.run_button.isEnabled()
    assert dialog.isVisible()
    qtbot.keyClicks(dialog.number, "4")
    assert dialog.run_button.isEnabled()
    qtbot.keyClick(dialog.number, Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Accepted


@pytest.mark.parametrize(
    "environment", [Environment.SANDBOX, Environment.DEVELOPMENT, Environment.STAGING]
)
def test_elsewhere_a_click_is_enough_but_enter_cancels(ask, qtbot, environment):
    dialog = ask(plan([machine(1)], environment))
    assert dialog.number is None
    assert dialog.run_button.text() == "Run on 1 machine"
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Rejected


def test_all_names_can_be_shown(ask, qtbot):
    dialog = ask(plan([machine(1), machine(2)]))
    names = dialog.findChild(QLabel, "target_names")
    assert names.isHidden()
    dialog.names_button.click()
    assert names.text() == "web-1, web-2"
    assert not names.isHidden()


@pytest.mark.parametrize(
    ("typed", "fits"),
    [("2000", True), ("2,000", True), (" 2 000 ", True), ("2.000", True), ("200", False)],
)
def test_grouping_marks_are_accepted(typed, fits):
    assert is_number(typed, 2000) is fits


@pytest.mark.parametrize("typed", ["", ",", "two", "-2000", "2000x"])
def test_other_texts_are_no_number(typed):
    assert not is_number(typed, 2000)
