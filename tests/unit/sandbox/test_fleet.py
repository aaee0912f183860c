"""The pretend machines: the same ones each time, of every kind, in every condition."""

from __future__ import annotations

from collections import Counter

from tat_console.sandbox.fleet import all_regions, build_fleet, can_run
from tat_console.sandbox.machines import Machine
from tat_console.tat.statuses import AgentStatus, InstanceKind, InstanceState, OperatingSystem

REGIONS = {
    code: region
    for code, region in all_regions().items()
    if code in {"ap-guangzhou", "ap-shanghai", "ap-singapore"}
}


def machines(count: int) -> list[Machine]:
    """A fleet in three regions."""
    return list(build_fleet(count, REGIONS))


def can_take_a_run(machine: Machine) -> bool:
    """Whether nothing is wrong with it."""
    return machine.state is InstanceState.RUNNING and machine.agent is AgentStatus.ONLINE


def test_a_larger_fleet_contains_the_smaller_one() -> None:
    assert machines(20) == machines(500)[:20]


def test_ids_and_addresses_are_unique_in_a_fleet_of_ten_thousand() -> None:
    fleet = machines(10_000)
    assert len({each.instance_id for each in fleet}) == 10_000
    names = Counter((each.region, each.name) for each in fleet)
    assert names.most_common(1)[0][1] == 1
    private = Counter((each.region, each.kind, each.private_address) for each in fleet)
    assert private.most_common(1)[0][1] == 1


def test_twenty_machines_show_every_kind_and_condition() -> None:
    fleet = machines(20)
    assert {each.kind for each in fleet} == {
        InstanceKind.CVM,
        InstanceKind.LIGHTHOUSE,
        InstanceKind.HOSTED,
    }
    assert {each.region for each in fleet} == set(REGIONS)
    assert any(each.agent is None for each in fleet)
    assert any(each.agent is AgentStatus.OFFLINE for each in fleet)
    assert any(each.state is InstanceState.STOPPED for each in fleet)
    assert any(each.system is OperatingSystem.WINDOWS for each in fleet)
    assert sum(map(can_take_a_run, fleet)) >= 15


def test_three_machines_of_one_kind_can_take_a_run_in_the_first_region() -> None:
    ready = [
        each
        for each in machines(20)
        if each.region == "ap-guangzhou" and each.kind is InstanceKind.CVM and can_take_a_run(each)
    ]
    assert len(ready) >= 3


def test_windows_machines_are_online_only_where_powershell_is() -> None:
    windows = [each for each in machines(100) if each.system is OperatingSystem.WINDOWS]
    online = {each.agent is AgentStatus.ONLINE for each in windows}
    assert online == {can_run(OperatingSystem.WINDOWS)}
