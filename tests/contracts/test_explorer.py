"""Code that is offered to be copied does what the call does: curl, the SDK and tccli run it."""

from __future__ import annotations

import asyncio
import json
import os
import shlex
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from tat_console.cloud.endpoints import url_of
from tat_console.services.api_calls import CallLog
from tat_console.services.explorer import Explored, Explorer, changes_something, encoded_script
from tat_console.support.clock import SystemClock
from tat_console.support.errors import ConsoleError
from tat_console.tat.actions import ACTIONS, Safety
from tests.fixtures.console import Access, Headless, headless_console
from tests.fixtures.sandbox import Sandbox
from tests.sandbox.official import tccli_many

REGION = "ap-guangzhou"
READ = sorted(key for key, action in ACTIONS.items() if action.safety is Safety.READ)
RUN = "tat.RunCommand"
_VALUES: dict[str, dict[str, Any]] = {
    "tat.DescribeQuotas": {"ResourceNames": ["COMMAND", "REGISTER_CODE"]},
    "tat.PreviewReplacedCommandContent": {
        "Content": encoded_script("echo '{{word}}' \"$HOME\" 你好"),
        "Parameters": '{"word": "it\'s"}',
    },
    "tat.DescribeCommands": {"Limit": 2, "Filters": [{"Name": "created-by", "Values": ["TAT"]}]},
    "tat.DescribeInvocationTasks": {"HideOutput": False, "Limit": 1},
}


def exploring(
    tmp_path: Path, sandbox: Sandbox, work: Callable[[Headless, Explorer], Awaitable[None]]
) -> None:
    async def main() -> None:
        access = Access(sandbox.endpoint, sandbox.secret_id, sandbox.secret_key)
        async with headless_console(tmp_path, access) as console:
            await console.session.activate("sandbox")
            await work(console, Explorer(console.session, SystemClock(), url_of))

    asyncio.run(main())


async def values_of(console: Headless, key: str) -> dict[str, Any]:
    if key != RUN:
        return _VALUES.get(key, {})
    machines = await console.ready_machines(1)
    ids = [machine.instance_id for machine in machines if machine.region == REGION]
    content = encoded_script("echo 'quoted' \"$((1 + 2))\" 你好")
    return {"Content": content, "InstanceIds": ids[:1], "Timeout": 30, "SaveCommand": False}


def comparable(reply: dict[str, Any]) -> dict[str, Any]:
    """A reply without what differs each time; the SDK shows absent fields as null."""
    once = {"RequestId", "InvocationId", "CommandId"}
    return {name: value for name, value in reply.items() if name not in once and value is not None}


def keys(sandbox: Sandbox) -> dict[str, str]:
    return {
        **os.environ,
        "TENCENTCLOUD_SECRET_ID": sandbox.secret_id,
        "TENCENTCLOUD_SECRET_KEY": sandbox.secret_key,
    }


def printed(sandbox: Sandbox, command: list[str], text: str = "") -> Any:
    done = subprocess.run(
        command, input=text, capture_output=True, text=True, check=False, env=keys(sandbox)
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


def raw_response(explored: Explored) -> dict[str, Any]:
    assert explored.error is None
    response: dict[str, Any] = json.loads(explored.raw)["Response"]
    return response


@pytest.mark.needs_system("curl")
def test_lines_of_curl_signed_by_us(tmp_path: Path, shared_sandbox: Sandbox) -> None:
    async def work(console: Headless, explorer: Explorer) -> None:
        for key in (*READ, RUN):
            values = await values_of(console, key)
            line = explorer.as_curl(ACTIONS[key], values, REGION)
            assert shared_sandbox.secret_key not in line
            response = printed(shared_sandbox, ["sh", "-c", line])["Response"]
            assert "Error" not in response, f"{key}: {response}"
            ours = raw_response(await explorer.call(ACTIONS[key], values, REGION))
            assert set(comparable(response)) == set(comparable(ours)), key

    exploring(tmp_path, shared_sandbox, work)


def test_programs_for_the_sdk(tmp_path: Path, shared_sandbox: Sandbox) -> None:
    """All in one process, for each would load the SDK anew; each is compiled and run as it is."""

    async def work(console: Headless, explorer: Explorer) -> None:
        programs = {}
        for key in (*READ, RUN):
            values = await values_of(console, key)
            programs[key] = explorer.as_python(ACTIONS[key], values, REGION)
        runner = (
            "import contextlib, io, json, sys\nprinted = {}\n"
            "for key, program in json.load(sys.stdin).items():\n"
            "    with contextlib.redirect_stdout(io.StringIO()) as out:\n"
            "        exec(compile(program, key, 'exec'), {})\n"
            "    printed[key] = json.loads(out.getvalue())\n"
            "print(json.dumps(printed))\n"
        )
        command = [sys.executable, "-W", "ignore", "-c", runner]
        replies = printed(shared_sandbox, command, json.dumps(programs))
        assert set(replies) == set(programs)
        for key, reply in replies.items():
            assert reply["RequestId"], key
        preview = "tat.PreviewReplacedCommandContent"
        explored = await explorer.call(ACTIONS[preview], _VALUES[preview], REGION)
        assert comparable(replies[preview]) == comparable(raw_response(explored))
        assert "echo 'it's' \"$HOME\" 你好" in json.loads(explored.decoded)["ReplacedContent"]

    exploring(tmp_path, shared_sandbox, work)


def test_lines_of_tccli(tmp_path: Path, shared_sandbox: Sandbox) -> None:
    async def work(console: Headless, explorer: Explorer) -> None:
        lines = []
        for key in (*READ, RUN):
            line = explorer.as_tccli(ACTIONS[key], await values_of(console, key), REGION)
            program, *words = shlex.split(line)
            assert program == "tccli"
            assert words[-2:] == ["--endpoint", shared_sandbox.endpoint]
            lines.append(words[:-2])  # the runner adds the same endpoint
        texts = tccli_many(shared_sandbox, lines)
        assert [json.loads(text)["RequestId"] != "" for text in texts] == [True] * len(lines)

    exploring(tmp_path, shared_sandbox, work)


def test_a_call_is_logged_and_a_refusal_is_shown(tmp_path: Path, shared_sandbox: Sandbox) -> None:
    async def work(console: Headless, explorer: Explorer) -> None:
        log = CallLog()
        log.watch(console.session.require().cloud)
        explored = await explorer.call(
            ACTIONS["tat.InvokeCommand"],
            {"CommandId": "cmd-zzzzzzzz", "InstanceIds": ["ins-zzzzzzzz"], "Parameters": "{}"},
            REGION,
        )
        assert explored.error is not None
        assert "ResourceNotFound" in explored.raw
        assert explored.decoded == ""
        preview = {
            "Content": encoded_script("echo {{tat-hidden:pin}}"),
            "Parameters": '{"pin": "4711"}',
        }
        action = ACTIONS["tat.PreviewReplacedCommandContent"]
        shown = await explorer.call(action, preview, REGION)
        assert "echo" in shown.decoded
        (call, previewed) = log.calls
        for text in (shown.raw, previewed.request, previewed.reply):
            assert "4711" not in text
            assert encoded_script("echo 4711") not in text
        assert (call.key, call.is_good) == ("tat.InvokeCommand", False)
        assert json.loads(call.request)["CommandId"] == "cmd-zzzzzzzz"
        assert call.record.request_id in call.reply

    exploring(tmp_path, shared_sandbox, work)


def test_a_profile_that_only_looks_changes_nothing(tmp_path: Path, shared_sandbox: Sandbox) -> None:
    async def work(console: Headless, explorer: Explorer) -> None:
        access = Access(
            shared_sandbox.endpoint, shared_sandbox.secret_id, shared_sandbox.secret_key
        )
        console.add_profile(access, profile_id="looker", name="Auditor", read_only=True)
        await console.session.activate("looker")
        action = ACTIONS["tat.DeleteCommand"]
        assert changes_something(action)
        with pytest.raises(ConsoleError, match="may only look"):
            await explorer.call(action, {"CommandId": "cmd-zzzzzzzz"}, REGION)
        assert (await explorer.call(ACTIONS["tat.DescribeRegions"], {}, REGION)).error is None

    exploring(tmp_path, shared_sandbox, work)
