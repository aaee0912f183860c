"""Tasks and their outputs as files that other programs read, made piece by piece.

No hidden value can get into them, for none is in the records they are made of.
"""

from __future__ import annotations

import base64
import csv
import io
import re
import zipfile
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Final

import msgspec

from tat_console.outputs.ansi import plain
from tat_console.outputs.group_report import GroupReport, html_report, markdown_report
from tat_console.outputs.text import Encoding, decode
from tat_console.support.i18n import N_
from tat_console.tat.statuses import TaskStatus


class ExportedTask(msgspec.Struct, frozen=True, kw_only=True):
    """One task as it is exported; the fields are the columns, in this order.

    `output` is None where none is kept; `dropped_bytes` is what the service cut off it.
    """

    run_id: str
    script_name: str
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


class Writer(ABC):
    """Makes one file: what it begins with, what each task adds, what it ends with."""

    def begin(self) -> bytes:
        """What comes before the first task."""
        return b""

    @abstractmethod
    def add(self, task: ExportedTask) -> bytes:
        """What a task adds to the file; nothing where it is told at the end."""

    def end(self) -> bytes:
        """What comes after the last task."""
        return b""


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of file; `writer` makes one, told the title to show."""

    title: str
    suffix: str
    writer: Callable[[str], Writer]


def export(form: Format, tasks: Iterable[ExportedTask], title: str = "") -> Iterator[bytes]:
    """The file piece by piece; a task is not asked for before its piece is."""
    writer = form.writer(title)
    yield writer.begin()
    for task in tasks:
        yield writer.add(task)
    yield writer.end()


class CsvWriter(Writer):
    """A table: the output as plain text, empty where it is binary or not kept."""

    # Without the mark, spreadsheets take Chinese for something else.
    def begin(self) -> bytes:
        """The mark of UTF-8 and the names of the columns."""
        return b"\xef\xbb\xbf" + csv_row(ExportedTask.__struct_fields__)

    def add(self, task: ExportedTask) -> bytes:
        """One line."""
        fields = msgspec.structs.asdict(task) | {
            "started_at": task.started_at.isoformat() if task.started_at else "",
            "ended_at": task.ended_at.isoformat() if task.ended_at else "",
            "output": plain(decode(task.output or b"").text),
        }
        return csv_row(fields.values())


class JsonLinesWriter(Writer):
    """A line for programs: the output with its escape sequences, Base64 where it is binary."""

    def add(self, task: ExportedTask) -> bytes:
        """One line."""
        return msgspec.json.encode(json_fields(task)) + b"\n"


class ZipWriter(Writer):
    """A text file for each machine, byte for byte what it printed."""

    def __init__(self) -> None:
        self._pieces = _Pieces()
        self._zip = zipfile.ZipFile(self._pieces, "w", zipfile.ZIP_DEFLATED)
        self._names: set[str] = set()

    def add(self, task: ExportedTask) -> bytes:
        """The machine's file; a machine with no output has an empty one."""
        entry = zipfile.ZipInfo(self._name(task), _zip_time(task.ended_at or task.started_at))
        entry.compress_type = zipfile.ZIP_DEFLATED
        self._zip.writestr(entry, task.output or b"")
        return self._pieces.taken()

    def end(self) -> bytes:
        """The list of the files."""
        self._zip.close()
        return self._pieces.taken()

    def _name(self, task: ExportedTask) -> str:
        """A name every system takes; a machine that comes again gets a number."""
        words = "_".join(filter(None, (task.instance_name, task.instance_id)))
        stem = _UNFIT_FOR_NAMES.sub("_", words).strip(". ")[:_LONGEST_NAME] or "task"
        name, number = f"{stem}.txt", 1
        while name.casefold() in self._names:
            number += 1
            name = f"{stem} ({number}).txt"
        self._names.add(name.casefold())
        return name


class GroupsWriter(Writer):
    """A report that shows each different answer once, with the machines that gave it."""

    def __init__(self, title: str, render: Callable[[GroupReport], str]) -> None:
        self._report = GroupReport(title)
        self._render = render

    def add(self, task: ExportedTask) -> bytes:
        """Puts the task into its group; the report is written at the end."""
        name = f"{task.instance_name} ({task.instance_id})" if task.instance_name else ""
        self._report.add(
            name or task.instance_id, task.status, task.exit_code, task.output, task.dropped_bytes
        )
        return b""

    def end(self) -> bytes:
        """The report."""
        return self._render(self._report).encode(errors="replace")


class _Pieces(io.RawIOBase):
    """What a zip file writes, given on at once: the archive is never whole in memory."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object, /) -> int:
        if not isinstance(data, bytes | bytearray | memoryview):
            raise TypeError("A zip file is bytes")
        self._buffer += data
        return len(data)

    def taken(self) -> bytes:
        """What was written since the last time."""
        piece, self._buffer = bytes(self._buffer), bytearray()
        return piece


# What Windows, macOS or Linux do not take in the name of a file.
_UNFIT_FOR_NAMES: Final = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
_LONGEST_NAME: Final = 60
_ZIP_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
# A spreadsheet would run a cell that begins so; OWASP, "CSV Injection".
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


def csv_row(values: Iterable[object]) -> bytes:
    """One line of a table; a text that a spreadsheet would run gets an apostrophe before it."""
    line = io.StringIO()
    csv.writer(line).writerow(map(_harmless, values))
    return line.getvalue().encode(errors="replace")


def _harmless(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value


def _zip_time(time: datetime | None) -> tuple[int, int, int, int, int, int]:
    """The time as zip files have it: local, to the second, from 1980 on."""
    if time is None:
        return _ZIP_EPOCH
    local = time.astimezone()
    parts = (local.year, local.month, local.day, local.hour, local.minute, local.second)
    return max(parts, _ZIP_EPOCH)


def json_fields(task: ExportedTask) -> dict[str, object]:
    """A task as programs read it; an output that is no text is in Base64."""
    return msgspec.structs.asdict(task) | _json_output(task.output)


def _json_output(output: bytes | None) -> dict[str, str | None]:
    if output is None:
        return {"output": None, "output_encoding": None}
    decoded = decode(output)
    if decoded.encoding is Encoding.BINARY:
        return {"output": base64.b64encode(output).decode(), "output_encoding": "base64"}
    return {"output": decoded.text, "output_encoding": decoded.encoding}


CSV: Final = Format(title=N_("Table (CSV)"), suffix=".csv", writer=lambda _title: CsvWriter())
JSON_LINES: Final = Format(
    title=N_("JSON lines"), suffix=".jsonl", writer=lambda _title: JsonLinesWriter()
)
ZIP: Final = Format(
    title=N_("A text file for each machine (ZIP)"),
    suffix=".zip",
    writer=lambda _title: ZipWriter(),
)
HTML: Final = Format(
    title=N_("Report of groups (HTML)"),
    suffix=".html",
    writer=lambda title: GroupsWriter(title, html_report),
)
MARKDOWN: Final = Format(
    title=N_("Report of groups (Markdown)"),
    suffix=".md",
    writer=lambda title: GroupsWriter(title, markdown_report),
)
FORMATS: Final = (CSV, JSON_LINES, ZIP, HTML, MARKDOWN)
