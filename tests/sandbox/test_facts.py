"""Statements of the facts about the service, each looked at through the official SDK."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest

from tests.fixtures.sandbox import Sandbox
from tests.sandbox.official import (
    Official,
    base64_text,
    invocation,
    output,
    ready_instances,
    run_and_wait,
    tasks,
    tasks_at_end,
    until,
)

Task = dict[str, Any]
ID = "[a-z0-9]"


@pytest.fixture(scope="module")
def official(shared_sandbox: Sandbox) -> Official:
    """The official SDK for one sandbox."""
    return Official(shared_sandbox)


@dataclass(frozen=True)
class Fact:
    """What a script shows of §7.4; `holds` looks at its task."""

    says: str
    script: str | bytes
    holds: Callable[[Task], bool]
    options: dict[str, Any] = field(default_factory=dict)


def exit_code(task: Task) -> int:
    code: int = task["TaskResult"]["ExitCode"]
    return code


def seconds(task: Task) -> float:
    """How long it ran."""
    start, end = (task["TaskResult"][name] for name in ("ExecStartTime", "ExecEndTime"))
    return (datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds()


def raw(task: Task) -> bytes:
    return base64.b64decode(task["TaskResult"]["Output"])


EXECUTION = (
    Fact("CRLF is not converted", b"exit 0\r\n", lambda task: exit_code(task) == 2),
    Fact(
        "a first line that names another interpreter is ignored",
        "#!/usr/bin/env python3\necho ${BASH_VERSION:+bash}\n",
        lambda task: output(task) == "bash\n",
    ),
    Fact(
        "both streams are one, in their true order",
        "echo 1; echo 2 >&2; echo 3",
        lambda task: output(task) == "1\n2\n3\n",
    ),
    Fact("stdin is empty", "read -r x; echo $?", lambda task: output(task) == "1\n"),
    Fact(
        "it is no login shell",
        "shopt -q login_shell; echo $?",
        lambda task: output(task) == "1\n",
    ),
    Fact(
        "$0 is a file named after the task",
        "echo $0",
        lambda task: output(task).endswith(f"/{task['InvocationTaskId']}.sh\n"),
    ),
    Fact(
        "the script file is executable",
        'stat -c %a "$0"',
        lambda task: output(task) == "755\n",
    ),
    Fact(
        "the variables of the user are set",
        'echo "$TERM ${SHELL##*/} $USER $LOGNAME $USERNAME $MAIL"',
        lambda task: output(task) == "xterm-color bash root root root /var/spool/mail/root\n",
    ),
    Fact(
        "24,576 bytes are kept, the rest is counted",
        "head -c 30000 /dev/zero | tr '\\0' x",
        lambda task: len(raw(task)) == 24_576 and task["TaskResult"]["Dropped"] == 5_424,
    ),
    Fact(
        "the cap may fall inside a character",
        "printf x; for ((i = 0; i < 9000; i++)); do printf 世; done",
        lambda task: raw(task) == ("x" + "世" * 9_000).encode()[:24_576],
    ),
    Fact(
        "killed by a signal it has failed with -1",
        "kill -9 $$",
        lambda task: (task["TaskStatus"], exit_code(task)) == ("FAILED", -1),
    ),
    Fact(
        "the timeout kills at once, without a signal to catch, and leaves -1",
        "trap 'echo caught' TERM; sleep 30 & wait",
        lambda task: (task["TaskStatus"], exit_code(task), output(task)) == ("TIMEOUT", -1, ""),
        {"Timeout": 1},
    ),
    Fact(
        "it ends soon after the script, whatever still holds its output",
        "sleep 8 & echo out",
        lambda task: task["TaskStatus"] == "SUCCESS" and seconds(task) < 5,
    ),
    Fact(
        "ErrorInfo is empty where it started",
        "exit 7",
        lambda task: (task["TaskStatus"], exit_code(task), task["ErrorInfo"]) == ("FAILED", 7, ""),
    ),
    Fact(
        "an unknown user cannot start",
        "id",
        lambda task: (
            (task["TaskStatus"], exit_code(task), task["ErrorInfo"])
            == ("START_FAILED", -1, "InvalidUser: user `nobody-here` not exists")
        ),
        {"Username": "nobody-here", "WorkingDirectory": "/"},
    ),
    Fact(
        "a folder that is not there cannot be started in",
        "pwd",
        lambda task: (
            task["TaskStatus"] == "START_FAILED"
            and task["ErrorInfo"]
            == "InvalidWorkingDirectory: working_directory `/not/there` not exists"
        ),
        {"WorkingDirectory": "/not/there"},
    ),
    Fact(
        "another user than root cannot start in /root",
        "pwd",
        lambda task: (
            task["TaskStatus"] == "START_FAILED"
            and task["ErrorInfo"].startswith("TaskSpawnFailed: Permission denied")
        ),
        {"Username": "ubuntu"},
    ),
    Fact(
        "a value is put in as it is, without quoting",
        "echo {{a}}",
        lambda task: output(task) == "1\n2\n",
        {"EnableParameter": True, "Parameters": '{"a": "1; echo 2"}'},
    ),
    Fact(
        "a value is not looked at for placeholders again",
        "echo '{{a}}'",
        lambda task: output(task) == "{{b}}\n",
        {"EnableParameter": True, "Parameters": '{"a": "{{b}}", "b": "no"}'},
    ),
    Fact(
        "without EnableParameter braces are text",
        "echo '{{a}}'",
        lambda task: output(task) == "{{a}}\n",
    ),
)


@pytest.mark.parametrize("fact", EXECUTION, ids=lambda fact: fact.says)
def test_scripts_are_carried_out_as_the_agent_does(official: Official, fact: Fact) -> None:
    machine = ready_instances(official)
    (task,) = run_and_wait(
        official, Content=base64_text(fact.script), InstanceIds=machine, **fact.options
    )
    assert fact.holds(task), (task, output(task))


def test_a_run_that_saves_nothing_leaves_no_command(official: Official) -> None:
    options = {"Content": base64_text("true"), "InstanceIds": ready_instances(official)}
    fleeting = official("RunCommand", **options)
    saved = official("RunCommand", SaveCommand=True, CommandName="kept", **options)
    tasks_at_end(official, fleeting["InvocationId"])
    found = official("DescribeCommands", CommandIds=[fleeting["CommandId"], saved["CommandId"]])
    assert [row["CommandName"] for row in found["CommandSet"]] == ["kept"]
    (command,) = found["CommandSet"]
    assert (command["WorkingDirectory"], command["Username"]) == ("/root", "root")
    assert (command["CommandType"], command["Timeout"], command["CreatedBy"]) == (
        *("SHELL", 60),
        "USER",
    )


def test_ids_have_their_documented_forms(official: Official) -> None:
    started = official(
        "RunCommand", Content=base64_text("true"), InstanceIds=ready_instances(official)
    )
    (task,) = tasks_at_end(official, started["InvocationId"])
    assert re.fullmatch(f"cmd-{ID}{{8}}", started["CommandId"])
    assert re.fullmatch(f"inv-{ID}{{10}}", started["InvocationId"])
    assert re.fullmatch(f"invt-{ID}{{10}}", task["InvocationTaskId"])
    code = official("CreateRegisterCode")
    assert re.fullmatch("[0-9a-f]{64}", code["RegisterCodeValue"])
    assert re.fullmatch("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", code["RegisterCodeId"])


def test_a_preview_leaves_placeholders_without_a_value(official: Official) -> None:
    shown = official(
        "PreviewReplacedCommandContent",
        Content=base64_text("ls {{a}}\necho {{b}} {{c}}"),
        Parameters='{"a": "123"}',
    )
    assert base64.b64decode(shown["ReplacedContent"]) == b"ls 123\necho {{b}} {{c}}"


def test_a_preview_lays_parameters_over_defaults(official: Official) -> None:
    command_id = official(
        "CreateCommand",
        CommandName="previewed",
        Content=base64_text("{{a}} {{b}}"),
        EnableParameter=True,
        DefaultParameterConfs=[
            {"ParameterName": "a", "ParameterValue": "1"},
            {"ParameterName": "b", "ParameterValue": "2"},
        ],
    )["CommandId"]
    shown = official("PreviewReplacedCommandContent", CommandId=command_id, Parameters='{"b": "3"}')
    assert base64.b64decode(shown["ReplacedContent"]) == b"1 3"


def test_a_page_has_20_rows_unless_asked_otherwise(official: Official) -> None:
    public = [{"Name": "created-by", "Values": ["TAT"]}]
    first = official("DescribeCommands", Filters=public)
    assert len(first["CommandSet"]) == 20
    assert first["TotalCount"] > 20
    rest = official("DescribeCommands", Filters=public, Offset=20, Limit=100)
    assert len(rest["CommandSet"]) == first["TotalCount"] - 20
    names = {row["CommandName"] for row in (*first["CommandSet"], *rest["CommandSet"])}
    assert len(names) == first["TotalCount"]


def test_public_and_own_commands_come_without_a_filter(official: Official) -> None:
    official("CreateCommand", CommandName="own", Content=base64_text("true"))
    rows = official("DescribeCommands", Limit=100)["CommandSet"]
    assert {row["CreatedBy"] for row in rows} == {"TAT", "USER"}
    assert all(row["FormattedDescription"] == "" for row in rows if row["CreatedBy"] == "USER")


def test_repeating_what_is_repeat_safe_changes_nothing(official: Official) -> None:
    command_id = official("CreateCommand", CommandName="twice", Content=base64_text("true"))[
        "CommandId"
    ]
    invoker_id = official(
        "CreateInvoker",
        Name="nightly",
        Type="SCHEDULE",
        CommandId=command_id,
        InstanceIds=ready_instances(official),
        ScheduleSettings={"Policy": "RECURRENCE", "Recurrence": "0 3 * * *"},
    )["InvokerId"]
    assert re.fullmatch(f"ivk-{ID}{{8}}", invoker_id)
    for action in ("DisableInvoker", "DisableInvoker", "EnableInvoker", "EnableInvoker"):
        official(action, InvokerId=invoker_id)
    for _time in range(2):
        official("ModifyCommand", CommandId=command_id, Description="the same")
        official("ModifyInvoker", InvokerId=invoker_id, Name="the same")
    (invoker,) = official("DescribeInvokers", InvokerIds=[invoker_id])["InvokerSet"]
    assert (invoker["Enable"], invoker["Name"]) == (True, "the same")


def test_a_value_of_a_register_code_is_shown_once(official: Official) -> None:
    made = official("CreateRegisterCode")
    (row,) = official("DescribeRegisterCodes", RegisterCodeIds=[made["RegisterCodeId"]])[
        "RegisterCodeSet"
    ]
    assert made["RegisterCodeValue"] not in str(row)
    assert (row["RegisterLimit"], row["RegisteredCount"], row["Enabled"]) == (10, 0, True)
    created, expires = (
        datetime.fromisoformat(row[f"{name}Time"]) for name in ("Created", "Expired")
    )
    assert (expires - created).total_seconds() == pytest.approx(4 * 3_600, abs=2)


def test_a_register_code_may_last_for_ever(official: Official) -> None:
    made = official("CreateRegisterCode", EffectiveTime=100_000)
    (row,) = official("DescribeRegisterCodes", RegisterCodeIds=[made["RegisterCodeId"]])[
        "RegisterCodeSet"
    ]
    assert row["ExpiredTime"] is None


def test_quotas_are_the_documented_ones(official: Official) -> None:
    rows = official("DescribeQuotas", ResourceNames=["COMMAND", "REGISTER_CODE"])
    assert {
        row["ResourceName"]: row["ResourceQuotaTotal"] for row in rows["GeneralResourceQuotaSet"]
    } == {"COMMAND": 500, "REGISTER_CODE": 5_000}


def test_machines_without_an_agent_are_missing(official: Official) -> None:
    machines = Official(official.sandbox, "cvm")("DescribeInstances", Limit=100)["InstanceSet"]
    ids = [row["InstanceId"] for row in machines]
    found = official("DescribeAutomationAgentStatus", InstanceIds=ids, Limit=100)
    assert 0 < found["TotalCount"] < len(ids)
    assert {row["AgentStatus"] for row in found["AutomationAgentSet"]} <= {"Online", "Offline"}
    assert {row["Environment"] for row in found["AutomationAgentSet"]} <= {"Linux", "Windows"}


def test_cancelling_ends_what_runs_as_terminated(official: Official) -> None:
    machines = ready_instances(official, 2)
    started = official("RunCommand", Content=base64_text("echo on; sleep 60"), InstanceIds=machines)
    invocation_id = started["InvocationId"]
    until(lambda: all(task["TaskStatus"] == "RUNNING" for task in tasks(official, invocation_id)))
    for _time in range(2):  # the second changes nothing
        official("CancelInvocation", InvocationId=invocation_id)
    ended = tasks_at_end(official, invocation_id)
    assert {(task["TaskStatus"], exit_code(task)) for task in ended} == {("TERMINATED", -1)}
    assert invocation(official, invocation_id)["InvocationStatus"] == "CANCELLED"
    official("CancelInvocation", InvocationId=invocation_id)


def test_an_invocation_tells_all_its_tasks(official: Official) -> None:
    machines = ready_instances(official, 3)
    started = official(
        "RunCommand", CommandName="told", Content=base64_text("true"), InstanceIds=machines
    )
    ended = tasks_at_end(official, started["InvocationId"])
    record = invocation(official, started["InvocationId"])
    assert {
        (row["InstanceId"], row["InvocationTaskId"], row["TaskStatus"])
        for row in record["InvocationTaskBasicInfoSet"]
    } == {(row["InstanceId"], row["InvocationTaskId"], "SUCCESS") for row in ended}
    assert (record["InvocationSource"], record["InstanceKind"]) == ("USER", "CVM")
    assert (record["CommandName"], record["InvocationStatus"]) == ("told", "SUCCESS")
    assert {task["CommandName"] for task in ended} == {"told"}
    assert {task["CommandDocument"]["Username"] for task in ended} == {"root"}


def test_data_is_kept_per_region(official: Official) -> None:
    command_id = official("CreateCommand", CommandName="here", Content=base64_text("true"))[
        "CommandId"
    ]
    elsewhere = Official(official.sandbox, region="ap-shanghai")
    assert elsewhere("DescribeCommands", CommandIds=[command_id])["CommandSet"] == []
    elsewhere("CreateCommand", CommandName="here", Content=base64_text("true"))


def test_the_caller_is_told(official: Official) -> None:
    caller = Official(official.sandbox, "sts")("GetCallerIdentity")
    assert {"Arn", "AccountId", "UserId", "PrincipalId", "Type"} <= set(caller)
