"""What docstrings say the service does can be looked up: "facts §7.4" is a section of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.rules.source import ROOT, Source, sources

PAGE = ROOT / "resources/docs/service-facts.md"
REFERENCE = re.compile(r"facts (§[^)\"\n]*)")
SECTION = re.compile(r"^#{2,3} ([\d.]*\d)[. ]", re.MULTILINE)


def references(source: Source) -> Iterator[str]:
    """The numbers of the sections that a file speaks of."""
    for found in REFERENCE.findall(source.text):
        yield from re.findall(r"§([\d.]*\d)", found)


def test_every_section_that_the_code_speaks_of_is_on_the_page() -> None:
    known = set(SECTION.findall(PAGE.read_text(encoding="utf-8")))
    spoken_of = {(one, source.path) for source in sources() for one in references(source)}
    assert {one for one, _path in spoken_of} >= {"7.4", "5.3", "3"}
    assert sorted(one for one in spoken_of if one[0] not in known) == []


def test_references_are_found_as_they_are_written() -> None:
    text = '"""As the agent does (facts §7.4 for Linux, §7.5); (facts §1.2 row 12, §9)."""'
    assert list(references(Source("a.py", text))) == ["7.4", "7.5", "1.2", "9"]
