"""What was run on one machine is told newest first, and counted by runs."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tat_console.ports.history import MachinePast
from tat_console.tat.statuses import TaskStatus
from tests.unit.storage.test_search import store


def test_the_newest_tasks_of_a_machine_come_first_and_all_its_runs_are_counted(
    tmp_path: Path,
) -> None:
    async def work() -> None:
        async with store(tmp_path / "archive.sqlite3") as kept:
            first = await kept.keep("one", [b"fine\n", b"bad\n"])
            await kept.keep("two", [b"fine\n"], hour=1)
            await kept.keep("three", [b"bad\n", b"fine\n"], hour=2)
            here, there = (task.instance_id for task in first.tasks)
            past = await kept.history.of_machine(here, 2)
            assert past.runs == 3
            assert [(task.run_id, task.status) for task in past.latest] == [
                ("three", TaskStatus.FAILED),
                ("two", TaskStatus.SUCCESS),
            ]
            assert past.latest[0].script_name == first.run.script.name
            assert (await kept.history.of_machine(there, 5)).runs == 2
            assert await kept.history.of_machine("ins-nowhere", 5) == MachinePast()

    asyncio.run(work())
