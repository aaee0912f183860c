"""What the program knows of itself: its version, its folders, and whether there is a newer one."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from tat_console import __version__
from tat_console.ports.releases import ReleaseNews
from tat_console.services.settings import Settings
from tat_console.support.paths import AppPaths
from tat_console.tat.agents import version_of


class Newest(msgspec.Struct, frozen=True, kw_only=True):
    """The newest version there is, and whether this one is older."""

    version: str
    is_newer: bool


class Updates:
    """Asks for the newest version, only where the user has set an address for that."""

    def __init__(self, settings: Settings, news: ReleaseNews, version: str = __version__) -> None:
        self._settings = settings
        self._news = news
        self._version = version

    @property
    def is_on(self) -> bool:
        """Whether the user wants to know."""
        return bool(self._address)

    @property
    def _address(self) -> str:
        return str(self._settings.get("update_address")).strip()

    async def newest(self) -> Newest:
        """What the address says; raises ConsoleError. To be asked only while `is_on`."""
        version = await self._news.newest(self._address)
        return Newest(version=version, is_newer=version_of(version) > version_of(self._version))


@dataclass(frozen=True, slots=True)
class Program:
    """The running program itself."""

    paths: AppPaths
    updates: Updates
    version: str = __version__
