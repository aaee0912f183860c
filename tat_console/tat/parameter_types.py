"""What a parameter may be: its kind, its words, its checks, and what is sent for it (facts §3).

The service knows a name, a value and a description. Everything else here is kept beside the
script and checked before anything is sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Final

import msgspec

from tat_console.support.i18n import N_, _
from tat_console.support.logs import MASK
from tat_console.tat import templating
from tat_console.tat.commands import Command, DefaultParameterConf


class ParameterKind(StrEnum):
    """The kind of field that a parameter is filled in with."""

    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"
    SWITCH = "switch"
    LINES = "lines"
    FILE = "file"
    SECRET = "secret"

    @property
    def words(self) -> str:
        """The kind, translated."""
        return _(_KIND_WORDS[self])


_KIND_WORDS: Final = {
    ParameterKind.TEXT: N_("text"),
    ParameterKind.NUMBER: N_("number"),
    ParameterKind.CHOICE: N_("choice"),
    ParameterKind.SWITCH: N_("switch"),
    ParameterKind.LINES: N_("several lines"),
    ParameterKind.FILE: N_("content of a file"),
    ParameterKind.SECRET: N_("secret"),
}


class ParameterDefinition(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One parameter as its author wants it filled in.

    `least` and `most` bound a number, both allowed themselves; `decimals` lets it have a fraction.
    `pattern` must match the whole value. `on` and `off` are what a switch sends. `default` is the
    value that is sent, so for a switch it is one of the two. A secret has no default.
    """

    key: str
    kind: ParameterKind = ParameterKind.TEXT
    description: str = ""
    default: str = ""
    required: bool = True
    pattern: str = ""
    least: float | None = None
    most: float | None = None
    decimals: bool = False
    choices: tuple[str, ...] = ()
    on: str = "true"
    off: str = "false"

    def sent(self, entered: str | bool) -> str:
        """The text that goes to the service for what the field holds.

        A switch may give True or False; numbers lose the space around them; texts of several
        lines have Unix line ends, for a carriage return would become part of a word.
        """
        if isinstance(entered, bool):
            return self.on if entered else self.off
        if self.kind is ParameterKind.NUMBER:
            return entered.strip()
        if self.kind in (ParameterKind.LINES, ParameterKind.FILE):
            return entered.replace("\r\n", "\n")
        return entered

    def check(self, value: str) -> str | None:
        """A sentence that says why this value cannot be sent, or None."""
        if "\0" in value:
            return _("The value holds a NUL character, which no script can take.")
        if not value:
            return _("“{key}” needs a value.").format(key=self.key) if self.required else None
        one_line = self.kind not in (ParameterKind.LINES, ParameterKind.FILE, ParameterKind.SECRET)
        if one_line and ("\n" in value or "\r" in value):
            return _("The value of “{key}” has a line break; one line is expected.").format(
                key=self.key
            )
        return self._kind_problem(value) or self._pattern_problem(value)

    def _kind_problem(self, value: str) -> str | None:
        match self.kind:
            case ParameterKind.NUMBER:
                return self._number_problem(value)
            case ParameterKind.CHOICE if value not in self.choices:
                text = _("“{value}” is none of the choices: {choices}.")
                return text.format(value=value, choices=", ".join(self.choices))
            case ParameterKind.SWITCH if value not in (self.on, self.off):
                text = _("“{value}” is neither “{on}” nor “{off}”.")
                return text.format(value=value, on=self.on, off=self.off)
        return None

    def _number_problem(self, value: str) -> str | None:
        number = _number(value)
        if number is None:
            return _("“{value}” is no number.").format(value=value)
        if not self.decimals and number != number.to_integral_value():
            return _("“{value}” is not a whole number. Write digits only.").format(value=value)
        if self.least is not None and number < Decimal(str(self.least)):
            return _("{value} is too small; at least {least}.").format(
                value=value, least=f"{self.least:g}"
            )
        if self.most is not None and number > Decimal(str(self.most)):
            return _("{value} is too large; at most {most}.").format(
                value=value, most=f"{self.most:g}"
            )
        return None

    def _pattern_problem(self, value: str) -> str | None:
        if not self.pattern or _regex_problem(self.pattern):
            return None
        if re.fullmatch(self.pattern, value):
            return None
        return _("“{value}” does not fit the pattern {pattern}.").format(
            value=MASK if self.kind is ParameterKind.SECRET else value,
            pattern=self.pattern,
        )

    def problems(self) -> Iterator[str]:
        """Yield what is wrong with the definition itself, a sentence each."""
        if self.pattern and (reason := _regex_problem(self.pattern)):
            text = _("The pattern of “{key}” is no regular expression: {reason}.")
            yield text.format(key=self.key, reason=reason)
        if self.least is not None and self.most is not None and self.least > self.most:
            text = _("“{key}” can have no value: the least one is above the largest.")
            yield text.format(key=self.key)
        if self.kind is ParameterKind.CHOICE and not self.choices:
            yield _("“{key}” has no choices to choose from.").format(key=self.key)
        if self.kind is ParameterKind.SWITCH and self.on == self.off:
            yield _("“{key}” sends the same whether it is on or off.").format(key=self.key)
        if self.kind is ParameterKind.SECRET and self.default:
            text = _("“{key}” is secret, so it can have no default: it would be kept readably.")
            yield text.format(key=self.key)
        elif self.default and (sentence := self.check(self.default)):
            text = _("The default of “{key}” does not pass: {sentence}")
            yield text.format(key=self.key, sentence=sentence)


def _number(value: str) -> Decimal | None:
    if not re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)", value, re.ASCII):
        return None
    try:
        return Decimal(value)
    except InvalidOperation:
        return None


def _regex_problem(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        return str(error)
    return ""


def definitions_for(
    script: str | bytes, kept: Iterable[ParameterDefinition]
) -> tuple[ParameterDefinition, ...]:
    """A definition for each parameter the script asks for, in order of first use.

    What is kept of a parameter counts; without that it is a required text. A parameter that the
    script hides is a secret whatever was kept, and one that it shows is none.
    """
    known = {definition.key: definition for definition in kept}
    return tuple(
        _as_the_script_has_it(
            known.get(asked.key, ParameterDefinition(key=asked.key)), hidden=asked.hidden
        )
        for asked in templating.parameters(script)
    )


def _as_the_script_has_it(definition: ParameterDefinition, *, hidden: bool) -> ParameterDefinition:
    replace = msgspec.structs.replace
    if hidden:
        return replace(definition, kind=ParameterKind.SECRET, default="")
    if definition.kind is ParameterKind.SECRET:
        return replace(definition, kind=ParameterKind.TEXT)
    return definition


def defaults(definitions: Iterable[ParameterDefinition]) -> dict[str, str]:
    """The default values by name, of those that have one; a switch is off by default."""
    found: dict[str, str] = {}
    for definition in definitions:
        if definition.kind is ParameterKind.SECRET:
            continue
        value = definition.default
        if not value and definition.kind is ParameterKind.SWITCH:
            value = definition.off
        if value or not definition.required:
            found[definition.key] = value
    return found


def to_confs(definitions: Iterable[ParameterDefinition]) -> tuple[DefaultParameterConf, ...]:
    """What the service can keep of definitions: name, value, description.

    A secret, or a required parameter without a default, is left out: an empty default would let
    a run begin without the value that it needs.
    """
    rows = tuple(definitions)
    values = defaults(rows)
    return tuple(
        DefaultParameterConf(
            parameter_name=row.key,
            parameter_value=values[row.key],
            parameter_description=row.description,
        )
        for row in rows
        if row.key in values
    )


def from_command(
    command: Command, kept: Iterable[ParameterDefinition] = ()
) -> tuple[ParameterDefinition, ...]:
    """Definitions of a saved command; `kept` knows what the service cannot keep.

    The service's values and descriptions win over those that are kept.
    """
    told = {conf.parameter_name: conf for conf in command.default_parameter_confs}
    values = _default_values(command)
    known = {definition.key: definition for definition in kept}
    for key in dict.fromkeys((*told, *values)):
        definition = known.get(key, ParameterDefinition(key=key, required=bool(values.get(key))))
        conf = told.get(key)
        known[key] = msgspec.structs.replace(
            definition,
            default=values.get(key, ""),
            description=conf.parameter_description if conf else definition.description,
        )
    return definitions_for(command.content, known.values())


def _default_values(command: Command) -> Mapping[str, str]:
    if command.default_parameter_confs:
        return {
            conf.parameter_name: conf.parameter_value for conf in command.default_parameter_confs
        }
    try:
        return templating.read_parameters(command.default_parameters)
    except templating.ParameterError:
        return {}
