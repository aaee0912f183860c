"""Finds and reads the keys that lie on this computer; implements `ports.profiles.KeyReader`."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tat_console.ports.profiles import Credential, FoundKey, KeySource, SourceKind
from tat_console.storage.keys_elsewhere.environment import of_environment
from tat_console.storage.keys_elsewhere.lying import LyingKey
from tat_console.storage.keys_elsewhere.sdk_file import of_sdk_file
from tat_console.storage.keys_elsewhere.tccli import of_profile, of_tccli
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _

SHARED_FILE: Final = Path("/etc/tencentcloud/credentials")


class KeysElsewhere:
    """The keys of the environment, of tccli and of the SDK's file below a home."""

    def __init__(
        self, home: Path, environment: Mapping[str, str], shared_file: Path = SHARED_FILE
    ) -> None:
        self._tccli = home / ".tccli"
        self._environment = environment
        self._sdk_files = (home / ".tencentcloud" / "credentials", shared_file)

    async def found(self) -> tuple[FoundKey, ...]:
        """Every key there is, those with a problem too."""
        keys = await asyncio.to_thread(self._all)
        return tuple(key.found for key in keys)

    async def read(self, source: KeySource) -> Credential:
        """The key as it is now; raises ConsoleError where it is gone, unreadable or expired."""
        return (await asyncio.to_thread(self._one, source)).use()

    def _all(self) -> list[LyingKey]:
        own = (of_environment(self._environment), *of_tccli(self._tccli), self._of_sdk())
        return [key for key in own if key is not None]

    def _one(self, source: KeySource) -> LyingKey:
        match source.kind:
            case SourceKind.ENVIRONMENT:
                key = of_environment(self._environment)
            case SourceKind.TCCLI:
                key = of_profile(self._tccli, source.name)
            case SourceKind.SDK_FILE:
                key = self._of_sdk()
            case _:
                key = None
        if key is None:
            raise ConsoleError(
                _("The key of this profile is not on this computer any more."),
                _("It was read from: {source}.").format(source=source.kind),
                _("Put it back there, or choose another source for the profile's key."),
            )
        return key

    def _of_sdk(self) -> LyingKey | None:
        """The first of the SDK's files that exists, as the SDK itself looks for them."""
        return next((key for path in self._sdk_files if (key := of_sdk_file(path))), None)
