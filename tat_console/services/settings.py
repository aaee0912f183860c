"""The user's settings: one row each, kept in one document."""

from __future__ import annotations

from typing import Any, Final

from tat_console.ports.documents import Documents
from tat_console.support.event import Event
from tat_console.support.settings import ROWS, Setting

DOCUMENT: Final = "settings"


class Settings:
    """Reads and writes settings; `changed` tells the key of one that changed."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self._values = documents.read(DOCUMENT)
        self.changed: Event[str] = Event()

    def get(self, key: str) -> Any:
        """The value of a setting; what does not fit the row counts as not set."""
        row = ROWS[key]
        value = self._values.get(key, row.default)
        return value if row.fits(value) else row.default

    def set(self, key: str, value: Any) -> None:
        """Change a setting and keep it; raises ValueError for a value that does not fit."""
        row: Setting = ROWS[key]
        if not row.fits(value):
            raise ValueError(f"{key} does not take {value!r}")
        if self._values.get(key) == value:
            return
        self._values[key] = value
        self._documents.write(DOCUMENT, self._values)
        self.changed.emit(key)
