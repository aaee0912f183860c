"""Short words for machines: state, system, place, heartbeat, and why one cannot take a run."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Final

from tat_console.support.i18n import N_, _
from tat_console.tat.machines import Machine, Refusal
from tat_console.tat.statuses import InstanceKind, InstanceState
from tat_console.ui.kit.status_looks import AGENT_MISSING, StatusLook, look_of
from tat_console.ui.kit.theme import ToneName

_STATES: Final = {
    InstanceState.RUNNING: N_("Running"),
    InstanceState.STOPPED: N_("Stopped"),
    InstanceState.STARTING: N_("Starting"),
    InstanceState.STOPPING: N_("Stopping"),
    InstanceState.REBOOTING: N_("Rebooting"),
    InstanceState.PENDING: N_("Being created"),
    InstanceState.LAUNCH_FAILED: N_("Not created"),
    InstanceState.SHUTDOWN: N_("Stopped, to be returned"),
    InstanceState.TERMINATING: N_("Being returned"),
}
_WITH_VERSION: Final = re.compile(r"(.*?\d+(?:\.\d+)*)\b")
_DAY: Final = timedelta(days=1)

_ADVICE: Final = {
    Refusal.STOPPED: N_("Start it, then read again."),
    Refusal.OFFLINE: N_("What to check stands in Hosted, Agent care."),
    Refusal.NO_AGENT: N_("The line that installs it stands in Hosted, Agent care."),
    Refusal.AGENT_TOO_OLD: N_("The line that updates it stands in Hosted, Agent care."),
    Refusal.NO_NETWORK: N_("The service does not reach the classic network."),
}
"""What helps a machine that cannot take a run."""


def state_word(state: InstanceState) -> str:
    """The state of the machine itself."""
    return _(_STATES.get(state, str(state)))


def state_look(state: InstanceState) -> StatusLook:
    """How the state of the machine itself is shown."""
    running = state is InstanceState.RUNNING
    return StatusLook("ph.power", state_word(state), ToneName.GOOD if running else ToneName.LATE)


def system_name(machine: Machine) -> str:
    """The system without its trimmings: "Ubuntu 22.04" for "Ubuntu Server 22.04 LTS 64bit"."""
    plain = machine.os_name.replace(" Server ", " ")
    found = _WITH_VERSION.match(plain)
    return found.group(1) if found else plain or str(machine.system)


def place_name(machine: Machine) -> str:
    """The zone inside the region, or where else the machine stands."""
    if machine.kind is InstanceKind.HOSTED:
        return _("own site")
    number = machine.zone.removeprefix(machine.region).strip("-")
    return _("zone {number}").format(number=number) if number.isdigit() else machine.zone


def agent_look(machine: Machine) -> StatusLook:
    """How the agent's state is shown; a machine that never had one is "Not installed"."""
    return AGENT_MISSING if machine.agent is None else look_of(machine.agent)


def age(seconds: float) -> str:
    """A stretch of time in one number: "6 s", "4 min", "3 h", "12 d"."""
    steps = (
        (60, 1, _("{number} s")),
        (3600, 60, _("{number} min")),
        (86400, 3600, _("{number} h")),
    )
    for below, unit, text in steps:
        if seconds < below:
            return text.format(number=max(0, int(seconds // unit)))
    return _("{number} d").format(number=int(seconds // 86400))


def heartbeat(machine: Machine, seen_at: datetime | None) -> str:
    """How old the last heartbeat was when the machine was last read."""
    if machine.last_heartbeat is None or seen_at is None:
        return _("never") if machine.last_heartbeat is None else ""
    return age((seen_at - machine.last_heartbeat).total_seconds())


def short_time(moment: datetime, now: datetime) -> str:
    """The local time of day, for earlier days the date."""
    local = moment.astimezone()
    return f"{local:%H:%M}" if now - moment < _DAY else f"{local.day} {local:%b}"


def why_not(machine: Machine, refusal: Refusal, seen_at: datetime | None) -> str:
    """Why the machine cannot take a run, and what to do about it, in sentences."""
    advice = _(_ADVICE.get(refusal, ""))
    detail = ""
    if refusal is Refusal.STOPPED:
        detail = state_word(machine.state)
    elif refusal is Refusal.OFFLINE:
        detail = reason(machine, seen_at)
    if not detail or detail == refusal.words:
        return _("{why}. {advice}").format(why=refusal.words, advice=advice).rstrip()
    text = _("{why}: {detail}. {advice}")
    return text.format(why=refusal.words, detail=detail, advice=advice).rstrip()


def reason(machine: Machine, seen_at: datetime | None) -> str:
    """Why the machine cannot take a run, in the few words of a table cell; "" where it can."""
    match machine.refusal():
        case None:
            return ""
        case Refusal.OFFLINE if machine.last_heartbeat is not None and seen_at is not None:
            since = short_time(machine.last_heartbeat, seen_at)
            return _("Silent since {time}").format(time=since)
        case Refusal.NO_AGENT:
            return _("Install agent first")
        case Refusal.STOPPED:
            return _("Machine: {state}").format(state=state_word(machine.state))
        case refusal:
            return refusal.words
