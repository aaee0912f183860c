"""How long the archive keeps what was run: the user's rules, looked at now and then."""

from __future__ import annotations

import logging
from typing import Final

from tat_console.ports.history import ArchiveSize, Retention
from tat_console.services.history import PastRuns
from tat_console.services.settings import Settings
from tat_console.support.clock import Clock
from tat_console.support.errors import ConsoleError

log = logging.getLogger(__name__)

EVERY_S: Final = 3_600.0
_DAYS_A_MONTH: Final = 365 / 12
_GB: Final = 10**9


class Keeping:
    """Removes what the rules let go; with no rules, which is how it begins, nothing ever goes."""

    def __init__(self, past: PastRuns, settings: Settings, clock: Clock) -> None:
        self._past = past
        self._settings = settings
        self._clock = clock

    @property
    def rules(self) -> Retention:
        """What the user wants to be kept."""
        return Retention(
            keep_days=round(self._settings.get("keep_months") * _DAYS_A_MONTH),
            keep_bytes=self._settings.get("keep_gb") * _GB,
        )

    async def size(self) -> ArchiveSize:
        """How large the archive is."""
        return await self._past.history.size()

    async def too_old(self) -> int:
        """How many runs the rule about age would let go now."""
        return await self._past.history.count_old(self.rules, self._clock.now())

    async def tidy(self) -> int:
        """Remove now what the rules do not keep; returns how many runs."""
        rules = self.rules
        return await self._past.tidy(rules) if rules != Retention() else 0

    async def keep_up(self) -> None:
        """Tidy now and then, for ever."""
        while True:
            try:
                await self.tidy()
            except ConsoleError as error:
                # Searches and runs tell of a disk that is in trouble; tidying can wait.
                log.warning("Tidying the archive stopped: %s", error)
            await self._clock.sleep(EVERY_S)
