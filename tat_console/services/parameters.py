"""The form of a script's parameters: what each field is, sends, lands as, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from tat_console.runs.per_target import BUILT_INS
from tat_console.support.i18n import _
from tat_console.tat import parameter_types, quoting
from tat_console.tat.parameter_types import ParameterDefinition, ParameterKind
from tat_console.tat.quoting import Landing
from tat_console.tat.statuses import CommandType


class FilledField(msgspec.Struct, frozen=True, kw_only=True):
    """One parameter in the form.

    `sent` is the text that goes to the service. `problem` keeps the run from starting; `warnings`
    do not: they tell of a value that breaks out of its quotes. A built-in is filled from each
    machine, so it has no field to type into.
    """

    definition: ParameterDefinition
    sent: str = ""
    problem: str = ""
    warnings: tuple[str, ...] = ()
    landings: tuple[Landing, ...] = ()
    is_built_in: bool = False

    @property
    def is_secret(self) -> bool:
        """Whether the value must not be written anywhere."""
        return self.definition.kind is ParameterKind.SECRET


def fill_form(
    script: str | bytes,
    command_type: CommandType,
    definitions: Iterable[ParameterDefinition],
    entered: Mapping[str, str | bool],
    built_in: Mapping[str, str] | None = None,
) -> tuple[FilledField, ...]:
    """A field for each parameter of a script, in order of first use.

    `entered` is what the fields hold, secrets too; one that holds nothing yet has its default.
    `built_in` are the values of one machine, as an example.
    """
    rows = parameter_types.definitions_for(script, definitions)
    sent = _sent(rows, entered) | dict(built_in or {})
    landed = quoting.landings(script, command_type, sent)
    return tuple(_field(row, sent.get(row.key, ""), landed) for row in rows)


def _sent(rows: Iterable[ParameterDefinition], entered: Mapping[str, str | bool]) -> dict[str, str]:
    rows = tuple(rows)
    usual = parameter_types.defaults(rows)
    return {
        row.key: row.sent(entered.get(row.key, usual.get(row.key, "")))
        for row in rows
        if row.key not in BUILT_INS
    }


def _field(row: ParameterDefinition, sent: str, landed: Iterable[Landing]) -> FilledField:
    landings = tuple(each for each in landed if each.placeholder.key == row.key)
    if built_in := BUILT_INS.get(row.key):
        row = msgspec.structs.replace(row, description=built_in.words)
    text = _("Line {line}: {danger}")
    return FilledField(
        definition=row,
        sent=sent,
        problem="" if built_in else row.check(sent) or "",
        warnings=tuple(
            text.format(line=each.line_no, danger=each.danger) for each in landings if each.danger
        ),
        landings=landings,
        is_built_in=built_in is not None,
    )


def visible_values(fields: Iterable[FilledField]) -> dict[str, str]:
    """What may be kept and shown: no secrets, and nothing that each machine fills itself."""
    return {
        field.definition.key: field.sent
        for field in fields
        if not field.is_secret and not field.is_built_in
    }
