"""How carefully a run is sent: its waves and guards, and the decisions taken on the way."""

from __future__ import annotations

import math
from datetime import datetime
from enum import StrEnum
from typing import Final

import msgspec

from tat_console.ports.library import Expectation
from tat_console.tat.statuses import FAILED_TASK_STATUSES, TaskStatus

COUNTED_AS_FAILURE: Final = tuple(
    sorted({*FAILED_TASK_STATUSES, TaskStatus.NOT_SENT, TaskStatus.UNSETTLED})
)
"""What counts as a failure unless the user says otherwise; nobody knows that UNSETTLED went well."""


class Share(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A part of some machines: so many, or so many of a hundred."""

    count: int = 0
    percent: float = 0.0

    def of(self, total: int) -> int:
        """How many of `total` it is: rounded up, at least one where there are any."""
        asked = self.count or math.ceil(total * self.percent / 100)
        return min(total, max(1, asked))


EVERY_DAY: Final = (0, 1, 2, 3, 4, 5, 6)


class Hours(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Times of the week on the wall clock of this computer, minutes after midnight.

    `days` are those on which the hours begin, 0 for Monday; hours that do not end later than they
    begin end on the next day.
    """

    days: tuple[int, ...] = EVERY_DAY
    begins_min: int
    ends_min: int


class Guards(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How a run is sent and when it stops by itself; as it is made, all at once and to the end.

    `canary` is a first wave that has to succeed. `wave` is the size of the waves, between which
    are `pause_s` or the user's word (`asks_before_waves`). `at_once` limits the machines that are
    busy at a time, 0 for no limit. The run stops at `stop_at_failures` failures in all, or at
    `stop_at_percent` of the machines of one wave; 0 for never. It sends nothing before `opens_at`
    and nothing from `closes_at` on, and waits wherever it is out of `hours`. `expectation` judges outputs, apart from the service's status.
    """

    canary: Share | None = None
    wave: Share | None = None
    pause_s: int = 0
    asks_before_waves: bool = False
    at_once: int = 0
    stop_at_failures: int = 0
    stop_at_percent: float = 0.0
    failures: tuple[TaskStatus, ...] = COUNTED_AS_FAILURE
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    hours: Hours | None = None
    expectation: Expectation | None = None


class Verdict(StrEnum):
    """What the expectation says of a task that came to its own end."""

    MET = "met"
    UNMET = "unmet"


class Turn(StrEnum):
    """What was decided about a run on its way."""

    WAVE_BEGAN = "wave began"
    WAVE_ENDED = "wave ended"
    GO = "go"
    PAUSED = "paused"
    WENT_ON = "went on"
    TRIPPED = "tripped"
    STOPPED = "stopped"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    LOOKED_AGAIN = "looked again"


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a run's journal; GO is the user's word for the wave it names."""

    run_id: str
    at: datetime
    turn: Turn
    wave_no: int = 0
    note: str = ""
