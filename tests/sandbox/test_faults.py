"""Faults on purpose, by file and by signed request."""

from __future__ import annotations

import json
import time
from email.utils import parsedate_to_datetime
from http.client import HTTPException, IncompleteRead
from pathlib import Path
from typing import Any

import pytest
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException

from tests.fixtures.sandbox import Sandbox, StartSandbox
from tests.sandbox.official import (
    ByHand,
    Official,
    base64_text,
    invocation,
    ready_instances,
    tasks_at_end,
    until,
)

RUN = "RunCommand"


def set_faults(sandbox: Sandbox, *rules: dict[str, Any]) -> None:
    """Put rules in force by the signed request."""
    body = json.dumps({"rules": rules}).encode()
    _, response = ByHand(sandbox, path="/faults", body=body).send()
    assert len(response["rules"]) == len(rules)


@pytest.fixture
def faulty(shared_sandbox: Sandbox) -> Any:
    """The shared sandbox, whole again after the test."""
    yield shared_sandbox
    set_faults(shared_sandbox)


def run(sandbox: Sandbox) -> ByHand:
    """A request that runs a script on one machine."""
    ids = ready_instances(Official(sandbox))
    body = json.dumps({"Content": base64_text("true"), "InstanceIds": ids}).encode()
    return ByHand(sandbox, RUN, body=body)


def number_of_runs(sandbox: Sandbox) -> int:
    """How many runs the service knows."""
    return int(Official(sandbox)("DescribeInvocations")["TotalCount"])


@pytest.mark.parametrize(("effect", "executed"), [("drop-before", 0), ("drop-after", 1)])
def test_a_dropped_answer_says_nothing_about_the_execution(
    faulty: Sandbox, effect: str, executed: int
) -> None:
    before, request = number_of_runs(faulty), run(faulty)
    set_faults(faulty, {"effect": effect, "action": RUN})

    with pytest.raises((HTTPException, ConnectionError)):
        request.send()

    assert number_of_runs(faulty) - before == executed


def test_the_nth_call_is_hit_and_no_other(faulty: Sandbox) -> None:
    set_faults(faulty, {"effect": "error", "code": "InternalError", "nth": [2]})
    assert [ByHand(faulty).code() for _ in range(3)] == ["", "InternalError", ""]


def test_a_probability_hits_some_and_the_same_ones_again(faulty: Sandbox) -> None:
    rule = {"effect": "throttle", "probability": 0.5}
    codes = []
    for _ in range(2):
        set_faults(faulty, rule)
        codes.append([ByHand(faulty).code() for _ in range(20)])
    assert codes[0] == codes[1]
    assert set(codes[0]) == {"", "RequestLimitExceeded"}


def test_only_the_named_action_is_hit(faulty: Sandbox) -> None:
    set_faults(faulty, {"effect": "error", "code": "ServiceUnavailable", "action": RUN})
    assert ByHand(faulty).code() == ""
    assert run(faulty).code() == "ServiceUnavailable"


def test_an_http_error_is_no_json(faulty: Sandbox) -> None:
    set_faults(faulty, {"effect": "http", "status": 502})
    with pytest.raises(TencentCloudSDKException) as refused:
        Official(faulty)("DescribeRegions")
    assert refused.value.code == "ServerNetworkError"


def test_a_body_breaks_off_after_the_execution(faulty: Sandbox) -> None:
    before, request = number_of_runs(faulty), run(faulty)
    set_faults(faulty, {"effect": "truncate", "action": RUN})
    with pytest.raises(IncompleteRead):
        request.send()
    assert number_of_runs(faulty) == before + 1


def test_another_content_type_is_sent(faulty: Sandbox) -> None:
    set_faults(faulty, {"effect": "content-type", "content_type": "text/html"})
    answer, _ = ByHand(faulty).send()
    assert answer.getheader("Content-Type") == "text/html"


def test_an_answer_is_late(faulty: Sandbox) -> None:
    set_faults(faulty, {"effect": "delay", "seconds": 0.5})
    start = time.monotonic()
    assert ByHand(faulty).code() == ""
    assert time.monotonic() - start >= 0.5


def test_connections_are_refused_for_a_while(start_sandbox: StartSandbox) -> None:
    sandbox = start_sandbox()
    set_faults(sandbox, {"effect": "refuse", "seconds": 0.5, "nth": [1]})
    with pytest.raises((HTTPException, ConnectionError)):
        ByHand(sandbox).send()
    with pytest.raises(ConnectionRefusedError):
        ByHand(sandbox).send()

    def is_back() -> bool:
        try:
            return ByHand(sandbox).code() == ""
        except ConnectionError:
            return False

    until(is_back)


def test_the_services_clock_is_off_and_its_date_says_so(faulty: Sandbox) -> None:
    set_faults(faulty, {"effect": "clock", "seconds": 3600})
    answer, response = ByHand(faulty).send()
    date = parsedate_to_datetime(answer.getheader("Date") or "")
    assert response["Error"]["Code"] == "AuthFailure.SignatureExpire"
    assert 3500 < date.timestamp() - time.time() < 3700
    corrected = ByHand(
        faulty, timestamp_s=int(date.timestamp()), path="/faults", body=b'{"rules": []}'
    )
    assert corrected.send()[1]["rules"] == []


def test_tokens_are_expired(faulty: Sandbox) -> None:
    set_faults(faulty, {"effect": "expired-token"})
    assert ByHand(faulty).code() == ""
    assert ByHand(faulty, signed={"x-tc-token": "any"}).code() == "AuthFailure.TokenFailure"


def test_agents_are_offline(faulty: Sandbox) -> None:
    request = run(faulty)
    (instance_id,) = json.loads(request.body)["InstanceIds"]
    set_faults(faulty, {"effect": "offline", "instances": [instance_id]})
    (agent,) = Official(faulty)("DescribeAutomationAgentStatus", InstanceIds=[instance_id])[
        "AutomationAgentSet"
    ]
    assert agent["AgentStatus"] == "Offline"
    assert request.code() == "ResourceUnavailable.AgentStatusNotOnline"


@pytest.mark.parametrize(
    ("effect", "status", "result"),
    [
        ("deliver-delayed", "SUCCESS", "SUCCESS"),
        ("deliver-failed", "DELIVER_FAILED", "FAILED"),
        ("task-timeout", "TASK_TIMEOUT", "TIMEOUT"),
    ],
)
def test_deliveries_go_wrong(faulty: Sandbox, effect: str, status: str, result: str) -> None:
    official, request = Official(faulty), run(faulty)
    set_faults(faulty, {"effect": effect, "seconds": 0.3})
    started = request.send()[1]["InvocationId"]

    (task,) = tasks_at_end(official, started)

    assert task["TaskStatus"] == status
    assert invocation(official, started)["InvocationStatus"] == result


def test_rules_come_from_a_file(start_sandbox: StartSandbox, tmp_path: Path) -> None:
    path = tmp_path / "faults.toml"
    path.write_text('[[rule]]\neffect = "error"\ncode = "UnauthorizedOperation.NeedApproval"\n')
    sandbox = start_sandbox("--faults", str(path))
    assert ByHand(sandbox).code() == "UnauthorizedOperation.NeedApproval"


def test_an_unsigned_request_changes_nothing(shared_sandbox: Sandbox) -> None:
    request = ByHand(shared_sandbox, path="/faults", secret_key="wrong", body=b'{"rules": []}')
    assert request.code() == "AuthFailure.SignatureFailure"
    assert ByHand(shared_sandbox, path="/faults", body=b'{"rule": 1}').code() == "InvalidParameter"
