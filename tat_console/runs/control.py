"""Where a run stands, told from its journal alone, so that a crash changes nothing about it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import Enum
from typing import Final

import msgspec

from tat_console.ports.waves import Decision, Turn
from tat_console.support.i18n import N_, _

STOPPING: Final = frozenset({Turn.STOPPED, Turn.TRIPPED, Turn.CLOSED})


class Doing(Enum):
    """What a run does or waits for; the value says it to the user."""

    SENDING = N_("Sending")
    WATCHING = N_("Waiting for results")
    BUSY = N_("As many machines busy as allowed")
    SETTLING = N_("Looking for lost replies")
    PAUSED = N_("Paused")
    ASKING = N_("Waiting for your go")
    RESTING = N_("Pause between waves")
    EARLY = N_("Waiting for the time window")
    FROZEN = N_("Runs are frozen")
    HELD = N_("Waiting for a profile that is not connected")
    ENDING = N_("Ending")

    @property
    def words(self) -> str:
        """What it does, translated."""
        return _(self.value)


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """What comes next in a run: batches to send, a line for the journal, or a wait.

    `until` is when a wait ends by itself; `turn` with `note` is what is to be decided.
    """

    doing: Doing
    wave_no: int = 0
    batches: tuple[int, ...] = ()
    until: datetime | None = None
    turn: Turn | None = None
    note: str = ""


class Control(msgspec.Struct, frozen=True, kw_only=True):
    """What has been decided so far.

    `stopped` and `paused` are the decisions that hold; `go_wave_no` is the last wave that the
    user let begin; `began_wave_no` the last that began, -1 for none; `ended` when waves ended.
    """

    stopped: Decision | None = None
    paused: Decision | None = None
    go_wave_no: int = 0
    began_wave_no: int = -1
    ended: dict[int, datetime] = {}

    def after(self, decision: Decision) -> Control:
        """What holds once this has been decided too."""
        change = msgspec.structs.replace
        match decision.turn:
            case Turn.WAVE_BEGAN:
                return change(self, began_wave_no=decision.wave_no)
            case Turn.WAVE_ENDED:
                return change(self, ended={**self.ended, decision.wave_no: decision.at})
            case Turn.GO:
                return change(self, go_wave_no=max(self.go_wave_no, decision.wave_no))
            case Turn.PAUSED:
                return change(self, paused=decision)
            case Turn.WENT_ON:
                return change(self, paused=None)
            case turn if turn in STOPPING:
                return change(self, stopped=self.stopped or decision)
        return self


def control_of(decisions: Iterable[Decision]) -> Control:
    """Where a run stands after these decisions."""
    control = Control()
    for decision in decisions:
        control = control.after(decision)
    return control
