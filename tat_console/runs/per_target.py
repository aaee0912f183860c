"""Values that differ from machine to machine, and the calls that they make necessary.

The service knows no such thing: one call carries one set of values for all its machines (facts
§3). So the machines are grouped by their values, and each group is sent by itself.

Four names are reserved and filled from the machine: `{{tat-instance-id}}`, `{{tat-instance-name}}`,
`{{tat-private-ip}}` and `{{tat-region}}`. Every other name is the author's, those that begin with
`tat-` as well. A saved command that is run elsewhere asks for the four like for any parameter.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec

from tat_console.support.i18n import N_, _
from tat_console.tat import templating
from tat_console.tat.machines import Machine


class BuiltIn(msgspec.Struct, frozen=True):
    """A reserved name: its words, and how a machine fills it; "" where the machine has none."""

    key: str
    description: str
    value_of: Callable[[Machine], str]

    @property
    def words(self) -> str:
        """The description, translated."""
        return _(self.description)


_ROWS: Final = (
    BuiltIn("tat-instance-id", N_("Id of the instance"), lambda machine: machine.instance_id),
    BuiltIn("tat-instance-name", N_("Name of the instance"), lambda machine: machine.name),
    BuiltIn(
        "tat-private-ip",
        N_("First private address of the instance"),
        lambda machine: next(iter(machine.private_ips), ""),
    ),
    BuiltIn("tat-region", N_("Region of the instance"), lambda machine: machine.region),
)
BUILT_INS: Final = {row.key: row for row in _ROWS}


def asked_built_ins(script: str | bytes) -> tuple[BuiltIn, ...]:
    """The reserved names that a script uses, in order of first use."""
    return tuple(
        BUILT_INS[parameter.key]
        for parameter in templating.parameters(script)
        if parameter.key in BUILT_INS
    )


def built_in_values(script: str | bytes, machine: Machine) -> dict[str, str]:
    """The values of the reserved names that a script uses, for one machine."""
    return {row.key: row.value_of(machine) for row in asked_built_ins(script)}
