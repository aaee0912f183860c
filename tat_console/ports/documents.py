"""Small documents that the program keeps: settings, profiles, drafts."""

from __future__ import annotations

from typing import Any, Protocol


class Documents(Protocol):
    """Keeps named JSON objects; a damaged one is set aside and read as empty."""

    def read(self, name: str) -> dict[str, Any]:
        """The document, empty where there is none."""
        ...

    def write(self, name: str, value: dict[str, Any]) -> None:
        """Replace the document in one step; raises ConsoleError where that fails."""
        ...
