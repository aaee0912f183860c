"""Lines of outputs of any size: found in pieces, picked, searched, shown as bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tat_console.outputs import lines as lines_module
from tat_console.outputs.ansi import plain
from tat_console.outputs.lines import (
    LONGEST_LINE_BYTES,
    ByteLines,
    HexLines,
    PickedLines,
    matching,
    next_trouble,
    shown_text,
)
from tat_console.outputs.patterns import BadPattern, UserPattern


def found(data: bytes, encoding: str = "utf-8") -> ByteLines:
    made = ByteLines(data, encoding)
    while made.find_more():
        pass
    return made


def texts(lines: ByteLines | HexLines | PickedLines) -> list[str]:
    return [lines.text(place) for place in range(len(lines))]


def check_reading_together(data: bytes) -> None:
    lines = found(data)
    wanted = [plain(lines.text(place).replace("\r", " ")) for place in range(len(lines))]
    assert shown_text(lines) == "\n".join(wanted)


@given(st.lists(st.text(st.characters(exclude_characters="\n\r")), max_size=30), st.booleans())
def test_lines_are_those_of_the_text(wanted, ends):
    data = "\n".join(wanted).encode() + (b"\n" if ends and wanted else b"")
    expected = data.decode().split("\n")
    if expected[-1] == "":
        expected.pop()
    assert texts(found(data)) == expected


@given(st.binary(max_size=300), st.integers(0, 300))
def test_growing_finds_the_same_lines_as_the_whole(data, cut):
    lines = found(data[:cut])
    lines.grow(data)
    while lines.find_more():
        pass
    assert texts(lines) == texts(found(data))


def test_lines_are_found_piece_by_piece(monkeypatch):
    monkeypatch.setattr(lines_module, "_READ_BYTES", 10)
    lines = ByteLines(b"one\ntwo\nthree\nfour")
    assert len(lines) == 0
    assert lines.find_more()
    assert texts(lines) == ["one", "two"]
    while lines.find_more():
        pass
    assert texts(lines) == ["one", "two", "three", "four"]


def test_a_line_without_end_is_cut_between_characters():
    lines = found("败".encode() * LONGEST_LINE_BYTES)
    assert len(lines) == 4
    assert "".join(texts(lines)) == "败" * LONGEST_LINE_BYTES


@pytest.mark.parametrize("length", [LONGEST_LINE_BYTES * 3 + shift for shift in (-1, 0, 1)])
def test_the_end_of_a_line_that_is_cut_may_fall_anywhere(length):
    lines = found(b"x" * length)
    assert "".join(texts(lines)) == "x" * length
    lines.grow(b"x" * length + b"\nlast")
    while lines.find_more():
        pass
    assert "".join(texts(lines)) == "x" * length + "last"
    assert "" not in texts(lines)


def test_other_encodings_and_wrong_bytes():
    assert texts(found("失败\r\n磁盘".encode("gb18030"), "gb18030")) == ["失败", "磁盘"]
    assert texts(found(b"a\xffb\nc")) == ["a\ufffdb", "c"]


def test_bytes_as_numbers():
    lines = HexLines(bytes(range(60, 80)) + b"\x00")
    assert len(lines) == 2
    assert lines.text(0) == "3c 3d 3e 3f 40 41 42 43  44 45 46 47 48 49 4a 4b  <=>?@ABCDEFGHIJK"
    assert lines.text(1).endswith("LMNO.")
    assert [lines.label(place) for place in range(2)] == ["00000000", "00000010"]
    assert len(HexLines(b"")) == 0


def test_matching_lines_are_found_in_all_blocks_and_through_colours():
    data = b"".join(b"line %d \x1b[31mred\x1b[0m\n" % number for number in range(1_000))
    lines = found(data)
    places = [place for block in matching(lines, UserPattern("9\\d9 red$")) for place in block]
    assert places == [number for number in range(1_000) if f"{number}"[::2] == "99" and number > 99]
    picked = PickedLines(lines)
    picked.places.extend(places)
    assert picked.label(0) == str(places[0] + 1)
    assert picked.home(1) == places[1]
    assert shown_text(picked).split("\n")[0] == f"line {places[0]} red"


def test_a_line_with_several_matches_is_one_line():
    assert list(matching(found(b"aa a\nb\na"), UserPattern("a"))) == [[0, 2]]


def test_a_hostile_pattern_is_stopped():
    with pytest.raises(BadPattern):
        list(matching(found(b"a" * 5_000 + b"b"), UserPattern("(a|aa)+$")))


def test_the_next_trouble_is_sought_from_a_place_on():
    lines = found(b"ok\n" * 700 + b"0 errors\ncp: error writing\nfine\npermission denied\n")
    assert [place for place in next_trouble(lines, 0) if place is not None] == [701]
    assert [place for place in next_trouble(lines, 702) if place is not None] == [703]
    assert [place for place in next_trouble(lines, 704) if place is not None] == []


@pytest.mark.parametrize(
    "data",
    [
        b"one\ntwo\nthree",
        b"one\n\n\ntwo\n",
        "\u78c1\u76d8 42%\n\u5185\u5b58\n".encode(),
        b"cut \xe7\xa3\nnext \xff\n",
        b"\x1b[31mred\x1b[0m\nblue\n",
        b"10%\r20%\nend\r\n",
        b"x" * (2 * LONGEST_LINE_BYTES + 9) + b"\nshort\n",
    ],
)
def test_lines_read_together_are_those_that_are_read_one_by_one(data: bytes) -> None:
    check_reading_together(data)


@given(st.lists(st.sampled_from([b"\n", b"\r", b"\x1b[1m", b"\xe7\xa3", b"\x81", b"a", b" "])))
def test_so_are_lines_of_anything(pieces: list[bytes]) -> None:
    check_reading_together(b"".join(pieces))
