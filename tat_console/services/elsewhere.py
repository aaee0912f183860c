"""Runs that other processes carry out: asked for again now and then, for a process may die."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from tat_console.services.following import sleep_until
from tat_console.support.clock import Clock
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _

ASK_AGAIN_S: Final = 10.0

TakeOver = Callable[[str], Awaitable[bool]]


def carried_out_elsewhere() -> ConsoleError:
    """The refusal to do anything about a run that another process carries out."""
    return ConsoleError(
        _("Another tat-console carries out this run."),
        _("A second start of the program, or a command line, does; only there it can be changed."),
        _("Change it there, or end that one; then the run goes on here."),
    )


class Elsewhere:
    """Tries to take runs over until each is taken or over; without any, nothing is done.

    `take_over` says whether a run is settled: taken here, or over. `trouble` hears its errors.
    """

    def __init__(
        self, clock: Clock, take_over: TakeOver, trouble: Callable[[ConsoleError], None]
    ) -> None:
        self._clock = clock
        self._take_over = take_over
        self._trouble = trouble
        self._run_ids: set[str] = set()
        self._asking: asyncio.Task[None] | None = None
        self._wake = asyncio.Event()

    def add(self, run_id: str) -> None:
        """Wait for a run."""
        self._run_ids.add(run_id)
        if self._asking is None or self._asking.done():
            self._asking = asyncio.get_running_loop().create_task(self._ask())

    def wake(self) -> None:
        """Ask at once."""
        self._wake.set()

    def tasks(self) -> list[asyncio.Task[None]]:
        """The work under way, to be cancelled at the end."""
        return [self._asking] if self._asking else []

    async def _ask(self) -> None:
        while self._run_ids:
            self._wake.clear()
            await sleep_until(self._wake, self._clock, ASK_AGAIN_S)
            for run_id in sorted(self._run_ids):
                try:
                    if await self._take_over(run_id):
                        self._run_ids.discard(run_id)
                except ConsoleError as error:
                    self._trouble(error)
