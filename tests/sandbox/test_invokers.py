"""Invokers really fire."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.fixtures.sandbox import StartSandbox
from tests.sandbox.official import (
    Official,
    base64_text,
    invocation,
    output,
    ready_instances,
    tasks_at_end,
    until,
)

KEYS = ("--secret-id", "AKIDtest", "--secret-key", "test", "--rate", "0")


def schedule_once(official: Official, name: str, delay_s: int) -> str:
    """An invoker that fires once, so many seconds from now."""
    command_id = official(
        "CreateCommand",
        CommandName=name,
        Content=base64_text("echo {{word}}"),
        EnableParameter=True,
    )["CommandId"]
    moment = datetime.now(UTC) + timedelta(seconds=delay_s)
    reply = official(
        "CreateInvoker",
        Name=name,
        Type="SCHEDULE",
        CommandId=command_id,
        InstanceIds=ready_instances(official),
        Parameters=f'{{"word": "{name}"}}',
        ScheduleSettings={"Policy": "ONCE", "InvokeTime": moment.isoformat(timespec="seconds")},
    )
    return str(reply["InvokerId"])


def records(official: Official, invoker_id: str) -> list[dict[str, Any]]:
    """The firings of an invoker."""
    rows: list[dict[str, Any]] = official("DescribeInvokerRecords", InvokerIds=[invoker_id])[
        "InvokerRecordSet"
    ]
    return rows


def test_several_that_are_due_at_once_all_fire_once(start_sandbox: StartSandbox) -> None:
    official = Official(start_sandbox(*KEYS))
    invokers = [schedule_once(official, name, 3) for name in ("first", "second", "third")]

    until(lambda: all(records(official, each) for each in invokers))

    for invoker_id, name in zip(invokers, ("first", "second", "third"), strict=True):
        (record,) = records(official, invoker_id)
        (task,) = tasks_at_end(official, record["InvocationId"])
        assert output(task) == f"{name}\n"
        assert invocation(official, record["InvocationId"])["InvocationSource"] == "INVOKER"
        assert records(official, invoker_id)[0]["Result"] == "SUCCESS"


def test_none_is_lost_while_the_sandbox_is_down(
    start_sandbox: StartSandbox, tmp_path: Path
) -> None:
    first = start_sandbox(*KEYS, state=tmp_path / "kept")
    official = Official(first)
    invoker_id = schedule_once(official, "late", 2)
    planned = datetime.now(UTC) + timedelta(seconds=2)
    first.process.kill()
    first.process.wait()
    until(lambda: datetime.now(UTC) > planned)

    second = Official(start_sandbox(*KEYS, state=tmp_path / "kept"))

    until(lambda: bool(records(second, invoker_id)))
    (record,) = records(second, invoker_id)
    (task,) = tasks_at_end(second, record["InvocationId"])
    assert output(task) == "late\n"


def test_a_switched_off_one_does_not_fire_and_is_planned_anew(start_sandbox: StartSandbox) -> None:
    official = Official(start_sandbox(*KEYS))
    off = schedule_once(official, "off", 2)
    official("DisableInvoker", InvokerId=off)
    on = schedule_once(official, "on", 2)

    until(lambda: bool(records(official, on)))

    assert records(official, off) == []
    (row,) = official("DescribeInvokers", InvokerIds=[off])["InvokerSet"]
    assert row["Enable"] is False
