"""Next runs, schedules that meet, missed runs, drafts and warnings: pure, at made-up times."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from tat_console.services import schedule_times
from tat_console.services.schedule_drafts import (
    ScheduleDraft,
    creation,
    draft_of,
    modification,
    parts_of,
    parts_sentence,
    problems,
)
from tat_console.services.schedule_times import (
    Planned,
    missed,
    next_runs,
    runs_between,
    together,
    watched_since,
)
from tat_console.services.schedule_warnings import Doubt, warnings_of
from tat_console.tat import request_rules
from tat_console.tat.commands import Command
from tat_console.tat.invokers import Invoker, SchedulePolicy, ScheduleSettings
from tat_console.tat.machines import Machine
from tat_console.tat.statuses import AgentStatus, InstanceKind

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)  # 20:00 in Beijing
MINUTE = timedelta(minutes=1)


def cron(line: str) -> ScheduleSettings:
    return ScheduleSettings(policy=SchedulePolicy.RECURRENCE, recurrence=line)


def once(moment: datetime | None) -> ScheduleSettings:
    return ScheduleSettings(policy=SchedulePolicy.ONCE, invoke_time=moment)


def invoker(settings: ScheduleSettings, **more: Any) -> Invoker:
    given: dict[str, Any] = {
        "invoker_id": "ivk-00000001",
        "instance_ids": ("ins-00000001",),
        "command_id": "cmd-00000001",
        "name": "Nightly",
    }
    return Invoker(schedule_settings=settings, **(given | more))


def draft(**more: Any) -> ScheduleDraft:
    given: dict[str, Any] = {
        "name": "Nightly",
        "command_id": "cmd-00000001",
        "instance_ids": ("ins-00000001",),
        "settings": cron("30 4 * * *"),
    }
    return ScheduleDraft(**(given | more))


def ids(count: int, prefix: str = "ins") -> tuple[str, ...]:
    return tuple(f"{prefix}-{number:08d}" for number in range(count))


def test_a_single_run_comes_once() -> None:
    soon = once(NOON + MINUTE)
    assert next_runs(soon, NOON, 10) == [NOON + MINUTE]
    assert next_runs(soon, NOON + MINUTE, 10) == []
    assert runs_between(soon, NOON, NOON + MINUTE) == [NOON + MINUTE]
    assert next_runs(once(None), NOON, 10) == next_runs(None, NOON, 10) == []
    assert len(next_runs(cron("* * * * *"), NOON, 10)) == 10


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (cron("30 4 * * *"), ""),
        (once(NOON + MINUTE), ""),
        (cron("0 30 4 * * *"), "6 fields"),
        (once(NOON), "2026-11-21 20:00 (Beijing time) is past"),
        (once(None), "needs its time"),
        (ScheduleSettings(policy=SchedulePolicy("SOMETIMES")), "no kind of schedule"),
    ],
)
def test_what_is_wrong_with_a_time(settings: ScheduleSettings, words: str) -> None:
    said = schedule_times.problem_of(settings, NOON)
    assert (words in said) if words else said == ""


def test_words_say_beijing_time() -> None:
    assert schedule_times.in_words(once(NOON)) == "Once at 2026-11-21 20:00"
    assert schedule_times.in_words(cron("0 20 * * *")) == "At 20:00, every day"
    assert schedule_times.in_words(None) == schedule_times.in_words(once(None)) == "Never"


def planned(settings: ScheduleSettings, number: int, timeout_s: int = 60, **more: Any) -> Planned:
    named = invoker(settings, invoker_id=f"ivk-{number}", **more)
    return Planned(invoker=named, timeout_s=timeout_s)


def test_schedules_meet_on_machines_they_share_while_one_may_still_run() -> None:
    pairs = together(
        [
            planned(cron("0 4 * * *"), 1, timeout_s=601, instance_ids=ids(3)),
            planned(cron("10 4 * * *"), 2, instance_ids=ids(2)[1:]),
            planned(cron("11 4 * * *"), 3, instance_ids=ids(1)),
            planned(cron("0 4 * * *"), 4, instance_ids=ids(1, "rins")),
            planned(cron("0 4 * * *"), 5, instance_ids=ids(1), enable=False),
        ],
        NOON,
    )
    assert [(each.first_id, each.second_id) for each in pairs] == [("ivk-1", "ivk-2")]
    assert pairs[0].instance_ids == ("ins-00000001",)
    assert pairs[0].at == datetime(2026, 11, 21, 20, 10, tzinfo=UTC)


def test_a_schedule_that_comes_before_its_run_has_ended_meets_itself() -> None:
    (itself,) = together([planned(cron("*/5 * * * *"), 1, timeout_s=301)], NOON)
    assert itself.first_id == itself.second_id
    assert together([planned(cron("*/5 * * * *"), 1, timeout_s=300)], NOON) == []


def test_missed_runs_are_those_without_a_record() -> None:
    hourly = invoker(cron("0 * * * *"))
    fired = [NOON - timedelta(hours=hours) for hours in (4, 2, 1)]
    late = NOON - timedelta(hours=3) + timedelta(seconds=100)
    start = NOON - timedelta(hours=5, minutes=30)
    missing = [NOON - timedelta(hours=hours) for hours in (5, 3)]
    assert missed(hourly, fired, start, NOON - MINUTE) == missing
    assert missed(hourly, sorted([*fired, late]), start, NOON - MINUTE) == missing[:1]
    assert missed(hourly, fired, NOON - timedelta(hours=4), NOON) == [missing[1], NOON]
    off = msgspec.structs.replace(hourly, enable=False)
    assert missed(off, [], start, NOON) == []
    assert missed(invoker(once(NOON)), [], start, NOON) == [NOON]


def test_missed_runs_are_told_since_the_last_change_and_while_records_are_kept() -> None:
    def since(**times: datetime) -> timedelta:
        return NOON - watched_since(invoker(cron("0 * * * *"), **times), NOON)

    long_ago, lately = NOON - timedelta(days=400), NOON - timedelta(hours=1)
    assert since() == since(created_time=long_ago, updated_time=long_ago) == timedelta(days=90)
    assert since(created_time=long_ago, updated_time=lately) == timedelta(hours=1)


def test_a_hundred_machines_are_one_schedule_and_more_are_said_to_be_several() -> None:
    assert parts_of(draft(instance_ids=ids(100))) == [draft(instance_ids=ids(100))]
    assert parts_sentence(draft(instance_ids=ids(100))) == ""
    many = draft(name="x" * 120, instance_ids=(*ids(101), *ids(3, "rins"), "ins-00000000"))
    parts = parts_of(many)
    assert [len(part.instance_ids) for part in parts] == [100, 1, 3]
    assert parts[2].name.endswith(" (3/3)")
    assert parts_sentence(many).startswith("104 machines become 3 schedules")
    assert all(not list(request_rules.problems(creation(part))) for part in parts)
    assert problems(many, NOON, None, is_new=True) == {}
    assert "cannot become several" in problems(many, NOON, None, is_new=False)["instance_ids"]


def test_one_sentence_beside_each_field_that_is_wrong() -> None:
    bad = draft(
        name=" ",
        command_id="",
        instance_ids=(),
        settings=cron("@daily"),
        username="u" * 257,
        parameters={"a b": "1"},
    )
    found = problems(bad, NOON, None, is_new=True)
    assert set(found) == set(ScheduleDraft.__struct_fields__)
    no_parameters = problems(draft(parameters={"a": "1"}), NOON, Command(), is_new=True)
    assert no_parameters == {"parameters": "This command takes no parameters."}


def test_a_draft_of_an_invoker_becomes_the_same_invoker() -> None:
    kept = invoker(cron("0 1 * * *"), username="root", parameters='{"a": "1"}')
    request = modification(kept, draft_of(kept))
    assert json.loads(request.parameters or "") == {"a": "1"}
    for name in ("name", "command_id", "username", "instance_ids", "schedule_settings"):
        assert getattr(request, name) == getattr(kept, name)
    cleared = msgspec.structs.replace(draft_of(kept), parameters={}, username="")
    assert (modification(kept, cleared).parameters, modification(kept, cleared).username) == (
        "{}",
        "",
    )
    plain = invoker(cron("0 1 * * *"), parameters="nonsense")
    assert draft_of(plain).parameters == {}


def machine(number: int, agent: AgentStatus | None) -> Machine:
    return Machine(
        instance_id=f"ins-{number:08d}",
        name=f"web-{number}",
        region="ap-guangzhou",
        kind=InstanceKind.CVM,
        agent=agent,
    )


def test_warnings_before_the_next_run() -> None:
    scheduled = invoker(cron("0 1 * * *"), instance_ids=ids(4), updated_time=NOON)
    command = Command(command_name="backup", updated_time=NOON + MINUTE)
    machines = {
        each.instance_id: each
        for each in (
            machine(0, AgentStatus.ONLINE),
            machine(1, AgentStatus.OFFLINE),
            machine(2, None),
        )
    }
    found = list(warnings_of(scheduled, command, machines))
    assert [each.doubt for each in found] == [
        Doubt.COMMAND_CHANGED,
        Doubt.MACHINE_GONE,
        Doubt.MACHINE_NOT_READY,
    ]
    assert found[1].instance_ids == ("ins-00000003",)
    assert "2 of 4" in found[2].sentence
    assert "web-1 (Agent offline), web-2 (Agent not installed)" in found[2].sentence
    unchanged = msgspec.structs.replace(command, updated_time=NOON)
    assert list(warnings_of(scheduled, unchanged, None)) == []
    assert [each.doubt for each in warnings_of(scheduled, None, None)] == [Doubt.COMMAND_GONE]
