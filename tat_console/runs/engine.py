"""Sends the batches of a run, at most once each, with a journal around every call (DESIGN §5.1)."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from tat_console.ports.archive import Archive, BatchRecord, BatchState
from tat_console.ports.cloud import Cloud
from tat_console.runs.plan import request_for
from tat_console.runs.progress import RunProgress
from tat_console.support.clock import Clock
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _
from tat_console.tat import templating
from tat_console.tat.errors import ReplyLost
from tat_console.tat.invocations import (
    InvokeCommand,
    InvokeCommandReply,
    RunCommand,
    RunCommandReply,
)
from tat_console.tat.statuses import TaskStatus


class Engine:
    """Sends what is planned; what it cannot be sure of becomes UNKNOWN and is never resent."""

    def __init__(self, cloud: Cloud, archive: Archive, clock: Clock) -> None:
        self._cloud = cloud
        self._archive = archive
        self._clock = clock

    async def send(self, progress: RunProgress, batch: BatchRecord) -> ConsoleError | None:
        """Send one batch; returns the error that kept it from being carried out, or lost it."""
        progress.tally.claim(batch.batch_no)
        if missing := _missing_hidden(progress, batch):
            return await self._refuse(progress, batch, _hidden_gone(missing))
        if not progress.sendable(batch.batch_no):
            return await self._refuse(progress, batch, _nobody_left())
        intent = msgspec.structs.replace(
            batch, state=BatchState.INTENT, intent_at=self._clock.now()
        )
        await self._record(progress, intent)
        try:
            request = request_for(
                progress.run.script,
                intent,
                progress.sendable(intent.batch_no),
                progress.hidden_of(intent.batch_no),
            )
            reply = await self._call(request, intent.region)
        except ReplyLost as error:
            unknown = msgspec.structs.replace(intent, state=BatchState.UNKNOWN, error=str(error))
            await self._record(progress, unknown, TaskStatus.UNSETTLED)
            return error
        except ConsoleError as error:
            return await self._refuse(progress, intent, error)
        sent = msgspec.structs.replace(
            intent,
            state=BatchState.SENT,
            sent_at=self._clock.now(),
            invocation_id=reply.invocation_id,
            command_id=reply.command_id if isinstance(reply, RunCommandReply) else "",
            request_id=reply.request_id,
        )
        await self._record(progress, sent, TaskStatus.PENDING)
        return None

    async def _call(
        self, request: RunCommand | InvokeCommand, region: str
    ) -> RunCommandReply | InvokeCommandReply:
        if isinstance(request, RunCommand):
            return await self._cloud.call(request, region=region)
        return await self._cloud.call(request, region=region)

    async def _refuse(
        self, progress: RunProgress, batch: BatchRecord, error: ConsoleError
    ) -> ConsoleError:
        refused = msgspec.structs.replace(
            batch, state=BatchState.REFUSED, error=str(error), request_id=error.request_id
        )
        await self._record(progress, refused, TaskStatus.NOT_SENT)
        return error

    async def _record(
        self, progress: RunProgress, batch: BatchRecord, status: TaskStatus | None = None
    ) -> None:
        """Write down what happened, before anybody hears of it."""
        if status is None:
            await self._archive.save_batch(batch)
            progress.set_batch(batch)
        else:
            tasks = progress.tasks_as(batch, status)
            await self._archive.save_batches([batch], tasks)
            progress.set_batch(batch, status)


async def withhold(
    progress: RunProgress, archive: Archive, batch_nos: Iterable[int], reason: str
) -> None:
    """Give up batches that are planned, with their tasks, in one stroke."""
    batches = [
        msgspec.structs.replace(progress.batches[number], state=BatchState.WITHHELD, error=reason)
        for number in batch_nos
    ]
    tasks = [task for batch in batches for task in progress.tasks_as(batch, TaskStatus.NOT_SENT)]
    await archive.save_batches(batches, tasks)
    progress.set_batches(batches, tasks)


def _missing_hidden(progress: RunProgress, batch: BatchRecord) -> list[str]:
    asked = {
        parameter.key
        for parameter in templating.parameters(progress.run.script.content)
        if parameter.hidden
    }
    asked.update(progress.run.script.hidden)
    return sorted(asked - progress.hidden_of(batch.batch_no).keys() - batch.parameters.keys())


def _hidden_gone(missing: list[str]) -> ConsoleError:
    return ConsoleError(
        _("Not sent: a hidden value is gone."),
        _("The program was closed before this part was sent, and hidden values are not kept."),
        _("Run it again on these machines and give {names} anew.").format(names=", ".join(missing)),
    )


def _nobody_left() -> ConsoleError:
    return ConsoleError(_("Not sent: every machine of this part was taken out before."))
