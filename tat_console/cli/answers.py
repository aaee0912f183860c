"""The answers of a run on stdout: grouped, line by line, or as JSON."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from tat_console.outputs.export import ExportedTask, json_fields
from tat_console.outputs.fold import Fold, GroupKey
from tat_console.outputs.text import decode
from tat_console.ports.archive import Exclusion, StoredRun


def answers(given: argparse.Namespace, stored: StoredRun, tasks: Sequence[ExportedTask]) -> str:
    """What a run's machines answered, in the form that the options ask for."""
    if given.json:
        return _as_json(stored, tasks)
    return _as_lines(tasks) if given.lines else _as_groups(tasks)


def as_json(document: object) -> str:
    """A document for programs."""
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def in_columns(rows: Iterable[Sequence[str]]) -> str:
    """Lines whose cells stand below each other."""
    lines = [list(row) for row in rows]
    widths = [max(map(len, cells)) for cells in zip(*lines, strict=True)]
    return "".join("  ".join(map(str.ljust, line, widths)).rstrip() + "\n" for line in lines)


def left_out(exclusions: Sequence[Exclusion]) -> list[dict[str, str]]:
    """The machines that a run does without, each with its reason."""
    return [
        {
            "instance_id": one.instance_id,
            "instance_name": one.instance_name,
            "reason": one.reason.words,
            "reason_code": one.reason.name,
        }
        for one in exclusions
    ]


def _as_json(stored: StoredRun, tasks: Sequence[ExportedTask]) -> str:
    run = stored.run
    return as_json(
        {
            "run_id": run.run_id,
            "profile": run.profile_name,
            "script": run.script.name,
            "state": run.state.value,
            "counts": Counter(task.status.value for task in stored.tasks),
            "tasks": [json_fields(task) for task in tasks],
            "left_out": left_out(stored.exclusions),
        }
    )


def _as_lines(tasks: Sequence[ExportedTask]) -> str:
    """Each line after the name of its machine, as other tools for many machines show them."""
    pieces = []
    for task in tasks:
        name = task.instance_name or task.instance_id
        text = decode(task.output or b"").text
        pieces += [f"{name}: {line}\n" for line in text.splitlines()]
        if task.exit_code != 0:
            pieces.append(f"{name}: ({_result(GroupKey(task.status, task.exit_code, ''))})\n")
    return "".join(pieces)


def _as_groups(tasks: Sequence[ExportedTask]) -> str:
    """Equal answers once, with the machines that gave them."""
    names = {task.instance_id: task.instance_name or task.instance_id for task in tasks}
    outputs = {task.instance_id: task.output or b"" for task in tasks}
    fold = Fold()
    for task in tasks:
        fold.put(task.instance_id, task.output or b"", task.status, task.exit_code)
    pieces = []
    for group in fold.groups():
        machines = ", ".join(names[member] for member in group.members)
        pieces.append(f"== {machines} ({_result(group.key)})\n")
        text = decode(outputs[group.sample]).text
        pieces.append(text if not text or text.endswith("\n") else f"{text}\n")
    return "".join(pieces)


def _result(key: GroupKey) -> str:
    return (
        key.status.value if key.exit_code is None else f"{key.status.value}, exit {key.exit_code}"
    )
