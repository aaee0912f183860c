"""The agents of all machines: versions, features, who has none, and why one is offline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

import msgspec

from tat_console.support.i18n import N_, _
from tat_console.tat import agents
from tat_console.tat.agents import Network, version_of
from tat_console.tat.machines import Machine
from tat_console.tat.statuses import AgentStatus, InstanceKind, InstanceState, OperatingSystem

SILENT_AFTER: Final = timedelta(minutes=10)
"""An agent that is well reports more often than that."""


class Care(Enum):
    """What an agent needs; the value says it."""

    MISSING = N_("No agent")
    OFFLINE = N_("Offline")
    OLD = N_("Old version")

    @property
    def words(self) -> str:
        """The need, translated."""
        return _(self.value)


class AgentOverview(msgspec.Struct, frozen=True, kw_only=True):
    """How the fleet stands: machines by version ("" is unknown), by feature, and by need."""

    versions: dict[str, int]
    features: dict[str, int]
    needing: dict[Care, tuple[Machine, ...]]


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to look at; `is_fine` is None where only somebody at the machine can tell."""

    title: str
    sentence: str
    is_fine: bool | None = None
    command: str = ""


class Install(msgspec.Struct, frozen=True, kw_only=True):
    """A line that installs or updates agents, and the machines that it is for."""

    system: OperatingSystem
    region: str
    names: tuple[str, ...]
    line: str


def overview(machines: Iterable[Machine]) -> AgentOverview:
    """Count versions and features, and list who needs something."""
    known = list(machines)
    newest = newest_version(known)
    with_agent = [machine for machine in known if machine.agent is not None]
    needing: dict[Care, list[Machine]] = {care: [] for care in Care}
    for machine in known:
        if care := need_of(machine, newest):
            needing[care].append(machine)
    return AgentOverview(
        versions=dict(Counter(machine.agent_version for machine in with_agent)),
        features=dict(Counter(name for machine in with_agent for name in machine.agent_features)),
        needing={care: tuple(found) for care, found in needing.items()},
    )


def newest_version(machines: Iterable[Machine]) -> tuple[int, ...]:
    """The newest version seen in the fleet or known to this program."""
    return max((agents.NEWEST_KNOWN, *(version_of(each.agent_version) for each in machines)))


def need_of(machine: Machine, newest: tuple[int, ...]) -> Care | None:
    """What the machine's agent needs; a machine that is switched off needs nothing."""
    if machine.state is not InstanceState.RUNNING:
        return None
    if machine.agent is None:
        return Care.MISSING
    if machine.agent is not AgentStatus.ONLINE:
        return Care.OFFLINE
    version = version_of(machine.agent_version)
    return Care.OLD if version and version < newest else None


def install_lines(machine: Machine, network: Network = Network.INTERNET) -> tuple[str, ...]:
    """The lines that install or update this machine's agent; for both systems if not known."""
    return tuple(each.line for each in installs([machine], network))


def installs(machines: Iterable[Machine], network: Network) -> list[Install]:
    """The lines that install or update the agents of machines, each line once."""
    names: dict[tuple[OperatingSystem, str], list[str]] = {}
    for machine in machines:
        known = machine.system is not OperatingSystem.UNKNOWN
        systems = (machine.system,) if known else (OperatingSystem.LINUX, OperatingSystem.WINDOWS)
        for system in systems:
            names.setdefault((system, machine.region), []).append(machine.name)
    return [
        Install(
            system=system,
            region=region,
            names=tuple(found),
            line=agents.install_line(system, region, network),
        )
        for (system, region), found in names.items()
    ]


def why_offline(machine: Machine, now: datetime) -> list[Check]:
    """What to look at, in this order, when a machine takes no runs."""
    return [
        *_from_afar(machine, now),
        *_service_checks(machine),
        *_network_checks(machine),
        Check(
            title=_("The clock of the machine"),
            sentence=_("Signatures are refused when it is more than 5 minutes off."),
            command="w32tm /query /status" if _is_windows(machine) else "date -u",
        ),
    ]


def _from_afar(machine: Machine, now: datetime) -> Iterator[Check]:
    running = machine.state is InstanceState.RUNNING
    state = _("The cloud says: {state}.").format(state=machine.state)
    yield Check(title=_("The machine is running"), sentence=state, is_fine=running)
    if machine.agent is None:
        text = _("None was ever seen. Install it with this line, as root or administrator.")
        line = " / ".join(install_lines(machine))
        yield Check(title=_("An agent is installed"), sentence=text, is_fine=False, command=line)
    elif machine.last_heartbeat is not None:
        silent = now - machine.last_heartbeat
        when = machine.last_heartbeat.astimezone().strftime("%Y-%m-%d %H:%M:%S")
        yield Check(
            title=_("The agent reports"),
            sentence=_("It was last heard of at {time}.").format(time=when),
            is_fine=silent < SILENT_AFTER,
        )
    if machine.kind is not InstanceKind.HOSTED:
        network = machine.vpc_id or machine.kind is InstanceKind.LIGHTHOUSE
        text = _("The classic network is not supported.")
        yield Check(title=_("It is in a private network"), sentence=text, is_fine=bool(network))


def _service_checks(machine: Machine) -> Iterator[Check]:
    windows = _is_windows(machine)
    yield Check(
        title=_("The agent's service is running"),
        sentence=_("Start it if it is stopped; its log says why it ended."),
        command="sc query tatsvc" if windows else "systemctl status tat_agent",
    )
    if machine.kind is InstanceKind.HOSTED:
        yield Check(
            title=_("It is registered still"),
            sentence=_(
                "A machine that was removed here, copied, or whose id changed has to be registered "
                "again with a new code."
            ),
        )


def _network_checks(machine: Machine) -> Iterator[Check]:
    for each in agents.addresses(machine.region, is_hosted=machine.kind is InstanceKind.HOSTED):
        windows = f"Test-NetConnection {each.host} -Port {each.port}"
        text = _("{purpose}. Firewalls and proxies must let it out to {host}, port {port}.")
        yield Check(
            title=_("It reaches {host}:{port}").format(host=each.host, port=each.port),
            sentence=text.format(purpose=each.purpose, host=each.host, port=each.port),
            command=windows if _is_windows(machine) else f"nc -zvw5 {each.host} {each.port}",
        )


def _is_windows(machine: Machine) -> bool:
    return machine.system is OperatingSystem.WINDOWS


def filtered(machines: Iterable[Machine], care: Care | None) -> Sequence[Machine]:
    """The machines with this need, or all."""
    known = list(machines)
    newest = newest_version(known)
    return [each for each in known if care is None or need_of(each, newest) is care]
