"""Faults on purpose, for rehearsing and testing: which calls, machines or tasks go wrong, and how.

Rules come from a TOML file (`--faults FILE.toml`, tables `[[rule]]`) or from a signed request to
the path /faults with `{"rules": […]}`. A rule counts the events it is about, so a rehearsal
can be repeated and goes the same way.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Final

import msgspec

from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _

PATH: Final = "/faults"


class Effect(StrEnum):
    """What goes wrong."""

    DELAY = "delay"
    REFUSE = "refuse"
    DROP_BEFORE = "drop-before"
    DROP_AFTER = "drop-after"
    HTTP = "http"
    TRUNCATE = "truncate"
    CONTENT_TYPE = "content-type"
    ERROR = "error"
    THROTTLE = "throttle"
    EXPIRED_TOKEN = "expired-token"
    CLOCK = "clock"
    OFFLINE = "offline"
    DELIVER_DELAYED = "deliver-delayed"
    DELIVER_FAILED = "deliver-failed"
    TASK_TIMEOUT = "task-timeout"


CALL_EFFECTS: Final = frozenset(
    {
        Effect.DELAY,
        Effect.REFUSE,
        Effect.DROP_BEFORE,
        Effect.DROP_AFTER,
        Effect.HTTP,
        Effect.TRUNCATE,
        Effect.CONTENT_TYPE,
        Effect.ERROR,
        Effect.THROTTLE,
        Effect.EXPIRED_TOKEN,
    }
)
TASK_EFFECTS: Final = frozenset(
    {Effect.DELIVER_DELAYED, Effect.DELIVER_FAILED, Effect.TASK_TIMEOUT}
)


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One fault: what it is about, when it strikes, and how.

    `action` and `instances` choose events, empty for all; `nth` are the ones of them it strikes,
    counted from 1, empty for all; `probability` strikes some of those. The rest are the details
    of single effects: `seconds` of a delay, of a refusal or of a clock's offset; the `code` of an
    error; the `status` of HTTP; the `content_type`.
    """

    effect: Effect
    action: str = ""
    instances: tuple[str, ...] = ()
    nth: tuple[int, ...] = ()
    probability: float = 1.0
    seconds: float = 1.0
    code: str = "InternalError"
    status: int = 500
    content_type: str = "text/html"


class FaultFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of rules."""

    rule: tuple[Rule, ...] = ()


class RuleSet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the control request holds and answers; without rules it only asks."""

    rules: tuple[Rule, ...] | None = None
    request_id: str = ""


class Faults:
    """The rules in force and how many events each has seen."""

    def __init__(self, rules: Sequence[Rule] = ()) -> None:
        self.rules: tuple[Rule, ...] = ()
        self._seen: Counter[int] = Counter()
        self.replace(rules)

    def replace(self, rules: Sequence[Rule]) -> None:
        """Put other rules in force; all counts begin anew."""
        self.rules = tuple(rules)
        self._seen.clear()

    @property
    def clock_offset_s(self) -> float:
        """How far the service's clock is off."""
        return sum(rule.seconds for rule in self.rules if rule.effect is Effect.CLOCK)

    def of_call(self, action: str) -> list[Rule]:
        """What goes wrong with this call of an action, in the order of the rules."""
        return [
            rule
            for place, rule in enumerate(self.rules)
            if rule.effect in CALL_EFFECTS
            and rule.action in {"", action}
            and self._strikes(place, rule)
        ]

    def of_task(self, instance_id: str) -> Rule | None:
        """What goes wrong with a new task on this machine."""
        return next(
            (
                rule
                for place, rule in enumerate(self.rules)
                if rule.effect in TASK_EFFECTS
                and _is_about(rule, instance_id)
                and self._strikes(place, rule)
            ),
            None,
        )

    def is_offline(self, instance_id: str) -> bool:
        """Whether the machine's agent is kept offline."""
        return any(
            rule.effect is Effect.OFFLINE and _is_about(rule, instance_id) for rule in self.rules
        )

    def _strikes(self, place: int, rule: Rule) -> bool:
        self._seen[place] += 1
        number = self._seen[place]
        if rule.nth and number not in rule.nth:
            return False
        dice = hashlib.sha256(f"{place}/{number}".encode()).digest()
        return int.from_bytes(dice[:4], "big") < rule.probability * 2**32


def _is_about(rule: Rule, instance_id: str) -> bool:
    return not rule.instances or instance_id in rule.instances


def read_faults(path: Path) -> tuple[Rule, ...]:
    """The rules of a TOML file; raises ConsoleError where it cannot be read."""
    try:
        return msgspec.toml.decode(path.read_bytes(), type=FaultFile).rule
    except (OSError, msgspec.DecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise ConsoleError(
            _("The rules for faults in {path} cannot be read.").format(path=path), f"{reason}."
        ) from error
