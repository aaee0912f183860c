"""Follows the runs of profiles: one look after another while there are any, then no requests."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence

from tat_console.ports.archive import Archive
from tat_console.runs.conductor import HELD_S, CloudOf, is_passing
from tat_console.runs.follow import SHORTEST_S, Pace, Sweep
from tat_console.runs.progress import RunProgress
from tat_console.support.clock import Clock
from tat_console.support.errors import ConsoleError
from tat_console.tat.errors import ConnectionClosed

log = logging.getLogger(__name__)


class Following:
    """Looks at what runs have come to, by profile.

    `live` gives the runs in which something may change; `trouble` hears the error that looking
    last met, None when it is over; `ended` hears of work that ended.
    """

    def __init__(
        self,
        archive: Archive,
        clock: Clock,
        *,
        live: Callable[[], Sequence[RunProgress]],
        cloud_of: CloudOf,
        trouble: Callable[[ConsoleError | None], None],
        ended: Callable[[asyncio.Task[None]], None],
    ) -> None:
        self._archive = archive
        self._clock = clock
        self._live = live
        self._cloud_of = cloud_of
        self._trouble = trouble
        self._ended = ended
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._wake: dict[str, asyncio.Event] = {}

    def follow(self, profile_id: str) -> None:
        """Look at the live runs of a profile until there are none; at once where that goes on."""
        if profile_id in self._tasks and not self._tasks[profile_id].done():
            self._wake[profile_id].set()
            return
        self._wake[profile_id] = asyncio.Event()
        task = asyncio.get_running_loop().create_task(self._keep_looking(profile_id))
        self._tasks[profile_id] = task
        task.add_done_callback(self._ended)

    def look_now(self, profile_ids: Iterable[str]) -> None:
        """Look at once where these profiles are followed."""
        for profile_id in profile_ids:
            if wake := self._wake.get(profile_id):
                wake.set()

    def wake(self) -> None:
        """Look at once, whatever is followed."""
        self.look_now(self._wake)

    def tasks(self) -> list[asyncio.Task[None]]:
        """The work under way, to be cancelled at the end."""
        return list(self._tasks.values())

    async def _keep_looking(self, profile_id: str) -> None:
        sweep, pace = Sweep(self._archive, profile_id), Pace()
        while runs := [run for run in self._live() if profile_id in run.profile_ids]:
            began_s = self._clock.monotonic()
            try:
                cloud = await self._cloud_of(profile_id)
                pace.heard(await sweep.look(cloud, runs))
                self._trouble(None)
            except ConnectionClosed:
                pace.heard(changed=True)
            except ConsoleError as error:
                log.info("Following runs met an error: %s", error)
                pace.heard(changed=False)
                self._trouble(error)
                if not is_passing(error):
                    pace.interval_s = HELD_S
            took_s = self._clock.monotonic() - began_s
            wake = self._wake[profile_id]
            wake.clear()
            await sleep_until(wake, self._clock, max(SHORTEST_S, pace.interval_s - took_s))


async def sleep_until(wake: asyncio.Event, clock: Clock, seconds: float) -> None:
    """Sleep so long, or until the event is set."""
    waiting = asyncio.create_task(wake.wait())
    sleeping = asyncio.create_task(clock.sleep(seconds))
    try:
        await asyncio.wait({waiting, sleeping}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        waiting.cancel()
        sleeping.cancel()
