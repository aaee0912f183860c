"""What the fields of the page mean: a draft becomes a script, with what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tat_console.ports.archive import Script
from tat_console.runs.checks import FieldProblem, problems
from tat_console.runs.per_target import BUILT_INS
from tat_console.runs.targets import Selection
from tat_console.services.drafts import Draft
from tat_console.services.parameters import FilledField
from tat_console.support.i18n import _
from tat_console.support.logs import MASK, Secret
from tat_console.tat import limits
from tat_console.tat.parameter_types import (
    ParameterDefinition,
    ParameterKind,
    definitions_for,
)

TARGETS = "targets"
"""The field name of problems about the chosen machines."""
LANDINGS_SHOWN = 6


def script_of(draft: Draft) -> Script:
    """The script that a draft describes; an unreadable timeout counts as the default."""
    content = draft.content.encode("utf-8", "replace")
    rows = definitions_for(content, draft.definitions)
    timeout_s = read_timeout(draft.timeout_s)
    return Script(
        name=draft.name,
        content=content,
        command_type=draft.command_type,
        working_directory=draft.working_directory.strip(),
        username=draft.username.strip(),
        timeout_s=limits.DEFAULT_TIMEOUT_S if timeout_s is None else timeout_s,
        parameters=_values(rows, draft.parameters),
        hidden=tuple(row.key for row in rows if row.kind is ParameterKind.SECRET),
    )


def _values(rows: Iterable[ParameterDefinition], entered: Mapping[str, str]) -> dict[str, str]:
    """What is sent; a parameter that must be given and is not is left out, so that it is missed."""
    visible = [row for row in rows if row.kind is not ParameterKind.SECRET]
    sent = {row.key: row.sent(entered.get(row.key, "")) for row in visible}
    return {
        row.key: sent[row.key]
        for row in visible
        if row.key not in BUILT_INS and (sent[row.key] or not row.required)
    }


def draft_of(script: Script) -> Draft:
    """A draft with everything of a script that was kept."""
    return Draft(
        draft_id="",
        name=script.name,
        content=script.content.decode("utf-8", "replace"),
        command_type=script.command_type,
        working_directory=script.working_directory,
        username=script.username,
        timeout_s=str(script.timeout_s),
        parameters=dict(script.parameters),
    )


def read_timeout(text: str) -> int | None:
    """The number of seconds typed, or None where it is no whole number."""
    try:
        return int(text.strip())
    except ValueError:
        return None


def problems_of(
    draft: Draft, hidden: Mapping[str, Secret], selection: Selection
) -> list[FieldProblem]:
    """Everything to be said about a draft before it can run on the machines of a selection."""
    script = script_of(draft)
    values = {**script.parameters, **dict.fromkeys(hidden, MASK)}
    return [
        *problems(script, values),
        *_value_problems(draft, hidden),
        *_timeout_problems(draft.timeout_s),
        *_target_problems(selection),
    ]


def _value_problems(draft: Draft, hidden: Mapping[str, Secret]) -> Iterator[FieldProblem]:
    entered = {**draft.parameters, **{key: value.reveal() for key, value in hidden.items()}}
    for row in definitions_for(draft.content, draft.definitions):
        value = row.sent(entered.get(row.key, ""))
        sentence = row.check(value) if value and row.key not in BUILT_INS else None
        if sentence:
            yield FieldProblem(field="parameters", key=row.key, sentence=sentence)


def _timeout_problems(text: str) -> list[FieldProblem]:
    if read_timeout(text) is not None:
        return []
    sentence = _("The timeout is empty; type a number of seconds.")
    if text.strip():
        sentence = _("The timeout “{text}” is no whole number of seconds.").format(text=text)
    return [FieldProblem(field="timeout_s", sentence=sentence)]


def _target_problems(selection: Selection) -> list[FieldProblem]:
    if selection.accepted:
        return []
    sentence = _("No machine is chosen.")
    if selection.excluded:
        sentence = _("None of the chosen machines can take this run.")
    return [FieldProblem(field=TARGETS, sentence=sentence)]


def landing_words(field: FilledField) -> str:
    """How a value stands in the script, a line each: the tool tip of its field."""
    text = _("Line {line}: {text}")
    lines = [
        text.format(line=each.line_no, text=each.text.split("\n")[0].strip())
        for each in field.landings
        if field.sent
    ]
    return "\n".join(dict.fromkeys(lines[:LANDINGS_SHOWN]))
