"""Machines grouped by the values that are filled in for them."""

from __future__ import annotations

from tat_console.runs.per_target import (
    asked_built_ins,
    built_in_values,
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
