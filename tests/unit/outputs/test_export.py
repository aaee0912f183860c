"""Exports are read back by other programs' readers, task by task."""

from __future__ import annotations

import base64
import csv
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec
import pytest

from tat_console.outputs.export import (
    CSV,
    FORMATS,
    HTML,
    JSON_LINES,
    MARKDOWN,
    ZIP,
    ExportedTask,
    Format,
    export,
)
from tat_console.tat.statuses import TaskStatus

TASK = ExportedTask(
    run_id="run-1",
    script_name="Reload",
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


def exported(form: Format, *tasks: ExportedTask) -> bytes:
    return b"".join(export(form, tasks, title="Nightly <check>"))


def csv_rows(*tasks: ExportedTask) -> list[dict[str, str]]:
    text = exported(CSV, *tasks).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def json_rows(*tasks: ExportedTask) -> list[dict[str, object]]:
    return [json.loads(line) for line in exported(JSON_LINES, *tasks).splitlines()]


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

    pieces = export(form, tasks())
    for _ in range(2):
        next(pieces)
    assert taken == ["0"]
    assert len(list(pieces)) == 3


def test_spreadsheets_are_told_the_encoding_and_run_nothing() -> None:
    assert exported(CSV, TASK).startswith(b"\xef\xbb\xbfrun_id,")
    bad = msgspec.structs.replace(TASK, output=b"=cmd|'/c calc'!A0", instance_name="@web")
    (row,) = csv_rows(bad)
    assert row["output"] == "'=cmd|'/c calc'!A0"
    assert row["instance_name"] == "'@web"
    (row,) = csv_rows(msgspec.structs.replace(TASK, exit_code=-1))
    assert row["exit_code"] == "-1"


def test_a_zip_has_a_file_for_each_machine_byte_for_byte() -> None:
    odd = msgspec.structs.replace(BINARY, instance_name="../../etc/passwd\n")
    with zipfile.ZipFile(io.BytesIO(exported(ZIP, TASK, QUEUED, odd))) as archive:
        assert archive.testzip() is None
        first, second, third = archive.infolist()
        assert archive.read(first) == TASK.output
        assert archive.read(second) == b""
        assert archive.read(third) == BINARY.output
    assert first.filename == "Hafen _5_, süd_ins-1.txt"
    assert second.filename == "Hafen _5_, süd_ins-1 (2).txt"
    assert third.filename == "_.._etc_passwd__ins-1.txt"
    assert first.date_time == (2026, 11, 21, 8, 0, 2)
    assert second.date_time == (1980, 1, 1, 0, 0, 0)


def test_reports_show_each_answer_once_with_its_machines() -> None:
    other = msgspec.structs.replace(TASK, instance_id="ins-2", instance_name="", dropped_bytes=0)
    page = exported(HTML, QUEUED, TASK, other, BINARY).decode()
    assert "<title>Nightly &lt;check&gt;</title>" in page
    assert "4 machines, 3 different answers" in page
    assert page.index("2 machines · FAILED · exit code 3") < page.index("1 machine · QUEUED<")
    assert page.count("中文") == 1
    assert "Hafen &quot;5&quot;, süd (ins-1), ins-2" in page
    assert "The service cut 12 bytes off the output of 1 machine." in page
    assert "256 bytes that are no text" in page


def test_markdown_keeps_what_looks_like_markdown() -> None:
    odd = msgspec.structs.replace(
        TASK, output=b"# no heading\n```\ncode\n```\n", instance_name="a_b"
    )
    page = exported(MARKDOWN, odd).decode()
    assert page.startswith("# Nightly \\<check\\>\n\n")
    assert "a\\_b (ins-1)" in page
    assert "````text\n# no heading\n```\ncode\n```\n````" in page


def test_a_machine_that_comes_from_several_runs_is_counted_each_time() -> None:
    page = exported(MARKDOWN, TASK, msgspec.structs.replace(TASK, run_id="run-2")).decode()
    assert "2 machines, 1 answer" in page
    assert "## 2 machines · FAILED" in page
