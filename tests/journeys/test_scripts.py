"""A script from its first line to its run: checked, tested, kept here and in the cloud."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QTabBar, QWidget
from tencentcloud.common import credential
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.tat.v20201028 import models, tat_client

from tat_console.composition import SANDBOX_ID
from tat_console.ui.pages.scripts.bottom_pane import BottomTab
from tests.journeys.conftest import Journey, Person

CONTROL = Qt.KeyboardModifier.ControlModifier
SCRIPT = '#!/bin/bash\nname="{{who}}"\necho hello $name\n'
FIXED = SCRIPT.replace("$name", '"$name"')
FROM_CLOUD = FIXED + "echo added in the cloud\n"


async def modify_by_sdk(person: Person, command_id: str, content: str) -> None:
    """Change a command the way another program of the account does."""
    services = person.services
    profile = services.profiles.get(SANDBOX_ID)
    assert profile is not None
    kept = await services.profiles.credential(profile)
    region = services.session.chosen_regions[0]
    http = HttpProfile(endpoint=profile.endpoint.removeprefix("http://"), protocol="http")

    def call() -> None:
        key = credential.Credential(kept.secret_id, kept.secret_key.reveal())
        client = tat_client.TatClient(key, region, ClientProfile(httpProfile=http))
        request = models.ModifyCommandRequest()
        request.CommandId = command_id
        request.Content = base64.b64encode(content.encode()).decode()
        client.ModifyCommand(request)

    await asyncio.to_thread(call)


def problems(person: Person) -> str:
    """What the list of problems says, "" where there is none."""
    if not person.hand.shown(QWidget, "problem_list"):
        return ""
    return "\n".join(" ".join(row) for row in person.hand.rows("problem_list"))


async def write_and_fix(person: Person) -> None:
    """A mark appears while typing, and Ctrl+. takes what is wrong away."""
    hand = person.hand
    await person.write("greeting", SCRIPT, who="world")
    await hand.until(lambda: "SC2086" in problems(person), "the mark appears")
    await hand.click_row("problem_list", 0, 0)
    await hand.press(Qt.Key.Key_Period, CONTROL, on=hand.find(QWidget, "script_editor"))
    assert hand.text("script_editor") == FIXED
    await hand.until(lambda: "SC2086" not in problems(person), "it was checked again")


async def look_and_test(person: Person) -> None:
    """The preview has the value; the test runs in the sandbox without leaving the page."""
    hand = person.hand
    await hand.click("preview_button")
    assert 'name="world"' in hand.text("preview")
    await hand.press(Qt.Key.Key_T, CONTROL, on=hand.find(QWidget, "script_editor"))
    await hand.until(
        lambda: hand.shown(QWidget, "test_facts") and "exit code 0" in hand.text("test_facts"),
        "the test has ended",
    )
    assert hand.text("test_output") == "hello world\n"
    assert hand.find(QTabBar, "bottom_tabs").currentIndex() == BottomTab.TEST


async def save_here_and_there(person: Person) -> str:
    """Ctrl+S keeps it in the library, the button in the cloud; returns the command's id."""
    hand, scripts = person.hand, person.services.scripts
    tabs = hand.find(QTabBar, "script_tabs")
    assert tabs.tabText(tabs.currentIndex()) == "greeting ●"
    await hand.press(Qt.Key.Key_S, CONTROL, on=hand.find(QWidget, "script_editor"))
    await hand.until(lambda: scripts.library.get("greeting.sh"), "it is in the library")
    await hand.until(lambda: tabs.tabText(tabs.currentIndex()) == "greeting", "no dot any more")
    assert (scripts.library.folder / "greeting.sh").read_text() == FIXED
    await hand.click("save_to_cloud")
    await hand.see(QDialog, "save_command")
    assert "That cannot be changed later." in hand.text("command_parameters")
    await hand.click("save_command_accept")
    await hand.until(
        lambda: hand.find(QWidget, "cloud_state").accessibleName() == "Same as in the cloud",
        "it is in the cloud",
    )
    script = scripts.library.get("greeting.sh")
    assert script is not None
    assert script.settings.link is not None
    return script.settings.link.command_id


async def meet_the_other_change(person: Person, command_id: str) -> None:
    """What another program changed is not overwritten: the difference is shown, and taken."""
    hand, scripts = person.hand, person.services.scripts
    await modify_by_sdk(person, command_id, FROM_CLOUD)
    await hand.paste_into("script_editor", FIXED + "echo added here\n")
    await hand.click("save_to_cloud")
    await hand.see(QDialog, "compare_texts")
    difference = hand.text("difference")
    assert "echo added in the cloud" in difference
    assert "echo added here" in difference
    await hand.click("choice_0")
    await hand.until(lambda: hand.text("script_editor") == FROM_CLOUD, "the cloud's is taken")
    versions = await scripts.library.versions("greeting.sh")
    texts = [(await scripts.library.version(one)).content.decode() for one in versions]
    assert any("echo added here" in text for text in texts)


def test_a_script_from_its_first_line_to_its_run(journey: Journey) -> None:
    async def work(person: Person) -> None:
        await person.tick(1)
        await write_and_fix(person)
        await look_and_test(person)
        command_id = await save_here_and_there(person)
        await meet_the_other_change(person, command_id)
        person.hand.find(QWidget, "script_editor").setFocus()
        await person.run_it()
        await person.ended()
        assert await person.outputs() == ["hello world\nadded in the cloud\n"]

    journey(work)


TYPIST = """
import asyncio, sys
from pathlib import Path
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from qasync import QEventLoop
from tat_console.app import Console, make_application
from tat_console.support.paths import AppPaths
from tat_console.tour.hand import Hand

async def type_on(app):
    console = await Console.open(app, AppPaths.below(Path(sys.argv[1])))
    console.window.show()
    hand = Hand(console.window)
    await hand.click("rail_scripts")
    await hand.click("new_script")
    editor = await hand.see(QWidget, "script_editor")
    number = 0
    while True:
        QTest.keyClicks(editor, f"{number} ")
        print(number, flush=True)
        number += 1
        await asyncio.sleep(0.05)

app = make_application(["typist"])
with asyncio.Runner(loop_factory=lambda: QEventLoop(app)) as runner:
    runner.run(type_on(app))
"""
PER_SECOND = 20


def test_kill_9_while_typing_loses_at_most_two_seconds(home: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", TYPIST, str(home / "console")],
        stdout=subprocess.PIPE,
        text=True,
    ) as typist:
        assert typist.stdout is not None
        typed = 0
        while typed < 4 * PER_SECOND:
            typed = int(typist.stdout.readline())
        os.kill(typist.pid, signal.SIGKILL)
    kept = next((home / "console").rglob("drafts.json"))
    drafts = json.loads(kept.read_text())["drafts"]
    words = drafts[-1]["content"].split()
    assert typed - int(words[-1]) <= 2 * PER_SECOND
