"""Windows that share one home, each with texts and a sandbox of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from tat_console.storage.claims import LockedFiles
from tat_console.support.errors import ConsoleError
from tat_console.support.paths import AppPaths

SEATS: Final = 20
"""More windows than that share the last seat."""


@dataclass(frozen=True, slots=True)
class Seat:
    """The place of one window; `paths` are the program's as this window has them."""

    paths: AppPaths
    locks: LockedFiles

    def left_behind(self) -> Iterator[str]:
        """The documents with texts of later windows that are gone, for the first window only.

        Nobody else can take one up while it is looked at.
        """
        if self.paths.seat != 1:
            return
        for number in range(2, SEATS + 1):
            document = replace(self.paths, seat=number).drafts
            if document.exists() and self.locks.take(_name(number)):
                try:
                    yield document.stem
                finally:
                    self.locks.release(_name(number))

    def leave(self) -> None:
        """Let another window have this seat."""
        self.locks.release(_name(self.paths.seat))


def take_seat(paths: AppPaths) -> Seat:
    """The first seat that no other window has; where nothing can be locked, the first of all."""
    locks = LockedFiles(paths.claims)
    number = 1
    try:
        while number < SEATS and not locks.take(_name(number)):
            number += 1
    except ConsoleError:
        number = 1
    return Seat(replace(paths, seat=number), locks)


def _name(number: int) -> str:
    return f"window-{number}"
