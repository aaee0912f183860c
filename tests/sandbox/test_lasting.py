"""What survives the end of the sandbox, and what does not: state, tasks under way, processes."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.fixtures.held import Held
from tests.fixtures.sandbox import Sandbox, StartSandbox
from tests.sandbox.official import (
    Official,
    base64_text,
    invocation,
    output,
    ready_instances,
    run_and_wait,
    tasks,
)

KEYS = ("--secret-id", "AKIDtest", "--secret-key", "test", "--rate", "0")


def executions(sandbox: Sandbox) -> list[dict[str, Any]]:
    """The ground truth."""
    text = (sandbox.state / "executions.jsonl").read_text()
    return [json.loads(line) for line in text.splitlines()]


def run_until_held(official: Official, held: Held, first: str = "") -> str:
    """Run a script whose processes hold a pipe, and wait until they do; its invocation."""
    script = f"exec 8>{held.path}; {first} echo held >&8; sleep 200"
    running: str = official(
        "RunCommand", Content=base64_text(script), InstanceIds=ready_instances(official)
    )["InvocationId"]
    assert held.is_taken()
    return running


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
    start_sandbox: StartSandbox, tmp_path: Path, held: Held
) -> None:
    first = start_sandbox(*KEYS, state=tmp_path / "kept")
    official = Official(first)
    ids = ready_instances(official)
    (ended,) = run_and_wait(official, Content=base64_text("echo kept"), InstanceIds=ids)
    running = run_until_held(official, held)
    first.process.kill()
    first.process.wait()
    assert held.is_open()

    second = Official(start_sandbox(*KEYS, state=tmp_path / "kept"))

    (kept,) = tasks(second, ended["InvocationId"])
    (given_up,) = tasks(second, running)
    assert kept == ended
    assert given_up["TaskStatus"] == "TASK_TIMEOUT"
    assert invocation(second, running)["InvocationStatus"] == "TIMEOUT"
    assert len(executions(first)) == 2
    assert held.is_let_go()


@pytest.mark.parametrize("end", ["terminate", "close_stdin"])
def test_an_orderly_end_leaves_no_process(
    start_sandbox: StartSandbox, held: Held, end: str
) -> None:
    sandbox = start_sandbox("--rate", "0")
    run_until_held(Official(sandbox), held, "(setsid sleep 200 >/dev/null &);")

    if end == "terminate":
        sandbox.process.terminate()
    elif sandbox.process.stdin:
        sandbox.process.stdin.close()

    assert sandbox.process.wait() == 0
    assert held.is_let_go()


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
