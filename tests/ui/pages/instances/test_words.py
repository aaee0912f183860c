"""Short words for machines, and which of them a filter lets through."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tat_console.tat.listing import Tag
from tat_console.tat.machines import Machine
from tat_console.tat.statuses import AgentStatus, InstanceKind, InstanceState
from tat_console.ui.pages.instances.machine_filter import FACETS, READY, MachineFilter
from tat_console.ui.pages.instances.words import (
    age,
    heartbeat,
    place_name,
    reason,
    system_name,
    why_not,
)

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def machine(name: str = "web-1", **more: object) -> Machine:
    given: dict = {
        "instance_id": f"ins-{name}",
        "name": name,
        "region": "ap-guangzhou",
        "kind": InstanceKind.CVM,
        "agent": AgentStatus.ONLINE,
        "last_heartbeat": NOON - timedelta(seconds=6),
    }
    return Machine(**(given | more))


@pytest.mark.parametrize(
    ("os_name", "short"),
    [
        ("TencentOS Server 3.2 (Final)", "TencentOS 3.2"),
        ("Ubuntu Server 22.04 LTS 64bit", "Ubuntu 22.04"),
        ("Debian 12 64-bit", "Debian 12"),
        ("Windows Server 2022 DataCenter 64-bit", "Windows 2022"),
        ("TencentOS Server 4 for x86_64", "TencentOS 4"),
        ("Rocky Linux 9", "Rocky Linux 9"),
        ("Custom", "Custom"),
    ],
)
def test_a_system_without_its_trimmings(os_name: str, short: str) -> None:
    assert system_name(machine(os_name=os_name)) == short


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (59.9, "59 s"), (60, "1 min"), (3599, "59 min"), (3600, "1 h"), (86400, "1 d")],
)
def test_ages_are_one_number(seconds: float, words: str) -> None:
    assert age(seconds) == words


def test_a_heartbeat_is_as_old_as_it_was_when_it_was_read() -> None:
    assert heartbeat(machine(), NOON) == "6 s"
    assert heartbeat(machine(last_heartbeat=None), NOON) == "never"


def test_reasons_fit_into_a_cell() -> None:
    silent = machine(agent=AgentStatus.OFFLINE, last_heartbeat=NOON - timedelta(hours=1))
    assert reason(silent, NOON) == "Silent since 11:00"
    long_ago = machine(agent=AgentStatus.OFFLINE, last_heartbeat=NOON - timedelta(days=3))
    assert reason(long_ago, NOON) == "Silent since 18 Nov"
    assert reason(machine(agent=None), NOON) == "Install agent first"
    assert reason(machine(state=InstanceState.STOPPED), NOON) == "Machine: Stopped"
    assert reason(machine(), NOON) == ""


def test_places_are_zones_or_ones_own_site() -> None:
    assert place_name(machine(zone="ap-guangzhou-3")) == "zone 3"
    assert place_name(machine(kind=InstanceKind.HOSTED)) == "own site"


def shown(machine_filter: MachineFilter, machines: list[Machine]) -> list[str]:
    return [one.name for one in filter(machine_filter.predicate(), machines)]


def test_all_words_must_be_found_anywhere_in_a_machine() -> None:
    web = machine("web-1", private_ips=("10.0.0.7",), tags=(Tag(key="tier", value="Edge"),))
    db = machine("db-1", private_ips=("10.0.0.8",), os_name="Debian 12")
    chosen = MachineFilter()
    for text, expected in (
        ("10.0.0", ["web-1", "db-1"]),
        ("EDGE", ["web-1"]),
        ("tier:edge web", ["web-1"]),
        ("debian 10.0.0.8", ["db-1"]),
        ("ins-db", ["db-1"]),
        ("edge debian", []),
        ("  ", ["web-1", "db-1"]),
    ):
        chosen.text = text
        assert shown(chosen, [web, db]) == expected


def test_values_of_one_facet_add_up_and_facets_narrow_each_other() -> None:
    machines = [
        machine("a", kind=InstanceKind.CVM),
        machine("b", kind=InstanceKind.LIGHTHOUSE),
        machine("c", kind=InstanceKind.LIGHTHOUSE, agent=None),
        machine("d", kind=InstanceKind.HOSTED),
    ]
    facets = {facet.key: facet for facet in FACETS}
    chosen = MachineFilter()
    chosen.choose("kind", ["CVM", "LIGHTHOUSE"])
    assert shown(chosen, machines) == ["a", "b", "c"]
    assert chosen.counts(facets["ready"], machines) == {READY: 2, "NO_AGENT": 1}
    chosen.choose("ready", [READY])
    assert shown(chosen, machines) == ["a", "b"]
    assert chosen.counts(facets["kind"], machines) == {"CVM": 1, "LIGHTHOUSE": 1, "HOSTED": 1}
    chosen.choose("kind", [])
    assert shown(chosen, machines) == ["a", "b", "d"]


def test_why_a_machine_takes_no_run_says_what_to_do() -> None:
    def said(one: Machine) -> str:
        refusal = one.refusal()
        assert refusal is not None
        return why_not(one, refusal, NOON)

    stopped = said(machine(state=InstanceState.STOPPED))
    assert stopped == "Machine not running: Stopped. Start it, then read again."
    silent = machine(agent=AgentStatus.OFFLINE, last_heartbeat=NOON - timedelta(hours=1))
    assert said(silent).startswith("Agent offline: Silent since 11:00. What to check stands in")
    assert said(machine(agent=None)).startswith("Agent not installed. The line that installs it")
