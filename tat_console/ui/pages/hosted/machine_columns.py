"""The columns and facets of hosted machines."""

from __future__ import annotations

from tat_console.services.directory import Directory
from tat_console.services.hosting import HostedInstance, Hosting
from tat_console.support.i18n import _
from tat_console.tat.machines import Machine
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.status_looks import look_of
from tat_console.ui.kit.words import DASH, region_word
from tat_console.ui.models.columns import Cell, Column
from tat_console.ui.pages.hosted.words import minute_word
from tat_console.ui.widgets.row_filter import RowFacet


class Hosts:
    """What is known of a hosted machine besides its own row: its agent and its code."""

    def __init__(self, hosting: Hosting, directory: Directory) -> None:
        self._hosting = hosting
        self._directory = directory

    def machine(self, instance: HostedInstance) -> Machine:
        """The machine as runs see it; one that has just joined is made from its own row."""
        return self._directory.get(instance.info.instance_id) or instance.as_machine()

    def code_name(self, instance: HostedInstance) -> str:
        """The name of the code it joined with; "" where that is deleted."""
        code = self._hosting.code_of(instance)
        return code.name if code else ""


def host_columns(hosts: Hosts) -> list[Column[HostedInstance]]:
    """The columns from left to right."""
    return [
        Column("name", _("Name and ID"), 150, _name),
        Column("agent", _("Agent"), 104, lambda each: _agent(hosts.machine(each))),
        Column("system", _("System"), 128, lambda each: _system(each, hosts.machine(each))),
        Column("region", _("Region"), 92, lambda each: region_word(each.region)),
        Column("address", _("Address"), 112, lambda each: each.info.local_ip or DASH),
        Column("code", _("Joined with"), 140, lambda each: _code(each, hosts)),
        Column("tags", _("Tags"), 120, _tags, stretch=True),
    ]


def host_facets(hosts: Hosts) -> list[RowFacet[HostedInstance]]:
    """What hosted machines are filtered by."""
    return [
        RowFacet("agent", _("Agent"), lambda each: (look_of(each.info.status).word,)),
        RowFacet("system", _("System"), lambda each: (str(each.info.system_name),)),
        RowFacet("region", _("Region"), lambda each: (each.region,), region_word),
        RowFacet("code", _("Code"), lambda each: (hosts.code_name(each),)),
        RowFacet(
            "tag", _("Tag"), lambda each: tuple(f"{tag.key}: {tag.value}" for tag in each.info.tags)
        ),
    ]


def _name(each: HostedInstance) -> Cell:
    return Cell(each.name, each.info.instance_id, type=Type.NAME, second_type=Type.ID)


def _agent(machine: Machine) -> Cell:
    look = look_of(machine.agent) if machine.agent else None
    version = _("version {number}").format(number=machine.agent_version)
    return Cell(look.word if look else "", version if machine.agent_version else "", look=look)


def _system(each: HostedInstance, machine: Machine) -> Cell:
    return Cell(machine.os_name or str(each.info.system_name), each.info.host_name)


def _code(each: HostedInstance, hosts: Hosts) -> Cell:
    name = hosts.code_name(each)
    return Cell(
        name or (_("A deleted code") if each.info.register_code_id else DASH),
        minute_word(each.info.created_time),
        ink="text" if name else "text_3",
    )


def _tags(each: HostedInstance) -> Cell:
    return Cell(tags=tuple((tag.key, tag.value) for tag in each.info.tags))
