"""Outputs as rows of a table: JSON, key=value, columns of text, or a pattern with named groups.

What cannot be read is not left out silently: it comes back as a misfit with the reason.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple

import jmespath
import msgspec
from jmespath.exceptions import JMESPathError

from tat_console.outputs.patterns import BadPattern, UserPattern
from tat_console.outputs.values import Value, value_of
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import N_, _

Record = dict[str, Value]

WHITESPACE: Final = " "
MOST_RECORDS: Final = 10_000
"""Rows taken from one output at most."""


class Shape(StrEnum):
    """How an output is read.

    JSON takes a JMESPath expression, as tccli's --filter does; "" is the whole document.
    KEY_VALUE takes the separator, COLUMNS the delimiter (" " for runs of blanks; the first line
    has the names), PATTERN a regular expression with named groups.
    """

    JSON = "json"
    KEY_VALUE = "key_value"
    COLUMNS = "columns"
    PATTERN = "pattern"


SHAPES: Final[dict[Shape, str]] = {
    Shape.JSON: N_("JSON"),
    Shape.KEY_VALUE: N_("Key = value"),
    Shape.COLUMNS: N_("Columns (CSV)"),
    Shape.PATTERN: N_("Pattern"),
}


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """How outputs become rows; `columns` are those to show, in this order, all where empty."""

    shape: Shape
    expression: str = ""
    columns: tuple[str, ...] = ()


class Row(NamedTuple):
    """One row, and the machine it is of."""

    member: str
    record: Record


class Misfit(NamedTuple):
    """A machine whose output gave no row, and why."""

    member: str
    reason: str


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule made of outputs; a machine has no row, one, or several."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    misfits: tuple[Misfit, ...]


class _Unfit(Exception):
    """The output cannot be read by this rule; the text says why."""


class Extractor:
    """Reads outputs by a rule; raises ConsoleError where the rule itself is none."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self._read = _READERS[rule.shape](rule.expression)

    def records(self, text: str) -> list[Record]:
        """The rows of one output; raises ValueError with the reason where it does not fit."""
        if not text.strip():
            raise ValueError(_("There is no output."))
        try:
            found = self._read(text)[:MOST_RECORDS]
        except (_Unfit, BadPattern) as error:
            raise ValueError(str(error)) from error
        if self.rule.columns:
            found = [{name: record.get(name) for name in self.rule.columns} for record in found]
            if all(value is None for record in found for value in record.values()):
                raise ValueError(_("None of the columns is in it."))
        return found

    def table(self, outputs: Mapping[str, str] | Iterable[tuple[str, str]]) -> Table:
        """The table of the outputs of many machines."""
        pairs = outputs.items() if isinstance(outputs, Mapping) else outputs
        rows: list[Row] = []
        misfits: list[Misfit] = []
        for member, text in pairs:
            try:
                rows.extend(Row(member, record) for record in self.records(text))
            except ValueError as error:
                misfits.append(Misfit(member, str(error)))
        columns = self.rule.columns or tuple({name: None for row in rows for name in row.record})
        return Table(columns=columns, rows=tuple(rows), misfits=tuple(misfits))


def guess(samples: Iterable[str]) -> Rule | None:
    """The rule that reads these outputs, None where none of the usual shapes does.

    Every sample must fit, and give the same columns in half of them at least.
    """
    texts = [text for text in samples if text.strip()]
    return next((rule for rule in _CANDIDATES if texts and _fits(rule, texts)), None)


def _fits(rule: Rule, texts: list[str]) -> bool:
    extractor = Extractor(rule)
    try:
        found = [extractor.records(text) for text in texts]
    except ValueError:
        return False
    names = [frozenset(records[0]) for records in found]
    if rule.shape is Shape.KEY_VALUE and not all(map(_is_mostly_pairs, names, texts)):
        return False
    if rule.expression == WHITESPACE and min(map(len, names)) < _LEAST_CUT_COLUMNS:
        return False
    return max(names.count(name) for name in names) * 2 >= len(names)


def _is_mostly_pairs(names: frozenset[str], text: str) -> bool:
    """Whether most lines gave a value: a colon somewhere in prose makes no table."""
    lines = sum(1 for line in text.splitlines() if line.strip())
    return len(names) > 1 and len(names) * 2 >= lines


def _json_reader(expression: str) -> Callable[[str], list[Record]]:
    try:
        search: Callable[[Any], Any] = jmespath.compile(expression or "@").search
    except JMESPathError as error:
        raise _bad_expression(expression, error) from error

    def read(text: str) -> list[Record]:
        try:
            found = search(_document(text))
        except JMESPathError as error:
            raise _Unfit(str(error).splitlines()[0]) from error
        if found is None or found == []:
            raise _Unfit(_("The expression finds nothing in it."))
        return [_flat(item) for item in (found if isinstance(found, list) else [found])]

    return read


def _document(text: str) -> Any:
    """The JSON in a text: all of it, from its first bracket on, or one document a line."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        where = {"line": error.lineno, "place": error.colno}
        reason = _("It is no JSON from line {line}, character {place} on.").format(**where)
    lines = [line for line in text.splitlines() if line.strip()]
    if all(line.lstrip().startswith("{") for line in lines):
        try:
            return [json.loads(line) for line in lines]
        except ValueError:
            raise _Unfit(reason) from None
    for start in (match.start() for match in re.finditer(r"^\s*[{\[]", text, re.MULTILINE)):
        try:
            return json.JSONDecoder().raw_decode(text[start:].lstrip())[0]
        except ValueError:
            continue
    raise _Unfit(reason)


def _flat(item: Any, prefix: str = "") -> Record:
    """An object as one row: what is inside an inner object is named `outer.inner`."""
    if not isinstance(item, dict):
        return {prefix or _VALUE: item if _is_plain(item) else json.dumps(item, ensure_ascii=False)}
    record: Record = {}
    for name, value in item.items():
        record |= _flat(value, f"{prefix}.{name}" if prefix else str(name))
    return record


_VALUE: Final = "value"


def _is_plain(item: Any) -> bool:
    return item is None or isinstance(item, bool | int | float | str)


def _key_value_reader(separator: str) -> Callable[[str], list[Record]]:
    separator = separator or "="
    blank = "" if separator.isspace() else r"[ \t]*"
    line = re.compile(
        rf"^[ \t]*([^\s{re.escape(separator)}][^\n]{{0,60}}?){blank}{re.escape(separator)}(.*)$",
        re.MULTILINE,
    )

    def read(text: str) -> list[Record]:
        found = {match[1]: value_of(match[2].strip().strip("\"'")) for match in line.finditer(text)}
        if not found:
            raise _Unfit(_("No line has a name, “{sign}” and a value.").format(sign=separator))
        return [found]

    return read


def _columns_reader(delimiter: str) -> Callable[[str], list[Record]]:
    if len(delimiter or ",") != 1:
        raise ConsoleError(
            _("A delimiter is one character."), "", _("Use a comma, a semicolon, a tab or a blank.")
        )

    def read(text: str) -> list[Record]:
        lines = [line for line in text.splitlines() if line.strip()]
        names, *rows = _cut(lines) if delimiter == WHITESPACE else _csv(lines, delimiter or ",")
        if len(names) < 2 or not rows:
            raise _Unfit(_("It needs a line with the names of columns, and lines under it."))
        for number, row in enumerate(rows, 2):
            if len(row) != len(names):
                raise _Unfit(
                    _("Line {number} has {found} fields, the first line has {wanted}.").format(
                        number=number, found=len(row), wanted=len(names)
                    )
                )
        return [dict(zip(names, map(value_of, row), strict=True)) for row in rows]

    return read


def _csv(lines: list[str], delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader(lines, delimiter=delimiter, skipinitialspace=True))
    except csv.Error as error:
        raise _Unfit(_("It is no table: {reason}.").format(reason=error)) from error


def _cut(lines: list[str]) -> list[list[str]]:
    """Lines cut at blanks; the last field may have blanks in it, as commands and paths do."""
    names = lines[0].split()
    shortest = min((len(line.split()) for line in lines[1:]), default=len(names))
    width = min(len(names), shortest) or 1
    # "Mounted on" is one name: where no line has as many fields, the last names belong together.
    return [[*names[: width - 1], " ".join(names[width - 1 :])]] + [
        line.split(maxsplit=width - 1) for line in lines[1:]
    ]


def _pattern_reader(expression: str) -> Callable[[str], list[Record]]:
    pattern = UserPattern(expression)
    if not pattern.names:
        raise ConsoleError(
            _("The pattern names no column."), "", _("Name what it finds, such as (?P<size>\\d+).")
        )

    def read(text: str) -> list[Record]:
        found: list[Record] = [
            {name: value_of(match[name] or "") for name in pattern.names}
            for match in pattern.matches(text)
        ]
        if not found:
            raise _Unfit(_("The pattern matches nothing in it."))
        return found

    return read


def _bad_expression(expression: str, error: JMESPathError) -> ConsoleError:
    return ConsoleError(
        _("“{expression}” is no JMESPath expression.").format(expression=expression),
        str(error).splitlines()[0],
        _("Examples: a.b · items[*].{name: name, size: size} · items[?size > `10`]"),
    )


_READERS: Final[dict[Shape, Callable[[str], Callable[[str], list[Record]]]]] = {
    Shape.JSON: _json_reader,
    Shape.KEY_VALUE: _key_value_reader,
    Shape.COLUMNS: _columns_reader,
    Shape.PATTERN: _pattern_reader,
}

# Two words in each line are no table yet: most prose has them.
_LEAST_CUT_COLUMNS: Final = 3
_CANDIDATES: Final = (
    Rule(shape=Shape.JSON),
    *(Rule(shape=Shape.COLUMNS, expression=sign) for sign in ("\t", ";", "|", ",")),
    *(Rule(shape=Shape.KEY_VALUE, expression=sign) for sign in ("=", ":")),
    Rule(shape=Shape.COLUMNS, expression=WHITESPACE),
)
