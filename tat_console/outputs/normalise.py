"""Masks what differs between answers by nature, so that near-equal ones fall together.

Times, addresses, ids and numbers stand for what they are: a masked text has a mark in their
place, and the places are told, so that a view can show both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Final, NamedTuple

import msgspec

from tat_console.outputs.ansi import plain
from tat_console.outputs.patterns import UserPattern
from tat_console.outputs.text import Encoding, decode
from tat_console.support.i18n import N_


class Mask(NamedTuple):
    """One rule of the house: what its pattern matches is shown as its mark."""

    key: str
    title: str
    mark: str
    pattern: str


class Masked(NamedTuple):
    """A place in the text that a rule masks."""

    start: int
    end: int
    mark: str


_MONTH: Final = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_CLOCK: Final = r"\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?"
_ZONE: Final = r"(?:\ ?(?:Z|UTC|GMT|CST|[+-]\d\d:?\d\d)\b)?"
_DAY: Final = r"(?:\d{4}[-/.]\d\d?[-/.]\d\d?|\d\d?/\d\d?/\d{4}|\d{4}年\d\d?月\d\d?日)"

# In the order in which they are tried at one place: a date has numbers in it, not the reverse.
MASKS: Final = (
    Mask(
        "times",
        N_("Dates and times"),
        "‹time›",
        rf"{_DAY}(?:[T\ ]{_CLOCK}{_ZONE})?"
        rf"|\b{_MONTH}\ {{1,2}}\d{{1,2}}\ {_CLOCK}(?:{_ZONE}\ \d{{4}})?"
        rf"|\b{_CLOCK}{_ZONE}(?![:\w])",
    ),
    Mask(
        "addresses",
        N_("IP and MAC addresses"),
        "‹address›",
        r"\b\d{1,3}(?:\.\d{1,3}){3}\b(?:/\d\d?\b)?"
        r"|\b[0-9A-Fa-f]{2}(?:[:-][0-9A-Fa-f]{2}){5}\b"
        r"|(?<![\w:])(?:[0-9A-Fa-f]{1,4}:){2,7}(?::|[0-9A-Fa-f]{1,4}(?![\w:]))"
        r"|(?<![\w:])(?:[0-9A-Fa-f]{1,4}:){1,6}(?::[0-9A-Fa-f]{1,4}){1,6}(?![\w:])",
    ),
    Mask(
        "ids",
        N_("Ids"),
        "‹id›",
        r"\b[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\b"
        r"|\b(?:lhins|ins|rins|inv|invt|cmd|ivk|disk|vpc|subnet|sg|img)-[0-9a-z]{8,12}\b",
    ),
    Mask(
        "hex",
        N_("Hexadecimal numbers"),
        "‹hex›",
        r"\b0x[0-9A-Fa-f]+\b|\b(?=[0-9A-Fa-f]*\d)(?=[0-9A-Fa-f]*[A-Fa-f])[0-9A-Fa-f]{8,}\b",
    ),
    Mask("numbers", N_("Numbers"), "‹n›", r"\d+(?:[.,]\d+)*"),
)
NAME_MARK: Final = "‹name›"
OWN_MARK: Final = "‹…›"

# A name of a machine, alone or before its domain.
_WORD: Final = re.compile(r"(?!\d+\b)[^\W_][\w-]*(?:\.[\w-]+)*")
# What the house masks has a digit in it, but for addresses of letters only, which are rare.
_DIGIT: Final = re.compile(r"\d")
_LINES_KEPT: Final = 200_000
_BY_KEY: Final = {mask.key: mask for mask in MASKS}
_MARKS: Final = {mask.key: mask.mark for mask in MASKS}


class Normalising(msgspec.Struct, frozen=True, kw_only=True):
    """Which rules are on: keys of MASKS, the names of the machines, patterns of one's own."""

    masks: tuple[str, ...] = ()
    names: bool = False
    patterns: tuple[str, ...] = ()

    @property
    def is_on(self) -> bool:
        """Whether any rule is."""
        return bool(self.masks or self.names or self.patterns)


ALL_MASKS: Final = Normalising(masks=tuple(_BY_KEY), names=True)


class Normaliser:
    """Applies the rules; `names` are the names and ids of the machines that take part.

    Raises BadPattern for a pattern of one's own that is none, or takes too long.
    """

    def __init__(self, rules: Normalising, names: Iterable[str] = ()) -> None:
        self.rules = rules
        self._names = frozenset(name for name in names if name) if rules.names else frozenset()
        self._own = [UserPattern(pattern) for pattern in rules.patterns]
        chosen = [mask for mask in MASKS if mask.key in rules.masks]
        alternatives = "|".join(f"(?P<{mask.key}>{mask.pattern})" for mask in chosen)
        self._house = re.compile(alternatives) if chosen else None
        self._lines: dict[str, str] = {}
        self._contents: dict[str, str] = {}

    def places(self, text: str) -> list[Masked]:
        """What is masked, from the start of the text to its end, never one over the other.

        Patterns of one's own go before names, and both before the rules of the house.
        """
        taken = self._taken(text)
        if self._house is None:
            return taken
        found: list[Masked] = []
        start = 0
        for place in (*taken, Masked(len(text), len(text), "")):
            found.extend(self._by_house(text, start, place.start))
            if place.mark:
                found.append(place)
            start = place.end
        return found

    def masked(self, text: str) -> str:
        """The text with marks; lines that were seen before are not looked at again."""
        if self._own:
            return self._marked(text)
        known = self._lines
        lines = text.split("\n")
        for line in lines:
            if line not in known:
                known[line] = self._marked(line)
        return "\n".join([known[line] for line in lines])

    def content_key(self, output: bytes, digest: str = "") -> str:
        """What two outputs share where they are equal but for what is masked.

        `digest` is the output's SHA-256 where it is known. Binary outputs are never masked.
        """
        digest = digest or sha256(output).hexdigest()
        if digest not in self._contents:
            decoded = decode(output)
            self._contents[digest] = (
                digest
                if decoded.encoding is Encoding.BINARY
                else sha256(self.masked(plain(decoded.text)).encode(errors="replace")).hexdigest()
            )
            if len(self._lines) > _LINES_KEPT:
                self._lines.clear()
        return self._contents[digest]

    def known_key(self, digest: str) -> str | None:
        """The same where it was asked for before, without the output; else None."""
        return self._contents.get(digest)

    def _marked(self, text: str) -> str:
        if not self._taken(text):
            return self._house_marked(text)
        parts: list[str] = []
        end = 0
        for place in self.places(text):
            parts += (text[end : place.start], place.mark)
            end = place.end
        parts.append(text[end:])
        return "".join(parts)

    def _house_marked(self, text: str) -> str:
        if self._house is None or not _DIGIT.search(text):
            return text
        return self._house.sub(_mark_of, text)

    def _taken(self, text: str) -> list[Masked]:
        names = list(self._by_name(text))
        if not self._own:
            return names
        own = [Masked(*span, OWN_MARK) for pattern in self._own for span in pattern.spans(text)]
        return list(_apart([*sorted(own), *names]))

    def _by_name(self, text: str) -> Iterator[Masked]:
        if self._names:
            for word in _WORD.finditer(text):
                if word[0] in self._names or word[0].partition(".")[0] in self._names:
                    yield Masked(word.start(), word.end(), NAME_MARK)

    def _by_house(self, text: str, start: int, end: int) -> Iterator[Masked]:
        if self._house is not None and _DIGIT.search(text, start, end):
            for match in self._house.finditer(text, start, end):
                yield Masked(match.start(), match.end(), _MARKS[str(match.lastgroup)])


def _mark_of(match: re.Match[str]) -> str:
    return _MARKS[str(match.lastgroup)]


def _apart(places: list[Masked]) -> Iterator[Masked]:
    """Those places that overlap none given earlier, in the order of the text."""
    kept: list[Masked] = []
    covered: set[int] = set()
    for place in places:
        if covered.isdisjoint(range(place.start, place.end)):
            covered.update(range(place.start, place.end))
            kept.append(place)
    yield from sorted(kept)
