"""Lines are shown where the words of a search stand, and the words are marked."""

from __future__ import annotations

import pytest

from tat_console.outputs.excerpts import excerpts
from tat_console.support.words import Term, words

TEXT = "one\ntwo nginx_error here\nthree\nfour\nfive\nsix Nginx up\n磁盘使用率 42%\n"


def marked(text: str, *terms: Term) -> list[str]:
    return [found.text[start:end] for found in excerpts(text, terms) for start, end in found.marks]


@pytest.mark.parametrize(
    ("term", "wanted"),
    [
        (Term("nginx"), ["nginx", "Nginx"]),
        (Term("ngin"), []),
        (Term("ngin", is_prefix=True), ["ngin", "Ngin"]),
        (Term("nginx error"), ["nginx_error"]),
        (Term("使用"), ["使用"]),
        (Term("磁盘 使用率 42"), ["磁盘使用率 42"]),
        (Term("..."), []),
    ],
)
def test_words_phrases_prefixes_and_chinese_are_marked(term: Term, wanted: list[str]) -> None:
    assert marked(TEXT, term) == wanted


def test_lines_come_with_their_neighbours_and_numbers() -> None:
    first, second = excerpts(TEXT, [Term("nginx")])
    assert (first.line_no, first.text) == (1, "one\ntwo nginx_error here\nthree")
    assert (second.line_no, second.text) == (5, "five\nsix Nginx up\n磁盘使用率 42%")
    (only,) = excerpts(TEXT, [Term("nginx")], most=1)
    assert only == first
    (joined,) = excerpts(TEXT, [Term("two"), Term("four")])
    assert joined.text.startswith("one")
    assert joined.text.endswith("five")


def test_long_lines_are_cut_around_the_word() -> None:
    (found,) = excerpts("x " * 5_000 + "needle " + "y " * 5_000, [Term("needle")])
    assert len(found.text) < 300
    assert found.text.startswith("…")
    assert [found.text[start:end] for start, end in found.marks] == ["needle"]


def test_ideographs_are_words_by_themselves() -> None:
    assert words("disk磁盘_use-1") == ["disk", "磁", "盘", "use", "1"]
    assert excerpts("text", []) == []
