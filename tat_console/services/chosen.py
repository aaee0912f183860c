"""The machines that the user has chosen for the next run."""

from __future__ import annotations

from collections.abc import Iterable

from tat_console.services.directory import Directory
from tat_console.support.event import Event
from tat_console.tat.machines import Machine


class Chosen:
    """Instance ids in the order of choosing; those that vanish from the directory drop out."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._ids: dict[str, None] = {}
        self.changed: Event[None] = Event()
        directory.changed.subscribe(lambda _none: self._drop_vanished())

    @property
    def ids(self) -> tuple[str, ...]:
        """The chosen instance ids."""
        return tuple(self._ids)

    @property
    def machines(self) -> list[Machine]:
        """The chosen machines, as the directory knows them now."""
        return self._directory.find(self._ids)

    def set(self, instance_ids: Iterable[str]) -> None:
        """Choose exactly these machines."""
        fresh = dict.fromkeys(instance_ids)
        if list(fresh) != list(self._ids):
            self._ids = fresh
            self.changed.emit(None)

    def _drop_vanished(self) -> None:
        if not self._directory.is_loading:
            self.set(key for key in self._ids if self._directory.get(key) is not None)
