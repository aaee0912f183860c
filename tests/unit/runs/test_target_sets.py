"""Sets of targets: filters, algebra, protection, and names that people write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tat_console.runs.target_names import find_targets, names_in
from tat_console.runs.target_sets import (
    Operation,
    TagRule,
    TargetFilter,
    TargetSet,
    Term,
    members,
    protected_ids,
)
from tat_console.support.errors import ConsoleError
from tat_console.tat.statuses import AgentStatus, InstanceKind, OperatingSystem
from tests.unit.runs.fleet import REGIONS, machine, machines

FLEET = [
    *machines(6),
    machine(6, name="DB-1", region=REGIONS[1], kind=InstanceKind.LIGHTHOUSE),
    machine(7, name="db-2", agent=AgentStatus.OFFLINE, system=OperatingSystem.WINDOWS),
]
WEB = TargetSet(set_id="web", name="Web", live=TargetFilter(names=("web-*",)))
PROD = TargetSet(set_id="prod", name="Prod", live=TargetFilter(tags=(TagRule("env", "p*"),)))
SOME = TargetSet(set_id="some", name="Some", instance_ids=("ins-00000001", "ins-gone"))


def ids(wanted: TargetSet, *others: TargetSet) -> list[int]:
    found = members(wanted, {one.set_id: one for one in others}, FLEET)
    return [int(one.instance_id[-2:]) for one in found.machines]


@pytest.mark.parametrize(
    ("live", "found"),
    [
        (TargetFilter(), [0, 1, 2, 3, 4, 5, 6, 7]),
        (TargetFilter(names=("DB-?",)), [6, 7]),
        (TargetFilter(tags=(TagRule("env"), TagRule("env", "prod"))), [1, 3, 5, 7]),
        (TargetFilter(tags=(TagRule("team"),)), []),
        (TargetFilter(kinds=(InstanceKind.LIGHTHOUSE,)), [6]),
        (TargetFilter(systems=(OperatingSystem.WINDOWS,)), [7]),
        (TargetFilter(regions=(REGIONS[1], REGIONS[2])), [6]),
        (TargetFilter(agents=(AgentStatus.OFFLINE,)), [7]),
        (TargetFilter(profile_ids=("other",)), []),
    ],
)
def test_a_live_filter_finds_what_is_so_now(live: TargetFilter, found: list[int]) -> None:
    assert ids(TargetSet(set_id="x", name="X", live=live)) == found


def test_union_minus_and_intersection_in_turn() -> None:
    def joined(operation: Operation) -> TargetSet:
        return TargetSet(
            set_id="x", name="X", instance_ids=("ins-00000006",), terms=(Term(operation, "web"),)
        )

    assert ids(joined(Operation.UNION), WEB) == [0, 1, 2, 3, 4, 5, 6]
    assert ids(joined(Operation.MINUS), WEB) == [6]
    assert ids(joined(Operation.INTERSECTION), WEB) == []
    both = TargetSet(
        set_id="x",
        name="X",
        live=TargetFilter(),
        terms=(Term(Operation.INTERSECTION, "prod"), Term(Operation.MINUS, "web")),
    )
    assert ids(both, WEB, PROD) == [7]


def test_what_is_not_there_is_told() -> None:
    assert members(SOME, {}, FLEET).missing == ("ins-gone",)
    with pytest.raises(ConsoleError, match="not there any more"):
        ids(TargetSet(set_id="x", name="X", terms=(Term(Operation.UNION, "none"),)))


def test_a_set_made_of_itself_is_refused() -> None:
    one = TargetSet(set_id="a", name="A", terms=(Term(Operation.UNION, "b"),))
    other = TargetSet(set_id="b", name="B", terms=(Term(Operation.UNION, "a"),))
    with pytest.raises(ConsoleError, match="made of itself"):
        ids(one, one, other)


def test_protected_sets_keep_their_machines_out_unless_lifted() -> None:
    guarded = TargetSet(set_id="some", name="S", instance_ids=SOME.instance_ids, protected=True)
    sets = {"web": WEB, "some": guarded}
    assert protected_ids(sets, FLEET) == {"ins-00000001", "ins-gone"}
    assert protected_ids(sets, FLEET, lifted=["some"]) == frozenset()


def test_a_live_set_of_one_profile_protects_its_machines_and_no_others() -> None:
    live = TargetFilter(profile_ids=("prod",))
    sets = {"prod": TargetSet(set_id="prod", name="Production", live=live, protected=True)}
    owners = {FLEET[0].instance_id: "prod", FLEET[1].instance_id: "test"}
    assert protected_ids(sets, FLEET, owners) == {FLEET[0].instance_id}


def test_pasted_names_are_ids_addresses_and_names() -> None:
    twins = [*FLEET, machine(20, name="web-1")]
    text = "ins-00000000, 10.0.0.2;web-3 # the old one\nWEB-1\n10.9.9.9 nothing web-3"
    found = find_targets(names_in(text), twins)
    assert [one.instance_id[-1] for one in found.machines] == ["0", "2", "3"]
    assert found.unknown == ("10.9.9.9", "nothing")
    ((name, several),) = found.ambiguous
    assert (name, len(several)) == ("WEB-1", 2)


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    names = names_in(text)
    found = find_targets(names, FLEET)
    assert set(found.unknown) <= set(names)
    assert all(name.strip() and "," not in name for name in names)
