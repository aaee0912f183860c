"""Runs: planned, started, followed, paused, cancelled, opened again."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Callable, Iterable, Sequence

import msgspec

from tat_console.ports.archive import Archive, BatchState
from tat_console.ports.cloud import Cloud, Connection
from tat_console.ports.waves import Turn
from tat_console.runs.cancelling import cancellations
from tat_console.runs.conductor import HELD_S, Conductor, is_passing
from tat_console.runs.control import Doing
from tat_console.runs.follow import SHORTEST_S, Pace, Sweep, all_of
from tat_console.runs.plan import Plan
from tat_console.runs.progress import RunProgress
from tat_console.runs.rules import refusal_of
from tat_console.services.session import Session
from tat_console.support.clock import Clock
from tat_console.support.errors import ConsoleError
from tat_console.support.event import Event
from tat_console.support.i18n import _
from tat_console.tat.errors import ConnectionClosed
from tat_console.tat.invocations import CancelInvocation

log = logging.getLogger(__name__)


class Runs:
    """All runs of this program.

    `changed` tells a run that started, ended or was opened; what happens inside a run is told by
    the run's own event. `trouble` tells the error that following last met, None when it is over.
    """

    def __init__(
        self,
        session: Session,
        archive: Archive,
        clock: Clock,
        *,
        is_frozen: Callable[[], bool] = lambda: False,
    ) -> None:
        self._session = session
        self._archive = archive
        self._clock = clock
        self._is_frozen = is_frozen
        self._known: dict[str, RunProgress] = {}
        self._conductors: dict[str, Conductor] = {}
        self._works: dict[str, asyncio.Task[None]] = {}
        self._followers: dict[str, asyncio.Task[None]] = {}
        self._wake: dict[str, asyncio.Event] = {}
        self.changed: Event[RunProgress] = Event()
        self.ended: Event[RunProgress] = Event()
        self.trouble: Event[ConsoleError | None] = Event()

    @property
    def known(self) -> list[RunProgress]:
        """The runs that were started or resumed by this program, newest last."""
        return list(self._known.values())

    @property
    def live(self) -> list[RunProgress]:
        """The runs in which something may still change, newest last."""
        return [progress for progress in self._known.values() if progress.is_live]

    async def start(self, plan: Plan) -> RunProgress:
        """Keep the plan, then send it in the background; returns as soon as it is kept.

        Raises ConsoleError where runs are frozen or a profile may only look.
        """
        for profile_id in plan.profile_ids:
            connection = await self._connection(profile_id)
            if refusal := refusal_of(connection.profile, is_frozen=self._is_frozen()):
                raise refusal
        stored = plan.stored()
        await self._archive.add_run(stored)
        progress = RunProgress(stored)
        progress.hidden_values.update(plan.hidden_values)
        progress.batch_hidden_values.update(plan.batch_hidden_values)
        self._take_in(progress)
        return progress

    async def resume(self, profile_id: str) -> None:
        """Go on with the runs of a profile that were live when the program last ended.

        What was paused stays paused, what waits for a word goes on waiting; what waits for this
        profile waits no longer.
        """
        for progress in self.live:
            if profile_id in progress.held:
                self._conductor(progress).wake()
                self._look_now(progress)
        for stored in await self._archive.live_runs():
            if stored.run.run_id in self._known:
                continue
            progress = RunProgress(stored)
            if profile_id in progress.profile_ids:
                self._take_in(progress)

    async def open(self, run_id: str) -> RunProgress | None:
        """A run, live or from the archive; None where it is not kept."""
        if progress := self._known.get(run_id):
            return progress
        stored = await self._archive.run(run_id)
        return RunProgress(stored) if stored else None

    async def output(self, progress: RunProgress, instance_id: str) -> bytes:
        """The output of a task: what has arrived so far, or the kept one."""
        task = progress.tasks[instance_id]
        if task.output_sha256:
            return await self._archive.output(task.output_sha256) or b""
        return progress.partial_outputs.get(instance_id, b"")

    async def whole_output(
        self, progress: RunProgress, instance_id: str, told: Callable[[int, int], object]
    ) -> bytes:
        """The complete output of a task out of object storage, which is kept from then on.

        `told` gets how many bytes of how many are there. Raises ConsoleError where there is none,
        or where it may not be read.
        """
        task = progress.tasks[instance_id]
        if not task.output_url:
            raise ConsoleError(_("The complete output of this task was not uploaded anywhere."))
        profile_id = progress.batches[task.batch_no].profile_id or progress.run.profile_id
        cloud = await self._cloud(profile_id)
        whole = bytearray()
        async for piece in cloud.outputs.pieces(task.output_url):
            whole += piece.content
            told(len(whole), piece.total_bytes)
        output = bytes(whole)
        digest = hashlib.sha256(output).hexdigest()
        kept = msgspec.structs.replace(
            task, output_sha256=digest, output_bytes=len(output), dropped_bytes=0
        )
        await self._archive.save_tasks([kept], {digest: output})
        progress.set_batches((), [kept])
        return output

    def watch(self, progress: RunProgress, instance_ids: Iterable[str]) -> None:
        """Ask for the growing output of these tasks, and of no others of the run."""
        progress.watched = set(instance_ids)
        self._look_now(progress)

    # -- what the user may do with a run on its way

    async def pause(self, progress: RunProgress, note: str = "") -> None:
        """Send nothing more for now; what runs goes on."""
        if progress.is_live and not progress.control.paused and not progress.control.stopped:
            await self._conductor(progress).decide(Turn.PAUSED, _wave_no(progress), note)

    async def go_on(self, progress: RunProgress) -> None:
        """Send on after a pause."""
        if progress.control.paused:
            await self._conductor(progress).decide(Turn.WENT_ON, _wave_no(progress))

    async def go(self, progress: RunProgress) -> None:
        """Let the wave that waits begin now."""
        if progress.step and progress.step.doing in (Doing.ASKING, Doing.RESTING):
            await self._conductor(progress).decide(Turn.GO, progress.step.wave_no)

    async def stop(self, progress: RunProgress, note: str = "") -> None:
        """Send nothing more, ever; what runs goes on."""
        if progress.is_live and not progress.control.stopped:
            await self._conductor(progress).decide(Turn.STOPPED, _wave_no(progress), note)

    async def cancel(
        self, progress: RunProgress, instance_ids: Sequence[str] | None = None
    ) -> None:
        """Cancel the given tasks, or stop the run and cancel all that is under way.

        Tasks that are not sent yet are taken out. Raises ConsoleError where the service refuses;
        every call is tried.
        """
        if instance_ids is None:
            await self.stop(progress)
            await self._conductor(progress).until_sent()
        wanted = set(progress.tasks if instance_ids is None else instance_ids)
        await self._take_out(progress, wanted)
        calls = cancellations(progress, wanted)
        if calls:
            note = ", ".join(sorted(wanted)[:20]) if instance_ids is not None else ""
            await self._conductor(progress).decide(Turn.CANCELLED, _wave_no(progress), note)
        await all_of(self._cancel(*call) for call in calls)
        self._look_now(progress)

    async def stop_and_cancel(self, progress: RunProgress) -> None:
        """Send nothing more and cancel all that is under way."""
        await self.cancel(progress)

    async def look_again(self, progress: RunProgress) -> None:
        """Look once more for invocations whose replies were lost, in a run live or ended."""
        lost = [one for one in progress.batches.values() if one.state is BatchState.UNKNOWN]
        if not lost:
            return
        fresh = [msgspec.structs.replace(batch, settled_at=None) for batch in lost]
        await self._archive.save_batches(fresh, [])
        progress.set_batches(fresh, [])
        await self._conductor(progress).decide(Turn.LOOKED_AGAIN)
        if not progress.is_live:
            await self._archive.save_run(progress.reopen())
            self._take_in(progress)

    async def close(self) -> None:
        """Stop sending and following; what was journalled goes on at the next start."""
        tasks = [*self._works.values(), *self._followers.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def wake(self) -> None:
        """Look again at what may be sent: the freeze was switched, or a profile is another."""
        for conductor in self._conductors.values():
            conductor.wake()
        for event in self._wake.values():
            event.set()

    # -- inside

    def _take_in(self, progress: RunProgress) -> None:
        self._known[progress.run_id] = progress
        self.changed.emit(progress)
        work = asyncio.get_running_loop().create_task(self._carry_out(progress))
        self._works[progress.run_id] = work
        work.add_done_callback(self._report)

    def _conductor(self, progress: RunProgress) -> Conductor:
        """The one who carries a run out, or for one that nobody does, one that only writes."""
        if progress.run_id not in self._conductors:
            self._conductors[progress.run_id] = Conductor(
                progress,
                self._archive,
                self._clock,
                cloud_of=self._cloud,
                trouble=self.trouble.emit,
                is_frozen=self._is_frozen,
            )
        return self._conductors[progress.run_id]

    async def _connection(self, profile_id: str) -> Connection:
        """The connection of a run's profile as it is set up now; the sandbox may have moved."""
        if connection := await self._session.connection_of(profile_id):
            return connection
        raise ConsoleError(
            _("The profile of this run is not there any more."),
            _("Its state can no longer be asked for."),
        )

    async def _cloud(self, profile_id: str) -> Cloud:
        return (await self._connection(profile_id)).cloud

    def _report(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()):
            if isinstance(error, ConsoleError):
                self.trouble.emit(error)
            else:
                asyncio.get_running_loop().call_exception_handler(
                    {"message": "A run could not be carried out", "exception": error}
                )

    async def _carry_out(self, progress: RunProgress) -> None:
        for profile_id in progress.profile_ids:
            self._follow(profile_id)
        await self._conductor(progress).carry_out()
        del self._conductors[progress.run_id]
        await self._archive.save_run(progress.end(self._clock.now()))
        self._look_now(progress)
        self.changed.emit(progress)
        self.ended.emit(progress)

    async def _take_out(self, progress: RunProgress, wanted: set[str]) -> None:
        reason = _("Cancelled before it was sent.")
        if taken := progress.take_out(wanted, reason):
            await self._archive.save_tasks(taken)

    async def _cancel(self, profile_id: str, region: str, request: CancelInvocation) -> None:
        await (await self._cloud(profile_id)).call(request, region=region)

    def _look_now(self, progress: RunProgress) -> None:
        for profile_id in progress.profile_ids:
            if wake := self._wake.get(profile_id):
                wake.set()

    def _follow(self, profile_id: str) -> None:
        if profile_id in self._followers and not self._followers[profile_id].done():
            self._wake[profile_id].set()
            return
        self._wake[profile_id] = asyncio.Event()
        task = asyncio.get_running_loop().create_task(self._keep_looking(profile_id))
        self._followers[profile_id] = task
        task.add_done_callback(self._report)

    async def _keep_looking(self, profile_id: str) -> None:
        """Look at the live runs of a profile until there are none; no runs, no requests."""
        sweep, pace = Sweep(self._archive, profile_id), Pace()
        while runs := [run for run in self.live if profile_id in run.profile_ids]:
            began_s = self._clock.monotonic()
            try:
                cloud = await self._cloud(profile_id)
                pace.heard(await sweep.look(cloud, runs))
                self.trouble.emit(None)
            except ConnectionClosed:
                pace.heard(changed=True)
            except ConsoleError as error:
                log.info("Following runs met an error: %s", error)
                pace.heard(changed=False)
                self.trouble.emit(error)
                if not is_passing(error):
                    pace.interval_s = HELD_S
            took_s = self._clock.monotonic() - began_s
            await self._pause(profile_id, max(SHORTEST_S, pace.interval_s - took_s))

    async def _pause(self, profile_id: str, seconds: float) -> None:
        wake = self._wake[profile_id]
        wake.clear()
        waiting = asyncio.create_task(wake.wait())
        sleeping = asyncio.create_task(self._clock.sleep(seconds))
        try:
            await asyncio.wait({waiting, sleeping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            waiting.cancel()
            sleeping.cancel()


def _wave_no(progress: RunProgress) -> int:
    wave = progress.current_wave()
    return wave.wave_no if wave else 0
