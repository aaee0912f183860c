"""What was acknowledged survives kill -9, a full disk and a second program."""

from __future__ import annotations

import asyncio
import json
import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from tat_console.ports.archive import BatchState
from tat_console.storage.archive import SqliteArchive
from tests.unit.storage.records import noise

ROOT = Path(__file__).resolve().parents[3]
KILLS = 50


def start(*arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.unit.storage.child", *map(str, arguments)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def kill_after(steps: int, path: Path, name: str) -> list[dict[str, Any]]:
    """The steps that a child acknowledged; it is killed soon after that many, amid the next."""
    with start("save", path, name, 1_000_000) as child:
        assert child.stdout is not None
        lines = [child.stdout.readline() for _ in range(steps)]
        child.kill()
        lines += child.stdout.readlines()
    assert child.returncode == -9
    return [json.loads(line) for line in lines]


def assert_whole(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def assert_nothing_missing(path: Path, acknowledged: Iterable[dict[str, Any]]) -> None:
    async def scenario() -> None:
        archive = await SqliteArchive.open(path)
        try:
            for step in acknowledged:
                await assert_kept(archive, step)
        finally:
            await archive.close()

    asyncio.run(scenario())


async def assert_kept(archive: SqliteArchive, step: dict[str, Any]) -> None:
    stored = await archive.run(step.get("run") or step["intent"])
    assert stored is not None
    assert len(stored.tasks) == 5
    if "intent" in step:
        assert stored.batches[0].state is BatchState.INTENT
    if "status" in step:
        # A later save may have come through too, though nobody was told of it any more.
        order = ("QUEUED", "RUNNING", "SUCCESS")
        for task in stored.tasks:
            assert order.index(task.status) >= order.index(step["status"])
            output = noise(f"{task.run_id} {task.instance_id} {task.status}")
            assert await archive.output(task.output_sha256) == output


def test_nothing_acknowledged_is_lost_by_kill_9(tmp_path: Path) -> None:
    path = tmp_path / "archive.sqlite3"
    chance = random.Random(20261121)
    acknowledged: list[dict[str, Any]] = []
    for number in range(KILLS):
        acknowledged += kill_after(chance.randrange(1, 40), path, f"child{number}")
        assert_whole(path)
    assert_nothing_missing(path, acknowledged)


def test_two_programs_may_use_one_archive_at_once(tmp_path: Path) -> None:
    path = tmp_path / "archive.sqlite3"
    children = [start("save", path, name, 15) for name in ("left", "right")]
    outputs = [child.communicate()[0] for child in children]
    assert [child.returncode for child in children] == [0, 0]
    assert_whole(path)
    acknowledged = [json.loads(line) for output in outputs for line in output.splitlines()]
    assert len(acknowledged) == 2 * 15 * 4
    assert_nothing_missing(path, acknowledged)


def test_a_full_disk_ends_in_a_sentence_and_a_living_program(tmp_path: Path) -> None:
    path = tmp_path / "archive.sqlite3"
    with start("fill", path, 400_000) as child:
        assert child.stdout is not None
        steps = [json.loads(line) for line in child.stdout]
    assert child.returncode == 0
    told, reading, after = steps[-3:]
    assert "full" in told["what"]
    assert str(path) in told["what"]
    assert "free space" in told["next_step"]
    # A run whose outputs found no room any more was still added.
    assert reading["readable"] in (reading["saved"], reading["saved"] + 1)
    assert reading["saved"] > 0
    assert after == {"after": True}
    assert_whole(path)
    assert_nothing_missing(path, [step for step in steps[:-3] if "run" in step])
