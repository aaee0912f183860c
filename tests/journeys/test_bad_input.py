"""Each mistake gets a clear sentence where the user is looking, and nothing typed is lost."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QDialog, QLabel

from tat_console.tat.statuses import TaskStatus
from tat_console.ui.kit.banner import Banner
from tests.fixtures.sandbox import Sandbox
from tests.journeys.conftest import Journey, OpenConsole, Person


async def ask_to_run(person: Person) -> None:
    """Press Ctrl+Enter in the script; no question may come."""
    await person.hand.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not person.hand.shown(QDialog, "confirm_run")


def labels(person: Person) -> str:
    """Every text that can be seen in labels."""
    return "\n".join(
        label.text() for label in person.console.window.findChildren(QLabel) if label.isVisible()
    )


def shown_banners(person: Person) -> list[Banner]:
    """The messages above the pages and on them."""
    return [banner for banner in person.console.window.findChildren(Banner) if banner.isVisible()]


def problem_list(person: Person) -> str:
    """The problems listed under the script."""
    return "\n".join(" ".join(row) for row in person.hand.rows("problem_list"))


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        ("", "The script is empty."),
        ("#" * 49_153, "65,540 bytes after Base64 encoding; at most 65,536"),
        ("echo {{a}}", "The parameter “a” has no value."),
        (" ".join(f"{{{{p{number}}}}}" for number in range(21)), "21 parameters"),
    ],
)
def test_scripts_that_cannot_be_sent(journey: Journey, script: str, sentence: str) -> None:
    async def work(person: Person) -> None:
        await person.tick(1)
        await person.write("check", script)
        await ask_to_run(person)
        assert sentence in problem_list(person)
        assert person.hand.text("script_editor") == script
        assert not person.services.runs.known

    journey(work)


def test_a_placeholder_with_a_space_is_pointed_out(journey: Journey) -> None:
    async def work(person: Person) -> None:
        await person.tick(1)
        await person.write("check", "echo '{{my name}}'")
        sentence = "“{{my name}}” is no placeholder"
        await person.hand.until(lambda: sentence in problem_list(person), sentence)

    journey(work)


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name_field", "n" * 61, "has 61 bytes; at most 60 are allowed"),
        ("name_field", "two words", "may hold only letters"),
        ("timeout_field", "0", "must be between 1 and 86,400"),
        ("timeout_field", "soon", "number"),
        ("folder_field", "relative/path", "absolute path"),
    ],
)
def test_settings_that_cannot_be_sent(
    journey: Journey, field: str, typed: str, sentence: str
) -> None:
    async def work(person: Person) -> None:
        await person.tick(1)
        await person.write("check", "true")
        await person.hand.type_into(field, typed)
        await ask_to_run(person)
        assert sentence in problem_list(person)
        assert person.hand.text(field) == typed

    journey(work)


def test_no_machine_and_machines_that_cannot(journey: Journey) -> None:
    async def work(person: Person) -> None:
        await person.machines_are_there()
        await person.write("check", "true")
        await ask_to_run(person)
        assert "No machine is chosen" in labels(person)
        unready = [machine for machine in person.services.directory.machines if machine.refusal()]
        person.services.chosen.set(machine.instance_id for machine in unready)
        await person.hand.settle()
        await ask_to_run(person)
        for machine in unready:
            assert machine.name in labels(person)
        for reason in {machine.refusal() for machine in unready}:
            assert reason is not None
            assert reason.words.casefold() in labels(person).casefold()

    journey(work)


def test_a_wrong_key_is_explained(
    run: Callable[[Coroutine[Any, Any, Any]], Any], open_console: OpenConsole, sandbox: Sandbox
) -> None:
    async def work() -> None:
        async with open_console() as person:
            wrong = Sandbox(
                sandbox.endpoint,
                sandbox.secret_id,
                "not-the-key-that-it-asks-for",
                sandbox.regions,
                sandbox.state,
                sandbox.process,
            )
            await person.machines_are_there()
            person.use(wrong)
            person.console.window.use_profile("outside")
            await person.hand.until(lambda: shown_banners(person), "a banner says what is wrong")
            assert "Check SecretId and SecretKey" in labels(person)

    run(work())


def test_nobody_answers(
    run: Callable[[Coroutine[Any, Any, Any]], Any], open_console: OpenConsole, sandbox: Sandbox
) -> None:
    async def work() -> None:
        sandbox.process.kill()
        sandbox.process.wait()
        async with open_console(outside=sandbox) as person:
            await person.hand.until(lambda: shown_banners(person), "a banner says what is wrong")
            await person.write("kept", "echo kept")
            await ask_to_run(person)
            assert person.hand.text("script_editor") == "echo kept"

    run(work())


def test_the_sandbox_is_killed_while_a_script_runs(journey: Journey) -> None:
    async def work(person: Person) -> None:
        await person.tick(2)
        await person.write("wait", "echo begun; sleep 600")
        await person.run_it()
        await person.all_run()
        pid = person.console.sandbox_pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        await person.hand.until(
            lambda: "The sandbox stopped." in labels(person), "the window says so"
        )
        await person.ended()
        assert person.run.counts[TaskStatus.TASK_TIMEOUT] == 2
        assert person.hand.shown(QAbstractButton, "back_to_runs")

    journey(work)
