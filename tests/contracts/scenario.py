"""One story told to a sandbox: what a person does in a day, and the refusals on the way."""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Callable
from typing import Any

from tests.contracts.speakers import Speak

FINAL = {"SUCCESS", "FAILED", "TIMEOUT", "CANCELLED", "PARTIAL_FAILED", "PARTIAL_CANCELLED"}

Record = list[tuple[str, dict[str, Any]]]


def encoded(script: str) -> str:
    return base64.b64encode(script.encode()).decode()


def where(**filters: str) -> list[dict[str, Any]]:
    """`where(invocation_id="inv-1")` as the service's Filters."""
    return [{"Name": name.replace("_", "-"), "Values": [value]} for name, value in filters.items()]


class Story:
    """Speaks, and keeps what was answered."""

    def __init__(self, speak: Speak) -> None:
        self._speak = speak
        self.record: Record = []

    def say(self, action: str, **fields: Any) -> dict[str, Any]:
        """Do an action and keep the reply."""
        reply = self._speak(action, fields)
        self.record.append((action, reply))
        return reply

    def until_final(self, invocation_id: str) -> None:
        """Wait for the end of an invocation; what is answered meanwhile is not kept."""
        fields = {"InvocationIds": [invocation_id]}
        while True:
            reply = self._speak("tat.DescribeInvocations", fields)
            if reply["InvocationSet"][0]["InvocationStatus"] in FINAL:
                return
            time.sleep(0.1)


def look_around(story: Story) -> list[str]:
    """Read everything there is at the start; returns machines that take shell scripts."""
    story.say("sts.GetCallerIdentity")
    story.say("tat.DescribeRegions")
    story.say("tat.DescribeScenes", Limit=100)
    story.say("tat.DescribeCommands", Filters=where(created_by="TAT"), Limit=100)
    machines = story.say("cvm.DescribeInstances", Limit=100)["InstanceSet"]
    story.say("lighthouse.DescribeInstances", Limit=100)
    ids = [machine["InstanceId"] for machine in machines]
    agents = story.say("tat.DescribeAutomationAgentStatus", InstanceIds=ids, Limit=100)
    online = {
        agent["InstanceId"]
        for agent in agents["AutomationAgentSet"]
        if agent["AgentStatus"] == "Online" and agent["Environment"] == "Linux"
    }
    return [
        machine["InstanceId"]
        for machine in machines
        if machine["InstanceId"] in online and machine["InstanceState"] == "RUNNING"
    ]


def save_and_invoke(story: Story, machines: list[str]) -> None:
    """Save a command, change it, preview it, run it with a hidden value, delete it."""
    command_id = story.say(
        "tat.CreateCommand",
        CommandName="story",
        Description="A story, 一个故事",
        Content=encoded("echo {{word}} {{tat-hidden:pin}}"),
        CommandType="SHELL",
        EnableParameter=True,
        DefaultParameters='{"word": "default"}',
        Tags=[{"Key": "app", "Value": "story"}],
        Timeout=30,
    )["CommandId"]
    story.say("tat.DescribeCommands", CommandIds=[command_id])
    story.say("tat.ModifyCommand", CommandId=command_id, Description="Changed", Timeout=40)
    story.say("tat.DescribeCommands", CommandIds=[command_id])
    parameters = '{"word": "given", "pin": "4711"}'
    story.say("tat.PreviewReplacedCommandContent", CommandId=command_id, Parameters=parameters)
    invocation_id = story.say(
        "tat.InvokeCommand",
        CommandId=command_id,
        InstanceIds=machines[:2],
        Parameters=parameters,
        WorkingDirectory="/tmp",
    )["InvocationId"]
    story.until_final(invocation_id)
    story.say("tat.DescribeInvocations", InvocationIds=[invocation_id])
    tasks = where(invocation_id=invocation_id)
    story.say("tat.DescribeInvocationTasks", Filters=tasks)
    story.say("tat.DescribeInvocationTasks", Filters=tasks, HideOutput=False)
    story.say("tat.DeleteCommand", CommandId=command_id)
    story.say("tat.DeleteCommand", CommandId=command_id)


def run_and_cancel(story: Story, machines: list[str]) -> None:
    """Run what fails, what writes too much and what is cancelled."""
    scripts = (
        "echo 你好; exit 3",
        "head -c 30000 /dev/zero | tr '\\0' x",
        "no-such-command 2>/dev/null",
    )
    for script in scripts:
        invocation_id = story.say(
            "tat.RunCommand", Content=encoded(script), InstanceIds=machines[:1], Timeout=30
        )["InvocationId"]
        story.until_final(invocation_id)
        tasks = where(invocation_id=invocation_id)
        story.say("tat.DescribeInvocationTasks", Filters=tasks, HideOutput=False)
    invocation_id = story.say(
        "tat.RunCommand", Content=encoded("sleep 60"), InstanceIds=machines[:1], CommandName="zzz"
    )["InvocationId"]
    story.say("tat.CancelInvocation", InvocationId=invocation_id)
    story.until_final(invocation_id)


def plan_ahead(story: Story, machines: list[str]) -> None:
    """Schedule a saved command, change it, stop it, let one fire, tidy up."""
    command_id = story.say(
        "tat.CreateCommand", CommandName="nightly", Content=encoded("date"), CommandType="SHELL"
    )["CommandId"]
    every_night = {"Policy": "RECURRENCE", "Recurrence": "30 4 * * *"}
    invoker_id = story.say(
        "tat.CreateInvoker",
        Name="Every night",
        Type="SCHEDULE",
        CommandId=command_id,
        InstanceIds=machines[:1],
        ScheduleSettings=every_night,
    )["InvokerId"]
    story.say("tat.DescribeInvokers", InvokerIds=[invoker_id])
    story.say("tat.DeleteCommand", CommandId=command_id)
    story.say("tat.ModifyInvoker", InvokerId=invoker_id, Name="每晚", InstanceIds=machines[1:2])
    story.say("tat.DisableInvoker", InvokerId=invoker_id)
    story.say("tat.DescribeInvokers", Filters=where(command_id=command_id))
    story.say("tat.EnableInvoker", InvokerId=invoker_id)
    story.say("tat.DescribeInvokerRecords", InvokerIds=[invoker_id])
    story.say("tat.DeleteInvoker", InvokerId=invoker_id)
    story.say("tat.DeleteInvoker", InvokerId=invoker_id)
    story.say("tat.DeleteCommands", CommandIds=[command_id])


def host_machines(story: Story, machines: list[str]) -> None:
    """Make a code for machines outside the cloud; look at those that are there."""
    code = story.say(
        "tat.CreateRegisterCode", Description="办公室", RegisterLimit=3, EffectiveTime=1
    )["RegisterCodeId"]
    story.say("tat.DescribeRegisterCodes", RegisterCodeIds=[code])
    story.say("tat.DisableRegisterCodes", RegisterCodeIds=[code])
    story.say("tat.DescribeRegisterCodes", RegisterCodeIds=[code])
    story.say("tat.DeleteRegisterCodes", RegisterCodeIds=[code])
    story.say("tat.DeleteRegisterCodes", RegisterCodeIds=[code])
    hosted = story.say("tat.DescribeRegisterInstances", Limit=100)["RegisterInstanceSet"]
    for machine in hosted[:1]:
        name = machine["InstanceName"]
        for each in ("renamed", name):
            fields = {"InstanceId": machine["InstanceId"], "InstanceName": each}
            story.say("tat.ModifyRegisterInstance", **fields)
            story.say("tat.DescribeRegisterInstances", InstanceIds=[machine["InstanceId"]])
    story.say("tat.DeleteRegisterInstance", InstanceId="rins-zzzzzzzz")
    story.say("tat.DescribeQuotas", ResourceNames=["COMMAND", "REGISTER_CODE"])


def be_somebody_else(story: Story, machines: list[str]) -> None:
    """Take a role for a while."""
    story.say(
        "sts.AssumeRole",
        RoleArn="qcs::cam::uin/100000000001:roleName/operator",
        RoleSessionName="story",
        DurationSeconds=1800,
    )


def be_refused(story: Story, machines: list[str]) -> None:
    """Ask for what does not exist or is not to be had."""
    story.say("tat.DescribeCommands", CommandIds=["cmd-zzzzzzzz"])
    story.say("tat.InvokeCommand", CommandId="cmd-zzzzzzzz", InstanceIds=machines[:1])
    story.say("tat.RunCommand", Content=encoded("true"), InstanceIds=["ins-zzzzzzzz"])
    story.say("tat.CancelInvocation", InvocationId="inv-zzzzzzzzzz")
    story.say("tat.PreviewReplacedCommandContent", Content=encoded("{{a}}"))


CHAPTERS: tuple[Callable[[Story, list[str]], None], ...] = (
    save_and_invoke,
    run_and_cancel,
    plan_ahead,
    host_machines,
    be_somebody_else,
    be_refused,
)


def tell(speak: Speak) -> Record:
    """Tell the whole story and return every reply."""
    story = Story(speak)
    machines = look_around(story)
    for chapter in CHAPTERS:
        chapter(story, machines)
    return story.record


_ID = re.compile(
    r"\b(?:(cmd|inv|invt|ivk)-[a-z0-9]{8,12}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b"
)
_UNIX_2020 = 1_577_836_800
_RANDOM = {"RequestId", "RegisterCodeValue", "Credentials"}
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def comparable(record: Record) -> Record:
    """Replace new ids and times, and drop what is made up anew for every reply."""
    names: dict[str, str] = {}

    def name_of(match: re.Match[str]) -> str:
        return names.setdefault(match[0], f"{match[1] or 'uuid'}-#{len(names) + 1}")

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: plain(item) for key, item in value.items() if key not in _RANDOM}
        if isinstance(value, list):
            return [plain(item) for item in value]
        if isinstance(value, int) and value > _UNIX_2020:
            return "<time>"
        return _TIME.sub("<time>", _ID.sub(name_of, value)) if isinstance(value, str) else value

    return [(action, plain(reply)) for action, reply in record]
