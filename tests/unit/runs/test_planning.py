"""Who takes part in a run, in which calls, and what keeps it from being sent."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from tat_console.ports.archive import Relation, Script
from tat_console.ports.profiles import Environment, Profile
from tat_console.runs.checks import problems
from tat_console.runs.plan import Origin, make_plan, marker, new_run_id, request_for
from tat_console.runs.targets import select
from tat_console.support.logs import Secret
from tat_console.tat.invocations import InvokeCommand, RunCommand
from tat_console.tat.limits import DESCRIPTION, violations
from tat_console.tat.machines import Machine, Refusal
from tat_console.tat.statuses import (
    AgentStatus,
    CommandType,
    InstanceKind,
    InstanceState,
    OperatingSystem,
)

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
PROFILE = Profile(profile_id="p", name="P", environment=Environment.PRODUCTION)


def machine(instance_id: str, **more: object) -> Machine:
    given = {
        "name": instance_id,
        "region": "ap-guangzhou",
        "kind": InstanceKind.of(instance_id),
        "agent": AgentStatus.ONLINE,
        "system": OperatingSystem.LINUX,
        **more,
    }
    return Machine(instance_id=instance_id, **given)  # type: ignore[arg-type]


def test_why_machines_are_left_out_is_told_in_the_order_of_the_service() -> None:
    twice = machine("ins-aaaaaaaa")
    chosen = [
        twice,
        machine("ins-bbbbbbbb", state=InstanceState.STOPPED, agent=None),
        machine("ins-cccccccc", agent=None),
        machine("ins-dddddddd", agent=AgentStatus.OFFLINE, system=OperatingSystem.WINDOWS),
        machine("ins-eeeeeeee", system=OperatingSystem.WINDOWS),
        twice,
    ]
    selection = select(chosen, CommandType.SHELL)
    assert selection.accepted == (twice,)
    assert [exclusion.reason for exclusion in selection.excluded] == [
        Refusal.STOPPED,
        Refusal.NO_AGENT,
        Refusal.OFFLINE,
        Refusal.WRONG_TYPE,
        Refusal.DUPLICATE,
    ]
    windows = select(chosen, CommandType.POWERSHELL)
    assert [kept.instance_id for kept in windows.accepted] == ["ins-eeeeeeee"]


def test_a_batch_has_one_kind_and_one_region() -> None:
    chosen = [
        machine("ins-aaaaaaaa"),
        machine("lhins-bbbbbbbb"),
        machine("ins-cccccccc", region="ap-shanghai"),
        machine("rins-dddddddd"),
        machine("ins-eeeeeeee"),
    ]
    plan = make_plan(Script(name="s", content=b"true"), chosen, PROFILE, now=NOW)
    assert [(batch.region, batch.kind) for batch in plan.batches] == [
        ("ap-guangzhou", InstanceKind.CVM),
        ("ap-guangzhou", InstanceKind.LIGHTHOUSE),
        ("ap-shanghai", InstanceKind.CVM),
        ("ap-guangzhou", InstanceKind.HOSTED),
    ]
    first = [task.instance_id for task in plan.tasks if task.batch_no == 0]
    assert first == ["ins-aaaaaaaa", "ins-eeeeeeee"]


def test_a_plan_tells_where_it_comes_from_and_keeps_no_hidden_value() -> None:
    origin = Origin(run_id="earlier", relation=Relation.RETRY)
    plan = make_plan(
        Script(name="s", content=b"{{tat-hidden:k}}", hidden=("k",)),
        [machine("ins-aaaaaaaa")],
        PROFILE,
        now=NOW,
        hidden_values={"k": Secret("value")},
        origin=origin,
    )
    assert (plan.run.parent_run_id, plan.run.relation) == ("earlier", Relation.RETRY)
    assert plan.run.environment is Environment.PRODUCTION
    assert "value" not in repr(plan.stored())


def test_run_ids_sort_by_time_and_the_mark_fits_a_description() -> None:
    ids = {new_run_id(NOW) for _ in range(100)}
    assert len(ids) == 100
    assert all(re.fullmatch(r"20261121-120000-[2-9a-z]{6}", run_id) for run_id in ids)
    assert DESCRIPTION.problem(marker(ids.pop(), 9_999)) is None


def test_a_text_is_run_and_a_saved_command_is_invoked() -> None:
    text = Script(name="s", content=b"echo {{a}}", parameters={"a": "1", "unused": "2"})
    plan = make_plan(text, [machine("ins-aaaaaaaa")], PROFILE, now=NOW)
    run = request_for(text, plan.batches[0], ["ins-aaaaaaaa"], {})
    assert isinstance(run, RunCommand)
    assert (run.enable_parameter, run.parameters) == (True, '{"a": "1"}')
    assert run.content == text.content
    saved = Script(name="s", content=b"echo", command_id="cmd-abcdefgh")
    invoke = request_for(saved, plan.batches[0], ["ins-aaaaaaaa"], {})
    assert isinstance(invoke, InvokeCommand)
    assert invoke.parameters is None
    assert not list(violations(run))
    assert not list(violations(invoke))


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"content": b""}, "content", "empty"),
        ({"content": b" \n"}, "content", "empty"),
        ({"content": b"x" * 49_153}, "content", "65,540"),
        ({"name": "n" * 61}, "name", "61"),
        ({"name": "two words"}, "name", "letters"),
        ({"timeout_s": 0}, "timeout_s", "86,400"),
        ({"working_directory": "relative"}, "working_directory", "absolute"),
        ({"content": b"{{a}}"}, "parameters", "“a” has no value"),
        ({"content": b"{{my name}}"}, "content", "{{my name}}"),
        (
            {"content": " ".join(f"{{{{p{n}}}}}" for n in range(21)).encode()},
            "content",
            "21 parameters",
        ),
    ],
)
def test_what_cannot_be_sent_is_said_in_a_sentence(
    changes: dict[str, object], field: str, words: str
) -> None:
    given = {"name": "s", "content": b"true", **changes}
    found = problems(Script(**given), {})  # type: ignore[arg-type]
    assert any(problem.field == field and words in problem.sentence for problem in found), found


def test_a_good_script_has_no_problem() -> None:
    script = Script(name="重启-服务", content=b"echo {{a}} {{tat-hidden:b}}")
    assert problems(script, {"a": "", "b": "x"}) == []
