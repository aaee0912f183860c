"""What would keep a script from being sent, said before anything is (DESIGN §5.7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from tat_console.ports.archive import Script
from tat_console.runs.per_target import BUILT_INS
from tat_console.support.i18n import _
from tat_console.support.logs import MASK
from tat_console.tat import limits, templating
from tat_console.tat.invocations import RunCommand
from tat_console.tat.statuses import CommandType


class FieldProblem(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence for the field it belongs to.

    `field` is an attribute of Script, or `parameters` with the parameter's name in `key`. One
    that does not block is only pointed out.
    """

    field: str
    sentence: str
    key: str = ""
    start: int = 0
    end: int = 0
    blocks: bool = True


_FIELDS = {
    "Content": "content",
    "CommandName": "name",
    "WorkingDirectory": "working_directory",
    "Username": "username",
    "Timeout": "timeout_s",
}


def problems(script: Script, values: Mapping[str, str]) -> list[FieldProblem]:
    """Everything that keeps the script from being sent with these values, hidden ones included."""
    return [*_field_problems(script), *_parameter_problems(script, values)]


def _field_problems(script: Script) -> Iterator[FieldProblem]:
    draft = RunCommand(
        content=script.content,
        instance_ids=("ins-checkonly",),
        command_name=script.name or None,
        working_directory=script.working_directory or None,
        username=script.username or None,
        timeout=script.timeout_s,
    )
    for violation in limits.violations(draft):
        yield FieldProblem(field=_FIELDS[violation.field], sentence=violation.sentence)
    if script.content and not script.content.strip():
        yield FieldProblem(field="content", sentence=_("The script is empty."))
    if _cannot_enter_root(script):
        text = _("“{user}” cannot enter /root, the default folder. Give a working directory.")
        yield FieldProblem(
            field="working_directory",
            sentence=text.format(user=script.username),
            blocks=False,
        )


def _cannot_enter_root(script: Script) -> bool:
    """Another user than root without a folder ends as START_FAILED on Linux (facts §7.4)."""
    is_shell = script.command_type is CommandType.SHELL
    return is_shell and script.username not in ("", "root") and not script.working_directory


def _parameter_problems(script: Script, values: Mapping[str, str]) -> Iterator[FieldProblem]:
    asked = {parameter.key for parameter in templating.parameters(script.content)}
    used = {key: value for key, value in values.items() if key in asked}
    used |= dict.fromkeys(asked & BUILT_INS.keys(), MASK)  # each machine has its own
    for problem in templating.check(script.content, used):
        yield FieldProblem(
            field="parameters" if problem.key in asked else "content",
            key=problem.key,
            sentence=problem.sentence,
            start=problem.start,
            end=problem.end,
            blocks=problem.blocks,
        )
