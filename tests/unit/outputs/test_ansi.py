"""Escape sequences become styles, and leave nothing of themselves in the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tat_console.outputs.ansi import PLAIN, AnsiReader, Span, Style, plain, spans


def styled(codes: str) -> Style:
    """The style of what follows these codes."""
    (span,) = spans(f"\x1b[{codes}mx")
    return span.style


@pytest.mark.parametrize(
    ("codes", "style"),
    [
        ("31", Style(foreground=1)),
        ("97", Style(foreground=15)),
        ("42", Style(background=2)),
        ("100", Style(background=8)),
        ("1;4;33", Style(foreground=3, is_bold=True, is_underlined=True)),
        ("2;3;7;9", Style(is_faint=True, is_italic=True, is_inverse=True, is_struck=True)),
        ("38;5;208", Style(foreground=208)),
        ("48;5;17;1", Style(background=17, is_bold=True)),
        ("38;2;1;20;255;4", Style(foreground=(1, 20, 255), is_underlined=True)),
        ("38:5:9", Style(foreground=9)),
        ("1;2;22", PLAIN),
        ("3;23;4;24;7;27;9;29", PLAIN),
        ("31;42;39;49", PLAIN),
        ("31;1;0", PLAIN),
        ("31;", PLAIN),
        ("", PLAIN),
        ("5;31", Style(foreground=1)),
        ("38;5;999", PLAIN),
        ("38;2;1;2", PLAIN),
        ("38", PLAIN),
    ],
)
def test_a_style_is_what_its_codes_say(codes: str, style: Style) -> None:
    assert styled(codes) == style


def test_a_style_lasts_until_the_next() -> None:
    assert list(spans("a\x1b[1mb\nc\x1b[31md\x1b[me")) == [
        Span("a", PLAIN),
        Span("b\nc", Style(is_bold=True)),
        Span("d", Style(foreground=1, is_bold=True)),
        Span("e", PLAIN),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\x1b[2J\x1b[1;1Hclear", "clear"),
        ("\x1b[?25lhidden\x1b[?25h cursor", "hidden cursor"),
        ("\x1b]0;a title\x07after", "after"),
        ("\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1b]0;never ended\nnext line", "\nnext line"),
        ("\x1b(Bcharset\x1b=", "charset"),
        ("cut \x1b[3", "cut "),
        ("cut \x1b[", "cut "),
        ("cut \x1b", "cut "),
        ("10%\r50%\r100%\n", "10%\n50%\n100%\n"),
        ("dos\r\nodd\r\r\n", "dos\nodd\n"),
        ("b\x08bo\x08ol\x08ld _\x08u", "bold u"),
        ("\x08start", "start"),
        ("中\x1b[31m文\x1b[0m", "中文"),
    ],
)
def test_what_no_style_is_leaves_no_trace(text: str, expected: str) -> None:
    assert plain(text) == expected


@given(st.text(st.sampled_from("ab\n\r\x08\x1b[]();:0123578mKHJ?\x07\\中")))
def test_spans_are_the_plain_text_in_pieces(text: str) -> None:
    pieces = list(spans(text))
    assert "".join(piece.text for piece in pieces) == plain(text)
    assert all(piece.text for piece in pieces)


def test_a_text_in_pieces_reads_like_the_whole() -> None:
    reader = AnsiReader()
    green = Style(foreground=2)
    assert reader.read("a\x1b[3") == [Span("a", PLAIN)]
    assert reader.read("2mb\x1b]0;title\x07c\r") == [Span("b", green), Span("c", green)]
    assert reader.read("\nd\x1b[1m") == [Span("\nd", green)]
    assert reader.read("e") == [Span("e", green._replace(is_bold=True))]


@given(
    st.lists(st.sampled_from(["a", "é\n", "\r", "\n", "\x1b[31m", "\x1b[0m", "\x1b]0;t\x07"])),
    st.integers(1, 7),
)
def test_where_a_text_is_cut_changes_nothing(parts: list[str], size: int) -> None:
    text = "".join(parts) + "end"
    reader = AnsiReader()
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    read = [span for piece in pieces for span in reader.read(piece)]
    letters = [(letter, span.style) for span in spans(text) for letter in span.text]
    assert [(letter, span.style) for span in read for letter in span.text] == letters
