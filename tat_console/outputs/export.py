"""Tasks and their outputs as files that other programs read, line by line.

No hidden value can get into them, for none is in the records they are made of.
"""

from __future__ import annotations

import base64
import csv
import io
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Final

import msgspec

from tat_console.outputs.ansi import plain
from tat_console.outputs.text import Encoding, decode
from tat_console.support.i18n import N_
from tat_console.tat.statuses import TaskStatus


class ExportedTask(msgspec.Struct, frozen=True, kw_only=True):
    """One task as it is exported; the fields are the columns, in this order.

    `output` is None where none is kept; `dropped_bytes` is what the service cut off it.
    """

    run_id: str
    instance_id: str
    instance_name: str
    private_ip: str
    region: str
    status: TaskStatus
    exit_code: int | None
    started_at: datetime | None
    ended_at: datetime | None
    invocation_id: str
    invocation_task_id: str
    error_info: str
    dropped_bytes: int
    output: bytes | None


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of file: what it begins with, and how one task is written into it."""

    title: str
    suffix: str
    encoding: str
    head: str
    line: Callable[[ExportedTask], str]


def export(form: Format, tasks: Iterable[ExportedTask]) -> Iterator[str]:
    """The file piece by piece; a task is not asked for before its line is."""
    if form.head:
        yield form.head
    for task in tasks:
        yield form.line(task)


def _csv_line(task: ExportedTask) -> str:
    """A line for tables: the output as plain text, empty where it is binary or not kept."""
    fields = msgspec.structs.asdict(task) | {
        "started_at": task.started_at.isoformat() if task.started_at else "",
        "ended_at": task.ended_at.isoformat() if task.ended_at else "",
        "output": plain(decode(task.output or b"").text),
    }
    return _csv_row(fields.values())


def _csv_row(values: Iterable[object]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(values)
    return line.getvalue()


def _json_line(task: ExportedTask) -> str:
    """A line for programs: the output with its escape sequences, Base64 where it is binary."""
    fields = msgspec.structs.asdict(task) | _json_output(task.output)
    return msgspec.json.encode(fields).decode() + "\n"


def _json_output(output: bytes | None) -> dict[str, str | None]:
    if output is None:
        return {"output": None, "output_encoding": None}
    decoded = decode(output)
    if decoded.encoding is Encoding.BINARY:
        return {"output": base64.b64encode(output).decode(), "output_encoding": "base64"}
    return {"output": decoded.text, "output_encoding": decoded.encoding}


CSV: Final = Format(
    title=N_("Table (CSV)"),
    suffix=".csv",
    encoding="utf-8-sig",  # without the mark, spreadsheets take Chinese for something else
    head=_csv_row(ExportedTask.__struct_fields__),
    line=_csv_line,
)
JSON_LINES: Final = Format(
    title=N_("JSON lines"), suffix=".jsonl", encoding="utf-8", head="", line=_json_line
)
FORMATS: Final = (CSV, JSON_LINES)
