"""Runs of the archive are written one after the other, never all of them in memory."""

from __future__ import annotations

import asyncio
import csv
import io
from pathlib import Path

import msgspec

from tat_console.outputs.export import CSV
from tat_console.ports.archive import StoredRun
from tat_console.services.exports import Exports
from tat_console.storage.archive import SqliteArchive
from tests.unit.storage.records import plain_run, sha256


class Watched(SqliteArchive):
    """Notes what is read, among the steps that an export tells."""

    steps: list[str | tuple[int, int]]

    async def run(self, run_id: str) -> StoredRun | None:
        self.steps.append(run_id)
        return await super().run(run_id)


def test_kept_runs_are_read_as_they_are_written(tmp_path: Path) -> None:
    async def scenario() -> None:
        archive = await Watched.open(tmp_path / "archive.sqlite3")
        assert isinstance(archive, Watched)
        archive.steps = []
        for number in range(2):
            stored = plain_run(f"run-{number}", tasks=2)
            output = f"answer {number}".encode()
            digest = sha256(output)
            await archive.save_tasks([], {digest: output})
            tasks = [msgspec.structs.replace(one, output_sha256=digest) for one in stored.tasks]
            await archive.add_run(msgspec.structs.replace(stored, tasks=tuple(tasks)))
        path = tmp_path / "out.csv"
        count = await Exports(archive).write_kept(
            path,
            CSV,
            ["run-1", "gone", "run-0"],
            5,
            told=lambda done, total: archive.steps.append((done, total)),
        )
        assert archive.steps == ["run-1", (1, 5), (2, 5), "gone", "run-0", (3, 5), (4, 5)]
        rows = list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"))))
        assert count == len(rows) == 4
        assert [(row["script_name"], row["output"]) for row in rows] == [
            *[("Uptime", "answer 1")] * 2,
            *[("Uptime", "answer 0")] * 2,
        ]
        await archive.close()

    asyncio.run(scenario())
