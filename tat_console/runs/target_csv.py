"""A table of values: one column names the target, the others are parameters of the script."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import msgspec

from tat_console.runs.target_names import Found, find_targets
from tat_console.support.i18n import _
from tat_console.tat.machines import Machine

TARGET_COLUMNS: Final = (
    "instance",
    "instance_id",
    "instanceid",
    "id",
    "target",
    "host",
    "name",
    "ip",
)
LOOKED_AT: Final = 50


class ValueTable(msgspec.Struct, frozen=True, kw_only=True):
    """The rows of a file; `target_column` is the one that was recognised, or the first."""

    columns: tuple[str, ...]
    rows: tuple[dict[str, str], ...]
    target_column: str
    problems: tuple[str, ...] = ()


class TargetValues(msgspec.Struct, frozen=True, kw_only=True):
    """Values by instance id, with the names of the table that stand for no single machine."""

    found: Found
    by_instance: dict[str, dict[str, str]]
    problems: tuple[str, ...] = ()

    def values_of(self) -> Callable[[Machine], Mapping[str, str]]:
        """The function that `make_plan` asks."""
        return lambda machine: self.by_instance.get(machine.instance_id, {})


def read_table(text: str) -> ValueTable:
    """Read CSV with a line of names; commas, semicolons and tabs are told apart."""
    text = text.removeprefix("\ufeff")
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    lines = [[cell.strip() for cell in line] for line in reader if any(map(str.strip, line))]
    if len(lines) < 2:
        problem = _("The table needs a line of names and at least one line of values.")
        return ValueTable(columns=(), rows=(), target_column="", problems=(problem,))
    columns = tuple(lines[0])
    problems = [
        _("Line {line} has {found} cells; the first line has {wanted}.").format(
            line=number, found=len(line), wanted=len(columns)
        )
        for number, line in enumerate(lines[1:], 2)
        if len(line) != len(columns)
    ]
    if len(set(columns)) < len(columns):
        problems.append(_("Two columns have the same name."))
    known = [name for name in columns if name.casefold() in TARGET_COLUMNS]
    return ValueTable(
        columns=columns,
        rows=tuple(dict(zip(columns, line, strict=False)) for line in lines[1:]),
        target_column=(known or columns)[0],
        problems=tuple(problems),
    )


def likely_column(table: ValueTable, machines: Sequence[Machine]) -> str:
    """The column that names most machines in its first lines; where in doubt the recognised one."""
    first = table.rows[:LOOKED_AT]
    names = [table.target_column, *table.columns]
    return max(names, key=lambda name: len(_found(first, name, machines).machines))


def _found(rows: Sequence[Mapping[str, str]], column: str, machines: Sequence[Machine]) -> Found:
    return find_targets([row.get(column, "") for row in rows], machines)


def target_values(
    table: ValueTable, machines: Sequence[Machine], asked: Sequence[str], target_column: str = ""
) -> TargetValues:
    """Match the table with machines; `asked` are the parameters of the script that it may give."""
    column = target_column or table.target_column
    found = _found(table.rows, column, machines)
    by_name = dict(found.by_name)
    by_instance: dict[str, dict[str, str]] = {}
    problems = list(table.problems)
    for number, row in enumerate(table.rows, 2):
        machine = by_name.get(row.get(column, ""))
        if machine is None:
            continue
        if machine.instance_id in by_instance:
            problems.append(
                _("Line {line} names {machine} once more.").format(
                    line=number, machine=machine.name
                )
            )
            continue
        by_instance[machine.instance_id] = {key: row[key] for key in asked if key in row}
    unused = [name for name in table.columns if name != column and name not in asked]
    problems.extend(
        _("The script has no parameter “{name}”; the column is not used.").format(name=name)
        for name in unused
    )
    return TargetValues(found=found, by_instance=by_instance, problems=tuple(problems))
