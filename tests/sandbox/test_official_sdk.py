"""The official Python SDK runs scripts on the sandbox and reads back what they really said."""

from __future__ import annotations

import pytest
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException

from tests.fixtures.sandbox import Sandbox
from tests.sandbox.official import (
    Official,
    base64_text,
    invocation,
    output,
    ready_instances,
    run_and_wait,
    tasks_at_end,
)


def test_a_script_runs_on_three_machines_and_its_real_output_comes_back(sandbox: Sandbox) -> None:
    official = Official(sandbox)
    ids = ready_instances(official, 3)
    script = 'echo "$TAT_SANDBOX_INSTANCE_ID $((6 * 7)) 你好"; echo wrong >&2'

    tasks = run_and_wait(official, Content=base64_text(script), InstanceIds=ids)

    assert {task["InstanceId"]: output(task) for task in tasks} == {
        instance_id: f"{instance_id} 42 你好\nwrong\n" for instance_id in ids
    }
    assert {task["TaskStatus"] for task in tasks} == {"SUCCESS"}
    assert {task["TaskResult"]["ExitCode"] for task in tasks} == {0}


def test_parameters_are_filled_in_and_hidden_ones_masked_in_records(sandbox: Sandbox) -> None:
    official = Official(sandbox)
    started = official(
        "RunCommand",
        Content=base64_text("echo {{word}} $(printf %s {{tat-hidden:key}} | wc -c)"),
        InstanceIds=ready_instances(official),
        EnableParameter=True,
        DefaultParameters='{"word": "default", "key": "default"}',
        Parameters='{"key": "s3cret"}',
    )

    (task,) = tasks_at_end(official, started["InvocationId"])
    record = invocation(official, started["InvocationId"])

    assert output(task).split() == ["default", "6"]
    assert record["Parameters"] == '{"word": "default", "key": "******"}'
    assert record["CommandContent"] == base64_text(
        "echo {{word}} $(printf %s {{tat-hidden:key}} | wc -c)"
    )
    assert "s3cret" not in str(record) + str(task)
    database = (sandbox.state / "sandbox.sqlite3").read_bytes()
    assert b"s3cret" not in database + (sandbox.state / "sandbox.sqlite3-wal").read_bytes()


def test_a_saved_command_is_invoked_with_overrides(sandbox: Sandbox) -> None:
    official = Official(sandbox)
    command_id = official(
        "CreateCommand",
        CommandName="where-am-i",
        Content=base64_text("basename $PWD; id -u >/dev/null; echo $USER"),
        WorkingDirectory="/opt",
    )["CommandId"]
    started = official(
        "InvokeCommand",
        CommandId=command_id,
        InstanceIds=ready_instances(official),
        WorkingDirectory="/home/ubuntu",
        Username="ubuntu",
    )

    (task,) = tasks_at_end(official, started["InvocationId"])

    assert output(task) == "ubuntu\nubuntu\n"
    assert task["CommandName"] == "where-am-i"


def test_one_machine_that_cannot_take_it_refuses_the_whole_run(sandbox: Sandbox) -> None:
    official = Official(sandbox)
    ready = ready_instances(official)
    offline = official(
        "DescribeAutomationAgentStatus",
        Filters=[
            {"Name": "agent-status", "Values": ["Offline"]},
            {"Name": "environment", "Values": ["Linux"]},
        ],
    )["AutomationAgentSet"][0]["InstanceId"]

    with pytest.raises(TencentCloudSDKException) as refused:
        official("RunCommand", Content=base64_text("true"), InstanceIds=[*ready, offline])

    assert refused.value.code == "ResourceUnavailable.AgentStatusNotOnline"
    assert offline in refused.value.message
    assert official("DescribeInvocations")["TotalCount"] == 0
    assert not (sandbox.state / "executions.jsonl").read_bytes()


def test_outputs_are_hidden_unless_asked_for(sandbox: Sandbox) -> None:
    official = Official(sandbox)
    (task,) = run_and_wait(
        official, Content=base64_text("echo visible"), InstanceIds=ready_instances(official)
    )

    hidden = official("DescribeInvocationTasks", InvocationTaskIds=[task["InvocationTaskId"]])

    assert output(task) == "visible\n"
    assert hidden["InvocationTaskSet"][0]["TaskResult"]["Output"] == ""


def test_a_run_is_cancelled_on_some_machines_and_goes_on_on_the_others(sandbox: Sandbox) -> None:
    official = Official(sandbox)
    first, second, third = ready_instances(official, 3)
    script = f"test $TAT_SANDBOX_INSTANCE_ID = {third} || sleep 60; echo done"
    started = official(
        "RunCommand", Content=base64_text(script), InstanceIds=[first, second, third]
    )

    official("CancelInvocation", InvocationId=started["InvocationId"], InstanceIds=[first, second])

    by_machine = {
        task["InstanceId"]: task["TaskStatus"]
        for task in tasks_at_end(official, started["InvocationId"])
    }
    assert by_machine.pop(third) == "SUCCESS"
    assert set(by_machine.values()) <= {"CANCELLED", "TERMINATED"}
    assert invocation(official, started["InvocationId"])["InvocationStatus"] == "PARTIAL_CANCELLED"


def test_the_neighbours_answer_with_machines_and_the_caller(sandbox: Sandbox) -> None:
    lighthouse = Official(sandbox, "lighthouse")("DescribeInstances")
    identity = Official(sandbox, "sts")("GetCallerIdentity")

    assert lighthouse["TotalCount"] == len(lighthouse["InstanceSet"]) > 0
    assert all(row["InstanceId"].startswith("lhins-") for row in lighthouse["InstanceSet"])
    assert set(identity) == {"Arn", "AccountId", "UserId", "PrincipalId", "Type", "RequestId"}
    assert all(identity.values())
