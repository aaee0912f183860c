"""Patterns that users type: checked before use, and stopped where one takes too long."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import regex

from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _

TIME_LIMIT_S: Final = 0.5
"""For one text: an honest pattern needs a thousandth of it for 24 KB."""


class BadPattern(ConsoleError):
    """A pattern that cannot be used, with the reason as a sentence."""


class UserPattern:
    """A regular expression a user typed; raises BadPattern where it is none.

    Python's own engine can be sent into a search of years by a short pattern, and holds the whole
    program meanwhile; this one gives up after a time and lets others work.
    """

    def __init__(self, text: str, *, ignore_case: bool = False) -> None:
        self.text = text
        flags = regex.VERSION0 | regex.MULTILINE | (regex.IGNORECASE if ignore_case else 0)
        try:
            self._pattern = regex.compile(text, flags)
        except regex.error as error:
            raise _unreadable(text, error) from error
        if self._pattern.fullmatch(""):
            raise BadPattern(
                _("The pattern “{pattern}” matches nothing at all, at every place.").format(
                    pattern=text
                ),
                "",
                _("Say what there must be at least, such as + in place of *."),
            )

    @property
    def names(self) -> tuple[str, ...]:
        """The named groups, in the order of the pattern."""
        return tuple(sorted(self._pattern.groupindex, key=self._pattern.groupindex.__getitem__))

    def matches(self, text: str) -> Iterator[regex.Match[str]]:
        """Every match; raises BadPattern where the search takes too long."""
        found = self._pattern.finditer(text, timeout=TIME_LIMIT_S, concurrent=True)
        try:
            yield from (match for match in found if match.end() > match.start())
        except TimeoutError as error:
            raise BadPattern(
                _("The pattern “{pattern}” takes too long.").format(pattern=self.text),
                _("It was stopped after {seconds} s in one text.").format(seconds=TIME_LIMIT_S),
                _("Avoid repetitions inside repetitions, such as (a+)+."),
            ) from error

    def spans(self, text: str) -> list[tuple[int, int]]:
        """The places of all matches; raises BadPattern where the search takes too long."""
        return [match.span() for match in self.matches(text)]


def _unreadable(text: str, error: regex.error) -> BadPattern:
    return BadPattern(
        _("“{pattern}” is no regular expression: {reason}.").format(pattern=text, reason=error),
        "",
        _("To look for the characters themselves, put \\ before each of . * + ? ( ) [ ] { } | ^ $"),
    )
