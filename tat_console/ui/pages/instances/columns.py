"""The columns of the table of machines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from tat_console.ports.profiles import Profile
from tat_console.support.i18n import _
from tat_console.tat.machines import Machine
from tat_console.tat.statuses import AgentStatus
from tat_console.ui.kit.environments import ENVIRONMENT_LOOKS
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.words import DASH, kind_word, region_word
from tat_console.ui.models.columns import Cell, Column
from tat_console.ui.pages.instances.words import (
    agent_look,
    heartbeat,
    place_name,
    reason,
    system_name,
)

_ADDRESS_WIDTH: Final = 112
"""Room for 123.123.123.123: half an address is of no use."""


@dataclass
class Surroundings:
    """What the cells depend on besides the machine; `seen_at` is when the machines were read.

    `profiles` are those that the machines belong to, by instance id, where there are several.
    """

    seen_at: datetime | None = None
    is_narrow: bool = False
    profiles: Mapping[str, Profile] = field(default_factory=dict)
    are_several: bool = False
    """Whether the machines of more than one profile are looked at."""

    def profile_of(self, machine: Machine) -> Profile | None:
        """The profile that a machine belongs to."""
        return self.profiles.get(machine.instance_id)


def machine_columns(around: Surroundings) -> list[Column[Machine]]:
    """The columns from left to right; on a narrow page the kind moves under the system."""
    return [
        Column("name", _("Name and ID"), 108, _name, _name_order),
        Column("kind", _("Kind"), 78, _kind, lambda machine: machine.kind),
        Column("agent", _("Agent"), 114, lambda machine: _agent(machine, around), _agent_order),
        Column(
            "system",
            _("System"),
            107,
            lambda machine: _system(machine, around),
            lambda machine: machine.os_name,
        ),
        Column("region", _("Region"), 80, _region, lambda machine: (machine.region, machine.zone)),
        Column(
            "profile",
            _("Profile"),
            96,
            lambda machine: _profile(around.profile_of(machine)),
        ),
        Column(
            "private_ip",
            _("Private IP"),
            _ADDRESS_WIDTH,
            lambda machine: _ips(machine.private_ips),
            lambda machine: _ip_order(machine.private_ips),
        ),
        Column(
            "public_ip",
            _("Public IP"),
            _ADDRESS_WIDTH,
            lambda machine: _ips(machine.public_ips),
            lambda machine: _ip_order(machine.public_ips),
        ),
        Column("tags", _("Tags"), 160, _tags, _tags_order, stretch=True),
        Column(
            "heartbeat",
            _("Heartbeat"),
            72,
            lambda machine: _heartbeat(machine, around),
            _heartbeat_order,
            align_right=True,
        ),
    ]


def _name(machine: Machine) -> Cell:
    return Cell(
        machine.name or machine.instance_id,
        machine.instance_id,
        type=Type.NAME,
        second_type=Type.ID,
    )


def _name_order(machine: Machine) -> str:
    return f"{machine.name.casefold()}\0{machine.instance_id}"


def _kind(machine: Machine) -> Cell:
    return Cell(kind_word(machine.kind), ink="text_2")


def _agent_order(machine: Machine) -> tuple[bool, str]:
    """Order by how much there is to do: nothing, silent, not installed."""
    return machine.agent is None, "" if machine.agent is AgentStatus.ONLINE else str(machine.agent)


def _agent(machine: Machine, around: Surroundings) -> Cell:
    return Cell(
        agent_look(machine).word,
        reason(machine, around.seen_at),
        look=agent_look(machine),
        second_ink="text",
    )


def _system(machine: Machine, around: Surroundings) -> Cell:
    return Cell(system_name(machine), kind_word(machine.kind) if around.is_narrow else "")


def _region(machine: Machine) -> Cell:
    return Cell(region_word(machine.region), place_name(machine))


def _profile(profile: Profile | None) -> Cell:
    if profile is None:
        return Cell(DASH, ink="text_3")
    return Cell(profile.name, ENVIRONMENT_LOOKS[profile.environment].word)


def _ips(addresses: tuple[str, ...]) -> Cell:
    """Show the first address and how many more there are."""
    if not addresses:
        return Cell(DASH, ink="text_3")
    more = len(addresses) - 1
    return Cell(addresses[0], _("and {count} more").format(count=more) if more else "")


def _ip_order(addresses: tuple[str, ...]) -> str:
    """Order by number: 10.0.0.9 before 10.0.0.10."""
    if not addresses:
        return ""
    return ".".join([part.rjust(3, "0") for part in addresses[0].split(".")])


def _tags(machine: Machine) -> Cell:
    return Cell(tags=tuple((tag.key, tag.value) for tag in machine.tags))


def _tags_order(machine: Machine) -> list[tuple[str, str]]:
    return [(tag.key, tag.value) for tag in machine.tags]


def _heartbeat_order(machine: Machine) -> float:
    """Order by age: the freshest first, the machines that never had one last."""
    return -machine.last_heartbeat.timestamp() if machine.last_heartbeat else 0.0


def _heartbeat(machine: Machine, around: Surroundings) -> Cell:
    offline = machine.agent is AgentStatus.OFFLINE
    return Cell(heartbeat(machine, around.seen_at), ink="bad_text" if offline else "text_2")
