"""How a run is sent, as it is typed: texts become guards, and guards become texts again."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from tat_console.ports.library import Expectation
from tat_console.ports.waves import COUNTED_AS_FAILURE, Guards, Share
from tat_console.runs.expectations import pattern_problem
from tat_console.services.hours_text import hours_of, hours_text
from tat_console.services.time_words import moment_of, moment_text
from tat_console.support.i18n import _
from tat_console.tat.statuses import TaskStatus

_NUMBER: Final = re.compile(r"(\d+)(?:[.,](\d+))?\s*(%?)")
LONGEST_PAUSE_S: Final = 86_400
FAILURE_KINDS: Final = (
    TaskStatus.FAILED,
    TaskStatus.TIMEOUT,
    TaskStatus.TASK_TIMEOUT,
    TaskStatus.START_FAILED,
    TaskStatus.DELIVER_FAILED,
    TaskStatus.TERMINATED,
    TaskStatus.CANCELLED,
    TaskStatus.NOT_SENT,
    TaskStatus.UNSETTLED,
)
"""The ends that may count as failures, in the order of how usual it is to count them."""


class Between(StrEnum):
    """What is between two waves."""

    NOTHING = "nothing"
    PAUSE = "pause"
    ASK = "ask"


@dataclass(frozen=True, kw_only=True)
class GuardFields:
    """The texts of the fields; empty ones mean that there is no such guard."""

    canary: str = ""
    wave: str = ""
    between: Between = Between.NOTHING
    pause_s: str = ""
    at_once: str = ""
    stop_at: str = ""
    matches: str = ""
    exit_codes: str = ""
    opens: str = ""
    closes: str = ""
    hours: str = ""
    failures: tuple[TaskStatus, ...] = COUNTED_AS_FAILURE
    now: datetime = field(default_factory=lambda: datetime.now(UTC), compare=False)
    """When it was typed: a time without a day is the next one."""

    def problems(self) -> dict[str, str]:
        """A sentence for each field that cannot be understood, by the field's name."""
        found = {
            "canary": _share_problem(self.canary),
            "wave": _share_problem(self.wave),
            "pause_s": _number_problem(self.pause_s, LONGEST_PAUSE_S) if self.is_pausing else "",
            "at_once": _number_problem(self.at_once),
            "stop_at": _share_problem(self.stop_at),
            "matches": (pattern_problem(self.matches) or "") if self.matches else "",
            "exit_codes": _codes_problem(self.exit_codes),
            "opens": _moment_problem(self.opens, self.now),
            "closes": self._closes_problem(),
            "hours": _hours_problem(self.hours),
            "failures": "" if self.failures else _("Choose at least one kind of failure."),
        }
        return {name: sentence for name, sentence in found.items() if sentence}

    @property
    def is_pausing(self) -> bool:
        """Whether the seconds of the pause count."""
        return self.between is Between.PAUSE

    def guards(self) -> Guards:
        """What was typed; to be asked only where there are no problems."""
        stop = share_of(self.stop_at)
        return Guards(
            canary=share_of(self.canary),
            wave=share_of(self.wave),
            pause_s=_number_of(self.pause_s) if self.is_pausing else 0,
            asks_before_waves=self.between is Between.ASK,
            at_once=_number_of(self.at_once),
            stop_at_failures=stop.count if stop else 0,
            stop_at_percent=stop.percent if stop else 0.0,
            failures=tuple(sorted(self.failures)),
            opens_at=moment_of(self.opens, self.now),
            closes_at=moment_of(self.closes, self._opens_at),
            hours=hours_of(self.hours),
            expectation=self._expectation(),
        )

    @property
    def _opens_at(self) -> datetime:
        return moment_of(self.opens, self.now) or self.now

    def _closes_problem(self) -> str:
        closes_at = moment_of(self.closes, self._opens_at)
        if closes_at is None:
            return _moment_problem(self.closes, self.now)
        if closes_at <= self.now:
            return _("This time is over.")
        return _("The end comes before the beginning.") if closes_at <= self._opens_at else ""

    def _expectation(self) -> Expectation | None:
        codes = tuple(int(code) for code in re.findall(r"-?\d+", self.exit_codes))
        if not codes and not self.matches:
            return None
        matches = (self.matches,) if self.matches else ()
        return Expectation(exit_codes=codes or (0,), matches=matches)


def fields_of(guards: Guards) -> GuardFields:
    """The texts that stand for guards."""
    stop = Share(count=guards.stop_at_failures, percent=guards.stop_at_percent)
    expected = guards.expectation
    return GuardFields(
        canary=share_text(guards.canary),
        wave=share_text(guards.wave),
        between=_between(guards),
        pause_s=str(guards.pause_s or ""),
        at_once=str(guards.at_once or ""),
        stop_at=share_text(stop if stop != Share() else None),
        matches=expected.matches[0] if expected and expected.matches else "",
        exit_codes=", ".join(map(str, expected.exit_codes)) if expected else "",
        opens=moment_text(guards.opens_at),
        closes=moment_text(guards.closes_at),
        hours=hours_text(guards.hours),
        failures=guards.failures,
    )


def share_of(text: str) -> Share | None:
    """The share that a text says: "20" or "5 %"; None for an empty one."""
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        return None
    whole, part, sign = match.groups()
    if sign:
        return Share(percent=float(f"{whole}.{part or 0}"))
    return Share(count=int(whole))


def share_text(share: Share | None) -> str:
    """How a share is typed."""
    if share is None:
        return ""
    return str(share.count) if share.count else _("{percent:g} %").format(percent=share.percent)


def _between(guards: Guards) -> Between:
    if guards.asks_before_waves:
        return Between.ASK
    return Between.PAUSE if guards.pause_s else Between.NOTHING


def _share_problem(text: str) -> str:
    if not text.strip():
        return ""
    match = _NUMBER.fullmatch(text.strip())
    share = share_of(text)
    if match is None or share is None or (match[2] and not match[3]):
        return _("Type a number of machines, such as 20, or a part of them, such as 5 %.")
    if match[3] and not 0 < share.percent <= 100:
        return _("A part is more than 0 % and at most 100 %.")
    if not match[3] and not share.count:
        return _("Type 1 or more, or leave it empty.")
    return ""


def _number_of(text: str) -> int:
    return int(text.strip() or 0)


def _number_problem(text: str, most: int = 1_000_000) -> str:
    typed = text.strip()
    if typed and not (typed.isdecimal() and 0 < int(typed) <= most):
        return _("Type a whole number from 1 to {most:,}, or leave it empty.").format(most=most)
    return ""


def _moment_problem(text: str, now: datetime) -> str:
    if text.strip() and moment_of(text, now) is None:
        return _("Type a time such as 22:00, or a day and a time such as 2027-01-31 22:00.")
    return ""


def _hours_problem(text: str) -> str:
    if text.strip() and hours_of(text) is None:
        return _("Type days and times such as Mon–Fri 22:00–06:00, or 01:00–05:00 for every day.")
    return ""


def _codes_problem(text: str) -> str:
    if text.strip() and not re.fullmatch(r"\s*-?\d+(\s*,\s*-?\d+)*\s*", text):
        return _("Type exit codes with commas between them, such as 0, 3.")
    return ""
