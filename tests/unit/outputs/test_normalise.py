"""What differs by nature is masked, what differs in substance stays."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tat_console.outputs.normalise import ALL_MASKS, MASKS, Normaliser, Normalising
from tat_console.outputs.patterns import BadPattern, UserPattern

NAMES = ("web-1", "db.internal", "ins-abcd1234", "Hafen")


def masked(text: str, *masks: str, names: bool = False, patterns: tuple[str, ...] = ()) -> str:
    rules = Normalising(masks=masks, names=names, patterns=patterns)
    return Normaliser(rules, NAMES).masked(text)


@pytest.mark.parametrize(
    ("mask", "text", "wanted"),
    [
        ("numbers", "pid 4711, load 0.25, v1.24.0", "pid ‹n›, load ‹n›, v‹n›"),
        ("times", "2026-10-01T12:00:03.5Z up", "‹time› up"),
        ("times", "on 2026-10-01 12:00:03 +08:00.", "on ‹time›."),
        ("times", "Oct  1 12:00:03 sshd[7]", "‹time› sshd[7]"),
        ("times", "2026年10月1日 完成", "‹time› 完成"),
        ("times", "01/10/2026 09:15", "‹time›"),
        ("times", " 12:00:03 up 3 days", " ‹time› up 3 days"),
        ("addresses", "from 10.0.0.1:22 to 10.0.0.0/8", "from ‹address›:22 to ‹address›"),
        ("addresses", "fe80::1ff:fe23:4567:890a%eth0 ::", "‹address›%eth0 ::"),
        ("addresses", "ether 52:54:00:ab:cd:ef txq", "ether ‹address› txq"),
        ("ids", "ins-abcd1234 and lhins-0123456789", "‹id› and ‹id›"),
        ("ids", "3f2504e0-4f89-11d3-9a0c-0305e82c3301", "‹id›"),
        ("hex", "at 0x7ffe12 commit 033bb733b4cb", "at ‹hex› commit ‹hex›"),
        ("hex", "decade facade 12345678", "decade facade 12345678"),
    ],
)
def test_each_rule_masks_what_it_is_for(mask: str, text: str, wanted: str) -> None:
    assert masked(text, mask) == wanted


def test_names_of_machines_are_masked_alone_and_before_a_domain() -> None:
    text = "web-1 web-1.example.com web-10 Hafen: ins-abcd1234"
    assert masked(text, names=True) == "‹name› ‹name› web-10 ‹name›: ‹name›"


def test_own_patterns_go_first_and_bad_ones_are_explained() -> None:
    assert masked("req=a1 12", "numbers", patterns=(r"req=\w+",)) == "‹…› ‹n›"
    with pytest.raises(BadPattern, match="no regular expression"):
        masked("", patterns=("(",))
    with pytest.raises(BadPattern, match="matches nothing"):
        masked("", patterns=("a*",))


def test_a_pattern_that_would_search_for_years_is_stopped() -> None:
    pattern = UserPattern(r"(?:(?:a|aa|b)+)+(?<!x)$(?!.)c|(a|a?)+d")
    with pytest.raises(BadPattern, match="takes too long"):
        pattern.spans("a" * 4000 + "!")


def test_places_are_where_the_marks_are() -> None:
    text = "web-1 took 12 s\nat 12:00:03 on 10.0.0.1\n"
    normaliser = Normaliser(ALL_MASKS, NAMES)
    places = normaliser.places(text)
    assert [text[place.start : place.end] for place in places] == [
        *("web-1", "12", "12:00:03", "10.0.0.1"),
    ]
    for place in reversed(places):
        text = text[: place.start] + place.mark + text[place.end :]
    assert text == normaliser.masked("web-1 took 12 s\nat 12:00:03 on 10.0.0.1\n")


@given(st.text(alphabet="a1:.-0x \nweb-ins中", max_size=80))
def test_masking_loses_no_text_between_the_places(text: str) -> None:
    normaliser = Normaliser(ALL_MASKS, NAMES)
    places = normaliser.places(text)
    assert all(one.end <= other.start for one, other in pairwise(places))
    rebuilt, end = "", 0
    for place in places:
        rebuilt += text[end : place.start] + place.mark
        end = place.end
    assert Normaliser(Normalising(patterns=("\0",)), NAMES).masked(text) == text
    assert rebuilt + text[end:] == "\n".join(
        Normaliser(ALL_MASKS, NAMES).masked(line) for line in text.split("\n")
    )


def test_near_equal_outputs_share_a_key_and_others_do_not() -> None:
    normaliser = Normaliser(ALL_MASKS, NAMES)
    one, other = b"web-1: up 3 days\r\n", b"\x1b[32mHafen\x1b[0m: up 12 days\n"
    assert normaliser.content_key(one) == normaliser.content_key(other)
    assert normaliser.content_key(one) != normaliser.content_key(b"web-1: down\n")
    binary = bytes(range(256))
    assert normaliser.content_key(binary, "digest") == "digest"
    assert normaliser.known_key("digest") == "digest"
    assert normaliser.known_key("other") is None


def test_every_rule_has_its_own_key_and_mark() -> None:
    assert len({mask.key for mask in MASKS}) == len({mask.mark for mask in MASKS}) == len(MASKS)
    assert ALL_MASKS.is_on
    assert not Normalising().is_on
