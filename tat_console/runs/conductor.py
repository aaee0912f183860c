"""Carries a run out from its first wave to its end, step by step, as `steps.next_step` has it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from typing import Final

from tat_console.ports.archive import Archive, BatchRecord
from tat_console.ports.cloud import Cloud
from tat_console.ports.waves import Decision, Turn
from tat_console.runs.control import Doing, Step
from tat_console.runs.engine import Engine, withhold
from tat_console.runs.progress import RunProgress
from tat_console.runs.settle import Settler
from tat_console.runs.steps import next_step
from tat_console.support.clock import Clock
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _
from tat_console.tat.errors import NotSent, ReplyLost, ServiceError

CloudOf = Callable[[str], Awaitable[Cloud]]

TRY_AGAIN_S: Final = 5.0
HELD_S: Final = 60.0


def is_passing(error: ConsoleError) -> bool:
    """Whether another try may go well by itself; for a key that is gone the user has to act."""
    return isinstance(error, ServiceError | NotSent | ReplyLost)


class Conductor:
    """One run on its way.

    `cloud_of` gives the cloud of a profile, or raises ConsoleError; `trouble` hears of errors that
    hold the run up; `is_frozen` says whether nothing may be sent now.
    """

    def __init__(
        self,
        progress: RunProgress,
        archive: Archive,
        clock: Clock,
        *,
        cloud_of: CloudOf,
        trouble: Callable[[ConsoleError], None],
        is_frozen: Callable[[], bool],
    ) -> None:
        self._progress = progress
        self._archive = archive
        self._clock = clock
        self._cloud_of = cloud_of
        self._trouble = trouble
        self._is_frozen = is_frozen
        self._sending: set[asyncio.Task[None]] = set()
        self._try_held_s = 0.0
        self._wake = asyncio.Event()

    async def carry_out(self) -> None:
        """Go on until nothing of the run may change any more; calls under way end with this."""
        subscription = self._progress.changed.subscribe(lambda _ids: self._wake.set())
        try:
            while not await self._go_on():
                self._let_go()
        finally:
            subscription.cancel()
            for task in self._sending:
                task.cancel()
            await asyncio.gather(*self._sending, return_exceptions=True)

    async def until_sent(self) -> None:
        """Wait for the calls that are on their way."""
        if self._sending:
            await asyncio.wait(set(self._sending))

    def wake(self) -> None:
        """Look again at what may be done: something outside the run has changed."""
        self._progress.held.clear()
        self._wake.set()

    async def decide(self, turn: Turn, wave_no: int = 0, note: str = "") -> None:
        """Write a decision into the journal, then act by it."""
        decision = Decision(
            run_id=self._progress.run_id,
            at=self._clock.now(),
            turn=turn,
            wave_no=wave_no,
            note=note,
        )
        await self._archive.add_decision(decision)
        self._progress.take_decision(decision)

    async def _go_on(self) -> bool:
        """Do the next step; returns whether the run is over."""
        self._wake.clear()
        self._let_try_again()
        step = self._next()
        self._show(step)
        if step.turn is not None:
            await self.decide(step.turn, step.wave_no, step.note)
        elif step.doing is Doing.SENDING and step.batches:
            await self._start_sending(step)
        elif step.doing is Doing.ENDING and step.batches:
            await self._withhold(step.batches)
        elif step.doing is Doing.SETTLING:
            await self._settle()
        elif step.doing is Doing.ENDING:
            return not self._sending
        else:
            await self._wait(step.until)
        return False

    def _next(self) -> Step:
        return next_step(
            self._progress,
            self._clock.now(),
            sending=len(self._sending),
            is_frozen=self._is_frozen(),
        )

    def _show(self, step: Step) -> None:
        before, self._progress.step = self._progress.step, step
        if before is None or (before.doing, before.wave_no) != (step.doing, step.wave_no):
            self._progress.changed.emit(frozenset())
            self._wake.clear()

    async def _start_sending(self, step: Step) -> None:
        """Begin to send batches; those of a profile that cannot be connected are held instead.

        Each begins in a turn of its own: to put twenty requests together in one would hold the
        loop up.
        """
        batches = [self._progress.batches[batch_no] for batch_no in step.batches]
        profile_ids = {self._progress.profile_of(batch) for batch in batches}
        clouds = {profile_id: await self._reach(profile_id) for profile_id in profile_ids}
        for batch in batches:
            cloud = clouds[self._progress.profile_of(batch)]
            if cloud is None:
                continue
            self._progress.tally.claim(batch.batch_no)
            task = asyncio.get_running_loop().create_task(self._send(cloud, batch))
            self._sending.add(task)
            task.add_done_callback(lambda _task: self._wake.set())
            await asyncio.sleep(0)

    async def _send(self, cloud: Cloud, batch: BatchRecord) -> None:
        if self._progress.control.stopped is not None:
            await self._withhold([batch.batch_no])
            return
        error = await Engine(cloud, self._archive, self._clock).send(self._progress, batch)
        wave = self._progress.current_wave()
        if isinstance(error, NotSent) and wave is not None and wave.planned:
            await self._pause_for(error)

    async def _pause_for(self, error: ConsoleError) -> None:
        """Without a network the rest of the run would only be refused bit by bit."""
        if self._progress.control.paused is None and self._progress.control.stopped is None:
            note = _("Nothing could be sent. {reason}").format(reason=error)
            await self.decide(Turn.PAUSED, note=note)

    async def _reach(self, profile_id: str) -> Cloud | None:
        """The cloud of a profile; None where it cannot be connected, and its part is held."""
        try:
            return await self._cloud_of(profile_id)
        except ConsoleError as error:
            self._progress.held[profile_id] = error
            self._try_held_s = self._clock.monotonic() + HELD_S
            self._progress.changed.emit(frozenset())
            self._trouble(error)
            return None

    def _let_try_again(self) -> None:
        """Hold nobody for long whom the network may have kept away."""
        if self._progress.held and self._clock.monotonic() >= self._try_held_s:
            held = self._progress.held.items()
            self._progress.held = {key: error for key, error in held if not is_passing(error)}

    async def _withhold(self, batch_nos: Iterable[int]) -> None:
        """Give up batches, each with the reason why it was not sent."""
        by_reason: dict[str, list[int]] = {}
        for batch_no in batch_nos:
            profile_id = self._progress.profile_of(self._progress.batches[batch_no])
            reasons = (self._why_stopped(), str(self._progress.held.get(profile_id, "")))
            by_reason.setdefault(" ".join(filter(None, reasons)), []).append(batch_no)
        for reason, given_up in by_reason.items():
            await withhold(self._progress, self._archive, given_up, reason)

    async def _settle(self) -> None:
        progress = self._progress
        for profile_id in {progress.profile_of(one) for one in progress.uncertain_batches()}:
            if profile_id in progress.held or (cloud := await self._reach(profile_id)) is None:
                continue
            try:
                await Settler(cloud, self._archive, self._clock, profile_id).settle(progress)
            except ConsoleError as error:
                self._trouble(error)
                await self._clock.sleep(TRY_AGAIN_S)

    def _why_stopped(self) -> str:
        stopped = self._progress.control.stopped
        if stopped is None or stopped.turn is Turn.STOPPED:
            return _("Not sent: the run was stopped before.")
        return _("Not sent: the run stopped by itself. {why}").format(why=stopped.note)

    async def _wait(self, until: datetime | None) -> None:
        """Come back when something changed, and at the latest when there is reason to look."""
        limit_s = TRY_AGAIN_S
        if until is not None:
            limit_s = min(limit_s, max(0.0, (until - self._clock.now()).total_seconds()))
        waiting = asyncio.create_task(self._wake.wait())
        sleeping = asyncio.create_task(self._clock.sleep(limit_s))
        try:
            await asyncio.wait({waiting, sleeping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            waiting.cancel()
            sleeping.cancel()

    def _let_go(self) -> None:
        """Let go of calls that have ended; a bug in one ends the whole run's work."""
        for task in [task for task in self._sending if task.done()]:
            self._sending.discard(task)
            task.result()
