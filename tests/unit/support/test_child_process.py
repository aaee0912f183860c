"""A child that is ended leaves no wrong exit code and no warning behind."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

from tat_console.support.child_process import kill

TIMES = 40


def test_a_child_that_runs_is_killed() -> None:
    async def check() -> None:
        child = await asyncio.create_subprocess_exec("sleep", "600")
        kill(child)
        assert await child.wait() == -signal.SIGKILL
        kill(child)

    asyncio.run(check())


def test_a_child_that_has_just_ended_keeps_its_exit_code() -> None:
    async def check() -> None:
        for _each in range(TIMES):
            child = await asyncio.create_subprocess_exec("false")
            while _runs(child.pid):
                pass  # without a turn of the loop, which would take the exit code
            kill(child)
            assert await child.wait() == 1

    asyncio.run(check())


def _runs(process_id: int) -> bool:
    try:
        state = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"
