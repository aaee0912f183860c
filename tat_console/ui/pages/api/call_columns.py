"""The columns of the calls."""

from __future__ import annotations

from collections.abc import Callable

from tat_console.services.api_calls import ApiCall
from tat_console.support.i18n import _
from tat_console.tat.actions import ACTIONS
from tat_console.ui.kit.fonts import Type
from tat_console.ui.models.columns import Cell, Column
from tat_console.ui.pages.api.words import exact_duration, exact_time, full_name, outcome_look

NameOf = Callable[[str], str]
"""Gives the name of a profile by its id."""


def call_columns(name_of: NameOf) -> list[Column[ApiCall]]:
    """The columns from left to right."""
    return [
        Column("time", _("Time"), 100, _time, lambda call: call.number),
        Column("action", _("Action"), 220, _action),
        Column("result", _("Result"), 210, _result, stretch=True),
        Column("region", _("Region"), 110, lambda call: Cell(call.record.region, ink="text_2")),
        Column(
            "duration",
            _("Duration"),
            76,
            lambda call: exact_duration(call.record),
            lambda call: call.record.duration_s,
            align_right=True,
        ),
        Column("request_id", _("RequestId"), 266, _request_id),
        Column("profile", _("Profile"), 120, lambda call: name_of(call.record.profile_id)),
    ]


def action_words(call: ApiCall) -> str:
    """The name of the action that was called."""
    action = ACTIONS.get(call.key)
    return full_name(action) if action else call.key


def _time(call: ApiCall) -> Cell:
    return Cell(exact_time(call.record), ink="text_2", type=Type.CODE_SMALL)


def _action(call: ApiCall) -> Cell:
    return Cell(action_words(call), type=Type.NAME)


def _result(call: ApiCall) -> Cell:
    look = outcome_look(call.record.outcome)
    return Cell(look.word, look=look)


def _request_id(call: ApiCall) -> Cell:
    return Cell(call.record.request_id, ink="text_2", type=Type.ID)
