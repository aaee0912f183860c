"""What was opened or looked for last, for the palette."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import msgspec

from tat_console.services.settings import Settings

KEPT: Final = 12


class RecentKind(StrEnum):
    """What can be gone back to."""

    SCRIPT = "script"
    RUN = "run"
    SEARCH = "search"


class RecentItem(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to go back to.

    `key` is the path or draft id of a script, the id of a run, or the text of a search.
    """

    kind: RecentKind
    key: str
    title: str


def note_recent(settings: Settings, kind: RecentKind, key: str, title: str) -> None:
    """Put something first among what was used last."""
    item = RecentItem(kind=kind, key=key, title=title)
    others = [one for one in recent_items(settings) if (one.kind, one.key) != (kind, key)]
    settings.remember("recent", msgspec.to_builtins([item, *others][:KEPT]))


def recent_items(settings: Settings) -> list[RecentItem]:
    """What was used last, the latest first; what cannot be read is left out."""
    found = []
    for kept in settings.get("recent"):
        try:
            found.append(msgspec.convert(kept, RecentItem))
        except msgspec.ValidationError:
            continue
    return found
