"""Writes runs to files that the user picked: piece by piece, with progress, all or nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import IO, Final, NamedTuple

from tat_console.outputs.export import ExportedTask, Format, Writer
from tat_console.ports.archive import Archive, BatchRecord, RunRecord, StoredRun, TaskRecord
from tat_console.support.aside import aside
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _

PIECE_BYTES: Final = 1_000_000

Told = Callable[[int, int], None]


class _Task(NamedTuple):
    """A task with what it belongs to."""

    run: RunRecord
    batch: BatchRecord
    task: TaskRecord


class Exports:
    """Exports from the archive."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    async def write(
        self,
        path: Path,
        form: Format,
        runs: Sequence[StoredRun],
        *,
        title: str = "",
        instance_ids: Collection[str] | None = None,
        told: Told = lambda _done, _total: None,
    ) -> int:
        """Write the tasks of runs, or those of some machines; returns how many there were.

        `told` gets how many of how many are done. Where it is cancelled or fails, the file that
        was there before stays. Raises ConsoleError where the file cannot be written.
        """
        tasks = list(_tasks(runs, instance_ids))
        return await self._fill(path, form.writer(title), _one_by_one(tasks), len(tasks), told)

    async def write_kept(
        self,
        path: Path,
        form: Format,
        run_ids: Sequence[str],
        total: int,
        *,
        title: str = "",
        told: Told = lambda _done, _total: None,
    ) -> int:
        """The same of runs as they are kept, of which one after the other is read.

        `total` is how many tasks they are thought to have; a run that is gone by then is left out.
        """
        return await self._fill(path, form.writer(title), self._kept(run_ids), total, told)

    async def read(self, stored: StoredRun) -> list[ExportedTask]:
        """The tasks of one run with their outputs, in memory."""
        return [await self._exported(one) for one in _tasks([stored], None)]

    # -- inside

    async def _kept(self, run_ids: Sequence[str]) -> AsyncIterator[_Task]:
        for run_id in run_ids:
            if (stored := await self._archive.run(run_id)) is not None:
                for one in _tasks([stored], None):
                    yield one

    async def _exported(self, one: _Task) -> ExportedTask:
        digest = one.task.output_sha256
        return _exported(one, await self._archive.output(digest) if digest else None)

    async def _fill(
        self, path: Path, writer: Writer, tasks: AsyncIterator[_Task], total: int, told: Told
    ) -> int:
        """Make the file whole or not at all; returns how many tasks are in it."""
        unfinished = path.with_name(f"{path.name}.unfinished")
        try:
            file = await aside(lambda: unfinished.open("wb"))
            try:
                count = await self._write(file, writer, tasks, total, told)
            finally:
                await aside(file.close)
            await aside(lambda: unfinished.replace(path))
        except OSError as error:
            raise _unwritable(path, error) from error
        finally:
            await asyncio.shield(aside(lambda: unfinished.unlink(missing_ok=True)))
        return count

    async def _write(
        self,
        file: IO[bytes],
        writer: Writer,
        tasks: AsyncIterator[_Task],
        total: int,
        told: Told,
    ) -> int:
        piece = bytearray(writer.begin())
        number = 0
        async for one in tasks:
            piece += writer.add(await self._exported(one))
            if len(piece) > PIECE_BYTES:
                await aside(partial(file.write, bytes(piece)))
                piece.clear()
            number += 1
            told(number, total)
        piece += await aside(writer.end)
        await aside(partial(file.write, bytes(piece)))
        return number


def _tasks(runs: Sequence[StoredRun], instance_ids: Collection[str] | None) -> Iterator[_Task]:
    for stored in runs:
        batches = {batch.batch_no: batch for batch in stored.batches}
        for task in stored.tasks:
            if instance_ids is None or task.instance_id in instance_ids:
                yield _Task(stored.run, batches[task.batch_no], task)


async def _one_by_one(tasks: Sequence[_Task]) -> AsyncIterator[_Task]:
    for one in tasks:
        yield one


def _exported(one: _Task, output: bytes | None) -> ExportedTask:
    run, batch, task = one
    return ExportedTask(
        run_id=task.run_id,
        script_name=run.script.name,
        instance_id=task.instance_id,
        instance_name=task.instance_name,
        private_ip=task.private_ip,
        region=batch.region,
        status=task.status,
        exit_code=task.exit_code,
        started_at=task.started_at,
        ended_at=task.ended_at,
        invocation_id=batch.invocation_id,
        invocation_task_id=task.invocation_task_id,
        error_info=task.error_info,
        dropped_bytes=task.dropped_bytes,
        output=output,
    )


def _unwritable(path: Path, error: OSError) -> ConsoleError:
    return ConsoleError(
        _("The file could not be written."),
        f"{path}: {error.strerror or error}.",
        _("Choose another place, or make room on the disk."),
    )
