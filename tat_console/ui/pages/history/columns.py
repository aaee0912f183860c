"""The columns of the history: a line for each run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from tat_console.ports.archive import Relation, RunRecord, RunState, RunSummary
from tat_console.support.i18n import N_, _
from tat_console.ui.kit.environments import ENVIRONMENT_LOOKS
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.status_looks import look_of
from tat_console.ui.kit.words import duration_word, moment_word, stopwatch_word, type_word
from tat_console.ui.models.columns import Cell, Column
from tat_console.ui.widgets.status_bar_chart import ordered

Now = Callable[[], datetime]

_RELATIONS: Final = {
    Relation.RETRY: N_("Retry of the run of {time}"),
    Relation.AGAIN: N_("Again, after the run of {time}"),
}
_RELATIONS_ALONE: Final = {
    Relation.RETRY: N_("Retry of an older run"),
    Relation.AGAIN: N_("Again, after an older run"),
}


def history_columns(known: Mapping[str, RunSummary], now: Now) -> list[Column[RunSummary]]:
    """The columns from left to right; `known` are the runs by id, for what came from what."""
    return [
        Column("name", _("Run"), 260, lambda row: _name(row.run, known, now()), stretch=True),
        Column("started", _("Started"), 130, lambda row: moment_word(row.run.created_at, now())),
        Column("profile", _("Profile"), 160, lambda row: _profile(row.run)),
        Column("counts", _("Tasks"), 230, _counts),
        Column("machines", _("Machines"), 80, _machines, align_right=True),
        Column(
            "duration", _("Duration"), 90, lambda row: _duration(row.run, now()), align_right=True
        ),
    ]


def run_name(run: RunRecord) -> str:
    """The name of a run: that of its script."""
    return run.script.name or _("Script without a name")


def relation_words(run: RunRecord, known: Mapping[str, RunSummary], now: datetime) -> str:
    """How a run came from an earlier one, "" where it did not."""
    if run.relation is None:
        return ""
    parent = known.get(run.parent_run_id)
    if parent is None:
        return _(_RELATIONS_ALONE[run.relation])
    return _(_RELATIONS[run.relation]).format(time=moment_word(parent.run.created_at, now))


def _name(run: RunRecord, known: Mapping[str, RunSummary], now: datetime) -> Cell:
    second = relation_words(run, known, now) or type_word(run.script.command_type)
    return Cell(run_name(run), second, type=Type.NAME)


def _profile(run: RunRecord) -> Cell:
    look = ENVIRONMENT_LOOKS[run.environment]
    ink = f"env_{run.environment}_text"
    return Cell(run.profile_name, look.word, ink=ink, icon=look.icon)


def _counts(row: RunSummary) -> Cell:
    marks = tuple((look_of(status), f"{n:,}") for status, n in ordered(row.counts).items())
    return Cell(marks=marks)


def _machines(row: RunSummary) -> str:
    return f"{sum(row.counts.values()):,}"


def _duration(run: RunRecord, now: datetime) -> Cell:
    seconds = max(0.0, ((run.ended_at or now) - run.created_at).total_seconds())
    if run.state is RunState.LIVE:
        return Cell(stopwatch_word(seconds), ink="busy_text")
    return Cell(duration_word(seconds) if run.ended_at else "", ink="text_2")
