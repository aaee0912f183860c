"""Each check of the service refuses with its own code, in the order of facts §5.3."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.fixtures.sandbox import running_sandbox
from tests.sandbox.official import ByHand, Official
from tests.sandbox.test_all_actions import SCHEDULE, SCRIPT, Ids

V = "InvalidParameterValue."
MANY = [f"ins-{number:08}" for number in range(201)]
CRON = {"Policy": "RECURRENCE", "Recurrence": "* * *"}
PAST = {"Policy": "ONCE", "InvokeTime": "2020-01-01T00:00:00Z"}
ODD_TIME = {"Policy": "ONCE", "InvokeTime": "tomorrow"}
BOTH_DEFAULTS = {
    "EnableParameter": True,
    "DefaultParameters": "{}",
    "DefaultParameterConfs": [{"ParameterName": "a", "ParameterValue": "b"}],
}
TWICE = [{"ParameterName": "a", "ParameterValue": value} for value in "bc"]

COMMON: list[tuple[str, dict[str, Any], str]] = [
    ("RunCommand", {"Content": None}, "MissingParameter"),
    ("RunCommand", {"Nonsense": 1}, "UnknownParameter"),
    ("RunCommand", {"Tags": [{"Key": "a"}]}, "MissingParameter"),
    ("RunCommand", {"Tags": [{"Key": "a", "Value": "b", "C": "d"}]}, "UnknownParameter"),
    ("RunCommand", {"Timeout": "60"}, "InvalidParameter"),
    ("RunCommand", {"Timeout": True}, "InvalidParameter"),
    ("RunCommand", {"InstanceIds": "ins-00000000"}, "InvalidParameter"),
    ("RunCommand", {"InstanceIds": [1]}, "InvalidParameter"),
    ("RunCommand", {"Timeout": 2**64}, "InvalidParameter"),
    ("RunCommand", BOTH_DEFAULTS, "InvalidParameter.ConflictParameter"),
    ("RunCommand", {"InstanceIds": ["web-1"]}, V + "InvalidInstanceId"),
    ("RunCommand", {"InstanceIds": MANY}, V + "LimitExceeded"),
    ("RunCommand", {"InstanceIds": []}, "InvalidParameterValue"),
    ("RunCommand", {"CommandName": "x" * 61}, V + "TooLong"),
    ("RunCommand", {"CommandName": "名" * 21}, V + "TooLong"),
    ("RunCommand", {"CommandName": "a b"}, V + "InvalidCommandName"),
    ("RunCommand", {"Description": "x" * 121}, V + "TooLong"),
    ("RunCommand", {"Content": base64.b64encode(b"x" * 49_153).decode()}, V + "TooLong"),
    ("RunCommand", {"Content": "echo"[:3]}, V + "InvalidContent"),
    ("RunCommand", {"Content": ""}, V + "InvalidContent"),
    ("RunCommand", {"Timeout": 0}, V + "Range"),
    ("RunCommand", {"Timeout": 86_401}, V + "Range"),
    ("RunCommand", {"CommandType": "PYTHON"}, "InvalidParameterValue"),
    ("RunCommand", {"WorkingDirectory": "root"}, V + "InvalidWorkingDirectory"),
    ("RunCommand", {"OutputCOSBucketUrl": "http://a"}, V + "InvalidOutputCOSBucketUrl"),
    ("RunCommand", {"OutputCOSKeyPrefix": "/a"}, V + "InvalidOutputCOSKeyPrefix"),
    ("RunCommand", {"OutputCOSKeyPrefix": "a//b"}, V + "InvalidOutputCOSKeyPrefix"),
    ("RunCommand", {"OutputCOSKeyPrefix": "a/../b"}, V + "InvalidOutputCOSKeyPrefix"),
    ("RunCommand", {"Parameters": "{}"}, V + "SupportParametersOnlyIfEnableParameter"),
    ("RunCommand", {"DefaultParameters": "{}"}, V + "SupportParametersOnlyIfEnableParameter"),
    ("RunCommand", {"InstanceIds": ["ins-00000000"]}, "ResourceNotFound.InstanceNotFound"),
    (
        "RunCommand",
        {"InstanceIds": ["ins-00000000", "lhins-00000000"]},
        V + "InconsistentInstance",
    ),
    ("RunCommand", {"CommandType": "POWERSHELL"}, V + "AgentUnsupportedCommandType"),
    ("CreateCommand", {"Content": "%"}, V + "InvalidContent"),
    ("CreateCommand", {"CommandName": "taken"}, V + "CommandNameDuplicated"),
    ("ModifyCommand", {"CommandId": "x"}, V + "InvalidCommandId"),
    ("ModifyCommand", {"CommandId": "cmd-00000000"}, "ResourceNotFound.CommandNotFound"),
    ("ModifyCommand", {"Content": "%"}, V + "CommandContentInvalid"),
    ("DeleteCommands", {"CommandIds": ["cmd-00000000"]}, "ResourceNotFound.CommandNotFound"),
    ("InvokeCommand", {"CommandId": "cmd-00000000"}, "ResourceNotFound.CommandNotFound"),
    (
        "PreviewReplacedCommandContent",
        {"Content": SCRIPT},
        "InvalidParameter.ConflictParameter",
    ),
    ("PreviewReplacedCommandContent", {"CommandId": None}, "MissingParameter"),
    (
        "PreviewReplacedCommandContent",
        {"CommandId": None, "Content": "%"},
        V + "CommandContentInvalid",
    ),
    (
        "PreviewReplacedCommandContent",
        {"CommandId": None, "Content": SCRIPT},
        V + "LackOfParameters",
    ),
    ("CancelInvocation", {"InvocationId": "x"}, V + "InvalidInvocationId"),
    (
        "CancelInvocation",
        {"InvocationId": "inv-0000000000"},
        "ResourceNotFound.InvocationNotFound",
    ),
    ("CancelInvocation", {"InstanceIds": MANY[:101]}, V + "LimitExceeded"),
    ("CancelInvocation", {"InstanceIds": MANY[:1]}, V + "InstanceIsNotRelatedToInvocation"),
    ("DescribeInvocations", {"InvocationIds": ["x"]}, V + "InvalidInvocationId"),
    (
        "DescribeInvocations",
        {"Filters": [{"Name": "command-id", "Values": ["cmd-00000000"]}]},
        "InvalidParameter.ConflictParameter",
    ),
    ("DescribeInvocations", {"Limit": 101}, "InvalidParameterValue"),
    ("DescribeInvocations", {"Limit": 0}, "InvalidParameterValue"),
    ("DescribeInvocations", {"Offset": -1}, "InvalidParameterValue"),
    (
        "DescribeInvocationTasks",
        {"Filters": [{"Name": "task-status", "Values": ["RUNNING"]}]},
        V + "InvalidFilter",
    ),
    (
        "DescribeInvocationTasks",
        {"Filters": [{"Name": "invocation-id", "Values": ["x"]}]},
        V + "InvalidInvocationId",
    ),
    (
        "DescribeInvocationTasks",
        {"Filters": [{"Name": "instance-id", "Values": MANY[:6]}]},
        "LimitExceeded.FilterValueExceeded",
    ),
    (
        "DescribeInvocationTasks",
        {"InvocationTaskIds": ["invt-"], "Filters": None},
        V + "InvalidInvocationTaskId",
    ),
    ("DescribeAutomationAgentStatus", {"InstanceIds": MANY[:101]}, V + "LimitExceeded"),
    ("DescribeScenes", {"SceneIds": ["x"]}, V + "InvalidSceneId"),
    (
        "DescribeQuotas",
        {"ResourceNames": ["DISK"]},
        "ResourceUnavailable.InvalidResourceQuotaResourceCode",
    ),
    ("CreateInvoker", {"ScheduleSettings": None}, "MissingParameter"),
    ("CreateInvoker", {"ScheduleSettings": CRON}, V + "InvalidCronExpression"),
    ("CreateInvoker", {"ScheduleSettings": PAST}, V + "InvokeTimeExpired"),
    ("CreateInvoker", {"ScheduleSettings": ODD_TIME}, V + "InvalidTimeFormat"),
    ("CreateInvoker", {"Name": "x" * 121}, V + "TooLong"),
    ("CreateInvoker", {"Parameters": "[]"}, V + "ParameterInvalidJsonFormat"),
    ("CreateInvoker", {"CommandId": "cmd-00000000"}, "ResourceNotFound.CommandNotFound"),
    ("ModifyInvoker", {"InvokerId": "x"}, V + "InvalidInvokerId"),
    ("DeleteInvoker", {"InvokerId": "ivk-00000000"}, "ResourceNotFound"),
    ("DescribeInvokers", {"Limit": 101}, V + "TooLarge"),
    ("DescribeInvokerRecords", {"Offset": -1}, V + "TooSmall"),
    ("CreateRegisterCode", {"RegisterLimit": 10_001}, V + "TooLarge"),
    ("CreateRegisterCode", {"RegisterLimit": 0}, V + "TooSmall"),
    ("CreateRegisterCode", {"Description": "x" * 129}, V + "TooLong"),
    ("CreateRegisterCode", {"IpAddressRange": "home"}, "InvalidParameter"),
    ("DisableRegisterCodes", {"RegisterCodeIds": ["x"]}, V + "InvalidRegisterCodeId"),
    (
        "DeleteRegisterCodes",
        {"RegisterCodeIds": ["00000000-0000-0000-0000-000000000000"]},
        "ResourceNotFound.RegisterCodesNotFoundCode",
    ),
    ("ModifyRegisterInstance", {"InstanceId": "ins-00000000"}, V + "InvalidRegisterInstanceId"),
    ("ModifyRegisterInstance", {"InstanceName": "x" * 61}, V + "TooLong"),
    (
        "DeleteRegisterInstance",
        {"InstanceId": "rins-00000000"},
        "ResourceNotFound.RegisterInstanceNotFoundCode",
    ),
]

PARAMETERS: list[tuple[str, str]] = [
    ("[]", "ParameterInvalidJsonFormat"),
    ("{", "ParameterInvalidJsonFormat"),
    ('{"a b": "1"}', "ParameterKeyContainsInvalidChar"),
    ('{"tat-hidden:a": "1"}', "ParameterKeyContainsInvalidChar"),
    ('{"a": "1", "a": "2"}', "ParameterKeyDuplicated"),
    (json.dumps({"a" * 65: "1"}), "ParameterKeyLenExceeded"),
    (json.dumps({f"a{number}": "1" for number in range(21)}), "ParameterNumberExceeded"),
    ('{"a": 1}', "ParameterValueNotString"),
    ('{"other": "1"}', "LackOfParameterInfo"),
]


class Valid:
    """A valid request of each action, to be made wrong in one place."""

    def __init__(self, ids: Ids) -> None:
        ids.official("CreateCommand", CommandName="taken", Content=SCRIPT)
        command, invocation = ids.command(), ids.invocation()
        instances = {"InstanceIds": ids.instances}
        self.requests: dict[str, dict[str, Any]] = {
            "RunCommand": {"Content": SCRIPT, **instances},
            "CreateCommand": {"CommandName": "free", "Content": SCRIPT},
            "ModifyCommand": {"CommandId": command},
            "DeleteCommands": {},
            "InvokeCommand": {"CommandId": command, **instances},
            "PreviewReplacedCommandContent": {"CommandId": command},
            "CancelInvocation": {"InvocationId": invocation},
            "DescribeInvocations": {"InvocationIds": [invocation]},
            "CreateInvoker": {
                "Name": "nightly",
                "Type": "SCHEDULE",
                "CommandId": command,
                "ScheduleSettings": SCHEDULE,
                **instances,
            },
            "DeleteInvoker": {},
            "ModifyRegisterInstance": {"InstanceId": ids.hosted(), "InstanceName": "name"},
        }

    def with_change(self, action: str, change: dict[str, Any]) -> bytes:
        """The request with some fields changed; None leaves a field out."""
        fields = {**self.requests.get(action, {}), **change}
        return json.dumps(
            {name: value for name, value in fields.items() if value is not None}
        ).encode()


@pytest.fixture(scope="module")
def ids(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ids]:
    """A sandbox that runs nothing, and the things in it."""
    state = tmp_path_factory.mktemp("refusals") / "sandbox"
    with running_sandbox("--synthetic", "--rate", "0", state=state) as running:
        yield Ids(running)


@pytest.fixture(scope="module")
def valid(ids: Ids) -> Valid:
    """Valid requests."""
    return Valid(ids)


@pytest.mark.parametrize(
    ("action", "change", "code"),
    COMMON,
    ids=[f"{action}-{number}" for number, (action, _, _) in enumerate(COMMON)],
)
def test_a_wrong_request_gets_the_code_of_its_check(
    ids: Ids, valid: Valid, action: str, change: dict[str, Any], code: str
) -> None:
    request = ByHand(ids.official.sandbox, action, body=valid.with_change(action, change))
    assert request.code() == code


@pytest.mark.parametrize("action", ["RunCommand", "InvokeCommand"])
@pytest.mark.parametrize(("text", "code"), PARAMETERS)
def test_wrong_parameters_get_the_code_of_their_problem(
    ids: Ids, action: str, text: str, code: str
) -> None:
    content = base64.b64encode(b"echo {{missing}}").decode()
    own = {"Content": content, "EnableParameter": True}
    if action == "InvokeCommand":
        reply = ids.official("CreateCommand", CommandName=ids.name(), **own)
        own = {"CommandId": reply["CommandId"]}
    fields = {**own, "InstanceIds": ids.instances, "Parameters": text}
    request = ByHand(ids.official.sandbox, action, body=json.dumps(fields).encode())
    assert request.code() == V + code


def test_a_default_given_twice_is_refused(ids: Ids, valid: Valid) -> None:
    change = {"EnableParameter": True, "DefaultParameterConfs": TWICE}
    body = valid.with_change("RunCommand", change)
    request = ByHand(ids.official.sandbox, "RunCommand", body=body)
    assert request.code() == "InvalidParameter.ParameterNameDuplicated"


def test_the_order_of_the_checks_decides_between_several_faults(ids: Ids, valid: Valid) -> None:
    faults: list[tuple[dict[str, Any], str]] = [
        ({"InstanceIds": [*ids.instances, "ins-00000000"]}, "ResourceNotFound.InstanceNotFound"),
        ({"Parameters": "{}"}, V + "SupportParametersOnlyIfEnableParameter"),
        ({"Timeout": 0}, V + "Range"),
        ({"CommandName": "a b"}, V + "InvalidCommandName"),
        ({"InstanceIds": MANY}, V + "LimitExceeded"),
        ({"InstanceIds": ["x"]}, V + "InvalidInstanceId"),
        (
            {"DefaultParameters": "{}", "DefaultParameterConfs": []},
            "InvalidParameter.ConflictParameter",
        ),
        ({"Description": 1}, "InvalidParameter"),
        ({"Nonsense": 1}, "UnknownParameter"),
        ({"Content": None}, "MissingParameter"),
    ]
    change: dict[str, Any] = {}
    codes = []
    for fault, _ in faults:
        change |= fault
        body = valid.with_change("RunCommand", change)
        codes.append(ByHand(ids.official.sandbox, "RunCommand", body=body).code())
    assert codes == [code for _, code in faults]


def test_a_stopped_machine_is_refused(ids: Ids) -> None:
    sandbox = ids.official.sandbox
    stopped = [{"Name": "instance-state", "Values": ["STOPPED"]}]
    found = {
        region: row["InstanceId"]
        for region in sandbox.regions
        for row in Official(sandbox, "cvm", region)("DescribeInstances", Filters=stopped)[
            "InstanceSet"
        ]
    }
    assert found
    for region, instance_id in found.items():
        body = json.dumps({"Content": SCRIPT, "InstanceIds": [instance_id]}).encode()
        request = ByHand(sandbox, "RunCommand", body=body, signed={"x-tc-region": region})
        assert request.code() == "ResourceUnavailable.InstanceStateNotRunning"


def test_a_machine_without_an_agent_is_refused(ids: Ids) -> None:
    sandbox = ids.official.sandbox
    with_agent = {
        row["InstanceId"]
        for row in ids.official("DescribeAutomationAgentStatus", Limit=100)["AutomationAgentSet"]
    }
    running = Official(sandbox, "cvm")("DescribeInstances", Limit=100)["InstanceSet"]
    (without,) = [row["InstanceId"] for row in running if row["InstanceId"] not in with_agent]
    body = json.dumps({"Content": SCRIPT, "InstanceIds": [without]}).encode()
    request = ByHand(sandbox, "RunCommand", body=body)
    assert request.code() == "ResourceUnavailable.AgentNotInstalled"


def test_a_command_in_use_cannot_be_deleted(ids: Ids) -> None:
    official, command_id = ids.official, ids.command()
    started = official("InvokeCommand", CommandId=command_id, InstanceIds=ids.instances)
    body = json.dumps({"CommandId": command_id}).encode()
    delete = ByHand(official.sandbox, "DeleteCommand", body=body)
    assert delete.code() == "ResourceUnavailable.CommandInExecuting"
    official("CancelInvocation", InvocationId=started["InvocationId"])
    official(
        "CreateInvoker",
        Name="user",
        Type="SCHEDULE",
        CommandId=command_id,
        InstanceIds=ids.instances,
        ScheduleSettings=SCHEDULE,
    )
    assert delete.code() == "ResourceUnavailable.CommandInInvoker"


def test_parameters_for_a_command_without_them_are_refused(ids: Ids) -> None:
    reply = ids.official("CreateCommand", CommandName=ids.name(), Content=SCRIPT)
    for action, extra in (
        ("InvokeCommand", {"InstanceIds": ids.instances, "Parameters": "{}"}),
        ("PreviewReplacedCommandContent", {}),
    ):
        body = json.dumps({"CommandId": reply["CommandId"], **extra}).encode()
        request = ByHand(ids.official.sandbox, action, body=body)
        assert request.code() == V + "ParameterDisabled"
