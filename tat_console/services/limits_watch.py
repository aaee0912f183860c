"""Reads quotas and register codes now and then, so that a notice comes before one runs out."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Final

from tat_console.services.hosting import Hosting
from tat_console.services.quotas import Quotas
from tat_console.services.session import Session
from tat_console.support.clock import Clock
from tat_console.support.errors import ConsoleError

LOOK_S: Final = 90
LOOK_AGAIN: Final = timedelta(hours=1)

log = logging.getLogger(__name__)


async def watch_limits(session: Session, quotas: Quotas, hosting: Hosting, clock: Clock) -> None:
    """Read both of the profile in front, for ever: soon after it came in front, then every hour.

    What they find is told by their own `changed`. What keeps them from being read is no news:
    whoever looks at them is told then.
    """
    seen, due = "", clock.now()
    while True:
        await clock.sleep(LOOK_S)
        profile = session.profile
        if profile is None or profile.recording:
            continue
        if profile.profile_id == seen and clock.now() < due:
            continue
        seen, due = profile.profile_id, clock.now() + LOOK_AGAIN
        for source in (quotas, hosting):
            try:
                await source.refresh()
            except ConsoleError as error:
                log.info("Limits could not be read: %s", error)
