"""How calls and actions are said on the page of the API."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tat_console.ports.cloud import CallRecord
from tat_console.support.i18n import N_, _
from tat_console.tat.actions import ACTIONS, Action, Safety
from tat_console.ui.kit.status_looks import StatusLook
from tat_console.ui.kit.theme import ToneName

OK: Final = "ok"
NO_ANSWER: Final = {
    "not sent": StatusLook("ph.prohibit-inset-fill", N_("Not sent"), ToneName.LATE),
    "reply lost": StatusLook("ph.question-fill", N_("Reply lost"), ToneName.LATE),
}
_GOOD: Final = StatusLook("ph.check-circle-fill", N_("OK"), ToneName.GOOD)


def outcome_look(outcome: str) -> StatusLook:
    """Icon, word and colour of how a call ended; the service's codes are their own words."""
    if outcome == OK:
        return _GOOD
    return NO_ANSWER.get(outcome) or StatusLook("ph.x-circle-fill", outcome, ToneName.BAD)


def exact_duration(record: CallRecord) -> str:
    """How long a call took, to the millisecond."""
    if record.duration_s < 1:
        return _("{count:.0f} ms").format(count=record.duration_s * 1000)
    return _("{seconds:.2f} s").format(seconds=record.duration_s)


def exact_time(record: CallRecord) -> str:
    """When a call ended, to the millisecond."""
    local = record.at.astimezone()
    return f"{local:%H:%M:%S}.{local.microsecond // 1000:03}"


@dataclass(frozen=True, slots=True)
class SafetyWords:
    """A safety class in a word, in a sentence, and its colour."""

    word: str
    sentence: str
    tone: ToneName


SAFETY: Final = {
    Safety.READ: SafetyWords(N_("reads"), N_("Reads only. Nothing is changed."), ToneName.IDLE),
    Safety.REPEATABLE: SafetyWords(
        N_("changes"), N_("Changes something. Sending it twice does no more."), ToneName.LATE
    ),
    Safety.CREATE: SafetyWords(
        N_("creates"), N_("Creates something. Sending it twice creates two."), ToneName.LATE
    ),
    Safety.DELETE: SafetyWords(
        N_("deletes"), N_("Deletes something. It cannot be undone."), ToneName.BAD
    ),
    Safety.RUN: SafetyWords(
        N_("runs"), N_("Runs a script on machines, at once and every time."), ToneName.BAD
    ),
}

_AREAS: Final = {
    "commands": N_("Commands"),
    "invocations": N_("Runs"),
    "instances": N_("Machines"),
    "invokers": N_("Schedules"),
    "hosting": N_("Hosted machines"),
    "account": N_("Account"),
}


def actions_by_area() -> list[tuple[str, list[Action]]]:
    """Every action under the name of its area, which is the module of its request."""
    found: dict[str, list[Action]] = {title: [] for title in _AREAS.values()}
    for action in ACTIONS.values():
        found[_AREAS[action.request.__module__.rpartition(".")[2]]].append(action)
    return [(_(title), actions) for title, actions in found.items()]


def full_name(action: Action) -> str:
    """The name of an action, with its service where that is not TAT."""
    return action.name if action.service.name == "tat" else f"{action.service.name}.{action.name}"
