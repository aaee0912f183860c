"""Logging, and the wrapper that keeps secrets out of it."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

MASK: Final = "******"
LOG_BYTES: Final = 2_000_000


class Secret:
    """A text that shows itself only to who asks by `reveal`."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text itself; to be called by the signer and the keyring alone."""
        return self._text

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __repr__(self) -> str:
        return f"Secret({MASK})"

    __str__ = __repr__

    def __reduce__(self) -> tuple[type[Secret], tuple[str]]:
        raise TypeError("A secret is not written anywhere")


class Redactor(logging.Filter):
    """Masks known secrets in whatever is about to be logged."""

    def __init__(self) -> None:
        super().__init__()
        self._known: set[str] = set()

    def learn(self, secret: Secret) -> None:
        """Mask this text from now on; very short texts would mask everything and are left."""
        if len(secret.reveal()) >= 6:
            self._known.add(secret.reveal())

    def redact(self, text: str) -> str:
        """The text with every known secret masked."""
        for known in self._known:
            text = text.replace(known, MASK)
        return text

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask the finished message of a record; traceback texts are masked too."""
        record.msg, record.args = self.redact(record.getMessage()), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = self.redact(record.exc_text)
        return True


REDACTOR: Final = Redactor()


def log_to_file(folder: Path) -> None:
    """Write the program's log into `folder`, two files of 2 MB at most, secrets masked.

    Where the folder lets nothing be written, the log goes to stderr: the program works without it.
    """
    handler = _handler(folder)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(REDACTOR)
    root = logging.getLogger("tat_console")
    root.setLevel(logging.INFO)
    root.addHandler(handler)


def _handler(folder: Path) -> logging.Handler:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return RotatingFileHandler(
            folder / "tat-console.log", maxBytes=LOG_BYTES, backupCount=1, encoding="utf-8"
        )
    except OSError:
        return logging.StreamHandler()
