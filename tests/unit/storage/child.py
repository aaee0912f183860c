"""A program that uses an archive and tells each step once it has returned.

`python -m tests.unit.storage.child save PATH NAME COUNT` saves runs that nobody else saves;
`python -m tests.unit.storage.child fill PATH LIMIT_BYTES` saves until no file may grow any more.
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from tat_console.ports.archive import BatchState, StoredRun
from tat_console.storage.archive import SqliteArchive
from tat_console.support.errors import ConsoleError
from tat_console.tat.statuses import TaskStatus
from tests.unit.storage.records import noise, plain_run, sha256


def tell(**step: object) -> None:
    sys.stdout.write(json.dumps(step) + "\n")
    sys.stdout.flush()


async def save(path: Path, name: str, count: int) -> None:
    """Save one run after the other: plan, intent, growing outputs, final outputs."""
    archive = await SqliteArchive.open(path)
    for number in range(count):
        stored = plain_run(f"{name}-{number}", datetime.now(UTC), tasks=5)
        await archive.add_run(stored)
        tell(run=stored.run.run_id)
        await archive.save_batch(
            msgspec.structs.replace(stored.batches[0], state=BatchState.INTENT)
        )
        tell(intent=stored.run.run_id)
        await save_outputs(archive, stored)
    await archive.close()


async def save_outputs(archive: SqliteArchive, stored: StoredRun) -> None:
    run_id = stored.run.run_id
    for status in (TaskStatus.RUNNING, TaskStatus.SUCCESS):
        outputs = {
            task.instance_id: noise(f"{run_id} {task.instance_id} {status}")
            for task in stored.tasks
        }
        await archive.save_tasks(
            [
                msgspec.structs.replace(
                    task, status=status, output_sha256=sha256(outputs[task.instance_id])
                )
                for task in stored.tasks
            ],
            {sha256(output): output for output in outputs.values()},
        )
        tell(run=run_id, status=status)


async def fill(path: Path, limit_bytes: int) -> None:
    """Save until it fails, read, then save again with room given back."""
    archive = await SqliteArchive.open(path)
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit_bytes, most))
    saved = 0
    try:
        while True:
            stored = plain_run(f"run-{saved}", tasks=5)
            await archive.add_run(stored)
            await save_outputs(archive, stored)
            saved += 1
    except ConsoleError as error:
        tell(title=error.title, what=error.what, next_step=error.next_step)
    tell(readable=len(await archive.recent_runs(limit=10_000)), saved=saved)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    await archive.add_run(plain_run("after"))
    tell(after=await archive.run("after") == plain_run("after"))
    await archive.close()


if __name__ == "__main__":
    mode, where, *rest = sys.argv[1:]
    if mode == "save":
        asyncio.run(save(Path(where), rest[0], int(rest[1])))
    else:
        asyncio.run(fill(Path(where), int(rest[0])))
