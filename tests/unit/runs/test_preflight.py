"""What is said before anything is sent: who runs, who not and why, in which calls, how long."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import msgspec
import pytest

from tat_console.ports.archive import Script
from tat_console.ports.profiles import Environment, Profile
from tat_console.ports.waves import Guards, Share
from tat_console.runs.estimate import estimate, time_left_s
from tat_console.runs.plan import make_plan, request_for
from tat_console.runs.preflight import Rules, is_older, preflight
from tat_console.runs.rules import has_to_be_typed, refusal_of
from tat_console.runs.target_csv import likely_column, read_table, target_values
from tat_console.support.logs import Secret
from tat_console.tat.invocations import RunCommand
from tat_console.tat.machines import Machine, Refusal
from tat_console.tat.statuses import AgentStatus, CommandType, InstanceState, OperatingSystem
from tests.unit.runs.fleet import REGIONS, machine, machines

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
PROFILE = Profile(profile_id="p", name="P")
OTHER = Profile(profile_id="q", name="Q", environment=Environment.PRODUCTION)
SCRIPT = Script(name="s", content=b"true")


def test_every_target_has_its_lot_and_every_reason_is_told() -> None:
    looked_at = msgspec.structs.replace(OTHER, read_only=True)
    chosen = [
        machine(0),
        machine(1, state=InstanceState.STOPPED),
        machine(2, agent=None),
        machine(3, agent=AgentStatus.OFFLINE),
        machine(4, system=OperatingSystem.WINDOWS),
        machine(5, agent_version="1.0.10"),
        machine(6),
        machine(7),
        machine(8),
        machine(0),
    ]
    found = preflight(
        SCRIPT,
        chosen,
        PROFILE,
        rules=Rules(
            protected=frozenset({"ins-00000006"}),
            with_values=frozenset({"ins-00000000"}),
            oldest_agent="1.1.0",
        ),
        profiles={"ins-00000007": looked_at},
    )
    assert {row.instance_id[-1]: row.reason for row in found.rows if row.reason} == {
        "1": Refusal.STOPPED,
        "2": Refusal.NO_AGENT,
        "3": Refusal.OFFLINE,
        "4": Refusal.WRONG_TYPE,
        "5": Refusal.AGENT_TOO_OLD,
        "6": Refusal.PROTECTED,
        "7": Refusal.READ_ONLY,
        "8": Refusal.NO_VALUES,
        "0": Refusal.DUPLICATE,
    }
    assert [row.wave_no for row in found.rows if row.reason is None] == [0]
    frozen = preflight(SCRIPT, chosen[:1], PROFILE, rules=Rules(is_frozen=True))
    assert frozen.reasons == {Refusal.FROZEN: 1}


def test_calls_waves_and_time_are_told_and_the_plan_is_the_same() -> None:
    guards = Guards(canary=Share(percent=1), wave=Share(count=400), pause_s=30)
    chosen = [machine(number, region=REGIONS[number % 3]) for number in range(1_000)]
    found = preflight(SCRIPT, chosen, PROFILE, guards=guards, past_durations_s=[1.0] * 9 + [8.0])
    waves = Counter(row.wave_no for row in found.rows)
    assert [waves[number] for number in range(4)] == [10, 400, 400, 190]
    assert found.calls == 12
    assert found.expected.task_s == 8.0
    assert found.expected.seconds == pytest.approx(12 / 20 + 4 * 8.0 + 3 * 30)
    plan = make_plan(SCRIPT, (), PROFILE, now=NOW, guards=guards, selection=found.selection)
    assert len(plan.batches) == found.calls
    assert [batch.wave_no for batch in plan.batches] == [part.wave_no for part in found.parts]


def test_the_time_that_is_left_follows_the_pace() -> None:
    expected = estimate([10], 2_000, Guards(), [4.0])
    assert expected.seconds == pytest.approx(20 / 20 + 4.0)
    assert time_left_s(expected, 2_000, 0, 1.0) == pytest.approx(4.0)
    assert time_left_s(expected, 2_000, 500, 3.0) == pytest.approx(9.0)
    assert time_left_s(expected, 2_000, 2_000, 3.0) == 0.0
    assert estimate([1], 1, Guards()).task_s is None


@pytest.mark.parametrize(
    ("version", "oldest", "is_so"),
    [
        ("1.0.10", "1.0.9", False),
        ("1.0.9", "1.0.10", True),
        ("1.1", "1.1.3", True),
        ("", "1.1.3", False),
        ("1.1.9", "", False),
        ("2.x", "1.9", False),
    ],
)
def test_versions_are_numbers_and_the_unknown_one_is_let_through(
    version: str, oldest: str, is_so: bool
) -> None:
    assert is_older(version, oldest) is is_so


TABLE = "Instance;port;pw\nweb-1;80;a\n10.0.0.2;81;b\nins-00000003;80;a\nnobody;1;c\nweb-1;2;d\n"


def test_a_table_of_values_makes_a_call_for_each_set() -> None:
    script = Script(name="s", content=b"echo {{port}} {{tat-hidden:pw}} {{tat-region}}")
    fleet = machines(5)
    read = target_values(read_table(TABLE), fleet, ["port", "pw"])
    assert read.found.unknown == ("nobody",)
    assert len(read.problems) == 1
    rules = Rules(with_values=frozenset(read.by_instance))
    found = preflight(script, fleet, PROFILE, rules=rules, values_of=read.values_of())
    assert (found.problems, found.reasons) == ((), {Refusal.NO_VALUES: 2})
    plan = make_plan(
        script,
        (),
        PROFILE,
        now=NOW,
        selection=found.selection,
        values_of=read.values_of(),
    )
    assert [batch.parameters for batch in plan.batches] == [
        {"port": "80", "tat-region": REGIONS[0]},
        {"port": "81", "tat-region": REGIONS[0]},
    ]
    assert "'a'" not in repr(plan.stored())
    assert plan.batch_hidden_values[1]["pw"].reveal() == "b"
    request = request_for(script, plan.batches[0], ["x"], plan.batch_hidden_values[0])
    assert isinstance(request, RunCommand)
    assert request.parameters == '{"port": "80", "tat-region": "ap-guangzhou", "pw": "a"}'


def test_a_value_that_is_missing_for_some_is_a_problem() -> None:
    script = Script(name="s", content=b"echo {{port}} {{name}}")
    read = target_values(read_table("id,port\nweb-1,80\n"), machines(2), ["port", "name"])
    found = preflight(script, machines(2)[1:], PROFILE, values_of=read.values_of())
    assert [problem.key for problem in found.problems] == ["name"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "line of names"),
        ("id,a\n", "line of names"),
        ("id,a\nx,1,2\n", "has 3 cells"),
        ("id,a,a\nx,1,2\n", "same name"),
    ],
)
def test_what_is_wrong_with_a_table_is_said(text: str, words: str) -> None:
    assert any(words in problem for problem in read_table(text).problems)


def test_a_table_out_of_a_spreadsheet_is_read() -> None:
    table = read_table('\ufeffname\tnote\r\nweb-1\t"two\nlines, one cell"\r\n\r\n')
    assert table.columns == ("name", "note")
    assert table.rows == ({"name": "web-1", "note": "two\nlines, one cell"},)
    assert table.problems == ()


def test_several_profiles_share_a_run_and_the_most_careful_environment_counts() -> None:
    chosen = machines(4)
    owners: dict[str, Profile] = {chosen[1].instance_id: OTHER, chosen[2].instance_id: PROFILE}
    plan = make_plan(SCRIPT, chosen, PROFILE, now=NOW, profiles=owners)
    assert [batch.profile_id for batch in plan.batches] == ["", "q"]
    assert plan.profile_ids == {"p", "q"}
    assert plan.run.environment is Environment.PRODUCTION
    assert plan.run.profile_name == "P, Q"


def test_who_may_not_run_is_told_in_a_sentence() -> None:
    reader = msgspec.structs.replace(PROFILE, read_only=True)
    refusal = refusal_of(reader, is_frozen=False)
    assert refusal is not None
    assert "may only look" in str(refusal)
    frozen = refusal_of(PROFILE, is_frozen=True)
    assert frozen is not None
    assert "frozen" in str(frozen)
    assert refusal_of(PROFILE, is_frozen=False) is None
    assert has_to_be_typed(Environment.PRODUCTION, ())
    assert has_to_be_typed(Environment.SANDBOX, ["Databases"])
    assert not has_to_be_typed(Environment.STAGING, (), [PROFILE, None])
    careful = msgspec.structs.replace(PROFILE, counts_machines=True)
    assert has_to_be_typed(Environment.STAGING, (), [OTHER, careful])


def test_a_wrong_type_comes_before_rules() -> None:
    windows: Machine = machine(1, system=OperatingSystem.WINDOWS)
    found = preflight(SCRIPT, [windows], PROFILE, rules=Rules(is_frozen=True))
    assert SCRIPT.command_type is CommandType.SHELL
    assert found.reasons == {Refusal.WRONG_TYPE: 1}


def test_secrets_common_to_all_are_no_problem() -> None:
    script = Script(name="s", content=b"{{tat-hidden:pw}}", hidden=("pw",))
    found = preflight(script, machines(1), PROFILE, hidden_names={"pw"})
    assert found.problems == ()
    plan = make_plan(script, machines(1), PROFILE, now=NOW, hidden_values={"pw": Secret("x-y-z")})
    assert plan.batch_hidden_values == {}


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("machine,target\nweb-1,/etc/one\nweb-0,/etc/two\n", "machine"),
        ("port,host\n80,web-1\n", "host"),
        ("port,host\n80,nobody\n", "host"),
    ],
)
def test_the_column_that_names_machines_is_found(text: str, column: str) -> None:
    assert likely_column(read_table(text), machines(2)) == column
