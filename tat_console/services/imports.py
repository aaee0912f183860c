"""Keys that lie on this computer already, as profiles to choose from."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping

from tat_console.ports.profiles import (
    Credential,
    Environment,
    FoundKey,
    KeyReader,
    KeySource,
    Profile,
    Site,
    SourceKind,
)
from tat_console.services.profiles import new_profile_id
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import N_, _

_NAMES: Mapping[SourceKind, str] = {
    SourceKind.ENVIRONMENT: N_("Environment"),
    SourceKind.SDK_FILE: N_("SDK"),
    SourceKind.MACHINE_ROLE: N_("Role of this machine"),
}


class KeysAround:
    """All readers as one; implements `ports.profiles.KeyReader`."""

    def __init__(self, files: KeyReader, machine: KeyReader) -> None:
        self._files = files
        self._machine = machine

    async def found(self) -> tuple[FoundKey, ...]:
        """Every key there is, files first; a key of a role that two places name comes once."""
        found = await asyncio.gather(self._files.found(), self._machine.found())
        by_place = {(key.source, key.secret_id or key.place): key for part in found for key in part}
        return tuple(by_place.values())

    async def read(self, source: KeySource) -> Credential:
        """The key as it is now; raises ConsoleError where there is none."""
        match source.kind:
            case SourceKind.KEYRING:
                raise ConsoleError(_("This key lies in the keyring, not with another program."))
            case SourceKind.MACHINE_ROLE:
                return await self._machine.read(source)
            case _:
                return await self._files.read(source)


def profile_of(found: FoundKey, taken_names: Iterable[str] = ()) -> Profile:
    """A profile that reads this key where it lies; its name is none of those taken."""
    return Profile(
        profile_id=new_profile_id(),
        name=_free_name(_name_of(found), {name.casefold() for name in taken_names}),
        environment=Environment.DEVELOPMENT,
        site=Site.CHINA,
        secret_id=found.secret_id,
        regions=(found.region,) if found.region else (),
        source=found.source,
        role=found.role,
    )


def _name_of(found: FoundKey) -> str:
    if found.source.kind is SourceKind.TCCLI:
        return _("tccli {name}").format(name=found.source.name)
    return _(_NAMES.get(found.source.kind, found.source.kind))


def _free_name(name: str, taken: set[str]) -> str:
    free, number = name, 1
    while free.casefold() in taken:
        number += 1
        free = f"{name} {number}"
    return free
