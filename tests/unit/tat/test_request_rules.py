"""What is found in a request before it is sent."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tat_console.tat import request_rules
from tat_console.tat.commands import (
    CreateCommand,
    DefaultParameterConf,
    DescribeCommands,
    ModifyCommand,
    PreviewReplacedCommandContent,
)
from tat_console.tat.instances import DescribeLighthouseInstances
from tat_console.tat.invocations import DescribeInvocations, InvokeCommand, RunCommand
from tat_console.tat.invokers import CreateInvoker, InvokerType, SchedulePolicy, ScheduleSettings
from tat_console.tat.listing import Filter, Tag

CVM = "ins-12345678"
COMMAND = "cmd-12345678"


def run(**fields: Any) -> RunCommand:
    return RunCommand(**({"content": b"x", "instance_ids": (CVM,)} | fields))


def create(**fields: Any) -> CreateCommand:
    return CreateCommand(**({"content": b"x", "command_name": "x"} | fields))


def schedule(**fields: Any) -> CreateInvoker:
    return CreateInvoker(
        name="x",
        type=InvokerType.SCHEDULE,
        command_id=COMMAND,
        instance_ids=(CVM,),
        schedule_settings=ScheduleSettings(**fields),
    )


def values(count: int) -> tuple[str, ...]:
    return tuple(f"v{number}" for number in range(count))


def conf(name: str) -> DefaultParameterConf:
    return DefaultParameterConf(parameter_name=name, parameter_value="1")


GOOD = [
    run(),
    run(instance_ids=(CVM, "ins-87654321"), parameters='{"a": "1"}', enable_parameter=True),
    run(enable_parameter=True, default_parameter_confs=(conf("a"), conf("b"))),
    DescribeCommands(filters=(Filter(name="tag:app", values=("web",)),)),
    DescribeCommands(command_ids=(COMMAND,)),
    DescribeCommands(command_ids=(), filters=(Filter(name="created-by", values=("TAT",)),)),
    DescribeLighthouseInstances(filters=(Filter(name="zone", values=values(100)),)),
    PreviewReplacedCommandContent(command_id=COMMAND, parameters="{}"),
    ModifyCommand(command_id=COMMAND, content=b"x"),
    schedule(policy=SchedulePolicy.ONCE, invoke_time=datetime(2030, 1, 1, tzinfo=UTC)),
    schedule(policy=SchedulePolicy.RECURRENCE, recurrence="30 4 * * 1"),
]
BAD = [
    (run(content=b""), "Content", "empty"),
    (run(tags=tuple(Tag(key=str(n), value="x") for n in range(11))), "Tags", "11 items"),
    (run(instance_ids=("ins-1",)), "InstanceIds", "“ins-1”"),
    (run(instance_ids=(CVM, "lhins-12345678")), "InstanceIds", "CVM, LIGHTHOUSE"),
    (run(parameters='{"a": "1"}'), "Parameters", "EnableParameter"),
    (run(parameters="[]", enable_parameter=True), "Parameters", "JSON object"),
    (run(parameters='{"a b": "1"}', enable_parameter=True), "Parameters", "“a b”"),
    (run(parameters='{"a": 1}', enable_parameter=True), "Parameters", "not text"),
    (create(default_parameters='{"a": "1"}'), "DefaultParameters", "EnableParameter"),
    (
        create(
            enable_parameter=True,
            default_parameters='{"a": "1"}',
            default_parameter_confs=(conf("a"),),
        ),
        "DefaultParameterConfs",
        "exclude each other",
    ),
    (
        create(enable_parameter=True, default_parameter_confs=(conf("a"), conf("a"))),
        "DefaultParameterConfs",
        "twice",
    ),
    (
        create(enable_parameter=True, default_parameter_confs=(conf("a b"),)),
        "DefaultParameterConfs",
        "“a b”",
    ),
    (InvokeCommand(command_id="", instance_ids=(CVM,)), "CommandId", "“”"),
    (InvokeCommand(command_id="inv-12345678", instance_ids=(CVM,)), "CommandId", "inv-"),
    (
        PreviewReplacedCommandContent(command_id=COMMAND, content=b"x"),
        "Content",
        "exclude each other",
    ),
    (PreviewReplacedCommandContent(parameters="{}"), "Content", "either CommandId or Content"),
    (
        DescribeCommands(
            command_ids=(COMMAND,), filters=(Filter(name="created-by", values=("TAT",)),)
        ),
        "Filters",
        "CommandIds and Filters",
    ),
    (
        DescribeInvocations(filters=(Filter(name="instance-id", values=(CVM,)),)),
        "Filters",
        "invocation-id, command-id",
    ),
    (
        DescribeCommands(filters=(Filter(name="tag:", values=("x",)),)),
        "Filters",
        "no filter “tag:”",
    ),
    (
        DescribeCommands(filters=(Filter(name="command-id", values=values(6)),)),
        "Filters.Values",
        "6 items",
    ),
    (
        DescribeLighthouseInstances(filters=(Filter(name="zone", values=values(101)),)),
        "Filters.Values",
        "101 items",
    ),
    (schedule(policy=SchedulePolicy.ONCE), "ScheduleSettings.InvokeTime", "needs its time"),
    (schedule(policy=SchedulePolicy.RECURRENCE), "ScheduleSettings.Recurrence", "5 fields"),
    (
        schedule(policy=SchedulePolicy.RECURRENCE, recurrence="* * * * * *"),
        "ScheduleSettings.Recurrence",
        "“* * * * * *”",
    ),
]


@pytest.mark.parametrize("request_", GOOD, ids=lambda value: type(value).__name__)
def test_nothing_is_wrong_with_good_requests(request_: Any) -> None:
    assert list(request_rules.problems(request_)) == []


@pytest.mark.parametrize(("request_", "field", "words"), BAD)
def test_each_problem_names_its_field_and_what_is_wrong(
    request_: Any, field: str, words: str
) -> None:
    found = list(request_rules.problems(request_))
    assert [problem.field for problem in found] == [field]
    assert words in found[0].sentence
