"""The smallest policy for a request, and the one that a refusal itself asks for."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tat_console.tat.account import AssumeRole, DescribeRegions
from tat_console.tat.actions import ACTIONS
from tat_console.tat.commands import CreateCommand, DeleteCommands, DescribeCommands
from tat_console.tat.hosting import ModifyRegisterInstance
from tat_console.tat.instances import DescribeCvmInstances
from tat_console.tat.invocations import CancelInvocation, InvokeCommand, RunCommand
from tat_console.tat.invokers import EnableInvoker
from tat_console.tat.policies import _NEEDS, policy_for, policy_from_refusal
from tat_console.tat.statuses import CommandType
from tat_console.tat.wire import Request

REGION = "ap-guangzhou"
TAT = "qcs::tat:ap-guangzhou:uin/1:"


@pytest.mark.parametrize(
    ("request_", "resources"),
    [
        (
            InvokeCommand(command_id="cmd-12345678", instance_ids=("ins-1", "rins-2")),
            [
                f"{TAT}command/cmd-12345678",
                "qcs::cvm:ap-guangzhou:uin/1:instance/ins-1",
                f"{TAT}register-instance/rins-2",
            ],
        ),
        (
            RunCommand(content=b"true", instance_ids=("lhins-1",)),
            [f"{TAT}command/*", "qcs::lighthouse:ap-guangzhou:uin/1:instance/lhins-1"],
        ),
        (
            DeleteCommands(command_ids=("cmd-1", "cmd-2")),
            [f"{TAT}command/cmd-1", f"{TAT}command/cmd-2"],
        ),
        (DescribeCommands(), [f"{TAT}command/*"]),
        (EnableInvoker(invoker_id="ivk-1"), [f"{TAT}invoker/ivk-1"]),
        (
            ModifyRegisterInstance(instance_id="rins-1", instance_name="a"),
            [f"{TAT}register-instance/rins-1"],
        ),
        (DescribeCvmInstances(), ["qcs::cvm:ap-guangzhou:uin/1:instance/*"]),
        (
            CreateCommand(command_name="a", content=b"true", command_type=CommandType.SHELL),
            ["*"],
        ),
        (DescribeRegions(), ["*"]),
        (
            AssumeRole(role_arn="qcs::cam::uin/1:roleName/ops", role_session_name="me"),
            ["qcs::cam::uin/1:roleName/ops"],
        ),
    ],
)
def test_the_smallest_policy_for_a_request(request_: Request[Any], resources: list[str]) -> None:
    policy = json.loads(policy_for(request_, region=REGION, account_id="1"))
    (statement,) = policy["statement"]
    assert policy["version"] == "2.0"
    assert statement["effect"] == "allow"
    assert len(statement["action"]) == 1
    assert statement["resource"] == resources


def test_a_run_that_is_cancelled_wherever_it_is_needs_all_kinds_of_machines() -> None:
    text = policy_for(CancelInvocation(invocation_id="inv-1234567890"), region=REGION)
    (statement,) = json.loads(text)["statement"]
    assert statement["action"] == ["tat:CancelInvocation"]
    assert statement["resource"] == [
        "qcs::cvm:ap-guangzhou:uin:instance/*",
        "qcs::lighthouse:ap-guangzhou:uin:instance/*",
        "qcs::tat:ap-guangzhou:uin:register-instance/*",
    ]


def test_what_the_service_says_is_missing_is_taken_at_its_word() -> None:
    said = (
        "you are not authorized to perform operation (tat:RunCommand)\n"
        "resource (qcs::cvm:ap-guangzhou:uin/1:instance/ins-1) has no permission"
    )
    (statement,) = json.loads(policy_from_refusal(said))["statement"]
    assert statement["action"] == ["tat:RunCommand"]
    assert statement["resource"] == ["qcs::cvm:ap-guangzhou:uin/1:instance/ins-1"]
    assert policy_from_refusal("No permission.") == ""


def test_every_action_with_resources_is_one_of_the_rows() -> None:
    assert set(_NEEDS) <= set(ACTIONS)
