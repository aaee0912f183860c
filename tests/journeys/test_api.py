"""See the calls, run one's curl line, explore, and replay a recording when the service is gone."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QFileDialog, QWidget

from tat_console.composition import SANDBOX_ID
from tat_console.ui.navigation import PageKey
from tests.journeys.conftest import Journey, Person

CTRL = Qt.KeyboardModifier.ControlModifier


async def executed(line: str) -> dict[str, Any]:
    """What a shell answers to a line from the clipboard, as JSON."""
    shell = await asyncio.create_subprocess_exec(
        "sh", "-c", line, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    out, errors = await shell.communicate()
    assert shell.returncode == 0, errors.decode()
    answer: dict[str, Any] = json.loads(out)
    return answer


async def answer_file_question(person: Person, path: Path) -> None:
    """Give the open file dialog a path."""
    window = person.console.window
    await person.hand.until(
        lambda: [one for one in window.findChildren(QFileDialog) if one.isVisible()],
        "a file is asked for",
    )
    picker = next(one for one in window.findChildren(QFileDialog) if one.isVisible())
    picker.filesSelected.emit([str(path)])
    picker.done(1)
    await person.hand.settle()


async def explore(person: Person, action: str) -> None:
    """Turn to the explorer and pick an action by keys."""
    hand = person.hand
    await hand.click(f"rail_{PageKey.API}")
    await hand.click("api_explorer")
    await hand.press(Qt.Key.Key_F, CTRL)
    await hand.type_into("action_search", action)
    await hand.press(Qt.Key.Key_Down)
    assert hand.text("action_name") == action


async def called(person: Person) -> dict[str, Any]:
    """Press Ctrl+Enter, agree where asked, and read the reply."""
    hand = person.hand
    await hand.press(Qt.Key.Key_Return, CTRL)
    await hand.until(lambda: hand.shown(QWidget, "explorer_result"), "the service answered")
    answer: dict[str, Any] = json.loads(hand.text("explorer_view"))
    return answer


@pytest.mark.needs_system("curl")
def test_a_call_is_opened_and_its_curl_line_does_the_same(journey: Journey) -> None:
    async def work(person: Person) -> None:
        hand = person.hand
        await person.machines_are_there()
        await hand.click(f"rail_{PageKey.API}")
        await hand.press(Qt.Key.Key_F, CTRL)
        await hand.type_into("call_search", "automationagentstatus")
        await hand.press(Qt.Key.Key_Down)
        assert hand.text("call_name") == "DescribeAutomationAgentStatus"
        asked = json.loads(hand.text("call_body"))
        await hand.click("call_reply")
        replied = json.loads(hand.text("call_body"))["Response"]
        await hand.click("copy_curl")
        line = QApplication.clipboard().text()
        assert line.startswith("curl ")
        again = (await executed(line))["Response"]
        ids = {one["InstanceId"] for one in again["AutomationAgentSet"]}
        assert ids == set(asked["InstanceIds"])
        assert again["TotalCount"] == replied["TotalCount"]
        assert again["RequestId"] != replied["RequestId"]

        await hand.click("open_in_explorer")
        assert hand.text("field_InstanceIds").split() == asked["InstanceIds"]
        assert (await called(person))["TotalCount"] == replied["TotalCount"]
        await hand.click("show_curl")
        await hand.click("copy_shown")
        from_explorer = await executed(QApplication.clipboard().text())
        assert from_explorer["Response"]["TotalCount"] == replied["TotalCount"]

    journey(work)


@pytest.mark.needs_system("curl")
def test_a_script_is_run_from_the_explorer_and_from_its_line(journey: Journey) -> None:
    async def work(person: Person) -> None:
        hand = person.hand
        await person.machines_are_there()
        machine = next(one for one in person.services.directory.machines if one.refusal() is None)
        await explore(person, "RunCommand")
        regions = hand.find(QComboBox, "explorer_region")
        regions.setCurrentIndex(regions.findData(machine.region))
        await hand.type_into("field_Content", "echo from the explorer 你好")
        await hand.press(Qt.Key.Key_Return, CTRL)
        assert not hand.shown(QWidget, "explorer_result")
        await hand.type_into("field_InstanceIds", machine.instance_id)
        first = (await called(person))["InvocationId"]
        await hand.click("show_curl")
        await hand.press(Qt.Key.Key_C, CTRL | Qt.KeyboardModifier.ShiftModifier)
        second = (await executed(QApplication.clipboard().text()))["Response"]["InvocationId"]
        assert second != first

        await explore(person, "DescribeInvocationTasks")
        await hand.click("add_Filters")
        hand.find(QComboBox, "field_Filters.0.Name").setCurrentText("invocation-id")
        await hand.type_into("field_Filters.0.Values", f"{first}\n{second}")
        hand.find(QComboBox, "field_HideOutput").setCurrentText("false")
        outputs: list[str] = []
        while outputs != ["from the explorer 你好\n"] * 2:
            found = await called(person)
            outputs = [one["TaskResult"]["Output"] for one in found["InvocationTaskSet"]]

    journey(work)


def test_a_session_is_recorded_and_replayed_when_the_service_is_gone(
    journey: Journey, tmp_path: Path
) -> None:
    path = tmp_path / "session.tat-recording.jsonl"

    async def work(person: Person) -> None:
        hand = person.hand
        await person.machines_are_there()
        names = {one.name for one in person.services.directory.machines}
        await hand.click(f"rail_{PageKey.API}")
        await hand.click("record")
        await hand.until(lambda: hand.shown(QWidget, "recording_sign"), "the sign is there")
        page = person.console.window.page_widget(PageKey.API)
        await hand.until(lambda: not page.scope.is_busy("recording"), "the account was read")
        await explore(person, "DescribeQuotas")
        await hand.type_into("field_ResourceNames", "COMMAND")
        quotas = await called(person)
        await hand.click(f"rail_{PageKey.HISTORY}")
        assert hand.shown(QWidget, "recording_sign")
        await hand.click(f"rail_{PageKey.API}")
        await hand.click("stop_recording")
        await answer_file_question(person, path)
        assert not hand.shown(QWidget, "recording_sign")
        await hand.click("agree")
        await hand.click("agree")
        session = person.services.session
        await hand.until(
            lambda: session.profile is not None and session.profile.recording, "it is replayed"
        )
        profile = session.profile
        assert profile is not None
        assert profile.name == "Recording of Local sandbox"
        await person.services.session.forget(SANDBOX_ID)
        pid = person.console.sandbox_pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        await hand.until(lambda: person.services.directory.machines, "machines are listed")
        await explore(person, "DescribeQuotas")
        again = await called(person)
        assert again == quotas
        await hand.type_into("field_ResourceNames", "REGISTER_CODE")
        await hand.press(Qt.Key.Key_Return, CTRL)
        await hand.until(lambda: "not in the recording" in shown_error(person), "it is said")
        await hand.click(f"rail_{PageKey.INSTANCES}")
        await hand.until(lambda: hand.rows("machines"), "the machines of then are shown")
        assert {row[1] for row in hand.rows("machines")} == names
        assert not hand.shown(QAbstractButton, "confirm_button")

    journey(work)


def shown_error(person: Person) -> str:
    """What the notice in the explorer says."""
    page = person.console.window.page_widget(PageKey.API)
    return str(page.explorer.reply.notice.accessibleName())  # type: ignore[attr-defined]
