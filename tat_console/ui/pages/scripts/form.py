"""What the fields of the page mean: a draft becomes a script, with what is wrong with it."""

from __future__ import annotations

from collections.abc import Collection

from tat_console.ports.archive import Script
from tat_console.runs.checks import FieldProblem, problems
from tat_console.runs.targets import Selection
from tat_console.services.drafts import Draft
from tat_console.support.i18n import _
from tat_console.support.logs import MASK
from tat_console.tat import limits, templating

TARGETS = "targets"
"""The field name of problems about the chosen machines."""


def script_of(draft: Draft) -> Script:
    """The script that a draft describes; an unreadable timeout counts as the default."""
    content = draft.content.encode("utf-8", "replace")
    asked = templating.parameters(content)
    visible = {parameter.key for parameter in asked if not parameter.hidden}
    timeout_s = read_timeout(draft.timeout_s)
    return Script(
        name=draft.name,
        content=content,
        command_type=draft.command_type,
        working_directory=draft.working_directory.strip(),
        username=draft.username.strip(),
        timeout_s=limits.DEFAULT_TIMEOUT_S if timeout_s is None else timeout_s,
        parameters={
            key: value for key, value in draft.parameters.items() if key in visible and value
        },
        hidden=tuple(parameter.key for parameter in asked if parameter.hidden),
    )


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
    draft: Draft, hidden_given: Collection[str], selection: Selection
) -> list[FieldProblem]:
    """Everything to be said about a draft before it can run on the machines of a selection."""
    script = script_of(draft)
    values = {**script.parameters, **dict.fromkeys(hidden_given, MASK)}
    return [
        *problems(script, values),
        *_timeout_problems(draft.timeout_s),
        *_target_problems(selection),
    ]


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
