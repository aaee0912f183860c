"""The sandbox as a child process of a program that uses it."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import pytest

from tat_console.sandbox.launch import RunningSandbox, launch
from tat_console.support.errors import ConsoleError
from tests.fixtures.sandbox import Sandbox
from tests.sandbox.official import ByHand

REGIONS = ("ap-beijing", "ap-seoul")


async def started(state: Path) -> RunningSandbox:
    """A sandbox with five machines."""
    return await launch(state=state, instances=5, regions=REGIONS)


def test_it_is_started_used_and_stopped(tmp_path: Path) -> None:
    async def use() -> tuple[str, int]:
        running = await started(tmp_path / "state")
        assert running.regions == REGIONS
        asked = Sandbox(
            endpoint=running.endpoint,
            secret_id=running.secret_id,
            secret_key=running.secret_key.reveal(),
            regions=running.regions,
            state=tmp_path,
            process=None,  # type: ignore[arg-type] # not the fixture's process
        )
        request = ByHand(asked, signed={"x-tc-region": "ap-seoul"})
        code = await asyncio.to_thread(request.code)
        await running.stop()
        await running.stop()
        return code, await running.ended

    assert asyncio.run(use()) == ("", 0)


def test_its_sudden_end_is_told(tmp_path: Path) -> None:
    async def lose() -> int:
        running = await started(tmp_path / "state")
        os.kill(running.pid, signal.SIGKILL)
        code = await running.ended
        await running.stop()
        return code

    assert asyncio.run(lose()) == -signal.SIGKILL


def test_why_it_cannot_start_is_said(tmp_path: Path) -> None:
    async def fail() -> None:
        await launch(state=tmp_path / "state", instances=5, regions=["xx-nowhere"])

    with pytest.raises(ConsoleError) as refused:
        asyncio.run(fail())
    assert "does not know the region xx-nowhere" in refused.value.what
