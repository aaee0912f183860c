"""Machines grouped by the values that are filled in for them."""

from __future__ import annotations

from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from tat_console.runs.per_target import (
    asked_built_ins,
    built_in_values,
    group_by_values,
    lacking,
)
from tat_console.tat.machines import Machine
from tat_console.tat.statuses import InstanceKind


def machine(number: int, region: str = "ap-guangzhou", ip: str = "10.0.0.1") -> Machine:
    return Machine(
        instance_id=f"ins-{number:08}",
        name=f"web {number}",
        region=region,
        kind=InstanceKind.CVM,
        private_ips=(ip,) if ip else (),
    )


def test_only_the_reserved_names_that_are_used_are_filled() -> None:
    script = "echo {{tat-private-ip}} {{name}} {{tat-hidden:tat-region}} {{tat-other}}"
    assert [row.key for row in asked_built_ins(script)] == ["tat-private-ip", "tat-region"]
    assert built_in_values(script, machine(1)) == {
        "tat-private-ip": "10.0.0.1",
        "tat-region": "ap-guangzhou",
    }
    every = "{{tat-instance-id}}{{tat-instance-name}}"
    assert built_in_values(every, machine(7)) == {
        "tat-instance-id": "ins-00000007",
        "tat-instance-name": "web 7",
    }


def test_machines_of_one_region_share_a_group_and_ids_do_not() -> None:
    machines = [machine(1), machine(2, "ap-shanghai"), machine(3)]
    by_region = group_by_values(machines, partial(built_in_values, "{{tat-region}}"))
    assert [(group.values, group.machines) for group in by_region] == [
        ({"tat-region": "ap-guangzhou"}, (machines[0], machines[2])),
        ({"tat-region": "ap-shanghai"}, (machines[1],)),
    ]
    assert len(group_by_values(machines, partial(built_in_values, "{{tat-instance-id}}"))) == 3
    assert len(group_by_values(machines, partial(built_in_values, "{{own}}"))) == 1
    assert group_by_values([], partial(built_in_values, "{{own}}")) == []


def test_a_machine_without_an_address_is_told() -> None:
    nameless = machine(2, ip="")
    fill = partial(built_in_values, "{{tat-private-ip}} {{tat-region}}")
    assert lacking([machine(1), nameless], fill) == [(nameless, ("tat-private-ip",))]


@given(st.lists(st.sampled_from(["a", "b", "c"]), max_size=20))
def test_every_machine_is_in_exactly_one_group(words: list[str]) -> None:
    machines = [machine(number, region=word) for number, word in enumerate(words)]
    groups = group_by_values(machines, lambda one: {"x": one.region})
    members = [one for group in groups for one in group.machines]
    assert sorted(members, key=lambda one: one.instance_id) == machines
    assert len(groups) == len(set(words))
    assert all(one.region == group.values["x"] for group in groups for one in group.machines)
