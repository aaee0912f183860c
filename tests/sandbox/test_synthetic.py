"""Thousands of machines whose results are made up."""

from __future__ import annotations

import json
from collections import Counter

from tests.fixtures.sandbox import StartSandbox
from tests.sandbox.official import FINAL, Official, base64_text, output, tasks, until


def test_a_thousand_machines_answer_and_every_start_is_written_down(
    start_sandbox: StartSandbox,
) -> None:
    sandbox = start_sandbox("--synthetic", "--instances", "1500", "--rate", "0")
    official = Official(sandbox)
    ids: list[str] = []
    while len(ids) < 400:
        page = official(
            "DescribeAutomationAgentStatus",
            Filters=[{"Name": "agent-status", "Values": ["Online"]}],
            Limit=100,
            Offset=len(ids),
        )["AutomationAgentSet"]
        ids += [row["InstanceId"] for row in page]
    ready = [each for each in ids if each.startswith("ins-")]
    states = {
        row["InstanceId"]: row["InstanceState"]
        for start in range(0, len(ready), 100)
        for row in Official(sandbox, "cvm")(
            "DescribeInstances", InstanceIds=ready[start : start + 100], Limit=100
        )["InstanceSet"]
    }
    chosen = [each for each in ready if states[each] == "RUNNING"][:200]
    runs = [
        official("RunCommand", Content=base64_text("true"), InstanceIds=chosen)["InvocationId"]
        for _ in range(5)
    ]

    def have_ended() -> bool:
        rows = official("DescribeInvocations", InvocationIds=runs)["InvocationSet"]
        return all(row["InvocationStatus"] in FINAL for row in rows)

    until(have_ended)

    rows = official("DescribeInvocations", InvocationIds=runs)["InvocationSet"]
    states_count = Counter(
        task["TaskStatus"] for row in rows for task in row["InvocationTaskBasicInfoSet"]
    )
    assert states_count.total() == 5 * len(chosen)
    assert states_count["SUCCESS"] > states_count.total() * 0.8
    assert states_count["FAILED"] > 0
    outputs = Counter(output(task) for task in tasks(official, runs[0]))
    assert outputs.most_common(1)[0][1] > 20
    lines = (sandbox.state / "executions.jsonl").read_text().splitlines()
    assert len({json.loads(line)["invocation_task_id"] for line in lines}) == 5 * len(chosen)
    assert not (sandbox.state / "instances").exists()
