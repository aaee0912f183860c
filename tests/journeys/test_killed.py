"""A window is killed in the middle of a run: another goes on with it, and nothing runs twice."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from tat_console.runs.progress import RunProgress
from tat_console.tat.statuses import TaskStatus
from tat_console.ui.kit.banner import Notice
from tests.fixtures.sandbox import Sandbox, StartSandbox
from tests.journeys.conftest import OpenConsole, Person

ROOT = Path(__file__).resolve().parents[2]
FLEET = ("--instances", "70", "--rate", "0")
KILLED_AT = 15

Run = Callable[[Coroutine[Any, Any, Any]], Any]


@contextmanager
def window_in_the_middle(home: Path, sandbox: Sandbox) -> Iterator[subprocess.Popen[str]]:
    """A window of its own process whose run is on its way; killed at the end of the block."""
    access = (sandbox.endpoint, sandbox.secret_id, sandbox.secret_key)
    command = [sys.executable, "-m", "tests.journeys.fleet_window", str(home), *access]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            told = (int(line) for line in process.stdout)
            assert any(done >= KILLED_AT for done in told), "The window ended too early"
            yield process
        finally:
            process.kill()


def executions(sandbox: Sandbox) -> Counter[str]:
    lines = (sandbox.state / "executions.jsonl").read_text().splitlines()
    return Counter(json.loads(line)["instance_id"] for line in lines)


async def open_the_run(person: Person) -> None:
    """Open the newest run by mouse and key."""
    await person.hand.click("rail_runs")
    await person.hand.until(lambda: person.hand.rows("run_list"), "the run is listed")
    await person.hand.click_row("run_list", 0)
    await person.hand.press(Qt.Key.Key_Return)
    await person.hand.until(lambda: person.hand.shown(QPushButton, "back_to_runs"), "it shows")


def assert_nobody_twice(run: RunProgress, sandbox: Sandbox) -> None:
    """Every machine did its work once, or is told as unknown with the reason."""
    ran = executions(sandbox)
    assert set(ran.values()) == {1}
    assert len(run.tasks) > 3 * KILLED_AT
    for instance_id, task in run.tasks.items():
        if task.status is TaskStatus.SUCCESS:
            assert ran[instance_id] == 1
        else:
            assert (task.status, bool(task.error_info)) == (TaskStatus.UNSETTLED, True)
    assert run.counts[TaskStatus.SUCCESS] >= len(run.tasks) - 8  # at most what was on its way


def test_the_next_window_goes_on_with_the_run(
    run: Run, open_console: OpenConsole, home: Path, start_sandbox: StartSandbox
) -> None:
    sandbox = start_sandbox(*FLEET)
    with window_in_the_middle(home / "console", sandbox):
        pass
    before = executions(sandbox)

    async def visit() -> None:
        async with open_console(outside=sandbox) as person:
            await person.hand.until(lambda: person.services.runs.known, "the run is known again")
            assert len(before) < len(person.run.tasks)
            await open_the_run(person)
            await person.ended()
            assert_nobody_twice(person.run, sandbox)

    run(visit())


def test_a_window_that_looks_on_takes_the_run_over(
    run: Run, open_console: OpenConsole, home: Path, start_sandbox: StartSandbox
) -> None:
    sandbox = start_sandbox(*FLEET)

    async def visit(process: subprocess.Popen[str]) -> None:
        async with open_console(outside=sandbox) as person:
            await open_the_run(person)
            hand, runs = person.hand, person.services.runs
            await hand.until(lambda: "Another tat-console" in _notice(person), "whose run it is")
            assert not hand.shown(QPushButton, "pause_run")
            assert runs.live == []
            process.kill()
            await hand.until(lambda: runs.live, "the run is taken over")
            await hand.until(lambda: "Another tat-console" not in _notice(person), "it is ours")
            await person.ended()
            assert_nobody_twice(person.run, sandbox)

    with window_in_the_middle(home / "console", sandbox) as process:
        run(visit(process))


def _notice(person: Person) -> str:
    return " ".join(one.accessibleName() for one in person.hand.shown(Notice, "run_notice"))
