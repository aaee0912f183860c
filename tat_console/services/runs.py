"""Runs: planned, started, followed, paused, cancelled, opened again."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack

import msgspec

from tat_console.ports.archive import Archive, BatchState, RunState
from tat_console.ports.claims import Claims
from tat_console.ports.cloud import Cloud, Connection
from tat_console.ports.waves import Turn
from tat_console.runs.cancelling import cancellations
from tat_console.runs.conductor import Conductor
from tat_console.runs.control import Doing
from tat_console.runs.follow import all_of
from tat_console.runs.plan import Plan
from tat_console.runs.progress import RunProgress
from tat_console.runs.rules import refusal_of
from tat_console.services.elsewhere import Elsewhere, carried_out_elsewhere
from tat_console.services.following import Following
from tat_console.services.session import Session
from tat_console.support.clock import Clock
from tat_console.support.errors import ConsoleError
from tat_console.support.event import Event
from tat_console.support.i18n import _
from tat_console.tat.invocations import CancelInvocation


class Runs:
    """All runs of this program; several programs may share an archive, each run is sent by one.

    `changed` tells a run that started, ended or was opened; what happens inside a run is told by
    the run's own event. `trouble` tells the error that following last met, None when it is over.
    """

    def __init__(
        self,
        session: Session,
        archive: Archive,
        claims: Claims,
        clock: Clock,
        *,
        is_frozen: Callable[[], bool] = lambda: False,
    ) -> None:
        self._session = session
        self._archive = archive
        self._claims = claims
        self._clock = clock
        self._is_frozen = is_frozen
        self._known: dict[str, RunProgress] = {}
        self._conductors: dict[str, Conductor] = {}
        self._works: dict[str, asyncio.Task[None]] = {}
        self.changed: Event[RunProgress] = Event()
        self.ended: Event[RunProgress] = Event()
        self.trouble: Event[ConsoleError | None] = Event()
        self._following = Following(
            archive,
            clock,
            live=lambda: self.live,
            cloud_of=self._cloud,
            trouble=self.trouble.emit,
            ended=self._report,
        )
        self._elsewhere = Elsewhere(clock, self._take_over, self.trouble.emit)

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
        with self._claim(stored.run.run_id) as claim:
            await self._archive.add_run(stored)
            progress = RunProgress(stored)
            progress.hidden_values.update(plan.hidden_values)
            progress.batch_hidden_values.update(plan.batch_hidden_values)
            self._take_in(progress)
            claim.pop_all()
        return progress

    async def resume(self, profile_id: str) -> None:
        """Go on with the runs of a profile that were live when the program last ended.

        What was paused stays paused, what waits for a word goes on waiting; what waits for this
        profile waits no longer. What another process carries out is taken over when that lets go.
        """
        for progress in self.live:
            if profile_id in progress.held:
                self._conductor(progress).wake()
                self._following.look_now(progress.profile_ids)
        for stored in await self._archive.live_runs():
            taking_part = {batch.profile_id or stored.run.profile_id for batch in stored.batches}
            if profile_id in taking_part and not await self._take_over(stored.run.run_id):
                self._elsewhere.add(stored.run.run_id)

    async def open(self, run_id: str) -> RunProgress | None:
        """A run, live or from the archive; None where it is not kept."""
        if progress := self._known.get(run_id):
            return progress
        stored = await self._archive.run(run_id)
        if stored is None:
            return None
        progress = RunProgress(stored)
        progress.is_elsewhere = progress.is_live and self._is_elsewhere(run_id)
        return progress

    async def read_again(self, progress: RunProgress) -> None:
        """Bring a run that is not carried out here up to what the archive has of it."""
        stored = await self._archive.run(progress.run_id)
        if stored is not None and not self._is_here(progress.run_id):
            is_live = stored.run.state is RunState.LIVE
            progress.is_elsewhere = is_live and self._is_elsewhere(progress.run_id)
            progress.take_stored(stored)

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
        self._following.look_now(progress.profile_ids)

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
        self._following.look_now(progress.profile_ids)

    async def stop_and_cancel(self, progress: RunProgress) -> None:
        """Send nothing more and cancel all that is under way."""
        await self.cancel(progress)

    async def look_again(self, progress: RunProgress) -> None:
        """Look once more for invocations whose replies were lost, in a run live or ended.

        Raises ConsoleError where another process carries the run out.
        """
        if self._is_here(progress.run_id):
            await self._unsettle(progress)
            return
        with self._claim(progress.run_id) as claim:
            await self.read_again(progress)
            if await self._unsettle(progress) and not progress.is_live:
                await self._archive.save_run(progress.reopen())
                self._take_in(progress)
                claim.pop_all()

    async def close(self) -> None:
        """Stop sending and following; what was journalled goes on at the next start."""
        tasks = [*self._works.values(), *self._following.tasks(), *self._elsewhere.tasks()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for run_id in self._works:
            self._claims.release(run_id)

    def wake(self) -> None:
        """Look again at what may be sent: the freeze was switched, or a profile is another."""
        for conductor in self._conductors.values():
            conductor.wake()
        self._following.wake()
        self._elsewhere.wake()

    # -- inside

    def _is_here(self, run_id: str) -> bool:
        """Whether this process carries a run out."""
        work, known = self._works.get(run_id), self._known.get(run_id)
        return known is not None and (known.is_live or (work is not None and not work.done()))

    def _is_elsewhere(self, run_id: str) -> bool:
        if self._is_here(run_id):
            return False
        if not self._claims.take(run_id):
            return True
        self._claims.release(run_id)
        return False

    def _claim(self, run_id: str) -> ExitStack:
        """A claim that is let go again at the end of the block, unless it is popped before."""
        if not self._claims.take(run_id):
            raise carried_out_elsewhere()
        claim = ExitStack()
        claim.callback(self._claims.release, run_id)
        return claim

    async def _take_over(self, run_id: str) -> bool:
        """Carry out a live run; False where another process does."""
        if self._is_here(run_id):
            return True
        if not self._claims.take(run_id):
            return False
        with ExitStack() as claim:
            claim.callback(self._claims.release, run_id)
            # Read behind the claim: who had it may have sent more until the moment before.
            stored = await self._archive.run(run_id)
            if stored is not None and stored.run.state is RunState.LIVE:
                self._take_in(RunProgress(stored))
                claim.pop_all()
            elif stored is not None:
                self.changed.emit(RunProgress(stored))
        return True

    def _take_in(self, progress: RunProgress) -> None:
        progress.is_elsewhere = False
        self._known[progress.run_id] = progress
        self._conductors[progress.run_id] = self._new_conductor(progress)
        self.changed.emit(progress)
        work = asyncio.get_running_loop().create_task(self._carry_out(progress))
        self._works[progress.run_id] = work
        work.add_done_callback(self._report)

    def _conductor(self, progress: RunProgress) -> Conductor:
        """The one who carries a run out, or for one that nobody does, one that only writes.

        Raises ConsoleError where another process carries it out.
        """
        if conductor := self._conductors.get(progress.run_id):
            return conductor
        if progress.is_live and self._is_elsewhere(progress.run_id):
            raise carried_out_elsewhere()
        return self._new_conductor(progress)

    def _new_conductor(self, progress: RunProgress) -> Conductor:
        return Conductor(
            progress,
            self._archive,
            self._clock,
            cloud_of=self._cloud,
            trouble=self.trouble.emit,
            is_frozen=self._is_frozen,
        )

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
            self._following.follow(profile_id)
        await self._conductor(progress).carry_out()
        del self._conductors[progress.run_id]
        await self._archive.save_run(progress.end(self._clock.now()))
        self._claims.release(progress.run_id)
        self._following.look_now(progress.profile_ids)
        self.changed.emit(progress)
        self.ended.emit(progress)

    async def _unsettle(self, progress: RunProgress) -> bool:
        """Have lost invocations looked for anew; returns whether there are any."""
        lost = [one for one in progress.batches.values() if one.state is BatchState.UNKNOWN]
        if not lost:
            return False
        fresh = [msgspec.structs.replace(batch, settled_at=None) for batch in lost]
        await self._archive.save_batches(fresh, [])
        progress.set_batches(fresh, [])
        await (self._conductors.get(progress.run_id) or self._new_conductor(progress)).decide(
            Turn.LOOKED_AGAIN
        )
        return True

    async def _take_out(self, progress: RunProgress, wanted: set[str]) -> None:
        reason = _("Cancelled before it was sent.")
        if taken := progress.take_out(wanted, reason):
            await self._archive.save_tasks(taken)

    async def _cancel(self, profile_id: str, region: str, request: CancelInvocation) -> None:
        await (await self._cloud(profile_id)).call(request, region=region)


def _wave_no(progress: RunProgress) -> int:
    wave = progress.current_wave()
    return wave.wave_no if wave else 0
