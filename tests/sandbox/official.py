"""The official SDK and tccli, pointed at a sandbox; and signed requests by hand, right or wrong."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from importlib import import_module
from pathlib import Path
from typing import Any

from tencentcloud.common.credential import Credential
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile

from tat_console.tat.actions import SERVICES
from tat_console.tat.signing import Message, sign
from tests.fixtures.sandbox import Sandbox

REGION = "ap-guangzhou"
FINAL = {"SUCCESS", "FAILED", "TIMEOUT", "CANCELLED", "PARTIAL_FAILED", "PARTIAL_CANCELLED"}
_LIMIT_S = 30.0


def base64_text(script: str | bytes) -> str:
    """A script as the wire has it."""
    return base64.b64encode(script.encode() if isinstance(script, str) else script).decode()


def address(sandbox: Sandbox) -> str:
    """Host and port of a sandbox."""
    return sandbox.endpoint.removeprefix("http://")


@dataclass
class Official:
    """Calls through the official SDK: `official("RunCommand", Content=…)` returns the Response."""

    sandbox: Sandbox
    service: str = "tat"
    region: str = REGION
    language: str = "en-US"
    _clients: dict[str, Any] = field(default_factory=dict)

    def __call__(self, action: str, **parameters: Any) -> dict[str, Any]:
        models = self._module("models")
        request = getattr(models, f"{action}Request")()
        request.from_json_string(json.dumps(parameters))
        response = getattr(self._client(), action)(request)
        return json.loads(response.to_json_string())

    def _module(self, name: str) -> Any:
        version = SERVICES[self.service].version.replace("-", "")
        return import_module(f"tencentcloud.{self.service}.v{version}.{name}")

    def _client(self) -> Any:
        if "client" not in self._clients:
            module = self._module(f"{self.service}_client")
            http = HttpProfile(endpoint=address(self.sandbox), protocol="http")
            self._clients["client"] = getattr(module, f"{self.service.capitalize()}Client")(
                Credential(self.sandbox.secret_id, self.sandbox.secret_key),
                self.region,
                ClientProfile(httpProfile=http, language=self.language),
            )
        return self._clients["client"]


def run_and_wait(official: Official, **parameters: Any) -> list[dict[str, Any]]:
    """Run a script and return its tasks, with their outputs, once all have ended."""
    started = official("RunCommand", **parameters)
    return tasks_at_end(official, started["InvocationId"])


def tasks_at_end(official: Official, invocation_id: str) -> list[dict[str, Any]]:
    """The tasks of an invocation, with their outputs, once it has ended."""
    until(lambda: invocation(official, invocation_id)["InvocationStatus"] in FINAL)
    return tasks(official, invocation_id)


def invocation(official: Official, invocation_id: str) -> dict[str, Any]:
    """One invocation."""
    reply = official("DescribeInvocations", InvocationIds=[invocation_id])
    row: dict[str, Any] = reply["InvocationSet"][0]
    return row


def tasks(official: Official, invocation_id: str) -> list[dict[str, Any]]:
    """The tasks of an invocation as they are now, with their outputs."""
    rows: list[dict[str, Any]] = official(
        "DescribeInvocationTasks",
        Filters=[{"Name": "invocation-id", "Values": [invocation_id]}],
        HideOutput=False,
        Limit=100,
    )["InvocationTaskSet"]
    return rows


def output(task: dict[str, Any]) -> str:
    """The output of a task as text."""
    return base64.b64decode(task["TaskResult"]["Output"]).decode(errors="replace")


def until(condition: Callable[[], bool]) -> None:
    """Come back when the condition holds; each look asks the sandbox, so it takes its time."""
    end = time.monotonic() + _LIMIT_S
    while not condition():
        assert time.monotonic() < end, "this did not happen in 30 seconds"


def ready_instances(official: Official, count: int = 1) -> list[str]:
    """Ids of CVM machines that take a run."""
    running = {
        row["InstanceId"]
        for row in Official(official.sandbox, "cvm", official.region)(
            "DescribeInstances",
            Filters=[{"Name": "instance-state", "Values": ["RUNNING"]}],
            Limit=100,
        )["InstanceSet"]
    }
    online = official(
        "DescribeAutomationAgentStatus",
        Filters=[{"Name": "agent-status", "Values": ["Online"]}],
        Limit=100,
    )["AutomationAgentSet"]
    ids = [row["InstanceId"] for row in online if row["InstanceId"] in running]
    assert len(ids) >= count
    return ids[:count]


def tccli(sandbox: Sandbox, *arguments: str) -> dict[str, Any]:
    """What tccli prints, as the JSON it is."""
    program = str(Path(sys.executable).with_name("tccli"))
    reply: dict[str, Any] = json.loads(_tccli(sandbox, [program, *_pointed(sandbox, arguments)]))
    return reply


_MANY = """
import io, json, os, sys
real = os.fdopen(os.dup(1), "w")  # importing tccli closes the usual one
from tccli import main
printed = []
for arguments in json.load(sys.stdin):
    held = io.BytesIO()
    sys.argv, sys.stdout = ["tccli", *arguments], io.TextIOWrapper(held, encoding="utf-8")
    kept = sys.stdout
    main.main()
    sys.stdout.flush()
    printed.append(held.getvalue().decode())
json.dump(printed, real)
real.close()
os._exit(0)
"""


def tccli_many(sandbox: Sandbox, lines: list[list[str]]) -> list[str]:
    """What tccli prints for each of these command lines, run one after another in one process."""
    arguments = json.dumps([_pointed(sandbox, line) for line in lines])
    printed: list[str] = json.loads(_tccli(sandbox, [sys.executable, "-c", _MANY], arguments))
    return printed


def _pointed(sandbox: Sandbox, arguments: Sequence[str]) -> list[str]:
    return [*arguments, "--endpoint", sandbox.endpoint]


def _tccli(sandbox: Sandbox, command: list[str], given: str = "") -> str:
    done = subprocess.run(
        command,
        input=given,
        capture_output=True,
        text=True,
        check=False,
        env={
            **os.environ,
            "TENCENTCLOUD_SECRET_ID": sandbox.secret_id,
            "TENCENTCLOUD_SECRET_KEY": sandbox.secret_key,
            "TENCENTCLOUD_REGION": REGION,
        },
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@dataclass
class ByHand:
    """One signed request, any part of which can be made wrong."""

    sandbox: Sandbox
    action: str = "DescribeRegions"
    service: str = "tat"
    body: bytes = b"{}"
    method: str = "POST"
    path: str = "/"
    timestamp_s: int = field(default_factory=lambda: int(time.time()))
    secret_id: str | None = None
    secret_key: str | None = None
    signed_headers: tuple[str, ...] = ("content-type", "host")
    changed: dict[str, str | None] = field(default_factory=dict)
    """Headers to be sent otherwise than signed; None leaves one out."""
    signed: dict[str, str] = field(default_factory=dict)
    """Headers to be signed and sent instead of the usual ones."""

    def headers(self) -> dict[str, str]:
        """The headers as they are sent."""
        headers = {
            "host": address(self.sandbox),
            "content-type": "application/json",
            "x-tc-action": self.action,
            "x-tc-version": SERVICES[self.service].version,
            "x-tc-timestamp": str(self.timestamp_s),
            "x-tc-region": REGION,
            "x-tc-language": "en-US",
        } | self.signed
        authorization = sign(
            Message(headers, self.body, self.method),
            secret_id=self.secret_id or self.sandbox.secret_id,
            secret_key=self.secret_key or self.sandbox.secret_key,
            service=self.service,
            timestamp_s=self.timestamp_s,
            signed_headers=self.signed_headers,
        )
        headers["authorization"] = authorization.header()
        changed = headers | self.changed
        return {name: value for name, value in changed.items() if value is not None}

    def send(self) -> tuple[HTTPResponse, dict[str, Any]]:
        """The answer and the Response in it."""
        connection = HTTPConnection(address(self.sandbox))
        try:
            headers = self.headers()
            connection.putrequest(self.method, self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name, value)
            connection.putheader("content-length", str(len(self.body)))
            connection.endheaders(self.body)
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        return answer, json.loads(body)["Response"]

    def code(self) -> str:
        """The code of the refusal, empty where the request was carried out."""
        _, response = self.send()
        code: str = response.get("Error", {}).get("Code", "")
        return code
