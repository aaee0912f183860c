"""Short words and looks for codes, agents and their needs."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from tat_console.services.agent_care import Care
from tat_console.services.hosting import CodeState, RegisterCode
from tat_console.support.i18n import _
from tat_console.tat.machines import Machine
from tat_console.ui.kit.status_looks import AGENT_MISSING, StatusLook, look_of
from tat_console.ui.kit.theme import ToneName

_CODE_LOOKS: Final = {
    CodeState.GOOD: ("ph.check-circle-fill", ToneName.GOOD),
    CodeState.RUNS_OUT: ("ph.warning-fill", ToneName.LATE),
    CodeState.USED_UP: ("ph.stop-circle-fill", ToneName.IDLE),
    CodeState.EXPIRED: ("ph.timer-fill", ToneName.IDLE),
    CodeState.DISABLED: ("ph.prohibit", ToneName.HALTED),
}
_CARE_LOOKS: Final = {
    Care.MISSING: ("ph.minus-circle-fill", ToneName.LATE),
    Care.OFFLINE: ("ph.x-circle-fill", ToneName.BAD),
    Care.OLD: ("ph.arrow-circle-up-fill", ToneName.LATE),
}


def code_look(state: CodeState) -> StatusLook:
    """How the state of a code is shown."""
    icon, tone = _CODE_LOOKS[state]
    return StatusLook(icon, state.value, tone)


def care_look(care: Care) -> StatusLook:
    """How what an agent needs is shown."""
    icon, tone = _CARE_LOOKS[care]
    return StatusLook(icon, care.value, tone)


def agent_look(machine: Machine) -> StatusLook:
    """How the agent's state is shown; a machine that never had one is "Not installed"."""
    return AGENT_MISSING if machine.agent is None else look_of(machine.agent)


def minute_word(moment: datetime | None) -> str:
    """A moment on this computer's clock: "2026-11-22 10:04"; "" for none."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M}" if moment else ""


def stretch_word(seconds: float) -> str:
    """A stretch of time: "12 d", "30 h", "3 h 59 min", "4 min", "under 1 min"."""
    days, hours, minutes = (int(seconds // size) for size in (86_400, 3_600, 60))
    if days >= 2:
        return _("{number} d").format(number=f"{days:,}")
    if hours >= 10 or (hours and not minutes % 60):
        return _("{number} h").format(number=hours)
    if hours:
        return _("{hours} h {minutes} min").format(hours=hours, minutes=minutes % 60)
    return _("{number} min").format(number=minutes) if minutes else _("under 1 min")


def expiry_word(code: RegisterCode, now: datetime) -> str:
    """How long a code is good from now on, or how long it has not been."""
    expires = code.info.expired_time
    if expires is None:
        return ""
    seconds = (expires - now).total_seconds()
    text = _("in {stretch}") if seconds > 0 else _("{stretch} ago")
    return text.format(stretch=stretch_word(abs(seconds)))
