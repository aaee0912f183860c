"""Writes runs to files that the user picked: piece by piece, with progress, all or nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import IO, Final

from tat_console.outputs.export import ExportedTask, Format
from tat_console.ports.archive import Archive, BatchRecord, StoredRun, TaskRecord
from tat_console.support.aside import aside
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _

PIECE_BYTES: Final = 1_000_000

Told = Callable[[int, int], None]


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
        unfinished = path.with_name(f"{path.name}.unfinished")
        try:
            file = await aside(lambda: unfinished.open("wb"))
            try:
                await self._write(file, form, title, tasks, told)
            finally:
                await aside(file.close)
            await aside(lambda: unfinished.replace(path))
        except OSError as error:
            raise _unwritable(path, error) from error
        finally:
            await asyncio.shield(aside(lambda: unfinished.unlink(missing_ok=True)))
        return len(tasks)

    async def read(self, stored: StoredRun) -> list[ExportedTask]:
        """The tasks of one run with their outputs, in memory."""
        return [await self._exported(task, batch) for task, batch in _tasks([stored], None)]

    async def _exported(self, task: TaskRecord, batch: BatchRecord) -> ExportedTask:
        output = await self._archive.output(task.output_sha256) if task.output_sha256 else None
        return _exported(task, batch, output)

    async def _write(
        self,
        file: IO[bytes],
        form: Format,
        title: str,
        tasks: Sequence[tuple[TaskRecord, BatchRecord]],
        told: Told,
    ) -> None:
        writer = form.writer(title)
        piece = bytearray(writer.begin())
        for number, (task, batch) in enumerate(tasks, 1):
            piece += writer.add(await self._exported(task, batch))
            if len(piece) > PIECE_BYTES:
                await aside(partial(file.write, bytes(piece)))
                piece.clear()
            told(number, len(tasks))
        piece += await aside(writer.end)
        await aside(partial(file.write, bytes(piece)))


def _tasks(
    runs: Sequence[StoredRun], instance_ids: Collection[str] | None
) -> Iterator[tuple[TaskRecord, BatchRecord]]:
    for stored in runs:
        batches = {batch.batch_no: batch for batch in stored.batches}
        for task in stored.tasks:
            if instance_ids is None or task.instance_id in instance_ids:
                yield task, batches[task.batch_no]


def _exported(task: TaskRecord, batch: BatchRecord, output: bytes | None) -> ExportedTask:
    return ExportedTask(
        run_id=task.run_id,
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
