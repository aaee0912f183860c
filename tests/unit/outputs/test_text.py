"""Outputs are decoded as a person would read them, and summed up in their most telling line."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tat_console.outputs.text import SUMMARY_LENGTH, Encoding, decode, summary, summary_of

CHINESE = "磁盘空间不足，请检查 /var/log 目录。\n服务已重新启动\n"


def test_utf_8_is_text_without_a_note() -> None:
    for text in ("", "plain\n", CHINESE, "☃ ünïcode 𝄞\t\x1b[31mred\x1b[0m\a"):
        assert decode(text.encode()) == (text, Encoding.UTF_8, "")


@pytest.mark.parametrize("end", ["é", "中", "𝄞"])
def test_a_character_cut_at_the_end_is_left_off(end: str) -> None:
    for kept in range(1, len(end.encode())):
        assert decode(("text " * 9).encode() + end.encode()[:kept]) == (
            "text " * 9,
            Encoding.UTF_8,
            "",
        )


def test_every_cut_of_a_text_is_its_beginning() -> None:
    data = CHINESE.encode()
    for length in range(len(data)):
        decoded = decode(data[:length])
        assert decoded.encoding is Encoding.UTF_8
        assert CHINESE.startswith(decoded.text)
        assert length - len(decoded.text.encode()) < 3


def test_chinese_of_old_systems_is_read_as_gb18030() -> None:
    for text in (CHINESE, "错误", "total 3\n文件 a\n" + "-rw-r--r-- 1 root root 12\n" * 50):
        decoded = decode(text.encode("gb18030"))
        assert (decoded.text, decoded.encoding) == (text, Encoding.GB18030)
        assert "GB18030" in decoded.note
    assert decode(CHINESE.encode("gb18030") + "盘".encode("gb18030")[:1]).text == CHINESE


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"caf\xe9 au lait, d\xe9j\xe0 vu", "caf� au lait, d�j� vu"),
        ("中文输出从中间开始".encode()[1:], "��文输出从中间开始"),
        (("log line\n" * 9).encode() + b"\xff\n" + CHINESE.encode(), None),
    ],
    ids=["latin-1", "cut at the start", "one bad byte"],
)
def test_other_bytes_are_shown_as_they_can_be(data: bytes, text: str | None) -> None:
    decoded = decode(data)
    assert decoded.encoding is Encoding.UTF_8
    assert decoded.text == (data.decode(errors="replace") if text is None else text)
    assert "not valid UTF-8" in decoded.note


@pytest.mark.parametrize(
    "data",
    [
        gzip.compress(CHINESE.encode() * 20),
        bytes(range(256)) * 8,
        b"\x7fELF\x02\x01\x01" + b"\0" * 64,
        "wide".encode("utf-16-le") * 40,
        b"\0",
    ],
    ids=["gzip", "all bytes", "elf", "utf-16", "zero"],
)
def test_what_is_no_text_is_said_to_be_none(data: bytes) -> None:
    decoded = decode(data)
    assert (decoded.text, decoded.encoding) == ("", Encoding.BINARY)
    assert str(len(data)) in decoded.note
    assert "Save" in decoded.note
    assert summary_of(data) == decoded.note


def test_a_program_file_is_no_text_and_a_listing_with_zero_bytes_is() -> None:
    assert decode(Path("/bin/sh").read_bytes()[:24_576]).encoding is Encoding.BINARY
    listing = b"\0".join(f"/usr/share/doc/package-{n}/README".encode() for n in range(50))
    assert decode(listing).text.count("\0") == 49


@given(st.binary(max_size=300))
def test_no_bytes_are_too_odd(data: bytes) -> None:
    assert isinstance(summary_of(data), str)
    if decode(data).encoding is Encoding.BINARY:
        assert decode(data).note


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", ""),
        ("\n \n\t\n", ""),
        ("one\ntwo\n\n", "two"),
        ("backup edge.pem -> edge.pem.bak\nreload pid 7,   9 new workers\n", None),
        ("10%\r55%\r\x1b[32mdone\x1b[0m\r\n", "done"),
    ],
)
def test_the_last_line_tells_how_a_script_ended(text: str, line: str | None) -> None:
    assert summary(text) == ("reload pid 7, 9 new workers" if line is None else line)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "backup edge.pem -> edge.pem.bak\ncp: error writing 'x':\n  No space left\ndf /: 100 %",
            "cp: error writing 'x':",
        ),
        (
            "nginx: [emerg] cannot load certificate\nrestored edge.pem",
            "nginx: [emerg] cannot load certificate",
        ),
        (
            'Traceback (most recent call last):\n  File "a.py", line 1\nValueError: no\nbye',
            "ValueError: no",
        ),
        ("0 errors so far\nno errors\nsh: 1: foo: not found\nend", "sh: 1: foo: not found"),
        ("第一步\n无法连接数据库\n结束", "无法连接数据库"),
        ("start\n10 errors\nend", "10 errors"),
        ("step 1\nstep 2", "step 2"),
    ],
)
def test_a_failure_is_told_by_the_first_line_that_names_it(text: str, line: str) -> None:
    assert summary(text, failed=True) == line


def test_a_long_line_is_shortened() -> None:
    line = summary("x" * 10_000)
    assert len(line) == SUMMARY_LENGTH
    assert line.endswith("…")
    assert summary("y" * SUMMARY_LENGTH) == "y" * SUMMARY_LENGTH
