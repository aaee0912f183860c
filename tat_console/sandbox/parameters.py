"""Custom parameters of commands and runs: read, refused with the service's codes, filled (facts §3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from tat_console.sandbox.refusal import Refused
from tat_console.tat import templating
from tat_console.tat.commands import DefaultParameterConf
from tat_console.tat.templating import ParameterError, ProblemKind

_CODES: Final = {
    ProblemKind.NOT_AN_OBJECT: "ParameterInvalidJsonFormat",
    ProblemKind.TOO_MANY: "ParameterNumberExceeded",
    ProblemKind.BAD_NAME: "ParameterKeyContainsInvalidChar",
    ProblemKind.NAME_TOO_LONG: "ParameterKeyLenExceeded",
    ProblemKind.NAME_TWICE: "ParameterKeyDuplicated",
    ProblemKind.VALUE_NOT_TEXT: "ParameterValueNotString",
}


class FilledScript(msgspec.Struct, frozen=True):
    """A script ready to run, beside what may be shown of it in records."""

    script: bytes
    shown_script: bytes
    shown_parameters: str


def read(text: str | None) -> dict[str, str]:
    """The parameters of a JSON text; raises Refused with one of the six codes for them."""
    try:
        return templating.read_parameters(text or "")
    except ParameterError as error:
        code = _CODES[error.problem.kind]
        raise Refused(f"InvalidParameterValue.{code}", key=error.problem.key) from error


def read_defaults(text: str | None, confs: Sequence[DefaultParameterConf] | None) -> dict[str, str]:
    """The defaults of a command, given in one form or the other; raises Refused."""
    if confs is None:
        return read(text)
    pairs = [(conf.parameter_name, conf.parameter_value) for conf in confs]
    for problem in templating.check_values(pairs):
        if problem.kind is ProblemKind.NAME_TWICE:
            raise Refused("InvalidParameter.ParameterNameDuplicated", key=problem.key)
        raise Refused(f"InvalidParameterValue.{_CODES[problem.kind]}", key=problem.key)
    return dict(pairs)


def fill(content: bytes, values: Mapping[str, str], *, enabled: bool) -> FilledScript:
    """The script with its values; raises Refused where a placeholder has none.

    Where a hidden parameter is used, records show the script as it was written.
    """
    if not enabled:
        return FilledScript(content, content, "")
    for parameter in templating.parameters(content):
        if parameter.key not in values:
            raise Refused("InvalidParameterValue.LackOfParameterInfo", key=parameter.key)
    script = templating.fill(content, values).content
    hidden = any(parameter.hidden for parameter in templating.parameters(content))
    shown = templating.write_parameters(templating.mask_values(content, values)) if values else ""
    return FilledScript(script, content if hidden else script, shown)
