"""What each error code of the service means to a person: one row a code.

Three modules hold the rows by what went wrong: `access` (who asks, how often, over which road),
`fields` (what was asked for) and `resources` (what it was asked of). `error_texts` joins them.
Codes and meanings: facts §5.1 and §5.2.
"""

from __future__ import annotations

from enum import Enum

import msgspec


class Repeat(Enum):
    """What the program itself may do after an error, before it tells the user."""

    NEVER = "never"
    ALWAYS = "always"
    """The request was not executed: wait a little, then send it again, whatever it is."""
    READS = "reads"
    """It may have been executed: repeat what changes nothing, look up what does."""
    SIGNED_ANEW = "signed anew"
    """Once, with a corrected time."""
    NEW_KEY = "new key"
    """Once the temporary key has been renewed."""
    SMALLER_PAGE = "smaller page"
    """With fewer rows asked for."""
    LATER = "later"
    """Not by itself: the state of something has to change first, so the user decides."""


class ErrorRow(msgspec.Struct, frozen=True):
    """One code; the texts are message ids, translated when they are shown."""

    code: str
    title: str
    what: str
    next_step: str
    repeat: Repeat = Repeat.NEVER
