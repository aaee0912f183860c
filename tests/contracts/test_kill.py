"""Whatever happens to the console or the network, no script runs twice on a machine.

What really ran is told by the sandbox's `executions.jsonl`, which the console knows nothing of.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tat_console.ports.archive import StoredRun
from tat_console.storage.archive import SqliteArchive
from tat_console.tat.statuses import TaskStatus
from tests.fixtures.sandbox import Sandbox, StartSandbox

ROOT = Path(__file__).resolve().parents[2]
MACHINES = 600
FLEET = 780  # so many, that 600 of them are ready
KILLS = 30
TAKE_OVERS = 4
LONGEST_S = 0.9
NOT_RUN = {TaskStatus.NOT_SENT}
UNKNOWN = {TaskStatus.UNSETTLED}

pytestmark = pytest.mark.timeout(300)


def console(home: Path, sandbox: Sandbox) -> subprocess.Popen[str]:
    arguments = (home, sandbox.endpoint, sandbox.secret_id, sandbox.secret_key, MACHINES)
    return subprocess.Popen(
        [sys.executable, "-m", "tests.contracts.fleet_console", *map(str, arguments)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def said(process: subprocess.Popen[str]) -> str:
    """The next word of a console."""
    assert process.stdout is not None
    return process.stdout.readline().rstrip()


def live_for(seconds: float, home: Path, sandbox: Sandbox) -> bool:
    """Let a console work on the run for a while, then kill it; whether it was still at work."""
    with console(home, sandbox) as process:
        assert said(process) == "live"
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
    return process.returncode == -9


def to_the_end(home: Path, sandbox: Sandbox) -> None:
    with console(home, sandbox) as process:
        output, _errors = process.communicate()
    assert (process.returncode, output) == (0, "live\nended\n")


def kept_run(home: Path) -> StoredRun:
    async def read() -> StoredRun:
        archive = await SqliteArchive.open(home / "archive.sqlite3")
        try:
            (summary,) = await archive.recent_runs()
            stored = await archive.run(summary.run.run_id)
            assert stored is not None
            return stored
        finally:
            await archive.close()

    return asyncio.run(read())


def executions(sandbox: Sandbox) -> Counter[str]:
    lines = (sandbox.state / "executions.jsonl").read_text().splitlines()
    return Counter(json.loads(line)["instance_id"] for line in lines)


def assert_at_most_once(home: Path, sandbox: Sandbox) -> Counter[TaskStatus]:
    """Every target ran exactly once, or is told as not run or unknown; returns the statuses."""
    ran, stored = executions(sandbox), kept_run(home)
    assert {name: count for name, count in ran.items() if count > 1} == {}
    assert len(stored.tasks) == MACHINES
    for task in stored.tasks:
        assert task.status.is_final or task.status in UNKNOWN, task
        if task.status in NOT_RUN:
            assert task.instance_id not in ran, task
        elif task.status not in UNKNOWN:
            assert ran[task.instance_id] == 1, task
        else:
            assert task.error_info, task
    return Counter(task.status for task in stored.tasks)


def faulty(start_sandbox: StartSandbox, folder: Path, **rule: object) -> Sandbox:
    """A sandbox with one fault about RunCommand, and without a limit of requests."""
    lines = [f"{key} = {json.dumps(value)}" for key, value in rule.items()]
    path = folder / "faults.toml"
    path.write_text("\n".join(["[[rule]]", 'action = "RunCommand"', *lines]))
    return start_sandbox("--instances", str(FLEET), "--rate", "0", "--faults", str(path))


def test_30_kills_and_no_script_runs_twice(start_sandbox: StartSandbox, tmp_path: Path) -> None:
    # The service takes its time: most kills meet calls that are executed after the console's death.
    sandbox = faulty(start_sandbox, tmp_path, effect="delay", seconds=0.15)
    home, chance = tmp_path / "console", random.Random(20261121)
    killed = sum(live_for(chance.uniform(0, LONGEST_S), home, sandbox) for _ in range(KILLS))
    to_the_end(home, sandbox)
    counts = assert_at_most_once(home, sandbox)
    assert killed >= KILLS * 2 // 3, f"Only {killed} kills met a run that was not over"
    assert counts[TaskStatus.SUCCESS] >= MACHINES * 9 // 10


def test_two_consoles_at_once_and_no_script_runs_twice(
    start_sandbox: StartSandbox, tmp_path: Path
) -> None:
    sandbox = faulty(start_sandbox, tmp_path, effect="delay", seconds=0.15)
    home, chance = tmp_path / "console", random.Random(20261122)
    first = console(home, sandbox)
    assert said(first) == "live"
    for _ in range(TAKE_OVERS):
        with first:
            second = console(home, sandbox)
            assert said(second) == "elsewhere"
            with contextlib.suppress(subprocess.TimeoutExpired):
                first.wait(chance.uniform(0, LONGEST_S))
            assert first.returncode is None, "The run was over too early"
            first.kill()
        assert said(second) == "live"
        first = second
    with first:
        assert [said(first), first.wait()] == ["ended", 0]
    counts = assert_at_most_once(home, sandbox)
    assert counts[TaskStatus.SUCCESS] >= MACHINES * 9 // 10


@pytest.mark.parametrize("effect", ["drop-after", "drop-before"])
def test_lost_calls_and_no_script_runs_twice(
    effect: str, start_sandbox: StartSandbox, tmp_path: Path
) -> None:
    sandbox = faulty(start_sandbox, tmp_path, effect=effect, probability=0.2)
    home = tmp_path / "console"
    live_for(0.5, home, sandbox)
    to_the_end(home, sandbox)
    counts = assert_at_most_once(home, sandbox)
    if effect == "drop-after":
        # A lost reply of a call that was executed is found again by its mark.
        assert counts[TaskStatus.SUCCESS] == MACHINES
    else:
        assert counts[TaskStatus.UNSETTLED] > 0
        assert counts[TaskStatus.SUCCESS] + counts[TaskStatus.UNSETTLED] == MACHINES
