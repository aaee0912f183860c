"""tccli, with no configuration but the address and the keys, works against the sandbox."""

from __future__ import annotations

import base64

from tests.fixtures.sandbox import Sandbox
from tests.sandbox.official import FINAL, Official, base64_text, ready_instances, tccli, until


def test_a_script_is_run_and_its_output_read_back(sandbox: Sandbox) -> None:
    (instance_id,) = ready_instances(Official(sandbox))
    started = tccli(
        sandbox,
        *("tat", "RunCommand", "--InstanceIds", f'["{instance_id}"]'),
        *("--Content", base64_text("echo from tccli; exit 3")),
    )

    def has_ended() -> bool:
        reply = tccli(
            sandbox,
            *("tat", "DescribeInvocations", "--InvocationIds", f'["{started["InvocationId"]}"]'),
        )
        return reply["InvocationSet"][0]["InvocationStatus"] in FINAL

    until(has_ended)
    reply = tccli(
        sandbox,
        *("tat", "DescribeInvocationTasks", "--HideOutput", "False", "--Filters"),
        f'[{{"Name": "invocation-id", "Values": ["{started["InvocationId"]}"]}}]',
    )

    (task,) = reply["InvocationTaskSet"]
    assert base64.b64decode(task["TaskResult"]["Output"]) == b"from tccli\n"
    assert (task["TaskStatus"], task["TaskResult"]["ExitCode"]) == ("FAILED", 3)
