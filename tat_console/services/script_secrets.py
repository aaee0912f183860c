"""Hidden values that are kept in the operating system's keyring, by name, and nowhere else."""

from __future__ import annotations

from typing import Final

from tat_console.ports.documents import Documents
from tat_console.ports.profiles import SecretStore
from tat_console.support.errors import ConsoleError
from tat_console.support.event import Event
from tat_console.support.i18n import _
from tat_console.support.logs import REDACTOR, Secret

DOCUMENT: Final = "script_secrets"
_ENTRY: Final = "script-secret:{name}"


class ScriptSecrets:
    """The names of kept secrets, and the way to their values.

    A keyring cannot be asked what it holds, so the names are kept in a document of their own.
    """

    def __init__(self, documents: Documents, keyring: SecretStore) -> None:
        self._documents = documents
        self._keyring = keyring
        self._names = self._kept()
        self.changed: Event[None] = Event()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all kept secrets, in alphabetical order."""
        return tuple(sorted(self._names, key=str.casefold))

    async def problem(self) -> str | None:
        """Why no secret can be kept here, as a sentence, or None where all is well."""
        return await self._keyring.problem()

    async def read(self, name: str) -> Secret:
        """The value of a secret; raises ConsoleError where the keyring does not have it."""
        kept = await self._keyring.read(_ENTRY.format(name=name))
        if kept is None:
            raise ConsoleError(
                _("The secret “{name}” is not in the keyring.").format(name=name),
                _("It was removed there."),
                _("Type the value, and keep it again if you like."),
            )
        REDACTOR.learn(kept[0])
        return kept[0]

    async def keep(self, name: str, value: Secret) -> None:
        """Keep a value under a name; raises ConsoleError where the keyring refuses."""
        name = name.strip()
        if not name:
            raise ConsoleError(_("The secret has no name."), "", _("Type a name for it."))
        REDACTOR.learn(value)
        await self._keyring.write(_ENTRY.format(name=name), value, None)
        self._set(self._kept() | {name})

    async def forget(self, name: str) -> None:
        """Remove a secret from the keyring; raises ConsoleError where that refuses."""
        await self._keyring.forget(_ENTRY.format(name=name))
        self._set(self._kept() - {name})

    def read_again(self) -> None:
        """Take in which secrets another start of the program kept or forgot."""
        kept = self._kept()
        if kept != self._names:
            self._names = kept
            self.changed.emit(None)

    def _kept(self) -> set[str]:
        kept = self._documents.read(DOCUMENT).get("names", [])
        return {name for name in kept if isinstance(name, str)}

    def _set(self, names: set[str]) -> None:
        self._documents.write(DOCUMENT, {"names": sorted(names)})
        self._names = names
        self.changed.emit(None)
