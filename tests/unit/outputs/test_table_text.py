"""Tables as CSV and Markdown."""

from __future__ import annotations

import csv

from tat_console.outputs.extract import Row, Table
from tat_console.outputs.table_text import as_csv, as_markdown

TABLE = Table(
    columns=("disk", "used", "ok"),
    rows=(
        Row("web-1", {"disk": "/dev/vda1, root", "used": 41, "ok": True}),
        Row("web-2", {"disk": "=cmd|'x'", "used": None}),
    ),
    misfits=(),
)


def test_csv_is_read_back_and_holds_no_formula():
    rows = list(csv.reader(as_csv(TABLE).splitlines()))
    assert rows == [
        ["Machine", "disk", "used", "ok"],
        ["web-1", "/dev/vda1, root", "41", "True"],
        ["web-2", "'=cmd|'x'", "", ""],
    ]


def test_markdown_keeps_its_columns_whatever_the_values():
    assert as_markdown(TABLE).splitlines() == [
        "| Machine | disk | used | ok |",
        "| --- | --- | --- | --- |",
        "| web-1 | /dev/vda1, root | 41 | true |",
        "| web-2 | =cmd\\|'x' |  |  |",
    ]
