"""Runs: planned, started, followed, cancelled, opened again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Sequence

from tat_console.ports.archive import Archive, BatchState
from tat_console.ports.cloud import Connection
from tat_console.runs.engine import Engine
from tat_console.runs.follow import Pace, Sweep, chunks
from tat_console.runs.plan import Plan
from tat_console.runs.progress import RunProgress
from tat_console.runs.settle import Settler
from tat_console.services.session import Session
from tat_console.support.clock import Clock
from tat_console.support.errors import ConsoleError
from tat_console.support.event import Event
from tat_console.support.i18n import _
from tat_console.tat import limits
from tat_console.tat.invocations import CancelInvocation

log = logging.getLogger(__name__)


class Runs:
    """All runs of this program.

    `changed` tells a run that started, ended or was opened; what happens inside a run is told by
    the run's own event. `trouble` tells the error that following last met, None when it is over.
    """

    def __init__(self, session: Session, archive: Archive, clock: Clock) -> None:
        self._session = session
        self._archive = archive
        self._clock = clock
        self._known: dict[str, RunProgress] = {}
        self._followers: dict[str, asyncio.Task[None]] = {}
        self._sends: set[asyncio.Task[None]] = set()
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
        """Keep the plan, then send it in the background; returns as soon as it is kept."""
        stored = plan.stored()
        await self._archive.add_run(stored)
        progress = RunProgress(stored)
        progress.hidden_values.update(plan.hidden_values)
        self._take_in(progress)
        self._send(progress)
        return progress

    async def resume(self, profile_id: str) -> None:
        """Go on with the runs of a profile that were live when the program last ended."""
        for stored in await self._archive.live_runs():
            if stored.run.profile_id == profile_id and stored.run.run_id not in self._known:
                progress = RunProgress(stored)
                self._take_in(progress)
                self._send(progress)

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

    def watch(self, progress: RunProgress, instance_ids: Iterable[str]) -> None:
        """Ask for the growing output of these tasks, and of no others of the run."""
        progress.watched = set(instance_ids)
        if wake := self._wake.get(progress.run.profile_id):
            wake.set()

    async def cancel(
        self, progress: RunProgress, instance_ids: Sequence[str] | None = None
    ) -> None:
        """Cancel the given tasks, or all; raises ConsoleError where the service refuses."""
        connection = await self._connection(progress.run.profile_id)
        for batch in progress.followed_batches():
            members = [
                member
                for member in progress.members(batch.batch_no)
                if (instance_ids is None or member in instance_ids)
                and progress.tasks[member].status.is_cancellable
            ]
            for part in chunks(members, limits.CANCEL_INSTANCES.most):
                await connection.cloud.call(
                    CancelInvocation(invocation_id=batch.invocation_id, instance_ids=part),
                    region=batch.region,
                )
        if wake := self._wake.get(progress.run.profile_id):
            wake.set()

    async def close(self) -> None:
        """Stop sending and following; what was journalled goes on at the next start."""
        tasks = [*self._sends, *self._followers.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _take_in(self, progress: RunProgress) -> None:
        self._known[progress.run_id] = progress
        self.changed.emit(progress)

    async def _connection(self, profile_id: str) -> Connection:
        """The connection of a run's profile as it is set up now; the sandbox may have moved."""
        if connection := await self._session.connection_of(profile_id):
            return connection
        raise ConsoleError(
            _("The profile of this run is not there any more."),
            _("Its state can no longer be asked for."),
        )

    def _send(self, progress: RunProgress) -> None:
        task = asyncio.get_running_loop().create_task(self._carry_out(progress))
        self._sends.add(task)
        task.add_done_callback(self._sends.discard)
        task.add_done_callback(self._report)

    def _report(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()):
            if isinstance(error, ConsoleError):
                self.trouble.emit(error)
            else:
                asyncio.get_running_loop().call_exception_handler(
                    {"message": "A run could not be carried out", "exception": error}
                )

    async def _carry_out(self, progress: RunProgress) -> None:
        profile_id = progress.run.profile_id
        self._follow(profile_id)
        connection = await self._connection(profile_id)
        await Engine(connection.cloud, self._archive, self._clock).send_all(progress)
        uncertain = (BatchState.UNKNOWN, BatchState.INTENT)
        if any(batch.state in uncertain for batch in progress.batches.values()):
            connection = await self._connection(profile_id)
            await Settler(connection.cloud, self._archive, self._clock).settle(progress)
        self._follow(profile_id)

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
        sweep, pace = Sweep(self._archive), Pace()
        while runs := [run for run in self.live if run.run.profile_id == profile_id]:
            try:
                connection = await self._connection(profile_id)
                pace.heard(await sweep.look(connection.cloud, runs))
                self.trouble.emit(None)
            except ConsoleError as error:
                log.info("Following runs met an error: %s", error)
                pace.heard(changed=False)
                self.trouble.emit(error)
            await self._end_those_over(runs)
            await self._pause(profile_id, pace.interval_s)

    async def _end_those_over(self, runs: Sequence[RunProgress]) -> None:
        for progress in runs:
            if progress.is_over() and not self._is_sending(progress):
                await self._archive.save_run(progress.end(self._clock.now()))
                self.changed.emit(progress)
                self.ended.emit(progress)

    def _is_sending(self, progress: RunProgress) -> bool:
        return any(
            batch.state in (BatchState.PLANNED, BatchState.INTENT)
            for batch in progress.batches.values()
        )

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
