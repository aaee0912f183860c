"""Scripts that are being written: kept as they are typed, so that nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

from tat_console.ports.documents import Documents
from tat_console.ports.library import Expectation
from tat_console.support.event import Event
from tat_console.tat.parameter_types import ParameterDefinition
from tat_console.tat.statuses import CommandType

DOCUMENT: Final = "drafts"
CLOSED_KEPT: Final = 10


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A script in the editor; `parameters` holds visible values only.

    `path` names the script of the library that it belongs to, "" where it belongs to none, and
    `stamp` is that script's as it was opened or saved last. `definitions` say how parameters are
    filled in. `origin` says what it is a copy of.
    """

    draft_id: str
    name: str
    content: str = ""
    command_type: CommandType = CommandType.SHELL
    working_directory: str = ""
    username: str = ""
    timeout_s: str = "60"
    parameters: dict[str, str] = {}
    definitions: tuple[ParameterDefinition, ...] = ()
    expectation: Expectation | None = None
    path: str = ""
    stamp: str = ""
    origin: str = ""


class Drafts:
    """The scripts in the editor, in the order of their tabs, and those that were closed last."""

    def __init__(
        self, documents: Documents, examples: tuple[Draft, ...] = (), document: str = DOCUMENT
    ) -> None:
        self._documents = documents
        self._document = document
        self._examples = examples
        self._drafts: dict[str, Draft] = {}
        self._closed: list[Draft] = []
        self._is_kept = True
        self.changed: Event[None] = Event()
        kept, self._closed = self._read(document)
        for draft in kept:
            self._take(draft)
        if not self._drafts:
            for example in examples:
                self._take(example)

    @property
    def are_kept(self) -> bool:
        """Whether the disk has everything; False after it refused the last change."""
        return self._is_kept

    def __iter__(self) -> Iterator[Draft]:
        return iter(self._drafts.values())

    def __len__(self) -> int:
        return len(self._drafts)

    def get(self, draft_id: str) -> Draft | None:
        """The draft of this id."""
        return self._drafts.get(draft_id)

    def add(self, draft: Draft) -> Draft:
        """Put a draft under an id of its own, last in the order."""
        number = 1
        while f"d{number}" in self._drafts:
            number += 1
        fresh = msgspec.structs.replace(draft, draft_id=f"d{number}")
        self._take(fresh)
        self._keep()
        return fresh

    def adopt(self, document: str) -> None:
        """Take over the texts of a window that is gone; raises ConsoleError where the disk refuses.

        Texts that are here already stay as they are, and examples nobody has touched stay behind.
        """
        known = {(one.name, one.content) for one in (*self, *self._examples)}
        drafts, closed = self._read(document)
        for draft in drafts:
            if (draft.name, draft.content) not in known:
                self.add(msgspec.structs.replace(draft, path="", stamp=""))
        self._closed = [*self._closed, *closed][-CLOSED_KEPT:]
        self._keep()
        self._documents.write(document, {})

    def save(self, draft: Draft) -> None:
        """Keep a draft as it is now; raises ConsoleError where the disk refuses.

        What was refused is written with the next draft that is saved, or the same one again.
        """
        if self._drafts.get(draft.draft_id) != draft or not self._is_kept:
            self._take(draft)
            self._keep()

    def remove(self, draft_id: str) -> None:
        """Close a draft; one with text in it can be reopened until many others were closed."""
        if gone := self._drafts.pop(draft_id, None):
            if gone.content.strip():
                self._closed = [*self._closed, gone][-CLOSED_KEPT:]
            self._keep()

    def reopen(self, draft: Draft | None = None) -> Draft | None:
        """Open a closed draft again, without one the draft that was closed last; None for none.

        Where another tab is over its script by now, it becomes a text of its own.
        """
        wanted = draft or next(reversed(self._closed), None)
        if wanted is None or wanted not in self._closed:
            return None
        self._closed.remove(wanted)
        if wanted.path and any(one.path == wanted.path for one in self):
            wanted = msgspec.structs.replace(wanted, path="", stamp="")
        return self.add(wanted)

    def _read(self, document: str) -> tuple[list[Draft], list[Draft]]:
        kept = self._documents.read(document)
        return (
            msgspec.convert(kept.get("drafts", []), list[Draft]),
            msgspec.convert(kept.get("closed", []), list[Draft]),
        )

    def _take(self, draft: Draft) -> None:
        self._drafts[draft.draft_id] = draft

    def _keep(self) -> None:
        self._is_kept = False
        kept = {"drafts": list(self), "closed": self._closed}
        self._documents.write(self._document, msgspec.to_builtins(kept))
        self._is_kept = True
        self.changed.emit(None)
