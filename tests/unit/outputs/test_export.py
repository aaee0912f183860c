"""Exports are read back by other programs' readers, task by task."""

from __future__ import annotations

import base64
import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec
import pytest

from tat_console.outputs.export import CSV, FORMATS, JSON_LINES, ExportedTask, Format, export
from tat_console.tat.statuses import TaskStatus

TASK = ExportedTask(
    run_id="run-1",
    instance_id="ins-1",
    instance_name='Hafen "5", süd',
    private_ip="10.0.0.1",
    region="ap-guangzhou",
    status=TaskStatus.FAILED,
    exit_code=3,
    started_at=datetime(2026, 11, 21, 8, 0, 1, tzinfo=UTC),
    ended_at=datetime(2026, 11, 21, 8, 0, 2, 500_000, tzinfo=UTC),
    invocation_id="inv-1",
    invocation_task_id="invt-1",
    error_info="",
    dropped_bytes=12,
    output='a,b\n"quoted"\n\x1b[31m中文\x1b[0m\n'.encode(),
)
QUEUED = msgspec.structs.replace(
    TASK, status=TaskStatus.QUEUED, exit_code=None, started_at=None, ended_at=None, output=None
)
BINARY = msgspec.structs.replace(TASK, status=TaskStatus("FROZEN"), output=bytes(range(256)))


def csv_rows(*tasks: ExportedTask) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(export(CSV, tasks)), newline="")))


def json_rows(*tasks: ExportedTask) -> list[dict[str, object]]:
    return [json.loads(line) for line in "".join(export(JSON_LINES, tasks)).splitlines()]


def test_a_table_has_one_line_a_task_and_plain_outputs() -> None:
    full, queued, binary = csv_rows(TASK, QUEUED, BINARY)
    assert tuple(full) == ExportedTask.__struct_fields__
    assert full["instance_name"] == 'Hafen "5", süd'
    assert full["status"] == "FAILED"
    assert full["exit_code"] == "3"
    assert full["started_at"] == "2026-11-21T08:00:01+00:00"
    assert full["output"] == 'a,b\n"quoted"\n中文\n'
    assert queued["exit_code"] == queued["started_at"] == queued["output"] == ""
    assert binary["output"] == ""
    assert binary["status"] == "FROZEN"


def test_json_lines_keep_what_the_output_was() -> None:
    full, queued, binary = json_rows(TASK, QUEUED, BINARY)
    assert set(full) == {*ExportedTask.__struct_fields__, "output_encoding"}
    assert full["exit_code"] == 3
    assert full["ended_at"] == "2026-11-21T08:00:02.500000Z"
    assert full["output"] == (TASK.output or b"").decode()
    assert full["output_encoding"] == "utf-8"
    assert queued["exit_code"] is queued["output"] is queued["output_encoding"] is None
    assert binary["output_encoding"] == "base64"
    assert base64.b64decode(str(binary["output"])) == BINARY.output
    assert binary["status"] == "FROZEN"


def test_old_chinese_is_exported_as_text() -> None:
    task = msgspec.structs.replace(TASK, output="服务已启动".encode("gb18030"))
    assert csv_rows(task)[0]["output"] == "服务已启动"
    assert json_rows(task)[0]["output_encoding"] == "gb18030"


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.suffix)
def test_tasks_are_taken_one_at_a_time(form: Format) -> None:
    taken: list[str] = []

    def tasks() -> Iterator[ExportedTask]:
        for number in range(3):
            taken.append(str(number))
            yield TASK

    lines = export(form, tasks())
    for _ in range(2 if form.head else 1):
        next(lines)
    assert taken == ["0"]
    assert len(list(lines)) == 2


def test_spreadsheets_are_told_the_encoding() -> None:
    assert "".join(export(CSV, [TASK])).encode(CSV.encoding).startswith(b"\xef\xbb\xbfrun_id,")
