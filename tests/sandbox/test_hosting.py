"""Machines outside the cloud join with a register code and then take runs."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.fixtures.sandbox import Sandbox
from tests.sandbox.official import Official, base64_text, output, run_and_wait


def register(sandbox: Sandbox, code: dict[str, Any], *arguments: str) -> tuple[int, str]:
    """Run sandbox-register; returns its exit code and what it said."""
    done = subprocess.run(
        [
            *(sys.executable, "-m", "tat_console.sandbox.register"),
            *("--endpoint", sandbox.endpoint, "--code-id", code["RegisterCodeId"]),
            *("--code-value", code["RegisterCodeValue"], *arguments),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def code_row(official: Official, code: dict[str, Any]) -> dict[str, Any]:
    """A register code as it is listed."""
    reply = official("DescribeRegisterCodes", RegisterCodeIds=[code["RegisterCodeId"]])
    row: dict[str, Any] = reply["RegisterCodeSet"][0]
    return row


def test_a_machine_registers_and_takes_a_run(shared_sandbox: Sandbox) -> None:
    official = Official(shared_sandbox)
    code = official("CreateRegisterCode", InstanceNamePrefix="edge", RegisterLimit=1)

    exit_code, said = register(shared_sandbox, code, "--host-name", "lab-01")

    instance_id = json.loads(said)["InstanceId"]
    (row,) = official("DescribeRegisterInstances", InstanceIds=[instance_id])["RegisterInstanceSet"]
    (task,) = run_and_wait(
        official,
        Content=base64_text("echo $TAT_SANDBOX_INSTANCE_NAME"),
        InstanceIds=[instance_id],
    )
    assert exit_code == 0
    assert (row["InstanceName"], row["HostName"], row["Status"]) == (
        "edge-lab-01",
        "lab-01",
        "Online",
    )
    assert output(task) == "edge-lab-01\n"
    assert code_row(official, code)["RegisteredCount"] == 1
    assert "LimitExceeded" in register(shared_sandbox, code)[1]


def test_a_wrong_value_registers_nothing(shared_sandbox: Sandbox) -> None:
    code = Official(shared_sandbox)("CreateRegisterCode")
    exit_code, said = register(shared_sandbox, code | {"RegisterCodeValue": "0" * 64})
    assert (exit_code, "RegisterCodesNotFoundCode" in said) == (1, True)


@pytest.mark.parametrize(
    ("parameters", "arguments", "action"),
    [
        ({}, (), "DisableRegisterCodes"),
        ({"IpAddressRange": "10.1.0.0/16"}, ("--local-ip", "10.2.0.1"), ""),
    ],
)
def test_a_code_that_does_not_allow_it_registers_nothing(
    shared_sandbox: Sandbox, parameters: dict[str, Any], arguments: tuple[str, ...], action: str
) -> None:
    official = Official(shared_sandbox)
    code = official("CreateRegisterCode", **parameters)
    if action:
        official(action, RegisterCodeIds=[code["RegisterCodeId"]])

    exit_code, said = register(shared_sandbox, code, *arguments)

    assert (exit_code, "OperationDenied" in said) == (1, True)
    assert code_row(official, code)["RegisteredCount"] == 0


def test_a_sandbox_that_is_not_there_is_said_so(tmp_path: object) -> None:
    nowhere = Sandbox("http://127.0.0.1:9", "", "", (), None, None)  # type: ignore[arg-type]
    exit_code, said = register(nowhere, {"RegisterCodeId": "x", "RegisterCodeValue": "y"})
    assert (exit_code, "does not answer" in said) == (1, True)
