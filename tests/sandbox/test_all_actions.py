"""Every action of the API answers the official SDK, its asynchronous client and tccli."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from importlib import resources
from typing import Any

import pytest
from tencentcloud.common.common_client import CommonClient
from tencentcloud.common.credential import Credential
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile

from tat_console.tat.actions import ROWS, TAT
from tests.fixtures.sandbox import Sandbox, running_sandbox
from tests.sandbox.official import (
    REGION,
    ByHand,
    Official,
    address,
    base64_text,
    ready_instances,
    tccli_many,
)

API: dict[str, Any] = json.loads(
    (resources.files("tccli") / "services/tat/v20201028/api.json").read_text(encoding="utf-8")
)
EXAMPLES: dict[str, Any] = json.loads(
    (resources.files("tccli") / "services/tat/v20201028/examples.json").read_text(encoding="utf-8")
)
SCRIPT = base64_text("echo {{word}}")
SCHEDULE = {"Policy": "RECURRENCE", "Recurrence": "0 3 * * *"}

Parameters = dict[str, Any]


class Ids:
    """Fresh things of each kind in one sandbox, for one call to work on."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.official = Official(sandbox)
        self.instances = ready_instances(self.official, 2)
        self._number = 0

    def name(self) -> str:
        """A name nobody has."""
        self._number += 1
        return f"name-{self._number}"

    def command(self) -> str:
        """A saved command with a parameter."""
        reply = self.official(
            "CreateCommand",
            CommandName=self.name(),
            Content=SCRIPT,
            EnableParameter=True,
            DefaultParameters='{"word": "hello"}',
        )
        return str(reply["CommandId"])

    def invocation(self) -> str:
        """A run under way."""
        reply = self.official("RunCommand", Content=SCRIPT, InstanceIds=self.instances)
        return str(reply["InvocationId"])

    def invoker(self) -> str:
        """A schedule."""
        reply = self.official(
            "CreateInvoker",
            Name=self.name(),
            Type="SCHEDULE",
            CommandId=self.command(),
            InstanceIds=self.instances,
            ScheduleSettings=SCHEDULE,
        )
        return str(reply["InvokerId"])

    def register_code(self) -> str:
        """A register code."""
        return str(self.official("CreateRegisterCode")["RegisterCodeId"])

    def hosted(self) -> str:
        """A hosted instance that is still there."""
        rows = self.official("DescribeRegisterInstances")["RegisterInstanceSet"]
        return str(rows[0]["InstanceId"])


REQUESTS: dict[str, Callable[[Ids], Parameters]] = {
    "CreateCommand": lambda ids: {"CommandName": ids.name(), "Content": SCRIPT},
    "ModifyCommand": lambda ids: {"CommandId": ids.command(), "Timeout": 90},
    "DeleteCommand": lambda ids: {"CommandId": ids.command()},
    "DeleteCommands": lambda ids: {"CommandIds": [ids.command(), ids.command()]},
    "DescribeCommands": lambda ids: {"CommandIds": [ids.command()]},
    "PreviewReplacedCommandContent": lambda ids: {"CommandId": ids.command()},
    "RunCommand": lambda ids: {"Content": SCRIPT, "InstanceIds": ids.instances},
    "InvokeCommand": lambda ids: {"CommandId": ids.command(), "InstanceIds": ids.instances},
    "CancelInvocation": lambda ids: {"InvocationId": ids.invocation()},
    "DescribeInvocations": lambda ids: {"InvocationIds": [ids.invocation()]},
    "DescribeInvocationTasks": lambda ids: {
        "Filters": [{"Name": "invocation-id", "Values": [ids.invocation()]}]
    },
    "DescribeAutomationAgentStatus": lambda ids: {"InstanceIds": ids.instances},
    "CreateInvoker": lambda ids: {
        "Name": ids.name(),
        "Type": "SCHEDULE",
        "CommandId": ids.command(),
        "InstanceIds": ids.instances,
        "ScheduleSettings": SCHEDULE,
    },
    "ModifyInvoker": lambda ids: {"InvokerId": ids.invoker(), "Name": ids.name()},
    "DeleteInvoker": lambda ids: {"InvokerId": ids.invoker()},
    "EnableInvoker": lambda ids: {"InvokerId": ids.invoker()},
    "DisableInvoker": lambda ids: {"InvokerId": ids.invoker()},
    "DescribeInvokers": lambda ids: {"InvokerIds": [ids.invoker()]},
    "DescribeInvokerRecords": lambda ids: {"InvokerIds": [ids.invoker()]},
    "CreateRegisterCode": lambda ids: {"Description": "for a test"},
    "DescribeRegisterCodes": lambda ids: {"RegisterCodeIds": [ids.register_code()]},
    "DisableRegisterCodes": lambda ids: {"RegisterCodeIds": [ids.register_code()]},
    "DeleteRegisterCodes": lambda ids: {"RegisterCodeIds": [ids.register_code()]},
    "DescribeRegisterInstances": lambda ids: {"InstanceIds": [ids.hosted()]},
    "ModifyRegisterInstance": lambda ids: {"InstanceId": ids.hosted(), "InstanceName": "new"},
    "DeleteRegisterInstance": lambda ids: {"InstanceId": ids.hosted()},
    "DescribeScenes": lambda ids: {},
    "DescribeQuotas": lambda ids: {"ResourceNames": ["COMMAND", "REGISTER_CODE"]},
    "DescribeRegions": lambda ids: {},
}


@pytest.fixture(scope="module")
def fleet_sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ids]:
    """A sandbox with many machines, for all tests of this module, and the things in it."""
    state = tmp_path_factory.mktemp("actions") / "sandbox"
    with running_sandbox("--rate", "0", "--instances", "120", state=state) as running:
        yield Ids(running)


def test_every_action_is_tried() -> None:
    assert set(REQUESTS) == set(API["actions"]) == {row.name for row in ROWS if row.service is TAT}


@pytest.mark.parametrize("action", REQUESTS)
def test_the_reply_has_the_documented_fields_and_no_other(fleet_sandbox: Ids, action: str) -> None:
    body = json.dumps(REQUESTS[action](fleet_sandbox)).encode()

    _, response = ByHand(fleet_sandbox.official.sandbox, action, body=body).send()

    assert list(differences(f"{action}Response", response)) == []


def differences(name: str, value: dict[str, Any]) -> Iterator[str]:
    """The fields that are missing in an object of the API, or too many."""
    members = {member["name"]: member for member in API["objects"][name]["members"]}
    for field in members.keys() ^ value.keys():
        yield f"{name}.{field}"
    for field in members.keys() & value.keys():
        kind, item = members[field]["member"], value[field]
        if kind in API["objects"] and item is not None:
            for each in item if isinstance(item, list) else [item]:
                yield from differences(kind, each)


@pytest.mark.parametrize("action", REQUESTS)
def test_the_sdk_completes_it(fleet_sandbox: Ids, action: str) -> None:
    reply = fleet_sandbox.official(action, **REQUESTS[action](fleet_sandbox))
    assert len(reply["RequestId"]) == 36


def test_the_asynchronous_sdk_completes_them_all(fleet_sandbox: Ids) -> None:
    from tencentcloud.tat.v20201028 import models
    from tencentcloud.tat.v20201028.tat_client_async import TatClient

    sandbox = fleet_sandbox.official.sandbox

    async def call_all() -> list[str]:
        profile = ClientProfile(httpProfile=HttpProfile(endpoint=address(sandbox), protocol="http"))
        credential = Credential(sandbox.secret_id, sandbox.secret_key)
        request_ids = []
        async with TatClient(credential, REGION, profile) as client:
            for action, parameters in REQUESTS.items():
                request = getattr(models, f"{action}Request")()
                request.from_json_string(json.dumps(parameters(fleet_sandbox)))
                request_ids.append((await getattr(client, action)(request)).RequestId)
        return request_ids

    assert len(set(asyncio.run(call_all()))) == len(REQUESTS)


def test_the_common_client_completes_one_without_models(fleet_sandbox: Ids) -> None:
    sandbox = fleet_sandbox.official.sandbox
    profile = ClientProfile(httpProfile=HttpProfile(endpoint=address(sandbox), protocol="http"))
    client = CommonClient(
        "tat",
        TAT.version,
        Credential(sandbox.secret_id, sandbox.secret_key),
        REGION,
        profile,
    )
    assert client.call_json("DescribeRegions", {})["Response"]["TotalCount"] == 3


@pytest.fixture(scope="module")
def tccli_replies(fleet_sandbox: Ids) -> dict[str, dict[str, Any]]:
    """What tccli prints for each action; one process, because starting it takes a second."""
    lines = {
        action: [
            *("tat", action),
            *(
                word
                for name, value in parameters(fleet_sandbox).items()
                for word in (f"--{name}", _argument(value))
            ),
        ]
        for action, parameters in REQUESTS.items()
    }
    printed = tccli_many(fleet_sandbox.official.sandbox, list(lines.values()))
    return dict(zip(lines, map(json.loads, printed), strict=True))


@pytest.mark.parametrize("action", REQUESTS)
def test_tccli_completes_it(tccli_replies: dict[str, dict[str, Any]], action: str) -> None:
    assert len(tccli_replies[action]["RequestId"]) == 36


def _argument(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _examples() -> Iterator[Any]:
    for action, rows in EXAMPLES["actions"].items():
        for number, row in enumerate(rows):
            _, _, body = row["input"].partition("\n\n")
            yield pytest.param(action, json.loads(body or "{}"), id=f"{action}-{number}")


@pytest.mark.parametrize(("action", "parameters"), list(_examples()))
def test_the_documented_examples_are_accepted(
    fleet_sandbox: Ids, action: str, parameters: Parameters
) -> None:
    body = json.dumps(_with_own_ids(fleet_sandbox, action, parameters)).encode()
    request = ByHand(fleet_sandbox.official.sandbox, action, body=body)
    _, response = request.send()
    assert "Error" not in response, response["Error"]


def _with_own_ids(ids: Ids, action: str, parameters: Parameters) -> Parameters:
    """An example with ids that exist, names that are free, and a time that is not past."""
    replaced: dict[str, Callable[[], Any]] = {
        "CommandId": ids.command,
        "CommandIds": lambda: [ids.command()],
        "CommandName": ids.name,
        "InstanceId": ids.hosted,
        "InstanceIds": lambda: ids.instances,
        "InvocationId": ids.invocation,
        "InvokerId": ids.invoker,
        "RegisterCodeIds": lambda: [ids.register_code()],
        "ScheduleSettings": lambda: SCHEDULE,
    }
    if action == "DescribeRegisterInstances":
        replaced["InstanceIds"] = lambda: [ids.hosted()]
    return {
        name: replaced[name]() if name in replaced else value for name, value in parameters.items()
    }
