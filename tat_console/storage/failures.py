"""What SQLite's failures mean to a person."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final, NamedTuple

from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import N_, _


class Failure(NamedTuple):
    """The text for one primary result code; `{path}` stands for the database."""

    title: str
    what: str
    next_step: str


_NO_ROOM: Final = Failure(
    N_("The archive could not be written"),
    N_("The disk that holds {path} is full. What was saved before is safe."),
    N_("Free some space on the disk, then do it again."),
)
_IN_USE: Final = Failure(
    N_("The archive is in use"),
    N_("Another program has held {path} for too long. Nothing was changed."),
    N_("Close other windows of this program and other programs that use the file, then try again."),
)
_FORBIDDEN: Final = Failure(
    N_("The archive may not be written"),
    N_("The file {path}, or the folder it is in, does not let this user write."),
    N_("Give yourself the right to write there, then start the program again."),
)
_DAMAGED: Final = Failure(
    N_("The archive is damaged"),
    N_("The file {path} is not, or no longer, a whole database. It was left as it is."),
    N_("Put a backup in its place, or move it away to start with an empty archive."),
)
_UNEXPECTED: Final = Failure(
    N_("The archive could not be used"),
    N_("The database {path} gave an error."),
    N_("Try again; if it comes back, start the program again."),
)

FAILURES: Final[dict[int, Failure]] = {
    sqlite3.SQLITE_FULL: _NO_ROOM,
    sqlite3.SQLITE_IOERR: Failure(
        N_("The archive could not be read or written"),
        N_("The disk that holds {path} is full, or it gave an error. What was saved before stays."),
        N_("Look at the free space and the health of the disk, then do it again."),
    ),
    sqlite3.SQLITE_BUSY: _IN_USE,
    sqlite3.SQLITE_LOCKED: _IN_USE,
    sqlite3.SQLITE_READONLY: _FORBIDDEN,
    sqlite3.SQLITE_PERM: _FORBIDDEN,
    sqlite3.SQLITE_CANTOPEN: Failure(
        N_("The archive could not be opened"),
        N_("The file {path} cannot be opened or made."),
        N_("See that its folder exists and lets you write, then start the program again."),
    ),
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
}

# These come of a wrong statement or record, not of the computer: they go to the bug report.
MISTAKES: Final = frozenset(
    {
        sqlite3.SQLITE_ERROR,
        sqlite3.SQLITE_CONSTRAINT,
        sqlite3.SQLITE_MISMATCH,
        sqlite3.SQLITE_MISUSE,
        sqlite3.SQLITE_RANGE,
    }
)


def explained(error: sqlite3.Error, path: Path) -> Exception:
    """The error as text for the user, or the error itself where it is a mistake in the program."""
    code = getattr(error, "sqlite_errorcode", None)
    primary = sqlite3.SQLITE_MISUSE if code is None else code & 0xFF
    if primary in MISTAKES:
        return error
    return _told(FAILURES.get(primary, _UNEXPECTED), error, path)


def unusable(error: OSError, path: Path) -> ConsoleError:
    """The text for a file or folder of the archive that the system did not let us have."""
    return _told(FAILURES[sqlite3.SQLITE_CANTOPEN], error, path)


def damaged(error: Exception, path: Path) -> ConsoleError:
    """The text for content that is not what was once saved."""
    return _told(_DAMAGED, error, path)


def _told(failure: Failure, error: Exception, path: Path) -> ConsoleError:
    what = f"{_(failure.what).format(path=path)} ({error})"
    return ConsoleError(_(failure.title), what, _(failure.next_step))
