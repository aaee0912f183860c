"""The machines there are now: the fleet of the start, with what was registered or changed since."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec

from tat_console.sandbox.faults import Faults
from tat_console.sandbox.fleet import Region, all_regions, build_fleet
from tat_console.sandbox.machines import Machine
from tat_console.sandbox.store import Store, Table
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _
from tat_console.tat.statuses import AgentStatus, InstanceKind

_SILENCE: Final = timedelta(hours=3)
_HEARTBEAT_S: Final = 20


class World:
    """Machines by region; a changed hosted machine is kept in the store."""

    def __init__(
        self, store: Store, instances: int, regions: Sequence[str], faults: Faults
    ) -> None:
        known = all_regions()
        unknown = [code for code in regions if code not in known]
        if unknown:
            raise ConsoleError(
                _("The sandbox does not know the region {region}.").format(region=unknown[0]),
                _("It knows {regions}.").format(regions=", ".join(known)),
            )
        self.regions: dict[str, Region] = {code: known[code] for code in regions}
        self._faults = faults
        self._began = datetime.now(UTC).replace(microsecond=0)
        self._machines = {each.key: each for each in build_fleet(instances, self.regions)}
        self._changed = Table(Machine, store)
        self._machines |= {each.key: each for each in self._changed}

    def machine(self, instance_id: str, region: str) -> Machine | None:
        """The machine of this id in this region, or None."""
        machine = self._machines.get(instance_id)
        if machine is None or machine.region != region or machine.deleted:
            return None
        return self._now(machine)

    def _now(self, machine: Machine) -> Machine:
        """The machine as it is at the moment: a fault may keep its agent offline."""
        if machine.agent and self._faults.is_offline(machine.instance_id):
            return msgspec.structs.replace(machine, agent=AgentStatus.OFFLINE)
        return machine

    def machines(self, region: str, kind: InstanceKind | None = None) -> Iterator[Machine]:
        """The machines of a region, of one kind or of all."""
        return (
            self._now(machine)
            for machine in self._machines.values()
            if machine.region == region
            and not machine.deleted
            and (kind is None or machine.kind is kind)
        )

    def put(self, machine: Machine) -> None:
        """Add a machine, or replace it by its changed self, for good."""
        self._machines[machine.key] = machine
        self._changed.put(machine)

    def last_heartbeat(self, machine: Machine) -> datetime:
        """When the machine's agent was last heard of; an offline one has been silent for hours."""
        if machine.agent is not AgentStatus.ONLINE:
            return self._began - _SILENCE
        spread = timedelta(seconds=sum(machine.instance_id.encode()) % _HEARTBEAT_S)
        return max(self._began, datetime.now(UTC).replace(microsecond=0) - spread)
