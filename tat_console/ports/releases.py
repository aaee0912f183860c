"""Where the number of the newest version of this program is read, if anybody wants it."""

from __future__ import annotations

from typing import Protocol


class ReleaseNews(Protocol):
    """Reads the number of the newest version."""

    async def newest(self, address: str) -> str:
        """The version that the file at an http address names; raises ConsoleError."""
        ...
