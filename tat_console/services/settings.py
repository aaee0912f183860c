"""The user's settings: one row each, kept in one document."""

from __future__ import annotations

from typing import Any, Final

from tat_console.ports.documents import Documents
from tat_console.support.errors import ConsoleError
from tat_console.support.event import Event
from tat_console.support.settings import ROWS, Setting

DOCUMENT: Final = "settings"


class Settings:
    """Reads and writes settings; `changed` tells the key of one that changed.

    What the disk refuses holds until the program ends, and is written with the next change.
    `refused` tells why nothing could be remembered, once until something was.
    """

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self._values = documents.read(DOCUMENT)
        self._unkept: dict[str, Any] = {}
        self._is_told = False
        self.changed: Event[str] = Event()
        self.refused: Event[ConsoleError] = Event()

    def get(self, key: str) -> Any:
        """The value of a setting; what does not fit the row counts as not set."""
        row = ROWS[key]
        value = self._values.get(key, row.default)
        return value if row.fits(value) else row.default

    def set(self, key: str, value: Any) -> None:
        """Change a setting and keep it.

        Raises ValueError for a value that does not fit, ConsoleError where the disk refuses it.
        """
        row: Setting = ROWS[key]
        if not row.fits(value):
            raise ValueError(f"{key} does not take {value!r}")
        if self._values.get(key) == value and not self._unkept:
            return
        self._values[key] = self._unkept[key] = value
        try:
            self._keep()
        finally:
            self.changed.emit(key)

    def remember(self, key: str, value: Any) -> None:
        """Change what only makes the next start more convenient; a full disk stops nobody."""
        try:
            self.set(key, value)
        except ConsoleError as error:
            if not self._is_told:
                self._is_told = True
                self.refused.emit(error)

    def _keep(self) -> None:
        # What another window has changed in the meantime stays.
        kept = self._documents.read(DOCUMENT) or self._values
        self._documents.write(DOCUMENT, kept | self._unkept)
        self._unkept.clear()
        self._is_told = False
