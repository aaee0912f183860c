"""Placeholders of a script: find them, check them, fill them (facts §3).

`{{key}}` is replaced by the value of `key` as it is, without any quoting; `{{tat-hidden:key}}`
likewise, and its value is masked wherever it is recorded. Names are compared with case, spaces
inside the braces make no placeholder, and there is one pass: a value that holds `{{x}}` stays so.

Scripts may be text or bytes in any encoding. Positions count characters of `as_text(script)`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import Any, Final

import msgspec

from tat_console.support.i18n import _
from tat_console.support.logs import MASK
from tat_console.tat import limits

HIDDEN_PREFIX: Final = "tat-hidden:"

_PLACEHOLDER: Final = re.compile(r"\{\{(tat-hidden:)?([A-Za-z0-9_-]{1,64})\}\}")
_NEAR_MISS: Final = re.compile(r"\{\{(?!\.)(?![^{}\n]* \.)[\w :.-]*\w[\w :.-]*\}\}")
"""Braces around something like a name; `{{.Names}}` and `{{json .}}` of other tools are not."""


class Placeholder(msgspec.Struct, frozen=True):
    """One occurrence of a placeholder, from `start` up to but not including `end`."""

    key: str
    hidden: bool
    start: int
    end: int


class Parameter(msgspec.Struct, frozen=True):
    """A parameter a script asks for; hidden if any of its placeholders is."""

    key: str
    hidden: bool


class ProblemKind(Enum):
    """What can be wrong with placeholders and values."""

    MISSING_VALUE = "missing value"
    TOO_MANY = "too many"
    BAD_NAME = "bad name"
    NAME_TOO_LONG = "name too long"
    NAME_TWICE = "name twice"
    VALUE_NOT_TEXT = "value not text"
    NOT_AN_OBJECT = "not a JSON object"
    LIKELY_MISTAKE = "likely mistake"


class Problem(msgspec.Struct, frozen=True):
    """One thing that is wrong, in words for the user, and where in the script it shows."""

    kind: ProblemKind
    key: str
    sentence: str
    start: int = 0
    end: int = 0

    @property
    def blocks(self) -> bool:
        """Whether the service would refuse the run; likely mistakes are only pointed out."""
        return self.kind is not ProblemKind.LIKELY_MISTAKE


class ParameterError(ValueError):
    """The text given as Parameters or DefaultParameters cannot be used; see `problem`."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.sentence)
        self.problem = problem


class Filled(msgspec.Struct, frozen=True):
    """A script with values in it; `spans` are where they stand in `text`."""

    text: str
    spans: tuple[Placeholder, ...]

    @property
    def content(self) -> bytes:
        """The script as bytes, in the encoding it came in."""
        return self.text.encode("utf-8", "surrogateescape")


def as_text(script: str | bytes) -> str:
    """Return a script as text; bytes that are no UTF-8 survive the way back to bytes."""
    return script if isinstance(script, str) else script.decode("utf-8", "surrogateescape")


def find(script: str | bytes) -> tuple[Placeholder, ...]:
    """Return every placeholder in order of position."""
    return tuple(
        Placeholder(match[2], match[1] is not None, match.start(), match.end())
        for match in _PLACEHOLDER.finditer(as_text(script))
    )


def parameters(script: str | bytes) -> tuple[Parameter, ...]:
    """Return the parameters a script asks for, in order of first use."""
    hidden: dict[str, bool] = {}
    for place in find(script):
        hidden[place.key] = hidden.get(place.key, False) or place.hidden
    return tuple(Parameter(key, is_hidden) for key, is_hidden in hidden.items())


def overlay(defaults: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """Return the values that count: the given ones, and the defaults where none is given."""
    return {**defaults, **given}


def fill(script: str | bytes, values: Mapping[str, str], *, masked: bool = False) -> Filled:
    """Replace each placeholder that has a value; the others stay as they are.

    With `masked`, values of hidden parameters show as six asterisks, wherever they stand.
    """
    text = as_text(script)
    hidden = {parameter.key for parameter in parameters(text) if parameter.hidden}
    parts: list[str] = []
    spans: list[Placeholder] = []
    end = length = 0
    for place in find(text):
        if place.key not in values:
            continue
        value = MASK if masked and place.key in hidden else values[place.key]
        parts += [text[end : place.start], value]
        length += place.start - end
        is_hidden = place.key in hidden
        spans.append(Placeholder(place.key, is_hidden, length, length + len(value)))
        length, end = length + len(value), place.end
    return Filled("".join([*parts, text[end:]]), tuple(spans))


def mask_values(script: str | bytes, values: Mapping[str, str]) -> dict[str, str]:
    """Return the values as a record may show them: hidden ones as six asterisks."""
    hidden = {parameter.key for parameter in parameters(script) if parameter.hidden}
    return {key: MASK if key in hidden else value for key, value in values.items()}


def check(script: str | bytes, values: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Return what is wrong with a script and the values for it, most basic things first.

    `values` are those that count (see `overlay`); a value may be empty but must be text.
    """
    return (*check_values(values.items()), *check_script(script), *_missing(script, values))


def check_script(script: str | bytes) -> Iterator[Problem]:
    """Yield what is wrong with the placeholders alone: too many, or braces that are none."""
    asked = len(parameters(script))
    if asked > limits.PARAMETERS.most:
        yield _too_many(asked)
    places = {place.start for place in find(script)}
    for match in _NEAR_MISS.finditer(as_text(script)):
        if match.start() not in places:
            yield _likely_mistake(match)


def check_values(pairs: Iterable[tuple[str, Any]]) -> Iterator[Problem]:
    """Yield what is wrong with names and values: number, repeats, spelling, type."""
    pairs = list(pairs)
    if len(pairs) > limits.PARAMETERS.most:
        yield _too_many(len(pairs))
    seen: set[str] = set()
    for key, value in pairs:
        if key in seen:
            text = _("The parameter “{key}” is given twice.")
            yield Problem(ProblemKind.NAME_TWICE, key, text.format(key=key))
        seen.add(key)
        yield from _check_name(key)
        if not isinstance(value, str):
            text = _("The value of “{key}” is not text; write it in quotation marks.")
            yield Problem(ProblemKind.VALUE_NOT_TEXT, key, text.format(key=key))


def _check_name(key: str) -> Iterator[Problem]:
    match limits.PARAMETER_NAME.breach(key):
        case None:
            return
        case limits.Breach.TOO_MUCH:
            text = _("The parameter name “{key}” has {count} characters; 64 are allowed.")
            kind = ProblemKind.NAME_TOO_LONG
        case _:
            text = _("“{key}” is no parameter name; use the letters A to Z, digits, “_” and “-”.")
            kind = ProblemKind.BAD_NAME
    if key.startswith(HIDDEN_PREFIX):
        text = _("Give the value of “{key}” under its name without “tat-hidden:”.")
    yield Problem(kind, key, text.format(key=key, count=len(key)))


def _too_many(count: int) -> Problem:
    text = _("There are {count} parameters; the service takes 20 at most.")
    return Problem(ProblemKind.TOO_MANY, "", text.format(count=count))


def _missing(script: str | bytes, values: Mapping[str, Any]) -> Iterator[Problem]:
    reported: set[str] = set()
    for place in find(script):
        if place.key in values or place.key in reported:
            continue
        reported.add(place.key)
        sentence = _("The parameter “{key}” has no value.").format(key=place.key)
        yield Problem(ProblemKind.MISSING_VALUE, place.key, sentence, place.start, place.end)


def _likely_mistake(match: re.Match[str]) -> Problem:
    inner = match[0][2:-2]
    text = _(
        "“{braces}” is no placeholder and stays as it is. A parameter name has 1 to 64 of the "
        "letters A to Z, digits, “_” and “-”, and no spaces."
    )
    sentence = text.format(braces=match[0])
    return Problem(ProblemKind.LIKELY_MISTAKE, inner, sentence, match.start(), match.end())


def read_parameters(text: str) -> dict[str, str]:
    """Read the JSON object the service takes as Parameters; an empty text holds no parameters.

    Raises ParameterError with the first problem: no JSON object, too many, a name that is twice
    there, too long or misspelt, a value that is not text.
    """
    pairs = _read_pairs(text) if text.strip() else []
    for problem in check_values(pairs):
        raise ParameterError(problem)
    return dict(pairs)


class _Pairs(list[tuple[str, Any]]):
    """A JSON object with its repeated names still visible."""


def _read_pairs(text: str) -> _Pairs:
    try:
        value = json.loads(text, object_pairs_hook=_Pairs)
    except (ValueError, RecursionError):
        value = None
    if isinstance(value, _Pairs):
        return value
    sentence = _("The parameters are not a JSON object such as {example}.")
    raise ParameterError(
        Problem(ProblemKind.NOT_AN_OBJECT, "", sentence.format(example='{"name": "value"}'))
    )


def write_parameters(values: Mapping[str, str]) -> str:
    """Return values as the JSON object text the service takes as Parameters."""
    return json.dumps(dict(values), ensure_ascii=False)
