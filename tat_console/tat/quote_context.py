"""Where in a script a placeholder stands: the words that the scanners and the judges share."""

from __future__ import annotations

from enum import Enum
from typing import Final

import msgspec

from tat_console.support.i18n import N_, _
from tat_console.tat.templating import Placeholder


class Quote(Enum):
    """What is around a placeholder, innermost first; the value says it to the user."""

    NONE = N_("without quotes")
    SINGLE = N_("inside single quotes")
    DOUBLE = N_("inside double quotes")
    ANSI_C = N_("inside $'…'")
    HERE_LITERAL = N_("inside a here-document that is taken as it is")
    HERE_EXPANDED = N_("inside a here-document whose variables are filled")
    COMMENT = N_("inside a comment")
    BLOCK_COMMENT = N_("inside a comment of several lines")
    ARITHMETIC = N_("inside a calculation")
    EXPANSION = N_("inside ${…}")
    BACKTICKS = N_("inside `…`")
    SUBSTITUTION = N_("inside $(…)")

    @property
    def words(self) -> str:
        """The context, translated."""
        return _(self.value)


class HereEnd(msgspec.Struct, frozen=True):
    """The line that ends a here-document; `strips_tabs` where `<<-` began it."""

    word: str
    strips_tabs: bool = False

    def is_line(self, line: str) -> bool:
        """Whether a line of the script is this end."""
        return (line.lstrip("\t") if self.strips_tabs else line) == self.word


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """A placeholder with what is around it.

    `enclosing` are the outer contexts, outermost first, without the innermost one; `ends` are the
    lines that would end the here-documents it stands in.
    """

    placeholder: Placeholder
    quote: Quote
    enclosing: tuple[Quote, ...] = ()
    ends: tuple[HereEnd, ...] = ()


NAMES_IN_WORDS: Final = {
    "\n": N_("a line break"),
    "\r": N_("a carriage return"),
    "\t": N_("a tab"),
    " ": N_("a space"),
}


def name_of(sign: str) -> str:
    """A character as a sentence may show it."""
    return _(NAMES_IN_WORDS[sign]) if sign in NAMES_IN_WORDS else f"“{sign}”"
