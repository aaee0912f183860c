"""What is looked for in a text, and what goes into its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import regex

from tat_console.outputs.patterns import UserPattern
from tat_console.support.i18n import _

_SPECIAL: Final = re.compile(r"\$(\$|\d{1,2}|\{\d{1,2}\})|\\([nt\\])")
_SIGNS: Final = {"n": "\n", "t": "\t", "\\": "\\"}
Match = regex.Match[str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A text, or a regular expression whose `^` and `$` match at lines."""

    text: str
    is_regex: bool = False
    match_case: bool = False
    whole_word: bool = False

    def matches(self, text: str) -> Iterator[Match]:
        """Every match; raises BadPattern where it is no regular expression, or takes too long."""
        pattern = self.text if self.is_regex else re.escape(self.text)
        found = UserPattern(pattern, ignore_case=not self.match_case)
        if self.whole_word:
            found = UserPattern(rf"(?<!\w)(?:{pattern})(?!\w)", ignore_case=not self.match_case)
        return found.matches(text)

    def replacement_problem(self, template: str) -> str:
        """What is wrong with a replacement, as a sentence; "" for nothing."""
        groups = regex.compile(self.text).groups if self.is_regex else 0
        for asked in _group_numbers(template) if self.is_regex else ():
            if asked > groups:
                text = _("There is no group {number}; $$ stands for a dollar sign.")
                return text.format(number=f"${asked}")
        return ""

    def replacement(self, template: str, match: Match) -> str:
        """What goes into the place of a match.

        For a regular expression $1 is its first group, $0 the whole match, $$ a dollar sign, and
        \\n, \\t and \\\\ are what they are elsewhere; any other $ stands for itself.
        """
        if not self.is_regex:
            return template

        def fill(special: re.Match[str]) -> str:
            reference, sign = special.groups()
            if sign:
                return _SIGNS[sign]
            if reference == "$":
                return "$"
            return match[int(reference.strip("{}"))] or ""

        return _SPECIAL.sub(fill, template)


def _group_numbers(template: str) -> Iterator[int]:
    for special in _SPECIAL.finditer(template):
        number = (special[1] or "").strip("{}")
        if number.isdecimal():
            yield int(number)
