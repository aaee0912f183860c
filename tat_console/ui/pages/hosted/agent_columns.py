"""The columns and facets of agents over the whole fleet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from tat_console.services import agent_care
from tat_console.services.agent_care import Care
from tat_console.support.i18n import _
from tat_console.tat.agents import version_of
from tat_console.tat.machines import Machine
from tat_console.tat.statuses import InstanceState
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.words import DASH, kind_word, region_word
from tat_console.ui.models.columns import Cell, Column
from tat_console.ui.pages.hosted.words import agent_look, care_look, minute_word, stretch_word
from tat_console.ui.widgets.row_filter import RowFacet


class Fleet:
    """What an agent is compared with: the newest version there is, and when all were read."""

    def __init__(self) -> None:
        self.newest: tuple[int, ...] = ()
        self.seen_at: datetime | None = None

    def need(self, machine: Machine) -> Care | None:
        """What the machine's agent needs."""
        return agent_care.need_of(machine, self.newest)


def agent_columns(fleet: Fleet) -> list[Column[Machine]]:
    """The columns from left to right; what needs something comes first."""
    return [
        Column("name", _("Name and ID"), 150, _name),
        Column("agent", _("Agent"), 122, lambda each: _agent(each, fleet), fleet_order(fleet)),
        Column("version", _("Version"), 76, _version, lambda each: version_of(each.agent_version)),
        Column("features", _("Features"), 138, _features),
        Column("system", _("System"), 136, _system, lambda each: each.os_name, stretch=True),
        Column("region", _("Region"), 92, lambda each: region_word(each.region)),
        Column("heard", _("Last heard"), 128, lambda each: _heard(each, fleet), _heard_order),
    ]


def agent_facets(fleet: Fleet) -> list[RowFacet[Machine]]:
    """What agents are filtered by."""
    return [
        RowFacet("need", _("Needs"), lambda each: (_need_words(each, fleet),)),
        RowFacet("version", _("Version"), lambda each: (each.agent_version,)),
        RowFacet("feature", _("Feature"), lambda each: each.agent_features),
        RowFacet("kind", _("Kind"), lambda each: (kind_word(each.kind),)),
        RowFacet("system", _("System"), lambda each: (str(each.system),)),
        RowFacet("region", _("Region"), lambda each: (each.region,), region_word),
    ]


def agent_text(machine: Machine) -> str:
    """Everything of a machine that words are looked for in."""
    addresses = (*machine.private_ips, *machine.public_ips)
    names = (machine.name, machine.instance_id, machine.os_name, machine.agent_version)
    return " ".join((*names, *addresses))


def fleet_order(fleet: Fleet) -> Callable[[Machine], tuple[int, str]]:
    """Order by need: no agent, offline, old, then those that are well."""
    order = list(Care)

    def key(machine: Machine) -> tuple[int, str]:
        need = fleet.need(machine)
        return order.index(need) if need else len(order), machine.name.casefold()

    return key


def _name(each: Machine) -> Cell:
    name = each.name or each.instance_id
    return Cell(name, each.instance_id, type=Type.NAME, second_type=Type.ID)


def _need_words(each: Machine, fleet: Fleet) -> str:
    need = fleet.need(each)
    return need.words if need else _("Nothing")


def _agent(each: Machine, fleet: Fleet) -> Cell:
    look, need = agent_look(each), fleet.need(each)
    is_off = each.state is not InstanceState.RUNNING
    if need is Care.OLD:
        return Cell(care_look(need).word, look.word, look=care_look(need))
    second = _("Machine is off") if is_off else _("Install it") if need is Care.MISSING else ""
    return Cell(look.word, second, look=look)


def _system(each: Machine) -> Cell:
    return Cell(each.os_name or str(each.system), kind_word(each.kind))


def _version(each: Machine) -> Cell:
    return Cell(each.agent_version or DASH, ink="text" if each.agent_version else "text_3")


def _features(each: Machine) -> Cell:
    return Cell(", ".join(each.agent_features) or DASH, ink="text_2")


def _heard(each: Machine, fleet: Fleet) -> Cell:
    if each.last_heartbeat is None or fleet.seen_at is None:
        return Cell(_("never"), ink="text_3")
    age = (fleet.seen_at - each.last_heartbeat).total_seconds()
    words = _("{stretch} ago").format(stretch=stretch_word(age))
    return Cell(minute_word(each.last_heartbeat), words, ink="text_2")


def _heard_order(each: Machine) -> float:
    return -each.last_heartbeat.timestamp() if each.last_heartbeat else 0.0
