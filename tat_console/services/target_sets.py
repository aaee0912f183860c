"""The saved sets of targets, kept in one document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from tat_console.ports.documents import Documents
from tat_console.runs.target_sets import Members, TargetSet, members, protected_ids
from tat_console.services.directory import Directory
from tat_console.support.errors import ConsoleError
from tat_console.support.event import Event
from tat_console.support.i18n import _

DOCUMENT: Final = "target_sets"


class TargetSets:
    """All saved sets by name; `changed` fires when one was saved or removed."""

    def __init__(self, documents: Documents, directory: Directory) -> None:
        self._documents = documents
        self._directory = directory
        self.changed: Event[None] = Event()
        self._sets: dict[str, TargetSet] = {}
        self.read_again()

    def __iter__(self) -> Iterator[TargetSet]:
        return iter(sorted(self._sets.values(), key=lambda one: one.name.casefold()))

    def get(self, set_id: str) -> TargetSet | None:
        """The set of this id."""
        return self._sets.get(set_id)

    def save(self, wanted: TargetSet) -> TargetSet:
        """Keep a set, under an id of its own where it has none.

        Raises ConsoleError for a name that is empty or another set's, for a set that is made of
        itself, and where the disk refuses.
        """
        self.read_again()
        number = 1
        while not wanted.set_id:
            if f"t{number}" not in self._sets:
                wanted = msgspec.structs.replace(wanted, set_id=f"t{number}")
            number += 1
        self._check(wanted)
        self._write({**self._sets, wanted.set_id: wanted})
        return wanted

    def remove(self, set_id: str) -> None:
        """Throw a set away; raises ConsoleError where another set is made of it."""
        self.read_again()
        users = [one.name for one in self if any(term.set_id == set_id for term in one.terms)]
        if users:
            raise ConsoleError(
                _("This set is still needed."),
                _("It is part of {names}.").format(names=", ".join(users)),
                _("Take it out of them first."),
            )
        self._write({key: one for key, one in self._sets.items() if key != set_id})

    def read_again(self) -> None:
        """Take in what another start of the program saved or removed."""
        kept = self._kept()
        if kept != self._sets:
            self._sets = kept
            self.changed.emit(None)

    def members(self, wanted: TargetSet) -> Members:
        """The machines of a set, saved or not, as the directory knows them now."""
        directory = self._directory
        return members(wanted, self._sets, directory.machines, directory.owners)

    def protected_ids(self, lifted: Iterable[str] = ()) -> frozenset[str]:
        """The instance ids that protected sets keep out of runs, but for sets that are lifted."""
        return protected_ids(self._sets, self._directory.machines, self._directory.owners, lifted)

    def _kept(self) -> dict[str, TargetSet]:
        raw = self._documents.read(DOCUMENT).get("sets")
        if raw is None:
            return self._sets  # gone or damaged: that takes nothing away from who knows them still
        return {one.set_id: one for one in msgspec.convert(raw, list[TargetSet])}

    def _check(self, wanted: TargetSet) -> None:
        name = wanted.name.strip()
        taken = any(
            one.name.casefold() == name.casefold() and one.set_id != wanted.set_id for one in self
        )
        if not name or taken:
            problem = _("Another set has this name.") if taken else _("A set needs a name.")
            raise ConsoleError(_("The set was not saved."), problem)
        members(wanted, {**self._sets, wanted.set_id: wanted}, ())

    def _write(self, sets: dict[str, TargetSet]) -> None:
        kept = [msgspec.to_builtins(one) for one in sets.values()]
        self._documents.write(DOCUMENT, {"sets": kept})
        self._sets = sets
        self.changed.emit(None)
