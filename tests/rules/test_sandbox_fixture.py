"""The sandbox of the tests is the real program, started and ended for each test."""

from __future__ import annotations

from pathlib import Path

import requests

from tests.fixtures.leftovers import child_processes
from tests.fixtures.sandbox import Sandbox, StartSandbox, running_sandbox


def test_it_listens_and_knows_its_keys(sandbox: Sandbox) -> None:
    reply = requests.post(sandbox.endpoint, data=b"{}", timeout=10)
    assert reply.headers["Content-Type"] == "application/json"
    assert "Error" in reply.json()["Response"]  # nobody signed it
    assert sandbox.secret_id
    assert sandbox.secret_key
    assert sandbox.regions
    assert sandbox.state.is_dir()


def test_several_run_at_once_with_keys_of_their_own(
    start_sandbox: StartSandbox, tmp_path: Path
) -> None:
    one = start_sandbox("--instances", "3", state=tmp_path / "one")
    two = start_sandbox("--instances", "3", state=tmp_path / "two")
    assert one.endpoint != two.endpoint
    assert one.secret_key != two.secret_key


def test_it_ends_when_nobody_needs_it(tmp_path: Path) -> None:
    with running_sandbox(state=tmp_path / "sandbox") as sandbox:
        process_id = sandbox.process.pid
        assert process_id in child_processes()
    assert sandbox.process.returncode == 0
    assert process_id not in child_processes()
