"""Searches that the user gave a name; they are kept in a document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tat_console.ports.documents import Documents
from tat_console.support.event import Event

DOCUMENT: Final = "searches"


class SavedSearches:
    """Search texts by their names, in the order in which they were saved; `changed` tells."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self._texts = self._kept()
        self.changed: Event[None] = Event()

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Name and text of each."""
        return iter(tuple(self._texts.items()))

    def save(self, name: str, text: str) -> None:
        """Keep a search under a name, in place of one that has it; raises ConsoleError."""
        self._keep({**self._kept(), name: text})

    def remove(self, name: str) -> None:
        """Forget a search; raises ConsoleError."""
        self._keep({key: text for key, text in self._kept().items() if key != name})

    def read_again(self) -> None:
        """Take in what another start of the program saved or removed."""
        kept = self._kept()
        if kept != self._texts:
            self._texts = kept
            self.changed.emit(None)

    # -- inside

    def _kept(self) -> dict[str, str]:
        kept = self._documents.read(DOCUMENT)
        return {name: text for name, text in kept.items() if isinstance(text, str)}

    def _keep(self, texts: dict[str, str]) -> None:
        self._documents.write(DOCUMENT, texts)
        self._texts = texts
        self.changed.emit(None)
