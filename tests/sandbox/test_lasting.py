"""What survives the end of the sandbox, and what does not: state, tasks under way, processes."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.fixtures.sandbox import Sandbox, StartSandbox
from tests.sandbox.official import (
    Official,
    base64_text,
    invocation,
    output,
    ready_instances,
    run_and_wait,
    tasks,
    until,
)
from tests.unit.sandbox.test_executor import is_alive

KEYS = ("--secret-id", "AKIDtest", "--secret-key", "test", "--rate", "0")


def executions(sandbox: Sandbox) -> list[dict[str, Any]]:
    """The ground truth."""
    text = (sandbox.state / "executions.jsonl").read_text()
    return [json.loads(line) for line in text.splitlines()]


def writes_its_process_id(official: Official, invocation_id: str) -> int:
    """Wait for a script whose first output is its process id."""
    until(lambda: bool(output(tasks(official, invocation_id)[0])))
    return int(output(tasks(official, invocation_id)[0]).split()[0])


def test_each_start_of_a_script_is_written_down_before_it_starts(sandbox: Sandbox) -> None:
    official = Official(sandbox)
    ids = ready_instances(official, 2)
    script = f"grep -c . '{sandbox.state / 'executions.jsonl'}'"

    done = run_and_wait(official, Content=base64_text(script), InstanceIds=ids)

    lines = executions(sandbox)
    assert {line["invocation_task_id"] for line in lines} == {
        task["InvocationTaskId"] for task in done
    }
    assert {line["instance_id"] for line in lines} == set(ids)
    assert {line["script_sha256"] for line in lines} == {
        hashlib.sha256(script.encode()).hexdigest()
    }
    assert sorted(int(output(task)) for task in done) in ([1, 2], [2, 2])


def test_after_a_kill_everything_is_there_and_what_ran_is_given_up(
    start_sandbox: StartSandbox, tmp_path: Path
) -> None:
    first = start_sandbox(*KEYS, state=tmp_path / "kept")
    official = Official(first)
    ids = ready_instances(official)
    (ended,) = run_and_wait(official, Content=base64_text("echo kept"), InstanceIds=ids)
    running = official("RunCommand", Content=base64_text("echo $$; sleep 60"), InstanceIds=ids)[
        "InvocationId"
    ]
    orphan = writes_its_process_id(official, running)
    first.process.kill()
    first.process.wait()

    second = Official(start_sandbox(*KEYS, state=tmp_path / "kept"))

    (kept,) = tasks(second, ended["InvocationId"])
    (given_up,) = tasks(second, running)
    assert kept == ended
    assert given_up["TaskStatus"] == "TASK_TIMEOUT"
    assert invocation(second, running)["InvocationStatus"] == "TIMEOUT"
    assert len(executions(first)) == 2
    assert not is_alive(orphan)


@pytest.mark.parametrize("end", ["terminate", "close_stdin"])
def test_an_orderly_end_leaves_no_process(start_sandbox: StartSandbox, end: str) -> None:
    sandbox = start_sandbox("--rate", "0")
    official = Official(sandbox)
    script = "(setsid sleep 60 >/dev/null &) ; echo $$; sleep 60"
    running = official(
        "RunCommand", Content=base64_text(script), InstanceIds=ready_instances(official)
    )["InvocationId"]
    script_process = writes_its_process_id(official, running)

    if end == "terminate":
        sandbox.process.terminate()
    elif sandbox.process.stdin:
        sandbox.process.stdin.close()

    assert sandbox.process.wait() == 0
    assert not is_alive(script_process)


def test_without_a_state_folder_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    done = subprocess.run(
        [sys.executable, "-m", "tat_console.sandbox", "--exit-with-stdin"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(json.loads(done.stdout)) == {"endpoint", "secret_id", "secret_key", "regions"}
    assert done.stdout.count("\n") == 1
    assert list(tmp_path.iterdir()) == []
